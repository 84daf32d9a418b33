import { ActionIcon, Menu, UnstyledButton } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { EllipsisVertical, FolderPlus, Pencil, Star, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useAction } from '../../api/client';
import type { Overview } from '../../api/schema';
import { paths } from '../../paths';
import { full } from '../../text/number';
import { confirm } from '../../ui/confirm';
import { useSession } from '../../widgets/useSession';
import { GroupDialog } from './GroupDialog';
import classes from './GroupTabs.module.css';
import type { OverviewSearch } from './search';

type Group = Overview['groups'][number];

function GroupMenu({ group, onRename }: { group: Group; onRename: () => void }) {
  const navigate = useNavigate();
  const remove = useAction('deleteProjectGroup', {
    changes: ['getOverview', 'listProjectGroups', 'listProjects', 'getProject'],
    onSuccess: () => void navigate(paths.overview()),
  });
  const ask = () =>
    void confirm({
      title: `Delete the group ${group.name}?`,
      children: 'Its projects stay; they are in no group then.',
      labels: { confirm: 'Delete the group', cancel: 'Cancel' },
      confirmProps: { color: 'red' },
      onConfirm: () => remove.mutate({ path: { group_id: group.id } }),
    });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Change the group ${group.name}`}>
          <EllipsisVertical size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Pencil size={14} />} onClick={onRename}>
          Rename
        </Menu.Item>
        <Menu.Item leftSection={<Trash2 size={14} />} color="red" onClick={ask}>
          Delete the group
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface GroupTabsProps {
  overview: Overview;
  search: OverviewSearch;
}

/** Which projects the page is about: all, the favourites, those of a group. */
export function GroupTabs({ overview, search }: GroupTabsProps) {
  const { user } = useSession();
  const [dialog, setDialog] = useState<Group | 'new'>();
  const admin = ['owner', 'admin'].includes(user.role);
  const current = overview.groups.find((group) => group.id === search.group);
  const tab = (group: OverviewSearch['group'], label: string, n: number, star = false) => (
    <Link
      key={label}
      {...paths.overview({ ...search, group })}
      aria-current={search.group === group ? 'page' : undefined}
    >
      {star && <Star size={13} aria-hidden />} {label} <span>{full(n)}</span>
    </Link>
  );
  return (
    <nav className={classes.tabs} aria-label="Which projects">
      {tab(undefined, 'All projects', overview.all)}
      {tab('favorites', 'Favourites', overview.favorites, true)}
      {overview.groups.map((group) => tab(group.id, group.name, group.projects))}
      {admin && (
        <UnstyledButton className={classes.add} onClick={() => setDialog('new')}>
          <FolderPlus size={14} aria-hidden /> New group
        </UnstyledButton>
      )}
      {admin && current && <GroupMenu group={current} onRename={() => setDialog(current)} />}
      {dialog !== undefined && (
        <GroupDialog group={dialog === 'new' ? undefined : dialog} onClose={() => setDialog(undefined)} />
      )}
    </nav>
  );
}
