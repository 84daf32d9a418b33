import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { q } from '../../api/client';
import { Failure } from '../../ui/Failure';
import { FeedbackList } from '../../widgets/event/FeedbackList';
import classes from './FeedbackTab.module.css';
import type { IssueViewProps } from './view';

/** What users wrote about any event of the issue. */
export function FeedbackTab({ issueId }: IssueViewProps) {
  const query = useQuery(q('listIssueFeedback', { path: { issue_id: issueId } }));
  if (query.isPending) return <Skeleton height={120} mt={20} />;
  if (!query.data)
    return (
      <Failure
        title="The feedback could not be loaded"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  return (
    <div className={classes.tab}>
      {query.data.items.length === 0 ? (
        <p className="muted">Nobody has written about this issue.</p>
      ) : (
        <FeedbackList feedback={query.data.items} />
      )}
    </div>
  );
}
