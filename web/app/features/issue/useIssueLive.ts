import { useQueryClient } from '@tanstack/react-query';
import { invalidate } from '../../api/client';
import { useLiveChanges } from '../../api/useLive';

/** Keeps the figures of an issue fresh. The event on show stays; only its neighbours are asked for again. */
export function useIssueLive(id: number | undefined) {
  const queries = useQueryClient();
  useLiveChanges((changes) => {
    if (!changes.some((c) => c.topic === 'issue' && c.subject === id)) return;
    void invalidate(
      queries,
      'getIssue',
      'getIssueTrend',
      'listIssueActivity',
      'listIssueFeedback',
      'listIssueMerges',
      'listComments',
    );
    void queries.invalidateQueries({
      queryKey: ['getIssueEvent'],
      predicate: ({ queryKey }) => whichOf(queryKey[1]) !== 'latest',
    });
  });
}

function whichOf(params: unknown): string | undefined {
  return (params as { path?: { which?: string } } | undefined)?.path?.which;
}
