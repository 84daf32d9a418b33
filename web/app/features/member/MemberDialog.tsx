import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../api/client';
import { FormFailure } from '../../ui/FormFailure';
import { toast } from '../../ui/toast';
import { AccessFields } from './AccessFields';
import { type Access, accessBody, type Member } from './access';

function Form({ member, onClose }: { member: Member; onClose: () => void }) {
  const [access, setAccess] = useState<Access>({
    role: member.role,
    all: member.all_projects,
    projects: member.projects.map(String),
  });
  const update = useAction('updateMember', {
    inline: true,
    changes: ['listMembers', 'getSession'],
    onSuccess: () => {
      toast.success(`${member.name} has changed access.`);
      onClose();
    },
  });
  return (
    <Stack gap="md">
      <AccessFields value={access} onChange={setAccess} />
      <FormFailure error={update.error} fields={[]} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          loading={update.isPending}
          onClick={() => update.mutate({ path: { user_id: member.id }, body: accessBody(access) })}
        >
          Save
        </Button>
      </Group>
    </Stack>
  );
}

/** Changes what a member may do and see. */
export function MemberDialog({ member, onClose }: { member: Member | null; onClose: () => void }) {
  return (
    <Modal opened={member !== null} onClose={onClose} title={`Access of ${member?.name ?? ''}`}>
      {member && <Form key={member.id} member={member} onClose={onClose} />}
    </Modal>
  );
}
