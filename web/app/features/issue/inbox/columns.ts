/** The columns that one may choose, in the order in which they stand. */
export const columns = [
  'trend',
  'events',
  'users',
  'last_seen',
  'first_seen',
  'release',
  'priority',
  'assignee',
] as const;

export type Column = (typeof columns)[number];

/** Name in the head, and in the menu where the head has none to show. */
export const columnNames: Record<Column, string> = {
  trend: 'Trend',
  events: 'Events',
  users: 'Users',
  last_seen: 'Last seen',
  first_seen: 'Age',
  release: 'Release',
  priority: 'Priority',
  assignee: 'Assignee',
};

export const defaultColumns: readonly Column[] = columns.filter((c) => c !== 'priority');

const widths: Record<Column, number> = {
  trend: 136,
  events: 68,
  users: 64,
  last_seen: 104,
  first_seen: 60,
  release: 140,
  priority: 72,
  assignee: 52,
};

/** Which columns give way first as the window narrows. */
const leaving: readonly Column[] = ['release', 'first_seen', 'trend', 'priority', 'assignee'];

/** How much room there is: a phone, or one of three widths of a desk. */
export type Room = 'phone' | 'narrow' | 'medium' | 'wide';

const leave: Record<Room, number> = { phone: 2, narrow: 3, medium: 2, wide: 0 };

/** The columns that are drawn, of those that were chosen. */
export function shown(chosen: readonly Column[], room: Room): Column[] {
  const gone = new Set(leaving.slice(0, leave[room]));
  return columns.filter((c) => chosen.includes(c) && !gone.has(c) && !(room === 'phone' && c === 'trend'));
}

/** The tracks of the grid that the head and every row are. */
export function template(drawn: readonly Column[]): string {
  return ['28px', 'minmax(0, 1fr)', ...drawn.map((c) => `${widths[c]}px`), '72px'].join(' ');
}

/** The columns that an address names, in their order: “events,users”; undefined for the usual ones. */
export function columnsIn(value: unknown): string | undefined {
  const names = typeof value === 'string' ? value.split(',') : [];
  const chosen = columns.filter((c) => names.includes(c)).join(',');
  return chosen === '' || chosen === defaultColumns.join(',') ? undefined : chosen;
}

/** The columns that were chosen. */
export function chosenColumns(named: string | undefined): readonly Column[] {
  return named ? columns.filter((c) => named.split(',').includes(c)) : defaultColumns;
}
