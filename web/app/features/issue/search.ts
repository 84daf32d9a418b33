import { id, oneOf, present, text } from '../../ui/search';

export const statuses = ['open', 'resolved', 'ignored', 'archived', 'all'] as const;
export const sorts = ['last_seen', 'first_seen', 'events', 'users', 'level'] as const;
export const periods = ['24h', '7d', '14d', '30d', '90d'] as const;
export const tabs = ['event', 'occurrences', 'activity', 'feedback'] as const;

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

/** What the address of an issue holds. */
export function issueSearch(search: Record<string, unknown>) {
  return present({
    project: id(search.project),
    event: text(search.event),
    tab: oneOf(tabs, search.tab),
    period: oneOf(periods, search.period),
  });
}
