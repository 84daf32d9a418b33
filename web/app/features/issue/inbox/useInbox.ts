import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, invalidate, q, qKeep } from '../../../api/client';
import { isNotFound } from '../../../api/errors';
import { useLiveChanges, useLiveState } from '../../../api/useLive';
import { searchProblem } from '../../../widgets/search/problem';
import { applyIssue, dropIssues } from '../issueCache';
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
    // The first page is fetched anew for its figures; whatever people did is asked for row by row.
    const counted = (c: { change: string }) => c.change === 'updated' || c.change === 'created';
    const first = new Set(head.data?.items.map((i) => i.id));
    const asked = inView.filter((c) => !counted(c) || !first.has(c.subject)).map((c) => c.subject);
    void refreshRows(new Set(asked));
  });

  // Each listed row that changed, where it stands; but never a flood of them.
  async function refreshRows(subjects: ReadonlySet<number>) {
    const listed = mergeRows(pages, undefined).filter((i) => subjects.has(i.id));
    for (const { id } of listed.slice(0, maxSingleFetches)) {
      try {
        applyIssue(queries, await call('getIssue', { path: { issue_id: String(id) } }), { inPlace: true });
      } catch (error) {
        // Deleted, or merged into another one.
        if (isNotFound(error)) dropIssues(queries, new Set([id]));
      }
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
