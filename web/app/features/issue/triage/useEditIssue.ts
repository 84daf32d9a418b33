import { useQueryClient } from '@tanstack/react-query';
import { call, type Input, invalidate, type OperationId } from '../../../api/client';
import { toUserMessage } from '../../../api/errors';
import type { Issue } from '../../../api/schema';
import { toast } from '../../../ui/toast';
import { useSession } from '../../../widgets/useSession';
import { applyIssue } from '../issueCache';

type Edit = NonNullable<Input<'updateIssue'>['body']>;

/** Whether the reader may change issues. */
export function useMayEdit() {
  return useSession().user.role !== 'viewer';
}

/** Calls what changes an issue, and shows the outcome wherever the issue is shown. */
export function useEditIssue(issue: Issue) {
  const queries = useQueryClient();
  const stale: OperationId[] = ['countIssues', 'listIssueActivity', 'listFollowers', 'listIssues'];

  async function run(change: () => Promise<Issue | undefined>) {
    try {
      const changed = await change();
      if (changed) applyIssue(queries, changed);
      else await invalidate(queries, 'getIssue');
      await invalidate(queries, ...stale);
      return true;
    } catch (error) {
      toast.failure(toUserMessage(error));
      return false;
    }
  }

  const path = { issue_id: String(issue.id) };
  return {
    edit: (body: Edit) => run(() => call('updateIssue', { path, body })),
    tag: (key: string, value: string) => run(() => call('tagIssue', { path, body: { key, value } })),
    untag: (key: string, value: string) => run(() => call('untagIssue', { path, query: { key, value } })),
    follow: (on: boolean) =>
      run(async () => {
        await call(on ? 'followIssue' : 'unfollowIssue', { path });
        return undefined;
      }),
  };
}
