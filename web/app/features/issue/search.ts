import { id, oneOf, present, text } from '../../ui/search';

export const statuses = ['open', 'resolved', 'ignored', 'archived', 'all'] as const;
export const sorts = ['last_seen', 'first_seen', 'events', 'users', 'level'] as const;
export const periods = ['24h', '7d', '14d', '30d', '90d'] as const;
export const tabs = ['event', 'occurrences', 'activity', 'feedback'] as const;

export type Sort = (typeof sorts)[number];
export type Period = (typeof periods)[number];
export type Tab = (typeof tabs)[number];

/** What the address of the inbox holds; absent means the default. */
export function inboxSearch(search: Record<string, unknown>) {
  return present({
    project: id(search.project),
    status: oneOf(statuses, search.status),
    query: text(search.query),
    sort: oneOf(sorts, search.sort),
    order: oneOf(['asc', 'desc'] as const, search.order),
  });
}

export type InboxSearch = ReturnType<typeof inboxSearch>;

/** What the address of an issue holds. */
export function issueSearch(search: Record<string, unknown>) {
  return present({
    project: id(search.project),
    event: text(search.event),
    tab: oneOf(tabs, search.tab),
    period: oneOf(periods, search.period),
  });
}

export type IssueSearch = ReturnType<typeof issueSearch>;

/** The part of the address that says which issues, whatever their status and order. */
export function scopeOf({ project, query }: InboxSearch) {
  return present({ query, project: project === undefined ? undefined : [project] });
}

/** The address of the inbox as parameters of the list. */
export function listQuery(search: InboxSearch) {
  const { status, sort, order } = search;
  return { ...scopeOf(search), ...present({ status, sort, order }) };
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
