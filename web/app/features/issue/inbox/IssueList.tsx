// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn on demand cannot be those of a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the link in a row takes the focus
import { Button } from '@mantine/core';
import { type CSSProperties, lazy, Suspense } from 'react';
import type { Issue } from '../../../api/schema';
import { BulkBar } from './BulkBar';
import { chosenColumns, shown, template } from './columns';
import classes from './IssueList.module.css';
import { IssueListHeader } from './IssueListHeader';
import { IssueRow } from './IssueRow';
import { asksForStatus, type InboxSearch, listQuery } from './search';
import type { useInbox } from './useInbox';
import { useRoom } from './useRoom';
import { useRowKeys } from './useRowKeys';
import { useSelection } from './useSelection';
import { useTriage } from './useTriage';
import { useVirtualRows } from './useVirtualRows';

const BulkDialogs = lazy(() => import('./BulkDialogs'));

interface IssueListProps {
  rows: Issue[];
  list: ReturnType<typeof useInbox>['list'];
  search: InboxSearch;
  /** How many issues the search matches, listed or not. */
  total: number | undefined;
  showNew: () => void;
}

/** The rows, of which only those in view are drawn, and what one can do with them. */
export function IssueList({ rows, list, search, total, showNew }: IssueListProps) {
  const room = useRoom();
  const { virtual, items, body, height } = useVirtualRows({ rows, list, phone: room === 'phone' });
  const columns = shown(chosenColumns(search.columns), room);
  const selection = useSelection(rows, JSON.stringify(listQuery(search)));
  const active = useRowKeys({
    rows,
    body,
    first: () => (virtual.scrollOffset ? (virtual.range?.startIndex ?? 0) + 2 : 0),
    reveal: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
  });
  const triage = useTriage({ active, selection, search, total, showNew });
  const choosing = selection.chosen.length > 0;
  const status = asksForStatus(search.query) ? 'all' : (search.status ?? 'open');
  return (
    <div className={classes.table} style={{ '--tracks': template(columns) } as CSSProperties}>
      <div role="table" aria-label="Issues" aria-rowcount={list.hasNextPage ? -1 : rows.length + 1}>
        <div role="rowgroup" className={classes.head}>
          {choosing ? (
            <BulkBar
              selection={selection}
              target={triage.target}
              rows={rows.length}
              total={total}
              act={triage.act}
              ask={triage.ask}
            />
          ) : (
            <IssueListHeader search={search} columns={columns} selection={selection} rows={rows.length} />
          )}
        </div>
        <div role="rowgroup" ref={body} className={classes.body} style={{ height }}>
          {items.map((item) => {
            const issue = rows[item.index];
            return issue ? (
              <IssueRow
                key={item.key}
                issue={issue}
                index={item.index}
                top={item.start - virtual.options.scrollMargin}
                height={item.size}
                columns={columns}
                span={search.trend ? '14 days' : '24 hours'}
                project={search.project}
                active={active.issue?.id === issue.id}
                selected={selection.has(issue.id)}
                left={status !== 'all' && issue.status !== status}
                onFocus={active.set}
                onSelect={(id, range) => (range ? selection.extend(id) : selection.toggle(id))}
              />
            ) : null;
          })}
        </div>
      </div>
      <Suspense fallback={null}>
        {(triage.question || triage.unsure) && <BulkDialogs triage={triage} />}
      </Suspense>
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
    </div>
  );
}
