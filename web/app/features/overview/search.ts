import { id, oneOf, present } from '../../ui/search';

export const periods = ['24h', '7d', '30d'] as const;
export type Period = (typeof periods)[number];

/** What the address of the overview says: the tab and the period of the chart. */
export function overviewSearch(search: Record<string, unknown>) {
  return present({
    group: search.group === 'favorites' ? ('favorites' as const) : id(search.group),
    period: oneOf(periods, search.period),
  });
}

export type OverviewSearch = ReturnType<typeof overviewSearch>;

/** The parameters of the operation for a search. */
export function overviewParams({ group, period }: OverviewSearch) {
  return {
    query: {
      period: period ?? '24h',
      group: typeof group === 'number' ? group : undefined,
      favorites: group === 'favorites' || undefined,
      tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
  };
}
