import { Badge, Skeleton } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import type { Project } from '../../api/schema';
import { type ProjectSection, paths, projectSections } from '../../paths';
import { Page } from '../../ui/Page';
import { oneOf } from '../../ui/search';
import { ButtonLink } from '../../widgets/links';
import { ProjectMark } from '../../widgets/ProjectMark';
import { ProjectBoundary } from './ProjectBoundary';
import classes from './ProjectSettingsPage.module.css';

const labels: Record<ProjectSection, string> = {
  general: 'General',
  keys: 'Keys',
  tokens: 'Tokens',
  guide: 'Guide',
  privacy: 'Privacy',
  grouping: 'Grouping',
  danger: 'Archive, delete',
};

// Each section comes with its own code: few people open more than one.
const sections: Record<ProjectSection, ComponentType<{ project: Project }>> = {
  general: lazy(async () => ({ default: (await import('./settings/GeneralSection')).GeneralSection })),
  keys: lazy(async () => ({ default: (await import('./settings/KeySettings')).KeySettings })),
  tokens: lazy(async () => ({ default: (await import('./settings/ProjectTokens')).ProjectTokens })),
  guide: lazy(async () => ({ default: (await import('./GuidePanel')).GuidePanel })),
  privacy: lazy(async () => ({ default: (await import('./settings/PrivacySettings')).PrivacySettings })),
  grouping: lazy(async () => ({
    default: (await import('./settings/grouping/GroupingSettings')).GroupingSettings,
  })),
  danger: lazy(async () => ({ default: (await import('./settings/DangerSettings')).DangerSettings })),
};

function Title({ project }: { project: Project }) {
  return (
    <span className={classes.title}>
      <ProjectMark project={project} />
      <span className="truncate">{project.name}</span>
      {project.status === 'archived' && (
        <Badge color="gray" variant="light" tt="none">
          Archived
        </Badge>
      )}
    </span>
  );
}

/** The settings of a project, one section at a time. */
export default function ProjectSettingsPage() {
  const params = useParams({ strict: false });
  const section = oneOf(projectSections, params.section) ?? 'general';
  const Section = sections[section];
  return (
    <ProjectBoundary title="Project settings">
      {(project) => (
        <Page
          title={<Title project={project} />}
          tabTitle={`${labels[section]} · ${project.name}`}
          actions={
            <ButtonLink {...paths.issues({ project: project.id })} variant="default">
              Go to the issues
            </ButtonLink>
          }
        >
          <div className={classes.layout}>
            <nav className={classes.nav} aria-label="Settings">
              {projectSections.map((name) => (
                <Link
                  key={name}
                  {...paths.projectSettings(project.id, name)}
                  aria-current={name === section ? 'page' : undefined}
                >
                  {labels[name]}
                </Link>
              ))}
            </nav>
            <div className={section === 'guide' ? classes.wide : classes.content}>
              <Suspense fallback={<Skeleton height={320} />}>
                <Section key={project.id} project={project} />
              </Suspense>
            </div>
          </div>
        </Page>
      )}
    </ProjectBoundary>
  );
}
