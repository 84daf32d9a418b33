import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { q } from '../../api/client';
import { compact } from '../../text/number';
import { present } from '../../ui/search';
import classes from './IssuePage.module.css';
import type { Tab } from './search';
import type { IssueViewProps } from './view';

/** The parts of the page of an issue. */
export function IssueTabs({ issueId, issue, search }: IssueViewProps) {
  const { data: feedback } = useQuery(q('listIssueFeedback', { path: { issue_id: issueId } }));
  const said = feedback?.items.length ?? 0;
  const current = search.tab ?? 'event';
  const entries: { tab: Tab; label: string; count?: number }[] = [
    { tab: 'event', label: 'Event' },
    { tab: 'occurrences', label: 'Events', count: issue.times_seen },
    { tab: 'timeline', label: 'Timeline' },
    { tab: 'similar', label: 'Similar' },
    { tab: 'comments', label: 'Comments', count: issue.comments_count || undefined },
    { tab: 'activity', label: 'Activity' },
    { tab: 'grouping', label: 'Grouping' },
  ];
  if (said > 0 || current === 'feedback') entries.push({ tab: 'feedback', label: 'Feedback', count: said });
  return (
    <nav className={classes.tabs} aria-label="Parts of the issue">
      {entries.map(({ tab, label, count }) => (
        <Link
          key={tab}
          to="/issues/$issueId"
          params={{ issueId }}
          search={present({ ...search, tab: tab === 'event' ? undefined : tab })}
          resetScroll={false}
          className={classes.tab}
          activeOptions={{ exact: true }}
        >
          {label}
          {count !== undefined && <span className={classes.count}>{compact(count)}</span>}
        </Link>
      ))}
    </nav>
  );
}
