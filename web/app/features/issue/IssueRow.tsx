// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn on demand cannot be those of a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the link in a row takes the focus
import { ActionIcon, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { BellOff, CircleCheck, CircleDot } from 'lucide-react';
import type { Issue } from '../../api/schema';
import { paths } from '../../paths';
import { compact, full } from '../../text/number';
import { Time } from '../../ui/Time';
import { LevelBadge } from '../../widgets/LevelBadge';
import { Sparkline } from '../../widgets/Sparkline';
import { StatusBadge } from '../../widgets/StatusBadge';
import classes from './IssueList.module.css';
import { toggled, useSetStatus } from './useSetStatus';

interface IssueRowProps {
  issue: Issue;
  index: number;
  top: number;
  height: number;
  /** Set where the list is of one project, which it then need not name. */
  project: number | undefined;
  active: boolean;
  onFocus: (id: number, index: number) => void;
}

function QuickActions({ issue }: { issue: Issue }) {
  const setStatus = useSetStatus();
  const resolve = toggled(issue, 'resolved');
  const ignore = toggled(issue, 'ignored');
  return (
    <div role="cell" className={classes.actions}>
      <Tooltip label={resolve === 'open' ? 'Reopen (e)' : 'Resolve (e)'}>
        <ActionIcon
          aria-label={`${resolve === 'open' ? 'Reopen' : 'Resolve'} ${issue.short_id}`}
          onClick={() => setStatus(issue, resolve)}
        >
          {resolve === 'open' ? <CircleDot size={16} /> : <CircleCheck size={16} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label={ignore === 'open' ? 'Reopen (i)' : 'Ignore (i)'}>
        <ActionIcon
          aria-label={`${ignore === 'open' ? 'Reopen' : 'Ignore'} ${issue.short_id}`}
          onClick={() => setStatus(issue, ignore)}
        >
          {ignore === 'open' ? <CircleDot size={16} /> : <BellOff size={16} />}
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

function Title({ issue, project }: Pick<IssueRowProps, 'issue' | 'project'>) {
  return (
    <div role="cell" className={classes.issue}>
      <div className={classes.first}>
        <Link {...paths.issue(issue.short_id, { project })} className={classes.title} title={issue.title}>
          {issue.title || 'Untitled'}
        </Link>
        {issue.status !== 'open' && <StatusBadge status={issue.status} />}
        {issue.status === 'open' && issue.regressed_at && <StatusBadge status="open" regressed />}
      </div>
      <div className={classes.second}>
        <LevelBadge level={issue.level} />
        <span className={classes.short}>{issue.short_id}</span>
        {project === undefined && <span className={classes.project}>{issue.project.name}</span>}
        <span className={classes.culprit} title={issue.culprit}>
          {issue.culprit}
        </span>
      </div>
    </div>
  );
}

/** One issue of the list. */
export function IssueRow({ issue, index, top, height, project, active, onFocus }: IssueRowProps) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={classes.row}
      data-issue={issue.id}
      data-active={active || undefined}
      style={{ height, transform: `translateY(${top}px)` }}
      onFocus={() => onFocus(issue.id, index)}
    >
      <Title issue={issue} project={project} />
      <div role="cell" className={classes.trend}>
        <Sparkline counts={issue.trend} span="24 hours" />
      </div>
      <div role="cell" className={classes.numeric} title={full(issue.times_seen)}>
        {compact(issue.times_seen)}
        <span className={classes.unit}>{issue.times_seen === 1 ? ' event' : ' events'}</span>
      </div>
      <div role="cell" className={classes.numeric} title={full(issue.users_seen)}>
        {compact(issue.users_seen)}
        <span className={classes.unit}>{issue.users_seen === 1 ? ' user' : ' users'}</span>
      </div>
      <div role="cell" className={classes.numeric}>
        <Time at={issue.last_seen} />
      </div>
      <div role="cell" className={classes.age}>
        <Time at={issue.first_seen} bare />
      </div>
      <div role="cell" className={classes.release} title={issue.last_release ?? undefined}>
        {issue.last_release ?? <span className="muted">–</span>}
      </div>
      <QuickActions issue={issue} />
    </div>
  );
}
