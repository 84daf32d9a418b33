import { useQueryClient } from '@tanstack/react-query';
import { invalidate } from '../../../api/client';
import { toUserMessage } from '../../../api/errors';
import { toast } from '../../../ui/toast';
import { applyIssue, dropIssues } from '../issueCache';
import { type BulkAction, changedBy, doneSentence, type Target, undoing } from './bulk';
import type { InboxSearch } from './search';
import { sendBulk } from './sendBulk';

/** Does something to many issues at once, and offers to undo it where that is possible. */
export function useBulk(search: InboxSearch) {
  const queries = useQueryClient();
  const renew = () => invalidate(queries, 'listIssues', 'countIssues', 'listIssueActivity', 'listProjects');

  // The rows change at once where it is plain how; what only the server can tell is fetched again.
  async function settle(action: BulkAction, target: Target) {
    if (target.whole) return renew();
    if (action.delete || action.merge_into) {
      const gone = target.issues.map((i) => i.id).filter((id) => id !== action.merge_into);
      dropIssues(queries, new Set(gone));
      return action.merge_into ? renew() : invalidate(queries, 'countIssues', 'listProjects');
    }
    for (const issue of target.issues) applyIssue(queries, changedBy(action, issue));
    if (action.assignee !== undefined || action.add_tags) return renew();
    return invalidate(queries, 'countIssues', 'listIssueActivity', 'listProjects');
  }

  async function undo(steps: [BulkAction, number[]][]) {
    try {
      for (const [action, ids] of steps) await sendBulk(action, { ids });
    } catch (error) {
      toast.failure(`Not everything could be undone: ${toUserMessage(error)}`);
    }
    await renew();
  }

  return async (action: BulkAction, target: Target): Promise<boolean> => {
    try {
      const of = target.whole ? { search } : { ids: target.issues.map((i) => i.id) };
      const changed = await sendBulk(action, of);
      const steps = undoing(action, target);
      toast.success(
        doneSentence(action, changed),
        steps && { label: 'Undo', onClick: () => void undo(steps) },
      );
    } catch (error) {
      toast.failure(toUserMessage(error));
      await renew();
      return false;
    }
    await settle(action, target);
    return true;
  };
}
