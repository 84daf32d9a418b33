import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Answer } from '../../api/client';
import type { Issue } from '../../api/schema';

export type IssuePage = Answer<'listIssues'>;
export type IssuePages = InfiniteData<IssuePage, string | undefined>;

type ListQuery = { status?: string; query?: string } | undefined;

// A list shows one status, or all of them; a search may ask for others, and then only the server can tell.
function belongs(issue: Issue, of: ListQuery): boolean {
  const status = /(^|[\s(])!?is:/.test(of?.query ?? '') ? 'all' : (of?.status ?? 'open');
  return status === 'all' || status === issue.status;
}

type Change = (items: Issue[], of: ListQuery) => Issue[];

// Changes the rows of every list that is in the cache.
function changeLists(queries: QueryClient, change: Change) {
  for (const { queryKey } of queries.getQueryCache().findAll({ queryKey: ['listIssues'] })) {
    const of = (queryKey[1] as { query?: ListQuery } | undefined)?.query;
    const changed = (page: IssuePage) => ({ ...page, items: change(page.items, of) });
    queries.setQueryData<IssuePage | IssuePages>(queryKey, (data) => {
      if (!data) return data;
      return 'pages' in data ? { ...data, pages: data.pages.map(changed) } : changed(data);
    });
  }
}

interface Apply {
  /** Somebody else changed it: the row stays where it is, for it must not move under the pointer. */
  inPlace?: boolean;
}

/** Writes a new state of an issue into every answer that shows it, so that it need not be fetched. */
export function applyIssue(queries: QueryClient, issue: Issue, { inPlace = false }: Apply = {}) {
  changeLists(queries, (items, of) => {
    const at = items.findIndex((i) => i.id === issue.id);
    if (at < 0) return items;
    if (!inPlace && !belongs(issue, of)) return items.toSpliced(at, 1);
    // Lists have the trend of their own span.
    return items.with(at, { ...issue, trend: items[at]?.trend ?? issue.trend });
  });
  for (const { queryKey } of queries.getQueryCache().findAll({ queryKey: ['getIssue'] })) {
    queries.setQueryData<Issue>(queryKey, (data) => (data?.id === issue.id ? issue : data));
  }
}

/** Takes issues that are no more out of every list. */
export function dropIssues(queries: QueryClient, ids: ReadonlySet<number>) {
  changeLists(queries, (items) => items.filter((i) => !ids.has(i.id)));
}
