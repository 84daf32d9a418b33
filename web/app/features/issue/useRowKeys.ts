import { type RefObject, useState } from 'react';
import type { Issue } from '../../api/schema';
import { useKeys } from '../../ui/useKeys';
import { toggled, useSetStatus } from './useSetStatus';

interface RowKeys {
  rows: Issue[];
  /** The element that holds the rows. */
  body: RefObject<HTMLElement | null>;
  /** The first row in view, where the keys begin. */
  first: () => number;
  reveal: (index: number) => void;
  open: (issue: Issue) => void;
  showNew: () => void;
}

/** The row that the keys are at, by issue, so that it stays when rows come and go. */
export function useRowKeys({ rows, body, first, reveal, open, showNew }: RowKeys) {
  const [active, setActive] = useState<{ id: number; index: number }>();
  const setStatus = useSetStatus();
  const found = rows.findIndex((row) => row.id === active?.id);
  // A row that left the list hands its place to the next one.
  const index = found >= 0 ? found : active ? Math.min(active.index, rows.length - 1) : -1;
  const issue = rows[index];

  const moveTo = (wanted: number) => {
    const to = Math.max(0, Math.min(rows.length - 1, wanted));
    const target = rows[to];
    if (!target) return;
    setActive({ id: target.id, index: to });
    reveal(to);
    const focus = () =>
      body.current
        ?.querySelector<HTMLElement>(`[data-issue="${target.id}"] a`)
        ?.focus({ preventScroll: true });
    requestAnimationFrame(focus);
  };
  const act = (status: 'resolved' | 'ignored') => () => {
    if (!issue) return;
    setActive({ id: issue.id, index });
    setStatus(issue, toggled(issue, status));
  };
  const openIt = () => issue && open(issue);
  useKeys({
    j: () => moveTo(index < 0 ? first() : index + 1),
    k: () => moveTo(index < 0 ? first() : index - 1),
    o: openIt,
    Enter: openIt,
    e: act('resolved'),
    i: act('ignored'),
    '.': showNew,
  });
  return { id: issue?.id, set: (id: number, at: number) => setActive({ id, index: at }) };
}
