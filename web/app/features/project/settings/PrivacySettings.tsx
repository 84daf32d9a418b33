import { Button, Stack, Switch, TagsInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useAction } from '../../../api/client';
import { fieldErrors } from '../../../api/errors';
import type { Project } from '../../../api/schema';
import { Card } from '../../../ui/Card';
import { FormFailure } from '../../../ui/FormFailure';
import { toast } from '../../../ui/toast';
import { AlwaysRemoved } from './AlwaysRemoved';

const fields = ['scrub_ip', 'scrub_email', 'scrub_keys', 'safe_keys'];

/** What is removed from events before they are stored. */
export function PrivacySettings({ project }: { project: Project }) {
  const form = useForm({
    initialValues: project.settings ?? { scrub_ip: false, scrub_email: false, scrub_keys: [], safe_keys: [] },
  });
  const save = useAction('updateProject', {
    inline: true,
    changes: ['getProject'],
    onSuccess: () => {
      form.resetDirty();
      toast.success('Saved. It holds for what arrives from now on.');
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <>
      <Card title="Privacy" text="Applied before events are stored. What is stored already stays as it is.">
        <form
          onSubmit={form.onSubmit((settings) =>
            save.mutate({ path: { project_id: project.id }, body: { settings } }),
          )}
        >
          <Stack gap="lg" maw={560}>
            <Switch
              label="Remove IP addresses"
              description="Of users and of requests. Users are then counted by id or e-mail alone."
              {...form.getInputProps('scrub_ip', { type: 'checkbox' })}
            />
            <Switch
              label="Remove e-mail addresses"
              description="From the user and from all texts of an event."
              {...form.getInputProps('scrub_email', { type: 'checkbox' })}
            />
            <TagsInput
              label="Also remove the values of these keys"
              description="Names in headers, cookies, forms, variables, tags and extra data. Capitals and separators do not matter: customer_id also finds customerId and CUSTOMER-ID."
              placeholder={form.values.scrub_keys.length === 0 ? 'customer_id, iban' : undefined}
              splitChars={[',', ' ', ';']}
              maxTags={100}
              clearable
              clearButtonProps={{ 'aria-label': 'Remove all' }}
              {...form.getInputProps('scrub_keys')}
            />
            <TagsInput
              label="Never remove the values of these keys"
              description="For names that sound like a secret and hold none. What looks like a token, a card number or a private key is removed all the same."
              placeholder={form.values.safe_keys.length === 0 ? 'session_type' : undefined}
              splitChars={[',', ' ', ';']}
              maxTags={100}
              clearable
              clearButtonProps={{ 'aria-label': 'Remove all' }}
              {...form.getInputProps('safe_keys')}
            />
            <FormFailure error={save.error} fields={fields} />
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
      <AlwaysRemoved />
    </>
  );
}
