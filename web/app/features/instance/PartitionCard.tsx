import { Button } from '@mantine/core';
import { useState } from 'react';
import { bytes } from '../../text/bytes';
import { full } from '../../text/number';
import { Card } from '../../ui/Card';
import { SideScroll } from '../../ui/SideScroll';
import { classText, type Partition, sortPartitions } from './storage';
import classes from './Tables.module.css';

const FIRST = 12;

function PartitionTable({ partitions, most }: { partitions: Partition[]; most: number }) {
  return (
    <SideScroll label="Partitions">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Holds</th>
            <th scope="col" className="number">
              Records
            </th>
            <th scope="col" className="number">
              Size
            </th>
            <th scope="col">
              <span className="visually-hidden">Size compared</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {partitions.map((p) => (
            <tr key={`${p.day} ${p.class}`}>
              <th scope="row">{p.day}</th>
              <td title={p.class}>{classText(p.class)}</td>
              <td className="number">{full(p.rows)}</td>
              <td className="number">{bytes(p.bytes)}</td>
              <td>
                <svg className={classes.bar} viewBox="0 0 120 6" aria-hidden="true">
                  <rect width={Math.max(1, (p.bytes / most) * 120)} height="6" rx="2" />
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </SideScroll>
  );
}

/** The files that telemetry is kept in; old ones go as a whole. */
export function PartitionCard({ partitions }: { partitions: Partition[] }) {
  const [all, setAll] = useState(false);
  const sorted = sortPartitions(partitions);
  const most = Math.max(1, ...partitions.map((p) => p.bytes));
  return (
    <Card
      title="Partitions"
      text="One file for each day and kind. What is past its retention is dropped file by file."
    >
      {sorted.length === 0 && <p className="muted">Nothing is stored yet.</p>}
      {sorted.length > 0 && <PartitionTable partitions={all ? sorted : sorted.slice(0, FIRST)} most={most} />}
      {sorted.length > FIRST && !all && (
        <Button variant="subtle" mt="xs" onClick={() => setAll(true)}>
          Show all {full(sorted.length)}
        </Button>
      )}
    </Card>
  );
}
