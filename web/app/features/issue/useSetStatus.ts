import { useQueryClient } from '@tanstack/react-query';
import { call, invalidate } from '../../api/client';
import { toUserMessage } from '../../api/errors';
import type { Issue, IssueStatus } from '../../api/schema';
import { toast } from '../../ui/toast';
import { applyIssue as writeIssue } from './issueCache';

const done: Record<IssueStatus, string> = {
  open: 'reopened',
  resolved: 'resolved',
  ignored: 'ignored',
  archived: 'archived',
};

/** Changes the status of an issue at once, on the page and on the server, and offers to undo it. */
export function useSetStatus() {
  const queries = useQueryClient();
  const applyIssue = (issue: Issue) => writeIssue(queries, issue);
  const settle = () => invalidate(queries, 'countIssues', 'listIssueActivity', 'listProjects');

  async function set(issue: Issue, status: IssueStatus, undoable: boolean) {
    applyIssue({ ...issue, status });
    try {
      applyIssue(await call('updateIssue', { path: { issue_id: String(issue.id) }, body: { status } }));
    } catch (error) {
      applyIssue(issue);
      await invalidate(queries, 'listIssues');
      return toast.failure(`${issue.short_id} stays ${issue.status}: ${toUserMessage(error)}`);
    }
    await settle();
    if (!undoable) return invalidate(queries, 'listIssues');
    const undo = () => void set({ ...issue, status }, issue.status, false);
    toast.success(`${issue.short_id} ${done[status]}.`, { label: 'Undo', onClick: undo });
  }

  return (issue: Issue, status: IssueStatus) => void set(issue, status, true);
}

/** Resolves, ignores or archives; reopens what already is. */
export function toggled(issue: Issue, status: Exclude<IssueStatus, 'open'>): IssueStatus {
  return issue.status === status ? 'open' : status;
}
