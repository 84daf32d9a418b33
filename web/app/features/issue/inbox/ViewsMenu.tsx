import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Bookmark, Check, ChevronDown, Users } from 'lucide-react';
import { useState } from 'react';
import { type Answer, q, useAction } from '../../../api/client';
import { toast } from '../../../ui/toast';
import { type InboxSearch, inboxSearch, showsView, viewSearch, viewState } from './search';
import { ViewDialog } from './ViewDialog';

export type View = Answer<'listViews'>['items'][number];

const given: { name: string; query: string }[] = [
  { name: 'Assigned to me', query: 'is:unresolved assigned:me' },
  { name: 'Nobody has them', query: 'is:unresolved assigned:none' },
  { name: 'New today', query: 'first_seen:today' },
  { name: 'Came back', query: 'is:regressed' },
  { name: 'Snoozed', query: 'is:snoozed' },
];

interface ViewItemsProps {
  label: string;
  views: View[];
  search: InboxSearch;
}

function ViewItems({ label, views, search }: ViewItemsProps) {
  const navigate = useNavigate();
  if (views.length === 0) return null;
  return (
    <>
      <Menu.Label>{label}</Menu.Label>
      {views.map((view) => (
        <Menu.Item
          key={view.id}
          leftSection={view.id === search.view ? <Check size={15} /> : <span />}
          rightSection={view.shared && <Users size={14} aria-label="Shared" />}
          onClick={() =>
            void navigate({ to: '/issues', search: viewSearch(view, view.project_id ?? search.project) })
          }
        >
          {view.name}
        </Menu.Item>
      ))}
    </>
  );
}

function GivenItems({ search }: { search: InboxSearch }) {
  const navigate = useNavigate();
  return (
    <>
      <Menu.Label>For everybody</Menu.Label>
      {given.map(({ name, query }) => (
        <Menu.Item
          key={name}
          leftSection={query === search.query ? <Check size={15} /> : <span />}
          onClick={() =>
            void navigate({ to: '/issues', search: inboxSearch({ project: search.project, query }) })
          }
        >
          {name}
        </Menu.Item>
      ))}
    </>
  );
}

interface OwnViewProps {
  view: View;
  search: InboxSearch;
  onEdit: () => void;
}

// What one may do with the view that is open.
function OwnView({ view, search, onEdit }: OwnViewProps) {
  const navigate = useNavigate();
  const update = useAction('updateView', {
    changes: ['listViews'],
    onSuccess: () => toast.success(`${view.name} is saved.`),
  });
  const remove = useAction('deleteView', {
    changes: ['listViews'],
    onSuccess: () => {
      toast.success(`${view.name} is deleted.`);
      void navigate({ to: '/issues', search: { ...search, view: undefined } });
    },
  });
  const { name, shared, project_id } = view;
  const path = { view_id: view.id };
  return (
    <>
      {!showsView(search, view.state) && (
        <Menu.Item
          onClick={() =>
            update.mutate({ path, body: { name, shared, project_id, state: viewState(search) } })
          }
        >
          Save the changes to “{name}”
        </Menu.Item>
      )}
      <Menu.Item onClick={onEdit}>Rename or share “{name}”…</Menu.Item>
      <Menu.Item color="red" onClick={() => remove.mutate({ path })}>
        Delete “{name}”
      </Menu.Item>
    </>
  );
}

/** Searches that are kept: those that everybody needs, one's own, and those that others share. */
export function ViewsMenu({ search }: { search: InboxSearch }) {
  const [dialog, setDialog] = useState<'new' | 'edit'>();
  const project = search.project === undefined ? undefined : [search.project];
  const { data } = useQuery(q('listViews', { query: { in: 'issues', project } }));
  const views = data?.items ?? [];
  const open = views.find((v) => v.id === search.view);
  const changed = open && !showsView(search, open.state);
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button
            variant="default"
            size="sm"
            leftSection={<Bookmark size={15} aria-hidden />}
            rightSection={<ChevronDown size={14} aria-hidden />}
          >
            {open ? `${open.name}${changed ? ' (changed)' : ''}` : 'Views'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <GivenItems search={search} />
          <ViewItems label="Yours" views={views.filter((v) => v.mine)} search={search} />
          <ViewItems label="Shared by others" views={views.filter((v) => !v.mine)} search={search} />
          <Menu.Divider />
          {open?.mine && <OwnView view={open} search={search} onEdit={() => setDialog('edit')} />}
          <Menu.Item onClick={() => setDialog('new')}>Save this as a view…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog && (
        <ViewDialog
          search={search}
          view={dialog === 'edit' ? open : undefined}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  );
}
