import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import { FolderX, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { q } from '../../api/client';
import { isNotFound, toUserMessage } from '../../api/errors';
import type { Project } from '../../api/schema';
import { paths } from '../../paths';
import { EmptyState } from '../../ui/EmptyState';
import { Page } from '../../ui/Page';
import { PagePending } from '../../ui/PagePending';
import { id } from '../../ui/search';
import { ButtonLink } from '../../widgets/links';

interface ProjectBoundaryProps {
  /** Title of the page while there is no project to name. */
  title: string;
  children: (project: Project) => ReactNode;
}

function Missing({ title, error }: { title: string; error: unknown }) {
  const gone = error === undefined || isNotFound(error);
  return (
    <Page title={title}>
      <EmptyState
        icon={gone ? FolderX : TriangleAlert}
        title={gone ? 'There is no such project' : 'The project could not be loaded'}
        text={gone ? 'It may have been deleted, or you may not see it.' : toUserMessage(error)}
        action={<ButtonLink {...paths.projects()}>All projects</ButtonLink>}
      />
    </Page>
  );
}

// People type slugs, links carry ids: the address is put right.
function BySlug({ slug, title }: { slug: string; title: string }) {
  const projects = useQuery(q('listProjects', { query: { status: 'all' } }));
  if (projects.isPending) return <PagePending />;
  const found = projects.data?.items.find((project) => project.slug === slug);
  if (!found) return <Missing title={title} error={projects.error ?? undefined} />;
  return <Navigate to="." params={(now) => ({ ...now, projectId: String(found.id) })} search replace />;
}

function ById({ projectId, title, children }: ProjectBoundaryProps & { projectId: number }) {
  const project = useQuery(q('getProject', { path: { project_id: projectId } }));
  if (project.isPending) return <PagePending />;
  if (project.error) return <Missing title={title} error={project.error} />;
  return children(project.data);
}

/** Loads the project of the address, by id or slug, and shows what is wrong when it cannot. */
export function ProjectBoundary({ title, children }: ProjectBoundaryProps) {
  const { projectId = '' } = useParams({ strict: false });
  const number = id(projectId);
  if (number === undefined) return <BySlug slug={projectId} title={title} />;
  return (
    <ById projectId={number} title={title}>
      {children}
    </ById>
  );
}
