import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { CircleCheck, FolderPlus, Radio, SearchX } from 'lucide-react';
import type { Project } from '../../../api/schema';
import { paths } from '../../../paths';
import { EmptyState } from '../../../ui/EmptyState';
import { present } from '../../../ui/search';
import { ButtonLink } from '../../../widgets/links';
import { useSession } from '../../../widgets/useSession';
import type { InboxSearch } from './search';

const quiet: Record<string, string> = {
  open: 'Nothing is open',
  resolved: 'Nothing is resolved',
  ignored: 'Nothing is ignored',
  archived: 'Nothing is archived',
  all: 'Nothing has come in yet',
};

function NoMatch({ search }: { search: InboxSearch }) {
  const navigate = useNavigate();
  const clear = () =>
    void navigate({ to: '/issues', search: present({ project: search.project, status: search.status }) });
  const anyStatus = () => void navigate({ to: '/issues', search: { ...search, status: 'all' } });
  return (
    <EmptyState
      icon={SearchX}
      title="No issue matches"
      text="Nothing here fits the search and the time. Try fewer words, a longer time, or every status."
      action={
        <>
          <Button variant="default" onClick={clear}>
            Clear the search
          </Button>
          {search.status !== 'all' && (
            <Button variant="default" ml="xs" onClick={anyStatus}>
              Search in every status
            </Button>
          )}
        </>
      }
    />
  );
}

/** Stands where the list would be while the search has a mistake; the search bar says which. */
export function WrongSearch() {
  return (
    <EmptyState
      icon={SearchX}
      title="The search has a mistake"
      text={
        <>
          It is underlined above. A search is made of words, quoted text and keys, such as{' '}
          <code>level:fatal !release:1.* (users:&gt;10 OR is:regressed)</code>.
        </>
      }
    />
  );
}

function NoProject() {
  const admin = ['owner', 'admin'].includes(useSession().user.role);
  return (
    <EmptyState
      icon={FolderPlus}
      title="Start with a project"
      text={
        admin
          ? 'A project is one thing that you run: an app, a service, a server. Make one and send it a first error.'
          : 'There is no project yet. Ask someone who runs this Belfry to make one.'
      }
      action={admin && <ButtonLink {...paths.newProject()}>New project</ButtonLink>}
    />
  );
}

interface InboxEmptyProps {
  search: InboxSearch;
  projects: Project[] | undefined;
}

/** Why the inbox shows no issue, and what to do about it. */
export function InboxEmpty({ search, projects }: InboxEmptyProps) {
  if (search.query || search.range || search.from || search.to) return <NoMatch search={search} />;
  if (projects?.length === 0) return <NoProject />;
  const shown = projects?.filter((p) => search.project === undefined || p.id === search.project) ?? [];
  const silent = shown.length > 0 && shown.every((p) => p.last_event_at === null);
  const target = shown[0];
  if (silent && target) {
    return (
      <EmptyState
        icon={Radio}
        title="Send your first event"
        text={`${target.name} has not heard anything yet. Paste a few lines into the app, and its errors turn up here by themselves.`}
        action={<ButtonLink {...paths.projectGuide(target.id)}>Show me how</ButtonLink>}
      />
    );
  }
  const status = search.status ?? 'open';
  return (
    <EmptyState
      icon={CircleCheck}
      title={quiet[status] ?? 'Nothing here'}
      text={status === 'open' ? 'All is quiet. New errors turn up here by themselves.' : undefined}
    />
  );
}
