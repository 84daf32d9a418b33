import { Alert, Button, Divider, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { KeyRound, LogIn } from 'lucide-react';
import { type Answer, call, useAction } from '../../api/client';
import type { Session } from '../../api/schema';
import { askPasskey, passkeysSupported } from '../../ui/authenticator';
import { signInMessage } from './messages';

interface OtherWaysProps {
  methods: Answer<'getSignInMethods'>;
  /** The password form stands above. */
  below: boolean;
  /** The page to open afterwards. */
  back: string | undefined;
  onDone: (session: Session) => void;
}

async function byPasskey() {
  const { challenge, options } = await call('beginPasskeySignIn');
  return call('signInByPasskey', { body: { challenge, credential: await askPasskey(options) } });
}

/** Ways to sign in without a password of Belfry's. */
export function OtherWays({ methods, below, back, onDone }: OtherWaysProps) {
  const passkey = useMutation({ meta: { inline: true }, mutationFn: byPasskey, onSuccess: onDone });
  const visit = useAction('beginProviderSignIn', {
    inline: true,
    onSuccess: ({ url }) => window.location.assign(url),
  });
  const withPasskey = methods.passkey && passkeysSupported();
  if (!withPasskey && !methods.provider) return null;
  const error = passkey.error ?? visit.error;
  return (
    <Stack gap="md" mt="md">
      {below && <Divider label="or" />}
      {error && (
        <Alert color="red" role="alert">
          {signInMessage(error)}
        </Alert>
      )}
      {methods.provider && (
        <Button
          variant={below ? 'default' : 'filled'}
          size="sm"
          fullWidth
          leftSection={<LogIn size={14} />}
          loading={visit.isPending || visit.isSuccess}
          onClick={() => visit.mutate({ body: back ? { return: back } : {} })}
        >
          {methods.provider.label}
        </Button>
      )}
      {withPasskey && (
        <Button
          variant="default"
          size="sm"
          fullWidth
          leftSection={<KeyRound size={14} />}
          loading={passkey.isPending}
          onClick={() => passkey.mutate()}
        >
          Sign in with a passkey
        </Button>
      )}
    </Stack>
  );
}
