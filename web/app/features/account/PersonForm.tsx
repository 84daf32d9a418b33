import { Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useAction } from '../../api/client';
import { fieldErrors } from '../../api/errors';
import type { Session } from '../../api/schema';
import { Card } from '../../ui/Card';
import { FormFailure } from '../../ui/FormFailure';
import { toast } from '../../ui/toast';

/** Name and e-mail. */
export function PersonForm({ user }: { user: Session['user'] }) {
  const form = useForm({
    initialValues: { name: user.name, email: user.email },
    validate: {
      name: (name) => (name.trim() === '' ? 'Enter your name.' : null),
      email: (email) =>
        /^\S+@\S+$/.test(email.trim()) ? null : 'Enter an e-mail address, such as ada@example.com.',
    },
    validateInputOnBlur: true,
  });
  const save = useAction('updateProfile', {
    inline: true,
    changes: ['getSession'],
    onSuccess: () => {
      form.resetDirty();
      toast.success('Saved.');
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <Card title="You" text="The name stands beside what you do; you sign in with the e-mail address.">
      <form noValidate onSubmit={form.onSubmit((body) => save.mutate({ body }))}>
        <Stack gap="md" maw={420}>
          <TextInput label="Name" autoComplete="name" maxLength={100} {...form.getInputProps('name')} />
          <TextInput label="E-mail" type="email" autoComplete="email" {...form.getInputProps('email')} />
          <FormFailure error={save.error} fields={['name', 'email']} />
          <Button
            type="submit"
            disabled={!form.isDirty()}
            loading={save.isPending}
            style={{ alignSelf: 'start' }}
          >
            Save changes
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
