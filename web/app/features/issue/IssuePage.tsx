import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import { q } from '../../api/client';
import { ActivityTab, RecentActivity } from './ActivityTab';
import { EventTab } from './EventTab';
import { FeedbackTab } from './FeedbackTab';
import { FacetBars } from './facets/FacetBars';
import { IssueFacts } from './IssueFacts';
import { IssueHeader } from './IssueHeader';
import classes from './IssuePage.module.css';
import { IssueSkeleton } from './IssueSkeleton';
import { IssueTabs } from './IssueTabs';
import { IssueTrend } from './IssueTrend';
import { MergedNote } from './merge/MergedNote';
import type { Tab } from './search';
import { TriagePanel } from './triage/TriagePanel';
import { useIssueLive } from './useIssueLive';
import type { IssueViewProps } from './view';

const route = getRouteApi('/shell/issues/$issueId');

const views: Record<Tab, ComponentType<IssueViewProps>> = {
  event: EventTab,
  occurrences: lazy(async () => ({ default: (await import('./events/EventsTab')).EventsTab })),
  timeline: lazy(async () => ({ default: (await import('./timeline/TimelineTab')).TimelineTab })),
  similar: lazy(async () => ({ default: (await import('./similar/SimilarTab')).SimilarTab })),
  comments: lazy(async () => ({ default: (await import('./comments/CommentsTab')).CommentsTab })),
  activity: ActivityTab,
  grouping: lazy(async () => ({ default: (await import('./merge/GroupingTab')).GroupingTab })),
  feedback: FeedbackTab,
};

/** One issue: what it is, how often, and its events one by one. */
export default function IssuePage() {
  const { issueId } = route.useParams();
  const search = route.useSearch();
  const { data: issue, error, isPending } = useQuery(q('getIssue', { path: { issue_id: issueId } }));
  useIssueLive(issue?.id);
  if (isPending) return <IssueSkeleton />;
  if (!issue) throw error;
  const View = views[search.tab ?? 'event'];
  return (
    <div className={classes.page}>
      <title>{`${issue.short_id}: ${issue.title} · Belfry`}</title>
      <MergedNote issue={issue} />
      <IssueHeader issue={issue} search={search} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <IssueTrend key={issue.id} issueId={issueId} issue={issue} search={search} />
          <IssueTabs issueId={issueId} issue={issue} search={search} />
          <Suspense fallback={<Skeleton height={420} mt={20} />}>
            <View issueId={issueId} issue={issue} search={search} />
          </Suspense>
        </div>
        <IssueFacts issue={issue} lead={<TriagePanel issue={issue} />}>
          <FacetBars issueId={issueId} search={search} />
          <RecentActivity issueId={issueId} issue={issue} />
        </IssueFacts>
      </div>
    </div>
  );
}
