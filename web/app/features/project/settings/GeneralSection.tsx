import type { Project } from '../../../api/schema';
import { GeneralSettings } from './GeneralSettings';
import { LookSettings } from './LookSettings';

/** What a project is called and how it looks. */
export function GeneralSection({ project }: { project: Project }) {
  return (
    <>
      <GeneralSettings project={project} />
      <LookSettings project={project} />
    </>
  );
}
