import { Skeleton } from '@mantine/core';
import classes from './IssuePage.module.css';

/** The outline of the page of an issue. */
export function IssueSkeleton() {
  return (
    <div className={classes.page} aria-busy="true">
      <Skeleton height={12} width={160} mb={14} />
      <Skeleton height={22} width="60%" mb={10} />
      <Skeleton height={12} width="30%" mb={24} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <Skeleton height={150} mb={24} />
          <Skeleton height={360} />
        </div>
        <Skeleton height={320} />
      </div>
    </div>
  );
}
