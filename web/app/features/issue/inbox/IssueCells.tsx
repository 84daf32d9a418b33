// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn on demand cannot be those of a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the link in a row takes the focus
import type { ReactNode } from 'react';
import type { Issue } from '../../../api/schema';
import { compact, full } from '../../../text/number';
import { Time } from '../../../ui/Time';
import { PersonMark } from '../../../widgets/PersonMark';
import { Sparkline } from '../../../widgets/Sparkline';
import type { Column } from './columns';
import classes from './IssueList.module.css';

function Count({ n, noun }: { n: number; noun: string }) {
  return (
    <div role="cell" className={classes.numeric} title={full(n)}>
      {compact(n)}
      <span className={classes.unit}>
        {' '}
        {noun}
        {n === 1 ? '' : 's'}
      </span>
    </div>
  );
}

// How a column shows an issue.
const cells: Record<Column, (issue: Issue, span: string) => ReactNode> = {
  trend: (issue, span) => (
    <div role="cell" className={classes.trend}>
      <Sparkline counts={issue.trend} span={span} />
    </div>
  ),
  events: (issue) => <Count n={issue.times_seen} noun="event" />,
  users: (issue) => <Count n={issue.users_seen} noun="user" />,
  last_seen: (issue) => (
    <div role="cell" className={classes.numeric}>
      <Time at={issue.last_seen} />
    </div>
  ),
  first_seen: (issue) => (
    <div role="cell" className={classes.first_seen}>
      <Time at={issue.first_seen} bare />
    </div>
  ),
  release: (issue) => (
    <div role="cell" className={classes.release} title={issue.last_release ?? undefined}>
      {issue.last_release ?? <span className="muted">–</span>}
    </div>
  ),
  priority: (issue) => (
    <div role="cell" className={classes.numeric}>
      {issue.priority}
    </div>
  ),
  assignee: (issue) => (
    <div role="cell" className={classes.assignee}>
      {issue.assignee && <PersonMark name={issue.assignee.name} />}
    </div>
  ),
};

interface IssueCellProps {
  issue: Issue;
  column: Column;
  /** What the small chart is over: "24 hours". */
  span: string;
}

/** What a column says about an issue. */
export function IssueCell({ issue, column, span }: IssueCellProps) {
  return cells[column](issue, span);
}
