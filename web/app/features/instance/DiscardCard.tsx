import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { full } from '../../text/number';
import { Card } from '../../ui/Card';
import { SideScroll } from '../../ui/SideScroll';
import {
  categoryText,
  type Discard,
  type DiscardSort,
  reasonText,
  sortDiscards,
  sourceText,
  totals,
} from './discards';
import { SortHead } from './SortHead';
import classes from './Tables.module.css';
import { useProjectNames } from './useProjectNames';

type Sort = { by: DiscardSort; descending: boolean };

function DiscardTable({ rows }: { rows: Discard[] }) {
  const [sort, setSort] = useState<Sort>({ by: 'quantity', descending: true });
  const nameOf = useProjectNames();
  const head = { sort, onSort: setSort };
  return (
    <SideScroll label="What was not kept">
      <table className={classes.table}>
        <thead>
          <tr>
            <SortHead name="reason" label="Reason" {...head} />
            <SortHead name="quantity" label="How many" number {...head} />
            <th scope="col">Dropped by</th>
            <SortHead name="category" label="Kind" {...head} />
            <SortHead name="project" label="Project" {...head} />
          </tr>
        </thead>
        <tbody>
          {sortDiscards(rows, sort.by, sort.descending).map((d) => (
            <tr key={`${d.project_id} ${d.source} ${d.category} ${d.reason}`}>
              <th scope="row" title={d.reason}>
                {reasonText(d.reason)}
              </th>
              <td className="number">{full(d.quantity)}</td>
              <td>{sourceText(d.source)}</td>
              <td>{categoryText(d.category)}</td>
              <td>{nameOf(d.project_id)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </SideScroll>
  );
}

/** What was not kept, and why. */
export function DiscardCard({ discards }: { discards: { day: Discard[]; month: Discard[] } }) {
  const [span, setSpan] = useState<'day' | 'month'>('day');
  const rows = discards[span];
  const { client, server } = totals(rows);
  return (
    <Card
      title="Not kept"
      text={`Dropped by SDKs, as they report: ${full(client)}. Refused or left out by Belfry: ${full(server)}.`}
      actions={
        <SegmentedControl
          aria-label="Time span"
          size="xs"
          data={[
            { value: 'day', label: '24 hours' },
            { value: 'month', label: '30 days' },
          ]}
          value={span}
          onChange={(value) => setSpan(value === 'month' ? 'month' : 'day')}
        />
      }
    >
      {rows.length === 0 ? (
        <p className="muted">Everything that was sent was kept.</p>
      ) : (
        <DiscardTable rows={rows} />
      )}
    </Card>
  );
}
