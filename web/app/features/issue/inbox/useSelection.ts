import { useState } from 'react';
import type { Issue } from '../../../api/schema';
import { chosenOf, nothing, ranged, toggled, turnedAll } from './selection';

/** The selection in a list; another list, as its key tells, begins without one. */
export function useSelection(rows: Issue[], key: string) {
  const [state, setState] = useState({ key, selection: nothing });
  const selection = state.key === key ? state.selection : nothing;
  const set = (next: typeof nothing) => setState({ key, selection: next });
  const chosen = chosenOf(selection, rows);
  return {
    chosen,
    whole: selection.whole,
    has: (id: number) => selection.whole || selection.ids.has(id),
    toggle: (id: number) => set(toggled(selection, id)),
    extend: (id: number) => set(ranged(selection, rows, id)),
    turnAll: () => set(turnedAll(selection, rows)),
    takeWhole: () => set({ ...selection, whole: true }),
    clear: () => set(nothing),
  };
}

export type SelectionHandle = ReturnType<typeof useSelection>;
