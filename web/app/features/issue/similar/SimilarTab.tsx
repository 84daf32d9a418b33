import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Split } from 'lucide-react';
import { type Answer, q } from '../../../api/client';
import { paths } from '../../../paths';
import { count } from '../../../text/number';
import { EmptyState } from '../../../ui/EmptyState';
import { Failure } from '../../../ui/Failure';
import { Time } from '../../../ui/Time';
import { LevelBadge } from '../../../widgets/LevelBadge';
import { StatusBadge } from '../../../widgets/StatusBadge';
import type { IssueViewProps } from '../view';
import { reasonText } from './reasons';
import classes from './SimilarTab.module.css';

type Similar = Answer<'listSimilarIssues'>['items'][number];

function Row({ similar }: { similar: Similar }) {
  const { issue, score, reasons } = similar;
  const percent = Math.round(score * 100);
  return (
    <li className={classes.row}>
      <div className={classes.score} title={`${percent} % alike`}>
        <strong>{percent} %</strong>
        <span className={classes.track}>
          <span style={{ width: `${percent}%` }} />
        </span>
      </div>
      <div className={classes.what}>
        <p className={classes.first}>
          <LevelBadge level={issue.level} />
          <Link {...paths.issue(issue.short_id)} className={classes.title} title={issue.title}>
            {issue.title || 'Untitled'}
          </Link>
          {issue.status !== 'open' && <StatusBadge status={issue.status} regressed={false} />}
        </p>
        <p className={classes.second}>
          {issue.short_id} · {count(issue.times_seen, 'event')} · last seen <Time at={issue.last_seen} />
        </p>
        <ul className={classes.reasons}>
          {reasons.map((reason) => (
            <li key={reason.what}>{reasonText(reason)}</li>
          ))}
        </ul>
      </div>
    </li>
  );
}

/** Issues of the project that may be the same problem, or a relative of it. */
export function SimilarTab({ issueId }: IssueViewProps) {
  const query = useQuery({
    ...q('listSimilarIssues', { path: { issue_id: issueId } }),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
  if (query.isPending) return <Skeleton height={220} mt={20} />;
  if (!query.data)
    return (
      <Failure
        title="Similar issues could not be loaded"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  if (query.data.items.length === 0)
    return (
      <EmptyState
        icon={Split}
        title="No issue is like this one"
        text="Issues of the same project are compared by exception, place, message and the frames of the app."
      />
    );
  return (
    <ol className={classes.list}>
      {query.data.items.map((similar) => (
        <Row key={similar.issue.id} similar={similar} />
      ))}
    </ol>
  );
}
