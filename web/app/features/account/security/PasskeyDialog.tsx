import { Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, invalidate } from '../../../api/client';
import { authenticatorMessage, makePasskey } from '../../../ui/authenticator';
import { toast } from '../../../ui/toast';
import { agentName } from './agent';
import { PasswordStep } from './PasswordStep';

async function add(name: string, password: string) {
  const { challenge, options } = await call('beginPasskey', { body: { password } });
  const credential = await makePasskey(options);
  return call('createPasskey', { body: { challenge, name, credential } });
}

/** Adds a passkey of this device, or of one that the browser reaches. */
export function PasskeyDialog({ hasPassword, onClose }: { hasPassword: boolean; onClose: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState(() => agentName(navigator.userAgent));
  const create = useMutation({
    meta: { inline: true },
    mutationFn: (password: string) => add(name.trim() || 'Passkey', password),
    onSuccess: async () => {
      await invalidate(queries, 'listPasskeys');
      toast.success('Passkey added. You can sign in with it from now on.');
      onClose();
    },
  });
  const ofBrowser = authenticatorMessage(create.error);
  return (
    <Modal opened onClose={onClose} title="New passkey">
      <PasswordStep
        asked={hasPassword}
        action="Continue"
        error={ofBrowser ? new Error(ofBrowser) : create.error}
        pending={create.isPending}
        onCancel={onClose}
        onSubmit={(password) => create.mutate(password)}
      >
        <p>The browser asks next where to keep it: on this device, a phone or a security key.</p>
        <TextInput
          label="Name"
          description="To tell it from others later."
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </PasswordStep>
    </Modal>
  );
}
