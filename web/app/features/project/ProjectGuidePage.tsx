import { Settings } from 'lucide-react';
import { paths } from '../../paths';
import { Page } from '../../ui/Page';
import { ButtonLink } from '../../widgets/links';
import { GuidePanel } from './GuidePanel';
import { ProjectBoundary } from './ProjectBoundary';

/** The page after making a project: from the DSN to the first event. */
export default function ProjectGuidePage() {
  return (
    <ProjectBoundary title="Send the first event">
      {(project) => (
        <Page
          title={`Connect ${project.name}`}
          lead="Paste three pieces, then watch the line at the side change."
          actions={
            <>
              <ButtonLink
                {...paths.projectSettings(project.id)}
                variant="default"
                leftSection={<Settings size={14} />}
              >
                Settings
              </ButtonLink>
              <ButtonLink {...paths.issues({ project: project.id })} variant="default">
                Go to the issues
              </ButtonLink>
            </>
          }
        >
          <GuidePanel key={project.id} project={project} />
        </Page>
      )}
    </ProjectBoundary>
  );
}
