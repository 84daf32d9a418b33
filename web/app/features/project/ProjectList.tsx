import { Link } from '@tanstack/react-router';
import { Plug, Settings } from 'lucide-react';
import type { Project } from '../../api/schema';
import { paths } from '../../paths';
import { compact, count, full } from '../../text/number';
import { Time } from '../../ui/Time';
import { IconLink } from '../../widgets/links';
import { ProjectMark } from '../../widgets/ProjectMark';
import { Sparkline } from '../../widgets/Sparkline';
import { guideFor } from './guides/catalogue';
import classes from './ProjectList.module.css';

function Waiting({ project }: { project: Project }) {
  return (
    <Link {...paths.projectGuide(project.id)} className={classes.waiting}>
      <Plug size={14} aria-hidden /> Connect it
    </Link>
  );
}

function Row({ project }: { project: Project }) {
  const silent = project.last_event_at === null;
  return (
    <tr>
      <th scope="row" className={classes.name}>
        <ProjectMark project={project} />
        <span className={classes.names}>
          <Link {...paths.issues({ project: project.id })} className="truncate" title={project.name}>
            {project.name}
          </Link>
          <span className={classes.below}>
            {project.slug} · {guideFor(project.platform).name}
          </span>
        </span>
      </th>
      <td className="number" data-label="Open issues">
        <span title={full(project.open_issues)}>{compact(project.open_issues)}</span>
      </td>
      <td className="number" data-label="Events, 24 h">
        <span title={count(project.events_24h, 'event')}>{compact(project.events_24h)}</span>
      </td>
      <td className={classes.trend}>
        <Sparkline counts={project.trend} span="24 hours" />
      </td>
      <td className={classes.last} data-label="Last event">
        {silent && project.status === 'active' ? (
          <Waiting project={project} />
        ) : (
          <Time at={project.last_event_at} />
        )}
      </td>
      <td className={classes.actions}>
        <IconLink
          {...paths.projectSettings(project.id)}
          aria-label={`Settings of ${project.name}`}
          title="Settings"
        >
          <Settings size={16} />
        </IconLink>
      </td>
    </tr>
  );
}

/** Projects as rows; on a phone as cards. */
export function ProjectList({ projects }: { projects: Project[] }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Project</th>
          <th scope="col" className="number">
            Open issues
          </th>
          <th scope="col" className="number">
            Events, 24 h
          </th>
          <th scope="col">
            <span className="visually-hidden">Events by hour</span>
          </th>
          <th scope="col">Last event</th>
          <th scope="col">
            <span className="visually-hidden">Settings</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {projects.map((project) => (
          <Row key={project.id} project={project} />
        ))}
      </tbody>
    </table>
  );
}
