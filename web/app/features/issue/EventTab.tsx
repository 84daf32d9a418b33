import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { FileQuestion } from 'lucide-react';
import { qKeep } from '../../api/client';
import { isNotFound } from '../../api/errors';
import { EmptyState } from '../../ui/EmptyState';
import { Failure } from '../../ui/Failure';
import { EventBody } from './EventBody';
import { EventNav } from './EventNav';
import type { IssueViewProps } from './view';

/** One event of the issue, and the way to the others. */
export function EventTab({ issueId, issue, search }: IssueViewProps) {
  const which = search.event ?? 'latest';
  const query = useQuery({
    ...qKeep('getIssueEvent', { path: { issue_id: issueId, which } }),
    // What is being read must not change by itself.
    staleTime: which === 'latest' ? Number.POSITIVE_INFINITY : 30_000,
    refetchOnWindowFocus: false,
  });
  if (query.isPending) return <Skeleton height={420} mt={20} />;
  if (isNotFound(query.error)) {
    return (
      <EmptyState
        icon={FileQuestion}
        title="This event is not kept any more"
        text="Its time may have run out. The figures of the issue still count it."
      />
    );
  }
  if (!query.data)
    return (
      <Failure
        title="The event could not be loaded"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  const newer = which === 'latest' && issue.last_seen > query.data.time;
  return (
    <>
      <EventNav
        event={query.data}
        issueId={issueId}
        issue={issue}
        search={search}
        newer={newer ? () => void query.refetch() : undefined}
      />
      <EventBody key={query.data.id} event={query.data} stale={query.isPlaceholderData} />
    </>
  );
}
