import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { call, invalidate } from '../../../api/client';
import { toUserMessage } from '../../../api/errors';
import { toast } from '../../../ui/toast';

/** The comments on an issue, all pages that were asked for, and what can be done to them. */
export function useComments(issueId: string) {
  const queries = useQueryClient();
  const path = { issue_id: issueId };
  const list = useInfiniteQuery({
    queryKey: ['listComments', { path }],
    queryFn: ({ pageParam, signal }) =>
      call('listComments', { path, query: { limit: 200, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  async function run(change: () => Promise<unknown>): Promise<boolean> {
    try {
      await change();
    } catch (error) {
      toast.failure(toUserMessage(error));
      return false;
    }
    await invalidate(queries, 'listComments', 'getIssue', 'listIssueActivity', 'listFollowers');
    return true;
  }
  return {
    list,
    comments: list.data?.pages.flatMap((page) => page.items) ?? [],
    add: (body: string, parent?: number) =>
      run(() => call('createComment', { path, body: { body, parent_id: parent } })),
    change: (id: number, body: string) =>
      run(() => call('updateComment', { path: { ...path, comment_id: id }, body: { body } })),
    remove: (id: number) => run(() => call('deleteComment', { path: { ...path, comment_id: id } })),
  };
}

export type CommentActions = Pick<ReturnType<typeof useComments>, 'add' | 'change' | 'remove'>;
