import { Button, Group, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useAction } from '../../../api/client';
import { fieldErrors } from '../../../api/errors';
import type { ProjectKey } from '../../../api/schema';
import { FormFailure } from '../../../ui/FormFailure';

interface KeyDialogProps {
  projectId: number;
  /** The key to change; without it a new one is made. */
  projectKey?: ProjectKey;
  opened: boolean;
  onClose: () => void;
}

function KeyForm({ projectId, projectKey: key, onClose }: KeyDialogProps) {
  const form = useForm({
    initialValues: { name: key?.name ?? '', rate_per_minute: key?.rate_per_minute ?? 0 },
    validate: { name: (name) => (name.trim() === '' ? 'Enter a name, such as “production”.' : null) },
  });
  const options = {
    inline: true,
    changes: ['listKeys' as const],
    onSuccess: onClose,
    onError: (error: unknown) => form.setErrors(fieldErrors(error)),
  };
  const create = useAction('createKey', options);
  const update = useAction('updateKey', options);
  const save = (values: { name: string; rate_per_minute: number | string }) => {
    const body = { name: values.name.trim(), rate_per_minute: Number(values.rate_per_minute) || 0 };
    if (key) update.mutate({ path: { project_id: projectId, key_id: key.id }, body });
    else create.mutate({ path: { project_id: projectId }, body });
  };
  return (
    <form noValidate onSubmit={form.onSubmit(save)}>
      <Stack gap="md">
        <TextInput label="Name" data-autofocus maxLength={80} {...form.getInputProps('name')} />
        <NumberInput
          label="Requests a minute"
          description="More are refused with 429, and the SDKs wait. 0 means no limit."
          min={0}
          max={1_000_000}
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator=" "
          {...form.getInputProps('rate_per_minute')}
        />
        <FormFailure error={create.error ?? update.error} fields={['name', 'rate_per_minute']} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending || update.isPending}>
            {key ? 'Save changes' : 'Create key'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Makes a key, or changes its name and limit. */
export function KeyDialog(props: KeyDialogProps) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.projectKey ? 'Name and limit' : 'New key'}
    >
      <KeyForm {...props} />
    </Modal>
  );
}
