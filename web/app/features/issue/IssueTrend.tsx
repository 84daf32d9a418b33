import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { q, qKeep } from '../../api/client';
import { full } from '../../text/number';
import { short } from '../../text/time';
import { Choice } from '../../ui/Choice';
import { present } from '../../ui/search';
import { TimeSeries } from '../../widgets/TimeSeries';
import classes from './IssueTrend.module.css';
import { fittingPeriod } from './period';
import { type Period, periods } from './search';
import type { IssueViewProps } from './view';

const words: Record<Period, string> = {
  '24h': '24 hours',
  '7d': '7 days',
  '14d': '14 days',
  '30d': '30 days',
  '90d': '90 days',
};

// The least that the server divides into steps.
const shortest = 60_000;

// When each release was first seen with the issue.
function useReleases(issueId: string) {
  const { data } = useQuery({
    ...q('listIssueFacetValues', { path: { issue_id: issueId, name: 'release' }, query: { limit: 100 } }),
    staleTime: 60_000,
  });
  return useMemo(() => data?.items.map((r) => ({ at: r.first_seen, label: r.value })), [data]);
}

/** How often the issue occurred, over a period that can be chosen or drawn, and when releases came. */
export function IssueTrend({ issueId, issue, search }: IssueViewProps) {
  const navigate = useNavigate();
  const [fitting] = useState(() => fittingPeriod(issue.last_seen, new Date()));
  const period = search.period ?? fitting;
  const { from, to } = search;
  const drawn = from && to ? { from, to } : undefined;
  const { data } = useQuery(
    qKeep('getIssueTrend', { path: { issue_id: issueId }, query: drawn ?? { period } }),
  );
  const releases = useReleases(issueId);
  const total = data?.counts.reduce((sum, n) => sum + n, 0);
  const show = (more: Partial<typeof search>) =>
    void navigate({
      to: '/issues/$issueId',
      params: { issueId },
      search: present({ ...search, ...more }),
      replace: true,
      resetScroll: false,
    });
  const choose = (value: Period) =>
    show({ period: value === fitting ? undefined : value, from: undefined, to: undefined });
  const zoom = (first: number, last: number) => {
    const middle = (first + last) / 2;
    const half = Math.max(last - first, shortest) / 2;
    show({ from: new Date(middle - half).toISOString(), to: new Date(middle + half).toISOString() });
  };
  return (
    <section className={classes.trend} aria-label="Trend">
      <header className={classes.header}>
        <p>
          <strong>{total === undefined ? ' ' : full(total)}</strong>{' '}
          <span className="muted">
            {total === 1 ? 'event' : 'events'}{' '}
            {drawn
              ? `between ${short(new Date(drawn.from))} and ${short(new Date(drawn.to))}`
              : `in ${words[period]}`}
          </span>
          {drawn && (
            <button
              type="button"
              className={classes.back}
              onClick={() => show({ from: undefined, to: undefined })}
            >
              Zoom out
            </button>
          )}
        </p>
        <Choice
          label="Period"
          options={periods.map((p) => ({ value: p, label: p }))}
          value={drawn ? undefined : period}
          onChange={choose}
        />
      </header>
      <div className={classes.chart}>
        {data && (
          <TimeSeries
            from={data.from}
            stepSeconds={data.step_seconds}
            counts={data.counts}
            height={116}
            marks={releases}
            onZoom={zoom}
          />
        )}
      </div>
    </section>
  );
}
