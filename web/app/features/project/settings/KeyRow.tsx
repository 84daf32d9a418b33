import { ActionIcon, Badge, Menu, Switch } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { EllipsisVertical, Pencil, RefreshCw, Trash2 } from 'lucide-react';
import { useAction } from '../../../api/client';
import type { ProjectKey } from '../../../api/schema';
import { full } from '../../../text/number';
import { CopyButton } from '../../../ui/CopyButton';
import { confirm } from '../../../ui/confirm';
import { Time } from '../../../ui/Time';
import { toast } from '../../../ui/toast';
import { KeyDialog } from './KeyDialog';
import classes from './KeySettings.module.css';

interface KeyRowProps {
  projectId: number;
  projectKey: ProjectKey;
  /** Others see the key and cannot change it. */
  admin: boolean;
}

function useKeyActions({ projectId, projectKey: key }: KeyRowProps) {
  const path = { project_id: projectId, key_id: key.id };
  const changes = ['listKeys'] as const;
  const update = useAction('updateKey', { changes: [...changes] });
  const rotate = useAction('rotateKey', {
    changes: [...changes],
    onSuccess: () => toast.success('The key has a new DSN.'),
  });
  const remove = useAction('deleteKey', {
    changes: [...changes],
    onSuccess: () => toast.success('Key deleted.'),
  });
  return {
    switching: update.isPending,
    toggle: () => update.mutate({ path, body: { enabled: !key.enabled } }),
    askRotate: () =>
      void confirm({
        title: `Give “${key.name}” a new DSN?`,
        children:
          'The old DSN stops working at once: programs that still use it are refused, and what they report in the meantime is lost. To change over without a gap, create a second key, move the programs, then turn this one off.',
        labels: { confirm: 'Make a new DSN', cancel: 'Cancel' },
        confirmProps: { color: 'red' },
        onConfirm: () => rotate.mutate({ path }),
      }),
    askRemove: () =>
      void confirm({
        title: `Delete “${key.name}”?`,
        children:
          'Programs that use its DSN are refused from now on. Events that came in with it stay. Turning the key off instead can be undone.',
        labels: { confirm: 'Delete the key', cancel: 'Cancel' },
        confirmProps: { color: 'red' },
        onConfirm: () => remove.mutate({ path }),
      }),
  };
}

/** One key: its DSN, whether it is on, and what can be done with it. */
export function KeyRow(props: KeyRowProps) {
  const key = props.projectKey;
  const actions = useKeyActions(props);
  const [editing, edit] = useDisclosure();
  return (
    <li className={classes.row} data-off={!key.enabled || undefined}>
      <div className={classes.title}>
        <span className="truncate" title={key.name}>
          {key.name}
        </span>
        {!key.enabled && (
          <Badge color="gray" variant="light" tt="none" size="sm">
            Off
          </Badge>
        )}
      </div>
      <div className={classes.actions}>
        <Switch
          checked={key.enabled}
          onChange={actions.toggle}
          disabled={actions.switching || !props.admin}
          aria-label={`${key.name} lets events in`}
        />
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={`More for ${key.name}`} disabled={!props.admin}>
              <EllipsisVertical size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Pencil size={14} />} onClick={edit.open}>
              Name and limit…
            </Menu.Item>
            <Menu.Item leftSection={<RefreshCw size={14} />} onClick={actions.askRotate}>
              New DSN…
            </Menu.Item>
            <Menu.Item leftSection={<Trash2 size={14} />} color="red" onClick={actions.askRemove}>
              Delete…
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <div className={classes.dsn}>
        <code>{key.dsn}</code>
        <CopyButton value={key.dsn} label={`Copy the DSN of ${key.name}`} />
      </div>
      <div className={classes.facts}>
        <span>
          {key.rate_per_minute > 0 ? `At most ${full(key.rate_per_minute)} requests a minute` : 'No limit'}
        </span>
        <span>
          Last used <Time at={key.last_used_at} />
        </span>
        <span>
          Created <Time at={key.created_at} />
        </span>
      </div>
      <KeyDialog projectId={props.projectId} projectKey={key} opened={editing} onClose={edit.close} />
    </li>
  );
}
