import { Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { FolderKanban, Plus, RotateCcw, Sparkles, Star, TrendingUp, UserCheck } from 'lucide-react';
import { qKeep } from '../../api/client';
import type { Overview } from '../../api/schema';
import { useLiveRefresh } from '../../api/useLive';
import { paths } from '../../paths';
import { EmptyState } from '../../ui/EmptyState';
import { Failure } from '../../ui/Failure';
import { Page } from '../../ui/Page';
import { ButtonLink } from '../../widgets/links';
import { useSession } from '../../widgets/useSession';
import { CallsCard } from './CallsCard';
import { GroupTabs } from './GroupTabs';
import { MixCard } from './MixCard';
import classes from './OverviewPage.module.css';
import { ProjectGrid } from './ProjectGrid';
import { LoadSample, SampleNotice } from './SampleNotice';
import { type OverviewSearch, overviewParams } from './search';

function Calls({ overview }: { overview: Overview }) {
  return (
    <div className={classes.calls}>
      <CallsCard
        title="Came back"
        icon={RotateCcw}
        calls={overview.regressed}
        quiet="Nothing that was resolved has come back in 7 days."
        when={(issue) => issue.regressed_at}
        query="is:regressed"
      />
      <CallsCard
        title="New today"
        icon={Sparkles}
        calls={overview.new}
        quiet="Nothing new since midnight."
        when={(issue) => issue.first_seen}
        query="first_seen:today"
      />
      <CallsCard
        title="Rising"
        icon={TrendingUp}
        calls={overview.rising}
        quiet="Nothing happens much more often than the day before."
        when={(issue) => issue.last_seen}
        query="is:unresolved"
      />
      <CallsCard
        title="Assigned to me"
        icon={UserCheck}
        calls={overview.mine}
        quiet="No open issue is yours."
        when={(issue) => issue.last_seen}
        query="assigned:me"
      />
    </div>
  );
}

function NoProjects({ overview, search }: { overview: Overview; search: OverviewSearch }) {
  const admin = ['owner', 'admin'].includes(useSession().user.role);
  if (overview.all === 0) {
    return (
      <EmptyState
        icon={FolderKanban}
        title="Start with a project"
        text="A project takes the errors of one product. Make one, paste three lines into your program, and the first error is here in a minute."
        action={
          admin && (
            <>
              <ButtonLink {...paths.newProject()}>Create a project</ButtonLink> <LoadSample />
            </>
          )
        }
      />
    );
  }
  if (search.group === 'favorites') {
    return (
      <EmptyState icon={Star} title="No favourite yet" text="Star the projects that you look at most." />
    );
  }
  return (
    <EmptyState
      icon={FolderKanban}
      title="No project is in this group"
      text="Choose its projects with “Rename” in the menu of the group, or in the settings of a project."
    />
  );
}

function Content({ overview, search }: { overview: Overview; search: OverviewSearch }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const admin = ['owner', 'admin'].includes(useSession().user.role);
  const params = overviewParams(search);
  const reorder = (projects: Overview['projects']) =>
    queries.setQueryData(['getOverview', params], { ...overview, projects });
  if (overview.projects.length === 0) return <NoProjects overview={overview} search={search} />;
  const sample = overview.projects.find((project) => project.sample);
  return (
    <>
      {sample && <SampleNotice name={sample.name} admin={admin} />}
      <Calls overview={overview} />
      <MixCard
        mix={overview.mix}
        period={search.period ?? '24h'}
        onPeriod={(period) => void navigate(paths.overview({ ...search, period }))}
      />
      <h2 className={classes.heading}>Projects</h2>
      <ProjectGrid projects={overview.projects} onOrder={reorder} />
    </>
  );
}

/** The page to begin the day with. */
export default function OverviewPage() {
  const search = useSearch({ from: '/shell/' });
  const admin = ['owner', 'admin'].includes(useSession().user.role);
  const query = useQuery({ ...qKeep('getOverview', overviewParams(search)), refetchInterval: 60_000 });
  useLiveRefresh((change) => change.topic === 'project' || change.change !== 'updated', 'getOverview');
  return (
    <Page
      title="Overview"
      actions={
        admin && (
          <ButtonLink {...paths.newProject()} variant="default" leftSection={<Plus size={14} />}>
            New project
          </ButtonLink>
        )
      }
    >
      {query.data && query.data.all > 0 && <GroupTabs overview={query.data} search={search} />}
      {query.isPending && <Skeleton height={420} />}
      {query.error && !query.data && (
        <Failure
          title="The overview could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data && <Content overview={query.data} search={search} />}
    </Page>
  );
}
