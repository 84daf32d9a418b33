import { Alert, Button, Skeleton, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { type Answer, q, useAction } from '../../api/client';
import { fieldErrors } from '../../api/errors';
import { paths } from '../../paths';
import { Failure } from '../../ui/Failure';
import { FormFailure } from '../../ui/FormFailure';
import { GuestPage } from '../../ui/GuestPage';
import { NewPassword } from '../../ui/NewPassword';
import { roleLabel } from '../../widgets/roles';

type Offer = Answer<'lookUpInvitation'>;
type Accepted = Answer<'acceptInvitation'>;

function Newcomer({ token, offer, onDone }: { token: string; offer: Offer; onDone: (to: Accepted) => void }) {
  const form = useForm({ initialValues: { name: '', email: offer.email ?? '', password: '' } });
  const accept = useAction('acceptInvitation', {
    inline: true,
    onSuccess: onDone,
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => accept.mutate({ body: { ...values, token } }))}>
      <Stack gap="md" mt="lg">
        <TextInput label="Name" autoComplete="name" autoFocus {...form.getInputProps('name')} />
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          readOnly={offer.email !== null}
          {...form.getInputProps('email')}
        />
        <NewPassword
          label="Password"
          known={[form.values.name, form.values.email]}
          {...form.getInputProps('password')}
        />
        <FormFailure error={accept.error} fields={['name', 'email', 'password']} />
        <Button type="submit" size="sm" fullWidth loading={accept.isPending}>
          Create account
        </Button>
      </Stack>
    </form>
  );
}

function SignedIn({ token, name, onDone }: { token: string; name: string; onDone: (to: Accepted) => void }) {
  const accept = useAction('acceptInvitation', { inline: true, onSuccess: onDone });
  return (
    <Stack gap="md" mt="lg">
      <FormFailure error={accept.error} fields={[]} />
      <Button
        size="sm"
        fullWidth
        loading={accept.isPending}
        onClick={() => accept.mutate({ body: { token } })}
      >
        Join as {name}
      </Button>
    </Stack>
  );
}

/** The page of an invitation's link. */
export default function AcceptPage() {
  const { token } = useParams({ from: '/invite/$token' });
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [waits, setWaits] = useState(false);
  const quiet = { meta: { allowSignedOut: true }, retry: false };
  const offer = useQuery({ ...q('lookUpInvitation', { query: { token } }), ...quiet });
  const session = useQuery({ ...q('getSession'), ...quiet });
  const done = (accepted: Accepted) => {
    if (accepted.waits) return setWaits(true);
    queries.clear();
    void navigate({ ...paths.overview(), replace: true });
  };
  const lead = offer.data && `You are invited as ${roleLabel(offer.data.role).toLowerCase()}.`;
  return (
    <GuestPage title="Join Belfry" lead={waits ? undefined : lead}>
      <title>Invitation · Belfry</title>
      {(offer.isPending || session.isPending) && <Skeleton height={220} mt="lg" />}
      {offer.error && <Failure title="This link does not work" error={offer.error} />}
      {waits && (
        <Alert mt="lg" title="Your account is made">
          An administrator confirms it before you can sign in.
        </Alert>
      )}
      {offer.data && !waits && session.data && (
        <SignedIn token={token} name={session.data.user.name} onDone={done} />
      )}
      {offer.data && !waits && session.error && <Newcomer token={token} offer={offer.data} onDone={done} />}
    </GuestPage>
  );
}
