import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type Answer, useAction } from '../../../api/client';
import { fieldErrors } from '../../../api/errors';
import { CopyButton } from '../../../ui/CopyButton';
import { FormFailure } from '../../../ui/FormFailure';
import { PasswordStep } from './PasswordStep';
import { QrCode } from './QrCode';
import { RecoveryCodes } from './RecoveryCodes';
import classes from './Security.module.css';

interface ConfirmProps {
  enrolment: Answer<'enrolTotp'>;
  onDone: (codes: string[]) => void;
  onCancel: () => void;
}

/** The secret for the app, and the first code that proves that it has it. */
function Confirm({ enrolment, onDone, onCancel }: ConfirmProps) {
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (code) => (code.trim() === '' ? 'Enter the code that the app shows.' : null) },
  });
  const confirm = useAction('confirmTotp', {
    inline: true,
    changes: ['getSecurity'],
    onSuccess: ({ codes }) => onDone(codes),
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <form noValidate onSubmit={form.onSubmit((body) => confirm.mutate({ body }))}>
      <Stack gap="md">
        <p>Scan this with an authenticator app, or type the key into it.</p>
        <QrCode text={enrolment.uri} label="QR code for the authenticator app" />
        <div className={classes.secret}>
          <code data-testid="totp-secret">{enrolment.secret}</code>
          <CopyButton value={enrolment.secret} label="Copy the key" />
        </div>
        <TextInput
          label="Code"
          description="The six digits that the app shows now."
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={10}
          data-autofocus
          {...form.getInputProps('code')}
        />
        <FormFailure error={confirm.error} fields={['code']} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={confirm.isPending}>
            Turn on
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface TotpDialogProps {
  hasPassword: boolean;
  codes: string[] | null;
  onCodes: (codes: string[]) => void;
  onClose: () => void;
}

/** Sets up an authenticator app: password, QR code, first code, recovery codes. */
export function TotpDialog({ hasPassword, codes, onCodes, onClose }: TotpDialogProps) {
  const enrol = useAction('enrolTotp', { inline: true });
  const title = codes ? 'Keep the recovery codes' : 'Two-step sign-in';
  return (
    <Modal opened onClose={onClose} title={title} closeOnClickOutside={false}>
      {codes ? (
        <RecoveryCodes codes={codes} onClose={onClose} />
      ) : enrol.data ? (
        <Confirm enrolment={enrol.data} onDone={onCodes} onCancel={onClose} />
      ) : (
        <PasswordStep
          asked={hasPassword}
          action="Continue"
          error={enrol.error}
          pending={enrol.isPending}
          onCancel={onClose}
          onSubmit={(password) => enrol.mutate({ body: { password } })}
        >
          <p>
            After the password you will be asked for a code of an authenticator app on your phone, or in a
            password safe.
          </p>
        </PasswordStep>
      )}
    </Modal>
  );
}
