import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useAction } from '../../api/client';
import { type ApiError, toUserMessage } from '../../api/errors';
import type { SecondFactor, Session } from '../../api/schema';

function messageOf(error: ApiError): string {
  return error.status === 401
    ? 'E-mail and password do not match. Check both and try again.'
    : toUserMessage(error);
}

interface SignInFormProps {
  onDone: (session: Session) => void;
  /** The password was right, and something else is asked for. */
  onSecondStep: (step: SecondFactor) => void;
}

/** E-mail and password. */
export function SignInForm({ onDone, onSecondStep }: SignInFormProps) {
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (email) => (email.trim() === '' ? 'Enter your e-mail address.' : null),
      password: (password) => (password === '' ? 'Enter your password.' : null),
    },
  });
  const signIn = useAction('createSession', {
    inline: true,
    onSuccess: (answer: Session | SecondFactor) =>
      'challenge' in answer ? onSecondStep(answer) : onDone(answer),
  });
  return (
    <form noValidate onSubmit={form.onSubmit((body) => signIn.mutate({ body }))}>
      <Stack gap="md" mt="lg">
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          autoFocus
          {...form.getInputProps('email')}
        />
        <PasswordInput label="Password" autoComplete="current-password" {...form.getInputProps('password')} />
        {signIn.error && (
          <Alert color="red" role="alert">
            {messageOf(signIn.error)}
          </Alert>
        )}
        <Button type="submit" size="sm" fullWidth loading={signIn.isPending}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
