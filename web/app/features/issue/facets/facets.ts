const titles: Record<string, string> = {
  release: 'Release',
  environment: 'Environment',
  user: 'Users',
  url: 'Address',
  transaction: 'Transaction',
};

/** What a facet is called: tags keep their names. */
export const titleOf = (name: string): string => titles[name] ?? name;

/** A part of a whole in words: "12 %", "< 1 %". */
export function percent(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return '0 %';
  const share = Math.round((100 * part) / whole);
  return share === 0 ? '< 1 %' : `${Math.min(100, share)} %`;
}

/** A search with one more filter; the same one twice is one. */
export function withFilter(search: string | undefined, filter: string): string {
  if (!search) return filter;
  return ` ${search} `.includes(` ${filter} `) ? search : `${search} ${filter}`;
}

/** Facets with those that every program has first, and the others as they came. */
export function inOrder<T extends { name: string }>(facets: T[]): T[] {
  const rank = ({ name }: T) => Object.keys(titles).indexOf(name) + 1 || Number.POSITIVE_INFINITY;
  return facets.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
}
