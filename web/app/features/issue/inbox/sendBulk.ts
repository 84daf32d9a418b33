import { call } from '../../../api/client';
import type { BulkAction } from './bulk';
import { type InboxSearch, scopeOf } from './search';

/** Has the server do it, to the issues named or to all that the search matches; answers how many changed. */
export async function sendBulk(
  action: BulkAction,
  of: { ids: number[] } | { search: InboxSearch },
): Promise<number> {
  const { changed } = await call('updateIssues', { body: { ...meant(of), action } });
  return changed;
}

function meant(of: { ids: number[] } | { search: InboxSearch }) {
  if ('ids' in of) return of;
  const { project, ...filter } = scopeOf(of.search);
  return { filter: { ...filter, projects: project, status: of.search.status } };
}
