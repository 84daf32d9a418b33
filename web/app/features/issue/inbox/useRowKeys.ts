import { useLocation } from '@tanstack/react-router';
import { type RefObject, useState } from 'react';
import type { Issue } from '../../../api/schema';
import { useKeys } from '../../../ui/useKeys';

interface RowKeys {
  rows: Issue[];
  /** The element that holds the rows. */
  body: RefObject<HTMLElement | null>;
  /** The first row in view, where the keys begin. */
  first: () => number;
  reveal: (index: number) => void;
}

interface Row {
  id: number;
  index: number;
}

const memory = 'belfry-row';

/** The row survives a visit to its issue: who comes back to this entry of the history finds it again. */
function useRememberedRow() {
  const entry = useLocation({ select: (location) => location.state.__TSR_key ?? '' });
  const [row, setRow] = useState<Row | undefined>(() => {
    const [key, id, index] = (sessionStorage.getItem(memory) ?? '').split(' ');
    return key && key === entry ? { id: Number(id), index: Number(index) } : undefined;
  });
  const remember = (next: Row) => {
    sessionStorage.setItem(memory, `${entry} ${next.id} ${next.index}`);
    setRow(next);
  };
  return [row, remember] as const;
}

/** The row that the keys are at, by issue, so that it stays when rows come and go. */
export function useRowKeys({ rows, body, first, reveal }: RowKeys) {
  const [active, setActive] = useRememberedRow();
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
  useKeys({
    j: () => moveTo(index < 0 ? first() : index + 1),
    k: () => moveTo(index < 0 ? first() : index - 1),
  });
  return {
    issue,
    set: (id: number, at: number) => setActive({ id, index: at }),
    /** Notes the place of the row before it may leave the list. */
    hold: () => issue && setActive({ id: issue.id, index }),
  };
}
