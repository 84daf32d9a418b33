import { Button, Group, Modal, Stack, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Answer, useAction } from '../../api/client';
import { fieldErrors } from '../../api/errors';
import { CopyButton } from '../../ui/CopyButton';
import { FormFailure } from '../../ui/FormFailure';
import { AccessFields } from './AccessFields';
import { type Access, accessBody } from './access';
import classes from './Members.module.css';

type Made = Answer<'createInvitation'>;

function Form({ onMade, onClose }: { onMade: (made: Made) => void; onClose: () => void }) {
  const [email, setEmail] = useState('');
  const [confirm, setConfirm] = useState(false);
  const [access, setAccess] = useState<Access>({ role: 'member', all: true, projects: [] });
  const invite = useAction('createInvitation', {
    inline: true,
    changes: ['listInvitations'],
    onSuccess: onMade,
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const address = email.trim();
        invite.mutate({ body: { ...accessBody(access), confirm, ...(address && { email: address }) } });
      }}
    >
      <Stack gap="md">
        <TextInput
          label="E-mail"
          description="Then the link is good for this address only. Empty: for whoever has it."
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fieldErrors(invite.error).email}
          data-autofocus
        />
        <AccessFields value={access} onChange={setAccess} />
        <Switch
          label="Confirm before they come in"
          description="Whoever accepts waits until an administrator has had a look."
          checked={confirm}
          onChange={(event) => setConfirm(event.currentTarget.checked)}
        />
        <FormFailure error={invite.error} fields={['email']} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={invite.isPending}>
            Make the link
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Link({ made, onClose }: { made: Made; onClose: () => void }) {
  return (
    <Stack gap="md">
      <p>Pass this link on. It works once, within seven days, and is shown only now.</p>
      <div className={classes.link}>
        <code data-testid="invitation">{made.url}</code>
        <CopyButton value={made.url} label="Copy the link" />
      </div>
      <Group justify="flex-end">
        <Button onClick={onClose}>Done, it is copied</Button>
      </Group>
    </Stack>
  );
}

/** Makes an invitation and shows its link, this once. */
export function InviteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [made, setMade] = useState<Made | null>(null);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={() => setMade(null)}
      title={made ? 'Copy the link now' : 'Invite somebody'}
      closeOnClickOutside={!made}
    >
      {made ? <Link made={made} onClose={onClose} /> : <Form onMade={setMade} onClose={onClose} />}
    </Modal>
  );
}
