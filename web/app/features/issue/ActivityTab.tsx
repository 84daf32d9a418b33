import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import {
  AlarmClock,
  AlarmClockOff,
  BellOff,
  CircleCheck,
  CircleDot,
  Flag,
  type LucideIcon,
  MessageSquare,
  RotateCcw,
  Sparkles,
  Tag,
  UserRound,
} from 'lucide-react';
import { call, q } from '../../api/client';
import type { Activity, Issue } from '../../api/schema';
import { Failure } from '../../ui/Failure';
import { Time } from '../../ui/Time';
import classes from './ActivityTab.module.css';
import { activityDetail, activitySentence } from './activity';
import type { IssueViewProps } from './view';

const icons: Record<string, LucideIcon> = {
  created: Sparkles,
  regressed: RotateCcw,
  resolved: CircleCheck,
  ignored: BellOff,
  assigned: UserRound,
  priority: Flag,
  snoozed: AlarmClock,
  unsnoozed: AlarmClockOff,
  tagged: Tag,
  untagged: Tag,
  commented: MessageSquare,
};

function Entry({ activity }: { activity: Activity }) {
  const detail = activityDetail(activity);
  const Icon = icons[activity.action] ?? icons[activity.to ?? ''] ?? CircleDot;
  return (
    <li className={classes.entry}>
      <span className={classes.icon}>
        <Icon size={14} aria-hidden />
      </span>
      <p>
        {activitySentence(activity)}
        {detail && <span className="muted"> · {detail}</span>}
      </p>
      <span className={classes.when}>
        <Time at={activity.at} />
      </span>
    </li>
  );
}

const recent = 4;

/** The first event opens every history, though nobody did it. */
function beginning(issue: Issue): Activity {
  return { id: 0, at: issue.first_seen, actor: null, action: 'created', from: null, to: null, detail: null };
}

/** The last entries of the history, beside the events. */
export function RecentActivity({ issueId, issue }: Pick<IssueViewProps, 'issueId' | 'issue'>) {
  const { data } = useQuery(q('listIssueActivity', { path: { issue_id: issueId } }));
  if (!data) return null;
  return (
    <section className={classes.recent} aria-label="Recent activity">
      <h2>Activity</h2>
      <ol className={classes.short}>
        {[...data.items, beginning(issue)].slice(0, recent).map((activity) => (
          <Entry key={activity.id} activity={activity} />
        ))}
      </ol>
    </section>
  );
}

/** What happened to the issue, by whom. */
export function ActivityTab({ issueId, issue }: IssueViewProps) {
  const path = { issue_id: issueId };
  const query = useInfiniteQuery({
    queryKey: ['listIssueActivity', { path, query: { limit: 100 } }],
    queryFn: ({ pageParam, signal }) =>
      call('listIssueActivity', { path, query: { limit: 100, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  if (query.isPending) return <Skeleton height={120} mt={20} />;
  if (!query.data)
    return (
      <Failure
        title="The activity could not be loaded"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  const lines = query.data.pages.flatMap((page) => page.items);
  return (
    <>
      <ol className={classes.list}>
        {[...lines, ...(query.hasNextPage ? [] : [beginning(issue)])].map((activity) => (
          <Entry key={activity.id} activity={activity} />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}
