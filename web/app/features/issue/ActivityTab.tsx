import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { BellOff, CircleCheck, CircleDot, type LucideIcon, RotateCcw, Sparkles } from 'lucide-react';
import { q } from '../../api/client';
import type { Activity } from '../../api/schema';
import { Time } from '../../ui/Time';
import classes from './ActivityTab.module.css';
import { activitySentence } from './activity';
import { ListFailure } from './ListFailure';
import type { IssueViewProps } from './view';

const icons: Record<string, LucideIcon> = {
  created: Sparkles,
  regressed: RotateCcw,
  resolved: CircleCheck,
  ignored: BellOff,
};

function Entry({ activity }: { activity: Activity }) {
  const Icon = icons[activity.action] ?? icons[activity.to ?? ''] ?? CircleDot;
  return (
    <li className={classes.entry}>
      <span className={classes.icon}>
        <Icon size={14} aria-hidden />
      </span>
      <p>
        {activitySentence(activity)}
        {activity.detail && <span className="muted"> · {activity.detail}</span>}
      </p>
      <span className={classes.when}>
        <Time at={activity.at} />
      </span>
    </li>
  );
}

const recent = 4;

/** The last entries of the history, beside the events. */
export function RecentActivity({ issueId }: { issueId: string }) {
  const { data } = useQuery(q('listIssueActivity', { path: { issue_id: issueId } }));
  if (!data?.items.length) return null;
  return (
    <section className={classes.recent} aria-label="Recent activity">
      <h3>Activity</h3>
      <ol className={classes.short}>
        {data.items.slice(0, recent).map((activity) => (
          <Entry key={activity.id} activity={activity} />
        ))}
      </ol>
    </section>
  );
}

/** What happened to the issue, by whom. */
export function ActivityTab({ issueId }: IssueViewProps) {
  const query = useQuery(q('listIssueActivity', { path: { issue_id: issueId } }));
  if (query.isPending) return <Skeleton height={120} mt={20} />;
  if (!query.data) return <ListFailure error={query.error} again={() => void query.refetch()} />;
  if (query.data.items.length === 0) return <p className={classes.none}>Nothing has happened yet.</p>;
  return (
    <ol className={classes.list}>
      {query.data.items.map((activity) => (
        <Entry key={activity.id} activity={activity} />
      ))}
    </ol>
  );
}
