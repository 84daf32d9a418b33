import type { Project } from '../../../api/schema';
import { Card } from '../../../ui/Card';
import { administers } from '../../../widgets/roles';
import { TokenCard } from '../../../widgets/token/TokenCard';
import { useSession } from '../../../widgets/useSession';

/** The tokens that act as a project; for administrators. */
export function ProjectTokens({ project }: { project: Project }) {
  const admin = administers(useSession().user.role);
  if (!admin) {
    return (
      <Card title="Access tokens">
        <p className="muted">Only administrators see the tokens of a project.</p>
      </Card>
    );
  }
  return <TokenCard of={{ project: project.id }} />;
}
