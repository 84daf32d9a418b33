import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { fieldErrors } from '../../../api/errors';
import { FormFailure } from '../../../ui/FormFailure';

interface PasswordStepProps {
  /** Whether there is a password to ask for. */
  asked: boolean;
  /** What is about to happen. */
  children?: ReactNode;
  /** On the button. */
  action: string;
  danger?: boolean;
  error: unknown;
  pending: boolean;
  onCancel: () => void;
  onSubmit: (password: string) => void;
}

/** The password once more, before something changes how the account is secured. */
export function PasswordStep({ asked, children, action, danger, ...rest }: PasswordStepProps) {
  const { error, pending, onCancel, onSubmit } = rest;
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (text) => (asked && text === '' ? 'Enter your password.' : null) },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.stopPropagation();
        form.onSubmit(({ password }) => onSubmit(password))(event);
      }}
    >
      <Stack gap="md">
        {children}
        {asked && (
          <PasswordInput
            label="Your password"
            autoComplete="current-password"
            data-autofocus
            {...form.getInputProps('password')}
            error={form.errors.password ?? fieldErrors(error).password}
          />
        )}
        <FormFailure error={error} fields={asked ? ['password'] : []} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={pending} color={danger ? 'red' : undefined}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
