import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, invalidate, q, qKeep } from '../../../api/client';
import { useLiveChanges, useLiveState } from '../../../api/useLive';
import { searchProblem } from '../../../widgets/search/problem';
import { applyIssue } from '../issueCache';
import { mergeRows, newSince } from './inboxRows';
import { inboxPages } from './load';
import { asksForStatus, type InboxSearch, listQuery, scopeOf } from './search';

const pollMs = 30_000;
const maxSingleFetches = 20;

/** The rows of the inbox, kept fresh in place; new issues are counted, not pushed in. */
export function useInbox(search: InboxSearch) {
  const queries = useQueryClient();
  const live = useLiveState();
  const [fresh, setFresh] = useState<ReadonlySet<number>>(new Set());
  const query = listQuery(search);
  const options = inboxPages(search);
  const list = useInfiniteQuery(options);
  const pages = list.data?.pages ?? [];
  const head = useQuery({
    ...q('listIssues', { query }),
    enabled: list.isSuccess,
    initialData: pages[0],
    initialDataUpdatedAt: list.dataUpdatedAt,
    refetchInterval: live === 'live' ? false : pollMs,
  });

  useLiveChanges((changes) => {
    const inView = changes.filter(
      (c) => c.topic === 'issue' && (!search.project || c.project_id === search.project),
    );
    if (inView.length === 0) return;
    const came = inView
      .filter((c) => c.change === 'created' || c.change === 'regressed')
      .map((c) => c.subject);
    if (came.length > 0) setFresh((before) => new Set([...before, ...came]));
    void queries.invalidateQueries({ queryKey: q('listIssues', { query }).queryKey, exact: true });
    void invalidate(queries, 'countIssues');
    void refreshBelow(new Set(inView.map((c) => c.subject)));
  });

  // Rows below the first page: fetch each that changed, but never a flood of them.
  async function refreshBelow(subjects: ReadonlySet<number>) {
    const first = new Set(head.data?.items.map((i) => i.id));
    const below = mergeRows(pages, undefined).filter((i) => subjects.has(i.id) && !first.has(i.id));
    for (const issue of below.slice(0, maxSingleFetches)) {
      applyIssue(queries, await call('getIssue', { path: { issue_id: String(issue.id) } }), {
        inPlace: true,
      });
    }
  }

  const counts = useQuery(qKeep('countIssues', { query: scopeOf(search) })).data;
  const empty = list.isSuccess && pages.every((page) => page.items.length === 0);
  const showNew = () => {
    if (!head.data) return;
    setFresh(new Set());
    queries.setQueryData(options.queryKey, { pages: [head.data], pageParams: [undefined] });
  };
  return {
    list,
    rows: empty && head.data ? head.data.items : mergeRows(pages, head.data),
    /** How many issues there are; a search for other statuses than the tab's is counted over all of them. */
    total: counts?.[asksForStatus(search.query) ? 'all' : (search.status ?? 'open')],
    /** What is wrong with the search, when that is why there is no list. */
    problem: searchProblem(list.error),
    news: empty ? [] : newSince(pages, head.data, fresh),
    showNew,
  };
}
