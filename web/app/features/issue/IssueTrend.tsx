import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { qKeep } from '../../api/client';
import { full } from '../../text/number';
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

/** How often the issue occurred, over a period that can be chosen. */
export function IssueTrend({ issueId, issue, search }: IssueViewProps) {
  const navigate = useNavigate();
  const [fitting] = useState(() => fittingPeriod(issue.last_seen, new Date()));
  const period = search.period ?? fitting;
  const { data } = useQuery(qKeep('getIssueTrend', { path: { issue_id: issueId }, query: { period } }));
  const total = data?.counts.reduce((sum, n) => sum + n, 0);
  const choose = (value: Period) =>
    void navigate({
      to: '/issues/$issueId',
      params: { issueId },
      search: present({ ...search, period: value === fitting ? undefined : value }),
      replace: true,
      resetScroll: false,
    });
  return (
    <section className={classes.trend} aria-label="Trend">
      <header className={classes.header}>
        <p>
          <strong>{total === undefined ? ' ' : full(total)}</strong>{' '}
          <span className="muted">
            {total === 1 ? 'event' : 'events'} in {words[period]}
          </span>
        </p>
        <Choice
          label="Period"
          options={periods.map((p) => ({ value: p, label: p }))}
          value={period}
          onChange={choose}
        />
      </header>
      <div className={classes.chart}>
        {data && (
          <TimeSeries from={data.from} stepSeconds={data.step_seconds} counts={data.counts} height={116} />
        )}
      </div>
    </section>
  );
}
