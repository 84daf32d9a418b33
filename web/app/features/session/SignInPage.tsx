import { Alert } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useRouter, useSearch } from '@tanstack/react-router';
import { q } from '../../api/client';
import type { Session } from '../../api/schema';
import { paths } from '../../paths';
import { GuestPage } from '../../ui/GuestPage';
import { safeNext } from './next';
import { SignInForm } from './SignInForm';

/** Signing in; afterwards the page that was asked for opens. */
export default function SignInPage() {
  const search = useSearch({ from: '/sign-in' });
  const queries = useQueryClient();
  const router = useRouter();
  const guest = { meta: { allowSignedOut: true } };
  const setup = useQuery({ ...q('getSetup'), ...guest });
  const session = useQuery({ ...q('getSession'), ...guest, retry: false });

  const enter = (session: Session) => {
    queries.clear(); // nothing of who was here before
    queries.setQueryData(q('getSession').queryKey, session);
    router.history.replace(safeNext(search.return));
  };

  if (setup.data?.needed) return <Navigate {...paths.setup()} replace />;
  if (session.data) return <Navigate to={safeNext(search.return)} replace />;
  return (
    <GuestPage title="Sign in" footer={setup.data && `Belfry ${setup.data.version}`}>
      <title>Sign in · Belfry</title>
      {search.return && (
        <Alert mt="md" color="gray" role="status">
          Sign in to see that page. It opens right after.
        </Alert>
      )}
      <SignInForm onDone={enter} />
    </GuestPage>
  );
}
