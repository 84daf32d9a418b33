import type { QueryClient } from '@tanstack/react-query';
import { q } from '../../api/client';
import type { IssueSearch } from './search';

/** Asks for what the page of an issue shows first. */
export function loadIssue(queries: QueryClient, issueId: string, search: IssueSearch) {
  const path = { issue_id: issueId };
  void queries.prefetchQuery(q('getIssue', { path }));
  if (!search.tab)
    void queries.prefetchQuery(q('getIssueEvent', { path: { ...path, which: search.event ?? 'latest' } }));
}
