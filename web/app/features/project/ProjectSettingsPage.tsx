import { Badge } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Project } from '../../api/schema';
import { type ProjectSection, paths, projectSections } from '../../paths';
import { Page } from '../../ui/Page';
import { oneOf } from '../../ui/search';
import { ButtonLink } from '../../widgets/links';
import { PlatformMark } from '../../widgets/PlatformMark';
import { GuidePanel } from './GuidePanel';
import { ProjectBoundary } from './ProjectBoundary';
import classes from './ProjectSettingsPage.module.css';
import { DangerSettings } from './settings/DangerSettings';
import { GeneralSettings } from './settings/GeneralSettings';
import { KeySettings } from './settings/KeySettings';
import { PrivacySettings } from './settings/PrivacySettings';

const labels: Record<ProjectSection, string> = {
  general: 'General',
  keys: 'Keys',
  guide: 'Guide',
  privacy: 'Privacy',
  danger: 'Archive, delete',
};

const sections: Record<ProjectSection, (project: Project) => ReactNode> = {
  general: (project) => <GeneralSettings key={project.id} project={project} />,
  keys: (project) => <KeySettings key={project.id} project={project} />,
  guide: (project) => <GuidePanel key={project.id} project={project} />,
  privacy: (project) => <PrivacySettings key={project.id} project={project} />,
  danger: (project) => <DangerSettings key={project.id} project={project} />,
};

function Title({ project }: { project: Project }) {
  return (
    <span className={classes.title}>
      <PlatformMark platform={project.platform} />
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
              {sections[section](project)}
            </div>
          </div>
        </Page>
      )}
    </ProjectBoundary>
  );
}
