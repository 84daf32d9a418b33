import { id, instant, oneOf, present, text } from '../../ui/search';

export const periods = ['24h', '7d', '14d', '30d', '90d'] as const;
export const tabs = [
  'event',
  'occurrences',
  'timeline',
  'similar',
  'comments',
  'activity',
  'grouping',
  'feedback',
] as const;

export type Period = (typeof periods)[number];
export type Tab = (typeof tabs)[number];

/** What the address of an issue holds. */
export function issueSearch(search: Record<string, unknown>) {
  return present({
    project: id(search.project),
    event: text(search.event),
    tab: oneOf(tabs, search.tab),
    period: oneOf(periods, search.period),
    /** A stretch of time that was chosen in the chart, RFC 3339. */
    from: instant(search.from),
    to: instant(search.to),
    /** Which events the table shows, and which of their tags as columns. */
    find: text(search.find),
    columns: text(search.columns),
  });
}

export type IssueSearch = ReturnType<typeof issueSearch>;
