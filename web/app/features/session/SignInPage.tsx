import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Navigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { q } from '../../api/client';
import type { SecondFactor, Session } from '../../api/schema';
import { paths } from '../../paths';
import { GuestPage } from '../../ui/GuestPage';
import { safeNext } from './next';
import { OtherWays } from './OtherWays';
import { SecondStepForm } from './SecondStepForm';
import { SignInForm } from './SignInForm';
import { useEnter } from './useEnter';

/** Signing in; afterwards the page that was asked for opens. */
export default function SignInPage() {
  const search = useSearch({ from: '/sign-in' });
  const enter = useEnter();
  const [step, setStep] = useState<SecondFactor | null>(null);
  const guest = { meta: { allowSignedOut: true } };
  const setup = useQuery({ ...q('getSetup'), ...guest });
  const methods = useQuery({ ...q('getSignInMethods'), ...guest });
  const session = useQuery({ ...q('getSession'), ...guest, retry: false });
  const done = (session: Session) => enter(session, search.return);

  if (setup.data?.needed) return <Navigate {...paths.setup()} replace />;
  if (session.data) return <Navigate to={safeNext(search.return)} replace />;
  const footer = setup.data && `Belfry ${setup.data.version}`;
  if (step) {
    return (
      <GuestPage title="One more step" lead="Show that it is you." footer={footer}>
        <title>Sign in · Belfry</title>
        <SecondStepForm step={step} onDone={done} onBack={() => setStep(null)} />
      </GuestPage>
    );
  }
  // Unless the methods say otherwise, the password is there at once: nothing moves when they come.
  const password = methods.data?.password !== false || search.password === '1';
  return (
    <GuestPage title="Sign in" footer={footer}>
      <title>Sign in · Belfry</title>
      {search.return && (
        <Alert mt="md" color="gray" role="status">
          Sign in to see that page. It opens right after.
        </Alert>
      )}
      {password && <SignInForm onDone={done} onSecondStep={setStep} />}
      {methods.data && (
        <OtherWays methods={methods.data} below={password} back={search.return} onDone={done} />
      )}
    </GuestPage>
  );
}
