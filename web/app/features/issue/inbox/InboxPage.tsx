import { getRouteApi } from '@tanstack/react-router';
import { Failure } from '../../../ui/Failure';
import { Page } from '../../../ui/Page';
import { useProjects } from '../../../widgets/useProjects';
import { InboxEmpty, WrongSearch } from './InboxEmpty';
import { InboxToolbar } from './InboxToolbar';
import { IssueList } from './IssueList';
import { ListSkeleton } from './ListSkeleton';
import { NewIssuesBar } from './NewIssuesBar';
import { useInbox } from './useInbox';
import { ViewsMenu } from './ViewsMenu';

const route = getRouteApi('/shell/issues');

/** The inbox: all issues, or those of one project. */
export default function InboxPage() {
  const search = route.useSearch();
  const { list, rows, news, showNew, problem, total } = useInbox(search);
  const projects = useProjects().data?.items;
  const project = projects?.find((p) => p.id === search.project);

  function body() {
    if (list.isPending) return <ListSkeleton />;
    if (problem) return <WrongSearch />;
    if (list.isError && rows.length === 0)
      return (
        <Failure
          title="The issues could not be loaded"
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      );
    if (rows.length === 0) return <InboxEmpty search={search} projects={projects} />;
    return <IssueList rows={rows} list={list} search={search} total={total} showNew={showNew} />;
  }

  return (
    <Page
      title="Issues"
      tabTitle={project ? `Issues of ${project.name}` : 'Issues'}
      actions={<ViewsMenu search={search} />}
    >
      <InboxToolbar search={search} problem={problem} />
      <NewIssuesBar count={news.length} show={showNew} />
      {body()}
    </Page>
  );
}
