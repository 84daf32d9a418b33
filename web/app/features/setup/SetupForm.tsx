import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useAction } from '../../api/client';
import { type ApiError, fieldErrors, toUserMessage } from '../../api/errors';
import type { Session } from '../../api/schema';
import { NewPassword } from '../../ui/NewPassword';
import { MIN_PASSWORD } from '../../ui/passwordStrength';

interface SetupFormProps {
  token: string;
  onDone: (session: Session) => void;
}

const validate = {
  name: (name: string) => (name.trim() === '' ? 'Enter your name.' : null),
  email: (email: string) =>
    /^\S+@\S+$/.test(email.trim()) ? null : 'Enter an e-mail address, such as ada@example.com.',
  password: (password: string) =>
    [...password].length < MIN_PASSWORD ? `Use at least ${MIN_PASSWORD} characters.` : null,
};

function Failure({ error }: { error: ApiError }) {
  const title = error.status === 403 ? 'This set-up link does not work' : undefined;
  return (
    <Alert color="red" role="alert" title={title}>
      {toUserMessage(error)}
    </Alert>
  );
}

/** The first administrator: three fields. */
export function SetupForm({ token, onDone }: SetupFormProps) {
  const form = useForm({
    initialValues: { name: '', email: '', password: '' },
    validate,
    validateInputOnBlur: true,
  });
  const setup = useAction('runSetup', {
    inline: true,
    onSuccess: onDone,
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  const isFieldError = ['name', 'email', 'password'].some((name) => fieldErrors(setup.error)[name]);
  return (
    <form noValidate onSubmit={form.onSubmit((values) => setup.mutate({ body: { ...values, token } }))}>
      <Stack gap="md" mt="lg">
        <TextInput label="Name" autoComplete="name" autoFocus {...form.getInputProps('name')} />
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          description="You sign in with it. Nothing is sent there."
          {...form.getInputProps('email')}
        />
        <NewPassword
          label="Password"
          known={[form.values.name, form.values.email]}
          {...form.getInputProps('password')}
        />
        {setup.error && !isFieldError && <Failure error={setup.error} />}
        <Button type="submit" size="sm" fullWidth loading={setup.isPending}>
          Create account
        </Button>
      </Stack>
    </form>
  );
}
