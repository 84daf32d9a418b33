import type { Issue } from '../../../api/schema';

/** Which issues an action is for: some of the rows, or everything that the search matches. */
export interface Selection {
  ids: ReadonlySet<number>;
  /** Where a range begins: the row that was chosen last. */
  anchor: number | undefined;
  /** All that match, listed or not. */
  whole: boolean;
}

export const nothing: Selection = { ids: new Set(), anchor: undefined, whole: false };

/** Chooses a row, or lets it go. */
export function toggled(selection: Selection, id: number): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: id, whole: false };
}

/** Chooses every row from the one that was chosen last to this one. */
export function ranged(selection: Selection, rows: Issue[], id: number): Selection {
  const at = (wanted: number | undefined) => rows.findIndex((row) => row.id === wanted);
  const [one, other] = [at(selection.anchor), at(id)];
  if (one < 0 || other < 0) return toggled(selection, id);
  const between = rows.slice(Math.min(one, other), Math.max(one, other) + 1).map((row) => row.id);
  return { ids: new Set([...selection.ids, ...between]), anchor: id, whole: false };
}

/** Chooses all rows that are listed, or none when all are. */
export function turnedAll(selection: Selection, rows: Issue[]): Selection {
  if (rows.length > 0 && chosenOf(selection, rows).length === rows.length) return nothing;
  return { ids: new Set(rows.map((row) => row.id)), anchor: undefined, whole: false };
}

/** The rows that are chosen; what left the list is not any more. */
export function chosenOf(selection: Selection, rows: Issue[]): Issue[] {
  return selection.whole ? rows : rows.filter((row) => selection.ids.has(row.id));
}
