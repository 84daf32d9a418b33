import { call } from '../../../api/client';
import type { BulkAction } from './bulk';
import type { InboxSearch } from './search';

/** Has the server do it; answers how many issues changed. */
export async function sendBulk(
  action: BulkAction,
  of: { ids: number[] } | { search: InboxSearch },
): Promise<number> {
  if (!('ids' in of) || !action.status) throw new Error('not yet');
  for (const id of of.ids)
    await call('updateIssue', { path: { issue_id: String(id) }, body: { status: action.status } });
  return of.ids.length;
}
