import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useAction } from '../../api/client';
import { fieldErrors } from '../../api/errors';
import { Card } from '../../ui/Card';
import { FormFailure } from '../../ui/FormFailure';
import { toast } from '../../ui/toast';
import { useOrganizations } from '../../widgets/useOrganizations';
import classes from './Members.module.css';

function Rename({ id, name }: { id: number; name: string }) {
  const [wanted, setWanted] = useState(name);
  const rename = useAction('updateOrganization', {
    inline: true,
    changes: ['listOrganizations', 'getSession'],
    onSuccess: () => toast.success('Saved.'),
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate({ path: { organization_id: id }, body: { name: wanted } });
      }}
    >
      <Stack gap="md" maw={420}>
        <TextInput
          label="Name of the organization"
          maxLength={100}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
          error={fieldErrors(rename.error).name}
        />
        <FormFailure error={rename.error} fields={['name']} />
        <Button
          type="submit"
          className={classes.start}
          disabled={wanted.trim() === name || wanted.trim() === ''}
          loading={rename.isPending}
        >
          Rename
        </Button>
      </Stack>
    </form>
  );
}

function NewForm({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const create = useAction('createOrganization', {
    inline: true,
    changes: ['listOrganizations'],
    onSuccess: (made) => {
      toast.success(`${made.name} is made. Go there with the switch beside Members.`);
      onClose();
    },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ body: { name } });
      }}
    >
      <Stack gap="md">
        <p>It has people, projects and an audit log of its own. You become its owner.</p>
        <TextInput
          label="Name"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldErrors(create.error).name}
          data-autofocus
        />
        <FormFailure error={create.error} fields={['name']} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={name.trim() === ''} loading={create.isPending}>
            Make it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The organization, for its owners: while there is one only, for those who can make another. */
export function OrganizationCard() {
  const { current, several } = useOrganizations();
  const [making, make] = useDisclosure();
  if (current?.role !== 'owner' || !(several || current.home)) return null;
  return (
    <Card
      title="Organization"
      text="People and projects belong to it. Another one shares nothing with it but this server."
      actions={
        current.home && (
          <Button variant="default" onClick={make.open}>
            Make another organization
          </Button>
        )
      }
    >
      <Rename key={current.name} id={current.id} name={current.name} />
      <Modal opened={making} onClose={make.close} title="Make another organization">
        <NewForm onClose={make.close} />
      </Modal>
    </Card>
  );
}
