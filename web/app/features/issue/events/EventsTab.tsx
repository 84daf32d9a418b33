import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { call, q } from '../../../api/client';
import { short } from '../../../text/time';
import { Failure } from '../../../ui/Failure';
import { present } from '../../../ui/search';
import { type SearchProblem, searchProblem } from '../../../widgets/search/problem';
import { SearchBar } from '../../../widgets/search/SearchBar';
import type { IssueSearch } from '../search';
import type { IssueViewProps } from '../view';
import { ColumnPicker } from './ColumnPicker';
import { columnsOf, columnsText } from './columns';
import { EventTable } from './EventTable';
import classes from './EventTable.module.css';

function useEvents(issueId: string, { find, from, to }: IssueSearch) {
  const wanted = present({ query: find, from, to });
  return useInfiniteQuery({
    queryKey: ['listIssueEvents', { path: { issue_id: issueId }, query: wanted }, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      call(
        'listIssueEvents',
        { path: { issue_id: issueId }, query: { ...wanted, cursor: pageParam, limit: 100 } },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchOnWindowFocus: false,
  });
}

interface BarProps extends IssueViewProps {
  tags: string[];
  problem: SearchProblem | undefined;
}

function Bar({ issueId, issue, search, tags, problem }: BarProps) {
  const navigate = useNavigate();
  const change = (more: Partial<IssueSearch>) =>
    void navigate({
      to: '/issues/$issueId',
      params: { issueId },
      search: present({ ...search, ...more }),
      replace: true,
      resetScroll: false,
    });
  const { from, to } = search;
  return (
    <div className={classes.bar}>
      <SearchBar
        label="Search the events"
        placeholder="Search the events: release:1.4 browser:Firefox has:user.email"
        of="events"
        project={issue.project_id}
        value={search.find ?? ''}
        problem={problem}
        onSearch={(find) => change({ find: find || undefined })}
      />
      <ColumnPicker
        tags={tags}
        columns={columnsOf(search.columns)}
        onChange={(columns) => change({ columns: columnsText(columns) })}
      />
      {(from || to) && (
        <p className={classes.range}>
          Events between {from ? short(new Date(from)) : 'the first'} and {to ? short(new Date(to)) : 'now'}
          <button type="button" onClick={() => change({ from: undefined, to: undefined })}>
            Any time
          </button>
        </p>
      )}
    </div>
  );
}

/** The events of the issue, newest first: searched, with the columns one wants. */
export function EventsTab({ issueId, issue, search }: IssueViewProps) {
  const list = useEvents(issueId, search);
  const { data: facets } = useQuery({
    ...q('listIssueFacets', { path: { issue_id: issueId } }),
    staleTime: 60_000,
  });
  const events = list.data?.pages.flatMap((page) => page.items) ?? [];
  const tags = [...(facets?.items.map((f) => f.name) ?? []), ...events.flatMap((e) => Object.keys(e.tags))];
  const problem = searchProblem(list.error);
  const searched = search.find || search.from || search.to;
  return (
    <>
      <Bar issueId={issueId} issue={issue} search={search} tags={tags} problem={problem} />
      {list.isPending && <Skeleton height={360} />}
      {list.error && !problem && (
        <Failure
          title="The events could not be loaded"
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      )}
      {list.data && events.length === 0 && (
        <p className="muted">
          {searched ? 'No event fits this search.' : 'None of its events are kept any more.'}
        </p>
      )}
      {events.length > 0 && (
        <EventTable events={events} columns={columnsOf(search.columns)} issueId={issueId} search={search} />
      )}
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
