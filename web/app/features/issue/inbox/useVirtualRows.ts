import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { Issue } from '../../../api/schema';
import type { useInbox } from './useInbox';

const deskRow = 52;
const phoneRow = 88;
const ahead = 12;

interface VirtualRows {
  rows: Issue[];
  list: ReturnType<typeof useInbox>['list'];
  phone: boolean;
}

/** Which rows are in view; asks for more as the end comes near. */
export function useVirtualRows({ rows, list, phone }: VirtualRows) {
  const body = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (phone ? phoneRow : deskRow),
    getItemKey: (i) => rows[i]?.id ?? i,
    overscan: 8,
    scrollMargin: offset,
    // Keeps the row that the keys move to clear of the bars.
    scrollPaddingStart: 100,
    scrollPaddingEnd: phone ? 70 : 16,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const wantsMore =
    list.hasNextPage && !list.isFetchingNextPage && !list.isFetchNextPageError && last >= rows.length - ahead;
  const { fetchNextPage } = list;

  // Where the list begins in the page is known only once it is drawn, and what stands above it may grow.
  useEffect(() => {
    const measure = () => setOffset(body.current?.offsetTop ?? 0);
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(document.body);
    return () => watcher.disconnect();
  }, []);
  // Rows come into view by scrolling, which the virtualizer follows for us.
  useEffect(() => {
    if (wantsMore) void fetchNextPage();
  }, [wantsMore, fetchNextPage]);
  // Another row height for another width.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the width matters
  useEffect(() => virtual.measure(), [phone]);

  return { virtual, items, body, height: virtual.getTotalSize() };
}
