import { Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useAction } from '../../api/client';
import { fieldErrors } from '../../api/errors';
import type { Session } from '../../api/schema';
import { Card } from '../../ui/Card';
import { FormFailure } from '../../ui/FormFailure';
import { NewPassword } from '../../ui/NewPassword';
import { MIN_PASSWORD } from '../../ui/passwordStrength';
import { toast } from '../../ui/toast';

/** Changing the password, which ends the sessions elsewhere. */
export function PasswordForm({ user }: { user: Session['user'] }) {
  const form = useForm({
    initialValues: { current: '', new: '' },
    validate: {
      current: (current) => (current === '' ? 'Enter the password you have now.' : null),
      new: (wanted) =>
        [...wanted].length < MIN_PASSWORD ? `Use at least ${MIN_PASSWORD} characters.` : null,
    },
  });
  const change = useAction('changePassword', {
    inline: true,
    onSuccess: () => {
      form.reset();
      toast.success('Password changed. Everyone else who used the old one is signed out.');
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <Card title="Password" text="A new one signs you out everywhere else. Tokens keep working.">
      <form noValidate onSubmit={form.onSubmit((body) => change.mutate({ body }))}>
        <Stack gap="md" maw={420}>
          <input type="hidden" autoComplete="username" value={user.email} readOnly />
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            {...form.getInputProps('current')}
          />
          <NewPassword label="New password" known={[user.name, user.email]} {...form.getInputProps('new')} />
          <FormFailure error={change.error} fields={['current', 'new']} />
          <Button
            type="submit"
            disabled={!form.isDirty()}
            loading={change.isPending}
            style={{ alignSelf: 'start' }}
          >
            Change password
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
