// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn on demand cannot be those of a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the link in a row takes the focus
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { Issue } from '../../api/schema';
import { paths } from '../../paths';
import classes from './IssueList.module.css';
import { IssueListHeader } from './IssueListHeader';
import { IssueRow } from './IssueRow';
import type { InboxSearch } from './search';
import type { useInbox } from './useInbox';
import { useRowKeys } from './useRowKeys';

const deskRow = 52;
const phoneRow = 88;
const ahead = 12;

interface IssueListProps {
  rows: Issue[];
  list: ReturnType<typeof useInbox>['list'];
  search: InboxSearch;
  showNew: () => void;
}

/** The rows, of which only those in view are drawn, and the keys that move among them. */
export function IssueList({ rows, list, search, showNew }: IssueListProps) {
  const phone = useMediaQuery('(max-width: 760px)', undefined, { getInitialValueInEffect: false });
  const navigate = useNavigate();
  const body = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (phone ? phoneRow : deskRow),
    getItemKey: (i) => rows[i]?.id ?? i,
    overscan: 8,
    scrollMargin: offset,
    // Keeps the row that the keys move to clear of the bars.
    scrollPaddingStart: 96,
    scrollPaddingEnd: phone ? 70 : 16,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const wantsMore =
    list.hasNextPage && !list.isFetchingNextPage && !list.isFetchNextPageError && last >= rows.length - ahead;
  const { fetchNextPage } = list;

  // Where the list begins in the page is known only once it is drawn.
  useEffect(() => setOffset(body.current?.offsetTop ?? 0), []);
  // Rows come into view by scrolling, which the virtualizer follows for us.
  useEffect(() => {
    if (wantsMore) void fetchNextPage();
  }, [wantsMore, fetchNextPage]);
  // Another row height for another width.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the width matters
  useEffect(() => virtual.measure(), [phone]);

  const active = useRowKeys({
    rows,
    body,
    first: () => (virtual.scrollOffset ? (virtual.range?.startIndex ?? 0) + 2 : 0),
    reveal: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
    open: (issue) => void navigate(paths.issue(issue.short_id, { project: search.project })),
    showNew,
  });

  return (
    <div className={classes.table}>
      <div role="table" aria-label="Issues" aria-rowcount={list.hasNextPage ? -1 : rows.length + 1}>
        <div role="rowgroup">
          <IssueListHeader search={search} />
        </div>
        <div role="rowgroup" ref={body} className={classes.body} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const issue = rows[item.index];
            return issue ? (
              <IssueRow
                key={item.key}
                issue={issue}
                index={item.index}
                top={item.start - virtual.options.scrollMargin}
                height={item.size}
                project={search.project}
                active={active.id === issue.id}
                onFocus={active.set}
              />
            ) : null;
          })}
        </div>
      </div>
      {list.hasNextPage && (
        <div className={classes.more}>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </div>
  );
}
