import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Archive, FolderKanban, Plus } from 'lucide-react';
import { q } from '../../api/client';
import { useLiveRefresh } from '../../api/useLive';
import { paths } from '../../paths';
import { EmptyState } from '../../ui/EmptyState';
import { Failure } from '../../ui/Failure';
import { Page } from '../../ui/Page';
import { ButtonLink } from '../../widgets/links';
import { administers } from '../../widgets/roles';
import { useSession } from '../../widgets/useSession';
import { ProjectList } from './ProjectList';
import classes from './ProjectsPage.module.css';

function Empty({ archived, admin }: { archived: boolean; admin: boolean }) {
  if (archived) {
    return (
      <EmptyState
        icon={Archive}
        title="Nothing is archived"
        text="Archived projects refuse events and keep what they have."
      />
    );
  }
  return (
    <EmptyState
      icon={FolderKanban}
      title="No project yet"
      text={
        admin
          ? 'A project takes the errors of one product. Make one, paste three lines into your program, and the first error is here in a minute.'
          : 'An administrator can make the first one.'
      }
      action={admin && <ButtonLink {...paths.newProject()}>Create a project</ButtonLink>}
    />
  );
}

/** All projects at a glance. */
export default function ProjectsPage() {
  const { status = 'active' } = useSearch({ from: '/shell/projects' });
  const { user } = useSession();
  const admin = administers(user.role);
  const projects = useQuery({ ...q('listProjects', { query: { status } }), refetchInterval: 60_000 });
  useLiveRefresh((change) => change.topic === 'project', 'listProjects');
  const items = projects.data?.items ?? [];
  return (
    <Page
      title="Projects"
      actions={
        admin && (
          <ButtonLink {...paths.newProject()} leftSection={<Plus size={14} />}>
            New project
          </ButtonLink>
        )
      }
    >
      <nav className={classes.tabs} aria-label="Which projects">
        <Link {...paths.projects()} aria-current={status === 'active' ? 'page' : undefined}>
          Active
        </Link>
        <Link
          {...paths.projects({ status: 'archived' })}
          aria-current={status === 'archived' ? 'page' : undefined}
        >
          Archived
        </Link>
      </nav>
      {projects.isPending && <Skeleton height={220} />}
      {projects.error && !projects.data && (
        <Failure
          title="The projects could not be loaded"
          error={projects.error}
          onRetry={() => void projects.refetch()}
        />
      )}
      {projects.data && items.length === 0 && <Empty archived={status === 'archived'} admin={admin} />}
      {items.length > 0 && <ProjectList projects={items} />}
    </Page>
  );
}
