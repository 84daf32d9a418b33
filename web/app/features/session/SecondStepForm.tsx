import { Alert, Anchor, Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { call } from '../../api/client';
import type { SecondFactor, Session } from '../../api/schema';
import { askPasskey, passkeysSupported } from '../../ui/authenticator';
import { signInMessage } from './messages';

type Code = 'totp' | 'recovery';

const fields = {
  totp: {
    label: 'Code',
    description: 'The six digits that your authenticator app shows now.',
    missing: 'Enter the code of your app.',
    other: 'Use a recovery code instead',
  },
  recovery: {
    label: 'Recovery code',
    description: 'One of the codes that you kept. It works once.',
    missing: 'Enter one of your recovery codes.',
    other: 'Use the authenticator app instead',
  },
} as const;

interface SecondStepFormProps {
  step: SecondFactor;
  onDone: (session: Session) => void;
  /** Back to the password. */
  onBack: () => void;
}

/** What is asked for after the password: a code, a passkey or a recovery code. */
export function SecondStepForm({ step, onDone, onBack }: SecondStepFormProps) {
  const [kind, setKind] = useState<Code>('totp');
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (code) => (code.trim() === '' ? fields[kind].missing : null) },
  });
  const answer = useMutation({
    meta: { inline: true },
    mutationFn: async (code?: string) => {
      const shown = code === undefined ? { passkey: await askPasskey(step.passkey) } : { [kind]: code };
      return call('answerSecondFactor', { body: { challenge: step.challenge, ...shown } });
    },
    onSuccess: onDone,
    onError: () => form.setFieldValue('code', ''),
  });
  const change = () => {
    setKind(kind === 'totp' ? 'recovery' : 'totp');
    form.reset();
    answer.reset();
  };
  const { label, description, other } = fields[kind];
  return (
    <form noValidate onSubmit={form.onSubmit(({ code }) => answer.mutate(code))}>
      <Stack gap="md" mt="lg">
        <TextInput
          key={kind}
          label={label}
          description={description}
          autoComplete={kind === 'totp' ? 'one-time-code' : 'off'}
          inputMode={kind === 'totp' ? 'numeric' : 'text'}
          maxLength={40}
          autoFocus
          {...form.getInputProps('code')}
        />
        {answer.error && (
          <Alert color="red" role="alert">
            {signInMessage(answer.error)}
          </Alert>
        )}
        <Button type="submit" size="sm" fullWidth loading={answer.isPending}>
          Sign in
        </Button>
        {step.passkey && passkeysSupported() && (
          <Button
            variant="default"
            size="sm"
            fullWidth
            leftSection={<KeyRound size={14} />}
            onClick={() => answer.mutate(undefined)}
          >
            Use a passkey instead
          </Button>
        )}
        {step.second_factor.includes('recovery') && (
          <Anchor component="button" type="button" size="sm" onClick={change}>
            {other}
          </Anchor>
        )}
        <Anchor component="button" type="button" size="sm" onClick={onBack}>
          Start again
        </Anchor>
      </Stack>
    </form>
  );
}
