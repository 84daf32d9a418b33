import { Alert, Button, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { call } from '../../api/client';
import { paths } from '../../paths';
import { GuestPage } from '../../ui/GuestPage';
import { signInMessage } from './messages';
import { useEnter } from './useEnter';

/** Where a provider of sign-ins sends people back to. */
export default function CallbackPage() {
  const search = useSearch({ from: '/sign-in/callback' });
  const enter = useEnter();
  // A query, though it changes something: it runs once however often the page is drawn.
  const visit = useQuery({
    queryKey: ['signInByProvider', search],
    queryFn: () => call('signInByProvider', { body: search }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    meta: { allowSignedOut: true },
  });
  const done = useEffectEvent(() => {
    if (visit.data) enter(visit.data.session, visit.data.return);
  });
  // Leaving the page is the browser's business, not part of drawing it.
  useEffect(() => {
    if (visit.isSuccess) done();
  }, [visit.isSuccess]);
  return (
    <GuestPage title={visit.error ? 'That did not work' : 'Signing you in'}>
      <title>Sign in · Belfry</title>
      {visit.error ? (
        <>
          <Alert my="md" color="red" role="alert">
            {signInMessage(visit.error)}
          </Alert>
          <Button fullWidth size="sm" renderRoot={(props) => <Link {...props} {...paths.signIn()} />}>
            Back to sign-in
          </Button>
        </>
      ) : (
        <Loader mt="md" size="sm" aria-label="Waiting for the provider" />
      )}
    </GuestPage>
  );
}
