import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { call, q } from '../../../api/client';
import { type InboxSearch, listQuery, scopeOf } from './search';

/** The pages of the inbox, as they were when it was opened. */
export function inboxPages(search: InboxSearch) {
  const query = listQuery(search);
  return infiniteQueryOptions({
    queryKey: ['listIssues', { query }, 'pages'] as const,
    queryFn: ({ pageParam, signal }) =>
      call('listIssues', { query: { ...query, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Asks for what the inbox shows while its code is still on the way. */
export function loadInbox(queries: QueryClient, search: InboxSearch) {
  void queries.prefetchInfiniteQuery(inboxPages(search));
  void queries.prefetchQuery(q('countIssues', { query: scopeOf(search) }));
}
