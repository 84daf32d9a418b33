import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Answer } from '../../api/client';
import type { Issue } from '../../api/schema';

export type IssuePage = Answer<'listIssues'>;
export type IssuePages = InfiniteData<IssuePage, string | undefined>;

// A list shows one status, or all of them.
function belongs(issue: Issue, status: string): boolean {
  return status === 'all' || status === issue.status;
}

function changed(page: IssuePage, issue: Issue, status: string): IssuePage {
  if (!page.items.some((i) => i.id === issue.id)) return page;
  const items = page.items.map((i) => (i.id === issue.id ? issue : i)).filter((i) => belongs(i, status));
  return { ...page, items };
}

/** Writes a new state of an issue into every answer that shows it, so that it need not be fetched. */
export function applyIssue(queries: QueryClient, issue: Issue) {
  for (const { queryKey } of queries.getQueryCache().findAll({ queryKey: ['listIssues'] })) {
    const params = queryKey[1] as { query?: { status?: string } } | undefined;
    const status = params?.query?.status ?? 'open';
    queries.setQueryData<IssuePage | IssuePages>(queryKey, (data) => {
      if (!data) return data;
      if ('pages' in data) return { ...data, pages: data.pages.map((p) => changed(p, issue, status)) };
      return changed(data, issue, status);
    });
  }
  for (const { queryKey } of queries.getQueryCache().findAll({ queryKey: ['getIssue'] })) {
    queries.setQueryData<Issue>(queryKey, (data) => (data?.id === issue.id ? issue : data));
  }
}
