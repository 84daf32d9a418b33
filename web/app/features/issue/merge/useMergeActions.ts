import { useQueryClient } from '@tanstack/react-query';
import { invalidate } from '../../../api/client';

/** Fetches everything again that a merge or its undoing changes. */
export function useRegrouped() {
  const queries = useQueryClient();
  return () =>
    invalidate(
      queries,
      'getIssue',
      'getIssueTrend',
      'getIssueEvent',
      'listIssueEvents',
      'listIssueActivity',
      'listIssueFeedback',
      'listIssueFingerprints',
      'listIssueMerges',
      'listIssues',
      'countIssues',
    );
}
