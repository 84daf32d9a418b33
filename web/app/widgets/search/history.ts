const most = 5;

/** The latest searches of this browser, newest first. Where storage is forbidden, there are none. */
export function recent(of: string): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(`belfry-searches-${of}`) ?? '[]');
    return Array.isArray(stored) ? stored.filter((s) => typeof s === 'string').slice(0, most) : [];
  } catch {
    return [];
  }
}

/** Notes a search that was made. */
export function remember(of: string, search: string) {
  if (!search) return;
  const searches = [search, ...recent(of).filter((s) => s !== search)].slice(0, most);
  try {
    localStorage.setItem(`belfry-searches-${of}`, JSON.stringify(searches));
  } catch {
    // Private windows have no storage; the search itself works all the same.
  }
}
