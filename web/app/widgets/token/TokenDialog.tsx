import { Button, Group, Modal, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import type { Answer } from '../../api/client';
import { fieldErrors } from '../../api/errors';
import type { Token } from '../../api/schema';
import { FormFailure } from '../../ui/FormFailure';
import { expiryChoices } from './expiry';
import { NewToken } from './NewToken';
import { type Owner, useCreateToken } from './useTokens';

type Made = Answer<'createToken'>;

const scopes = [
  { value: 'read', label: 'Read' },
  { value: 'write', label: 'Read and write' },
];

interface TokenFormProps {
  of: Owner;
  onCreated: (token: Made) => void;
  onClose: () => void;
}

function TokenForm({ of, onCreated, onClose }: TokenFormProps) {
  const form = useForm({
    initialValues: { name: '', scope: 'read' as Token['scope'], expires: '90' },
    validate: { name: (name) => (name.trim() === '' ? 'Enter what it is for.' : null) },
  });
  const create = useCreateToken(of, {
    onSuccess: onCreated,
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  const submit = ({ name, scope, expires }: typeof form.values) =>
    create.create({ name: name.trim(), scope, ...(expires && { expires_in_days: Number(expires) }) });
  return (
    <form noValidate onSubmit={form.onSubmit(submit)}>
      <Stack gap="md">
        <TextInput
          label="Name"
          description="What it is for, such as “deploy script”."
          data-autofocus
          maxLength={100}
          {...form.getInputProps('name')}
        />
        <SegmentedControl
          aria-label="What it may do"
          data={scopes}
          fullWidth
          {...form.getInputProps('scope')}
        />
        <Select
          label="Ends after"
          data={expiryChoices}
          allowDeselect={false}
          {...form.getInputProps('expires')}
        />
        <FormFailure error={create.error} fields={['name', 'scope', 'expires_in_days']} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create token
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Makes a token and shows it, this once. */
export function TokenDialog({ of, opened, onClose }: { of: Owner; opened: boolean; onClose: () => void }) {
  const [made, setMade] = useState<Made | null>(null);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={() => setMade(null)}
      title={made ? 'Copy the token now' : 'New token'}
      closeOnClickOutside={!made}
    >
      {made ? (
        <NewToken token={made} onClose={onClose} />
      ) : (
        <TokenForm of={of} onCreated={setMade} onClose={onClose} />
      )}
    </Modal>
  );
}
