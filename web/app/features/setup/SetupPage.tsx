import { Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { q } from '../../api/client';
import type { Session } from '../../api/schema';
import { paths } from '../../paths';
import { Failure } from '../../ui/Failure';
import { GuestPage } from '../../ui/GuestPage';
import { SetupForm } from './SetupForm';
import { SetupLink } from './SetupLink';
import classes from './SetupLink.module.css';

/** The first visit: makes the administrator, then leads to the first project. */
export default function SetupPage() {
  const { token } = useSearch({ from: '/setup' });
  const queries = useQueryClient();
  const navigate = useNavigate();
  const state = useQuery({ ...q('getSetup'), meta: { allowSignedOut: true }, staleTime: 0 });

  const done = (session: Session) => {
    queries.setQueryData(q('getSession').queryKey, session);
    void navigate({ ...paths.newProject(), replace: true });
  };

  if (state.data && !state.data.needed && !queries.getQueryData(q('getSession').queryKey)) {
    return <Navigate {...paths.signIn()} replace />;
  }
  return (
    <GuestPage
      title={token ? 'Create your account' : 'Open the set-up link'}
      lead={token ? 'You are the first one here, so you become the administrator.' : undefined}
      footer={state.data && `Belfry ${state.data.version}`}
    >
      <title>Set up · Belfry</title>
      {state.isPending && <Skeleton height={220} mt="lg" />}
      {state.error && (
        <div className={classes.failure}>
          <Failure title="Set-up cannot start" error={state.error} onRetry={() => void state.refetch()} />
        </div>
      )}
      {state.data && (token ? <SetupForm token={token} onDone={done} /> : <SetupLink />)}
    </GuestPage>
  );
}
