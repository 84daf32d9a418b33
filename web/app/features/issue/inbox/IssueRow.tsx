// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn on demand cannot be those of a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the link in a row takes the focus
import { ActionIcon, Checkbox, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { BellOff, CircleCheck, CircleDot } from 'lucide-react';
import type { Issue } from '../../../api/schema';
import { paths } from '../../../paths';
import { LevelBadge } from '../../../widgets/LevelBadge';
import { StatusBadge } from '../../../widgets/StatusBadge';
import { toggled, useSetStatus } from '../useSetStatus';
import type { Column } from './columns';
import { IssueCell } from './IssueCells';
import classes from './IssueList.module.css';

interface IssueRowProps {
  issue: Issue;
  index: number;
  top: number;
  height: number;
  columns: readonly Column[];
  span: string;
  /** Set where the list is of one project, which it then need not name. */
  project: number | undefined;
  active: boolean;
  selected: boolean;
  /** The status changed elsewhere, and the row stays where it is until the list is renewed. */
  left: boolean;
  onFocus: (id: number, index: number) => void;
  /** Chooses the row, or everything up to it. */
  onSelect: (id: number, range: boolean) => void;
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
export function IssueRow(props: IssueRowProps) {
  const { issue, index, top, height, columns, span, project, active, selected, left } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={classes.row}
      data-issue={issue.id}
      data-active={active || undefined}
      data-left={left || undefined}
      style={{ height, transform: `translateY(${top}px)` }}
      onFocus={() => props.onFocus(issue.id, index)}
    >
      <div role="cell" className={classes.select}>
        <Checkbox
          size="xs"
          aria-label={`Select ${issue.short_id}`}
          checked={selected}
          readOnly
          onClick={(event) => props.onSelect(issue.id, event.shiftKey)}
        />
      </div>
      <Title issue={issue} project={project} />
      {columns.map((column) => (
        <IssueCell key={column} issue={issue} column={column} span={span} />
      ))}
      <QuickActions issue={issue} />
    </div>
  );
}
