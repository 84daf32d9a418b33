import { id, oneOf, present, text } from '../../../ui/search';
import { columnsIn } from './columns';

export const statuses = ['open', 'resolved', 'ignored', 'archived', 'all'] as const;
export const sorts = ['last_seen', 'first_seen', 'events', 'users', 'trend', 'priority', 'level'] as const;
export const ranges = ['1h', '24h', '7d', '14d', '30d', '90d'] as const;

export type Status = (typeof statuses)[number];
export type Sort = (typeof sorts)[number];
export type Range = (typeof ranges)[number];

/** What the address of the inbox holds; absent means the default. */
export function inboxSearch(search: Record<string, unknown>) {
  const from = instant(search.from);
  const to = instant(search.to);
  return present({
    project: id(search.project),
    /** The saved view that was opened last. */
    view: id(search.view),
    status: oneOf(statuses, search.status),
    query: text(search.query),
    sort: oneOf(sorts, search.sort),
    order: oneOf(['asc', 'desc'] as const, search.order),
    /** Seen within this long; an absolute range goes first. */
    range: from || to ? undefined : oneOf(ranges, search.range),
    from,
    to,
    /** How far the small charts reach back. */
    trend: oneOf(['14d'] as const, search.trend),
    columns: columnsIn(search.columns),
  });
}

export type InboxSearch = ReturnType<typeof inboxSearch>;

// A point in time as the address has it: anything that Date reads, kept as it is.
function instant(value: unknown): string | undefined {
  const said = text(value);
  return said && !Number.isNaN(Date.parse(said)) ? said : undefined;
}

/** Which time zone “today” is meant in. */
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

// A range that moves with the clock is a term of the search, so that the list keeps one name in the cache.
function queryOf({ query, range }: InboxSearch): string | undefined {
  const term = range && `last_seen:-${range}`;
  if (!query || !term) return query ?? term;
  return `(${query}) ${term}`;
}

/** How many characters stand before the reader's search in what the server is asked. */
export function queryOffset({ query, range }: InboxSearch): number {
  return query && range ? 1 : 0;
}

/** The part of the address that says which issues, whatever their status and order. */
export function scopeOf(search: InboxSearch) {
  const { project, from, to } = search;
  return present({
    query: queryOf(search),
    project: project === undefined ? undefined : [project],
    from: from && new Date(from).toISOString(),
    to: to && new Date(to).toISOString(),
    tz: search.query?.includes('today') ? zone : undefined,
  });
}

/** The address of the inbox as parameters of the list. */
export function listQuery(search: InboxSearch) {
  const { status, sort, order, trend } = search;
  return { ...scopeOf(search), ...present({ status, sort, order, trend }) };
}

/** The search that sorts by another column, or the other way by the same one. */
export function sortedBy(search: InboxSearch, sort: Sort): InboxSearch {
  const current = search.sort ?? 'last_seen';
  const turned = current === sort && search.order !== 'asc';
  return present({
    ...search,
    sort: sort === 'last_seen' ? undefined : sort,
    order: turned ? 'asc' : undefined,
  });
}

/** True when the search itself says which statuses it wants, which then overrides the tab. */
export function asksForStatus(query: string | undefined): boolean {
  return /(^|[\s(])!?is:/.test(query ?? '');
}

/** The search without the statuses that it asks for by itself, so that a tab can. */
export function withoutStatus(query: string | undefined): string | undefined {
  const rest = query?.replace(/(^|\s)!?is:(open|unresolved|resolved|ignored|snoozed|archived)(?=\s|$)/g, '');
  return rest?.trim() || undefined;
}

type ViewState = Record<string, string>;

/** What a saved view keeps of the address: all of it but the project. */
export function viewState({ project: _, view: __, ...rest }: InboxSearch): ViewState {
  return rest;
}

/** The address that a saved view stands for. */
export function viewSearch(view: { id: number; state: ViewState }, project: number | undefined): InboxSearch {
  return inboxSearch({ ...view.state, view: view.id, project });
}

/** Whether the address still shows what the view was saved with. */
export function showsView(search: InboxSearch, state: ViewState): boolean {
  const now = viewState(search);
  const saved = viewState(inboxSearch(state));
  const names = new Set([...Object.keys(now), ...Object.keys(saved)]);
  return [...names].every((name) => now[name] === saved[name]);
}
