import { ActionIcon, Badge, Button, Menu } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import { useAction } from '../../api/client';
import { confirm } from '../../ui/confirm';
import { Time } from '../../ui/Time';
import { toast } from '../../ui/toast';
import { administers, roleLabel } from '../../widgets/roles';
import { useSession } from '../../widgets/useSession';
import { type Member, reach } from './access';
import classes from './Members.module.css';

function useChanges(member: Member) {
  const changes = ['listMembers'] as const;
  const update = useAction('updateMember', { changes: [...changes] });
  const remove = useAction('deleteMember', {
    changes: [...changes],
    onSuccess: () => toast.success(`${member.name} is removed.`),
  });
  const path = { user_id: member.id };
  const askRemove = () =>
    void confirm({
      title: `Remove ${member.name}?`,
      children: 'Sessions end and personal tokens stop working. What they did stays in the history.',
      labels: { confirm: 'Remove member', cancel: 'Cancel' },
      confirmProps: { color: 'red' },
      onConfirm: () => remove.mutate({ path }),
    });
  return {
    confirm: () => update.mutate({ path, body: { confirmed: true } }),
    disable: (disabled: boolean) => update.mutate({ path, body: { disabled } }),
    askRemove,
  };
}

function Actions({ member, onEdit }: { member: Member; onEdit: () => void }) {
  const { user } = useSession();
  const { confirm, disable, askRemove } = useChanges(member);
  if (!administers(user.role) || (member.role === 'owner' && user.role !== 'owner')) return null;
  return (
    <>
      {!member.confirmed && (
        <Button size="compact-sm" variant="light" onClick={confirm}>
          Confirm
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Change ${member.name}`}>
            <Ellipsis size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={onEdit}>Role and projects…</Menu.Item>
          {member.id !== user.id && (
            <Menu.Item onClick={() => disable(!member.disabled)}>
              {member.disabled ? 'Enable' : 'Disable'}
            </Menu.Item>
          )}
          <Menu.Item color="red" onClick={askRemove}>
            Remove…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** One member: who, what they may do, and what may be done about it. */
export function MemberRow({ member, onEdit }: { member: Member; onEdit: () => void }) {
  return (
    <tr>
      <th scope="row">
        <span className={classes.name}>{member.name}</span>
        <span className="muted">{member.email}</span>
      </th>
      <td>
        {roleLabel(member.role)}{' '}
        {member.disabled && (
          <Badge color="gray" variant="light" tt="none">
            Disabled
          </Badge>
        )}
        {!member.confirmed && (
          <Badge color="yellow" variant="light" tt="none">
            Waits
          </Badge>
        )}
      </td>
      <td>{reach(member)}</td>
      <td>
        <Time at={member.last_seen_at} />
      </td>
      <td className={classes.action}>
        <Actions member={member} onEdit={onEdit} />
      </td>
    </tr>
  );
}
