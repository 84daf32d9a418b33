import { Skeleton } from '@mantine/core';
import classes from './IssueList.module.css';

const rows = ['62%', '48%', '70%', '55%', '40%', '66%', '52%', '45%'];

/** The outline of the list while it is fetched. */
export function ListSkeleton() {
  return (
    <div className={classes.table} aria-busy="true">
      <div className={classes.header} />
      {rows.map((width) => (
        <div key={width} className={classes.ghost}>
          <Skeleton height={12} width={width} />
          <Skeleton height={10} width={`calc(${width} / 2)`} />
        </div>
      ))}
    </div>
  );
}
