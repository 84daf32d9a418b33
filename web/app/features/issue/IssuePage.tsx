import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { q } from '../../api/client';
import { ActivityTab, RecentActivity } from './ActivityTab';
import { EventTab } from './EventTab';
import { EventsTab } from './events/EventsTab';
import { FacetBars } from './facets/FacetBars';
import { FeedbackTab } from './FeedbackTab';
import { IssueFacts } from './IssueFacts';
import { IssueHeader } from './IssueHeader';
import classes from './IssuePage.module.css';
import { IssueSkeleton } from './IssueSkeleton';
import { IssueTabs } from './IssueTabs';
import { IssueTrend } from './IssueTrend';
import { GroupingTab } from './merge/GroupingTab';
import { MergedNote } from './merge/MergedNote';
import type { Tab } from './search';
import { SimilarTab } from './similar/SimilarTab';
import { TimelineTab } from './timeline/TimelineTab';
import { useIssueLive } from './useIssueLive';

const route = getRouteApi('/shell/issues/$issueId');

const views: Record<Tab, typeof EventTab> = {
  event: EventTab,
  occurrences: EventsTab,
  timeline: TimelineTab,
  similar: SimilarTab,
  activity: ActivityTab,
  grouping: GroupingTab,
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
          <View issueId={issueId} issue={issue} search={search} />
        </div>
        <IssueFacts issue={issue}>
          <FacetBars issueId={issueId} search={search} />
          <RecentActivity issueId={issueId} issue={issue} />
        </IssueFacts>
      </div>
    </div>
  );
}
