import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call } from '../../api/client';
import type { EventSummary } from '../../api/schema';
import { Failure } from '../../ui/Failure';
import { present } from '../../ui/search';
import { Time } from '../../ui/Time';
import { LevelBadge } from '../../widgets/LevelBadge';
import classes from './OccurrencesTab.module.css';
import type { IssueSearch } from './search';
import type { IssueViewProps } from './view';

const tagsShown = 4;

function personOf({ user }: EventSummary): string {
  return user?.email || user?.name || user?.id || user?.ip || '';
}

function Tags({ tags }: { tags: Record<string, string> }) {
  const all = Object.entries(tags);
  return (
    <span className={classes.tags} title={all.map(([k, v]) => `${k}: ${v}`).join('\n')}>
      {all.slice(0, tagsShown).map(([name, value]) => (
        <span key={name}>
          {name}: {value}
        </span>
      ))}
      {all.length > tagsShown && <span>+{all.length - tagsShown}</span>}
    </span>
  );
}

interface RowProps {
  event: EventSummary;
  issueId: string;
  search: IssueSearch;
}

function Row({ event, issueId, search }: RowProps) {
  return (
    <tr>
      <td className={classes.time}>
        <Link
          to="/issues/$issueId"
          params={{ issueId }}
          search={present({ ...search, tab: undefined, event: event.id })}
          className={classes.link}
        >
          <Time at={event.time} />
        </Link>
      </td>
      <td className={classes.id} title={event.id}>
        {event.id.slice(0, 8)}
      </td>
      <td>
        <LevelBadge level={event.level} />
      </td>
      <td title={event.release ?? undefined}>{event.release ?? <span className="muted">–</span>}</td>
      <td>{event.environment ?? <span className="muted">–</span>}</td>
      <td title={personOf(event)}>{personOf(event) || <span className="muted">–</span>}</td>
      <td>
        <Tags tags={event.tags} />
      </td>
    </tr>
  );
}

/** The events of the issue, newest first. */
export function OccurrencesTab({ issueId, search }: IssueViewProps) {
  const list = useInfiniteQuery({
    queryKey: ['listIssueEvents', { path: { issue_id: issueId } }, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      call(
        'listIssueEvents',
        { path: { issue_id: issueId }, query: { cursor: pageParam, limit: 100 } },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchOnWindowFocus: false,
  });
  if (list.isPending) return <Skeleton height={360} mt={20} />;
  if (!list.data)
    return (
      <Failure
        title="The events could not be loaded"
        error={list.error}
        onRetry={() => void list.refetch()}
      />
    );
  const events = list.data.pages.flatMap((page) => page.items);
  if (events.length === 0) return <p className={classes.none}>None of its events are kept any more.</p>;
  return (
    <>
      <div className={classes.frame}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th>Time</th>
              <th>Event</th>
              <th>Level</th>
              <th>Release</th>
              <th>Environment</th>
              <th>User</th>
              <th>Tags</th>
            </tr>
          </thead>
          <tbody>
            {events.map((event) => (
              <Row key={event.id} event={event} issueId={issueId} search={search} />
            ))}
          </tbody>
        </table>
      </div>
      {list.hasNextPage && (
        <div className={classes.more}>
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            Load more
          </Button>
        </div>
      )}
    </>
  );
}
