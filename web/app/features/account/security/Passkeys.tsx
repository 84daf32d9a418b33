import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { type Answer, q, useAction } from '../../../api/client';
import { passkeysSupported } from '../../../ui/authenticator';
import { Card } from '../../../ui/Card';
import { confirm } from '../../../ui/confirm';
import { Failure } from '../../../ui/Failure';
import { FormFailure } from '../../../ui/FormFailure';
import { Time } from '../../../ui/Time';
import { toast } from '../../../ui/toast';
import { PasskeyDialog } from './PasskeyDialog';
import classes from './Security.module.css';

type Passkey = Answer<'listPasskeys'>['items'][number];

function RenameDialog({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const [name, setName] = useState(passkey.name);
  const rename = useAction('updatePasskey', { inline: true, changes: ['listPasskeys'], onSuccess: onClose });
  return (
    <Modal opened onClose={onClose} title="Rename the passkey">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate({ path: { passkey_id: passkey.id }, body: { name } });
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name"
            data-autofocus
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <FormFailure error={rename.error} fields={[]} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={rename.isPending}>
              Rename
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Row({ passkey }: { passkey: Passkey }) {
  const [renaming, rename] = useDisclosure();
  const remove = useAction('deletePasskey', {
    changes: ['listPasskeys'],
    onSuccess: () => toast.success('Passkey removed.'),
  });
  const ask = () =>
    void confirm({
      title: `Remove “${passkey.name}”?`,
      children: 'Nobody can sign in with it any more. Remove it on the device, too.',
      labels: { confirm: 'Remove passkey', cancel: 'Cancel' },
      confirmProps: { color: 'red' },
      onConfirm: () => remove.mutate({ path: { passkey_id: passkey.id } }),
    });
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <span className={classes.name}>{passkey.name}</span>
        <span className="muted">
          {passkey.host} · added <Time at={passkey.created_at} /> · used <Time at={passkey.last_used_at} />
        </span>
      </div>
      <Group gap={4}>
        <Button variant="subtle" onClick={rename.open} aria-label={`Rename ${passkey.name}`}>
          Rename
        </Button>
        <Button
          variant="subtle"
          color="red"
          onClick={ask}
          aria-label={`Remove ${passkey.name}`}
          loading={remove.isPending}
        >
          Remove
        </Button>
      </Group>
      {renaming && <RenameDialog passkey={passkey} onClose={rename.close} />}
    </li>
  );
}

/** The user's passkeys. */
export function Passkeys({ security }: { security: Answer<'getSecurity'> }) {
  const passkeys = useQuery(q('listPasskeys'));
  const [adding, add] = useDisclosure();
  const items = passkeys.data?.items ?? [];
  const possible = security.passkeys_work && passkeysSupported();
  return (
    <Card
      title="Passkeys"
      text="Sign in with a fingerprint, a face or a security key instead of the password. Nobody can phish it."
      actions={
        possible && (
          <Button leftSection={<Plus size={14} />} onClick={add.open}>
            Add passkey
          </Button>
        )
      }
    >
      {passkeys.error && (
        <Failure
          title="The passkeys could not be loaded"
          error={passkeys.error}
          onRetry={() => void passkeys.refetch()}
        />
      )}
      {!possible && (
        <p className="muted">
          {security.passkeys_work
            ? 'This browser cannot use passkeys here. They need HTTPS and a browser of 2025 or later.'
            : 'Passkeys need Belfry to be opened under a name, such as https://belfry.example.com, not an IP address.'}
        </p>
      )}
      {possible && passkeys.data && items.length === 0 && <p className="muted">There is no passkey yet.</p>}
      {items.length > 0 && (
        <ul className={classes.list}>
          {items.map((passkey) => (
            <Row key={passkey.id} passkey={passkey} />
          ))}
        </ul>
      )}
      {adding && <PasskeyDialog hasPassword={security.has_password} onClose={add.close} />}
    </Card>
  );
}
