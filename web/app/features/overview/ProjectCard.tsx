import { ActionIcon } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Plug, Star, Tag } from 'lucide-react';
import type { ReactNode } from 'react';
import { useAction } from '../../api/client';
import type { Overview } from '../../api/schema';
import { paths } from '../../paths';
import { compact, count } from '../../text/number';
import { ProjectMark } from '../../widgets/ProjectMark';
import { Sparkline } from '../../widgets/Sparkline';
import { change } from './mix';
import classes from './ProjectCard.module.css';

type OverviewProject = Overview['projects'][number];

function StarButton({ project }: { project: OverviewProject }) {
  const options = { changes: ['getOverview', 'listProjects'] } as const;
  const add = useAction('addFavorite', { changes: [...options.changes] });
  const remove = useAction('removeFavorite', { changes: [...options.changes] });
  const star = add.isPending || (project.favorite && !remove.isPending);
  const input = { path: { project_id: project.id } };
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-pressed={star}
      aria-label={`${project.name} is a favourite`}
      title={star ? 'Take the star away' : 'Make it a favourite'}
      onClick={() => (star ? remove : add).mutate(input)}
    >
      <Star size={15} className={star ? classes.starred : undefined} />
    </ActionIcon>
  );
}

function Change({ project }: { project: OverviewProject }) {
  const percent = change(project.week, project.week_before);
  const title = `${count(project.week, 'event')} in 7 days, ${count(project.week_before, 'event')} in the 7 before`;
  return (
    <span title={title}>
      <b>{compact(project.week)}</b> this week
      {percent !== null && (
        <span className={classes.change} data-up={percent > 20 || undefined}>
          {percent > 0 ? '▲' : percent < 0 ? '▼' : '='} {compact(Math.abs(percent))} %
        </span>
      )}
    </span>
  );
}

function Signal({ project }: { project: OverviewProject }) {
  if (project.last_event_at === null) {
    return (
      <p className={classes.waiting}>
        <Link {...paths.projectGuide(project.id)}>
          <Plug size={14} aria-hidden /> Connect it
        </Link>
        Nothing has come in yet.
      </p>
    );
  }
  return (
    <>
      <Sparkline counts={project.trend_14d} span="14 days" width={252} height={36} stretch />
      <div className={classes.figures}>
        <Change project={project} />
        <Link
          {...paths.issues({ project: project.id, query: 'is:unassigned' })}
          title="Open issues that nobody has taken"
          data-none={project.to_review === 0 || undefined}
        >
          <b>{compact(project.to_review)}</b> to review
        </Link>
      </div>
    </>
  );
}

/** A project with its signal. The handle is what it is moved by. */
export function ProjectCard({ project, handle }: { project: OverviewProject; handle: ReactNode }) {
  return (
    <article className={classes.card}>
      <header className={classes.head}>
        <ProjectMark project={project} large />
        <div className={classes.names}>
          <h3 className="truncate">
            <Link {...paths.issues({ project: project.id })} title={project.name}>
              {project.name}
            </Link>
          </h3>
          <span className={classes.release}>
            {project.latest_release ? (
              <>
                <Tag size={11} aria-hidden />
                <span className="truncate" title={`Latest release: ${project.latest_release}`}>
                  {project.latest_release}
                </span>
              </>
            ) : (
              project.slug
            )}
          </span>
        </div>
        <StarButton project={project} />
        {handle}
      </header>
      <Signal project={project} />
    </article>
  );
}
