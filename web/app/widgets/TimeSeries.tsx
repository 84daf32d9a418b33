import { lazy, Suspense } from 'react';
import { count } from '../text/number';
import classes from './TimeSeries.module.css';

const TimeSeriesPlot = lazy(() => import('./TimeSeriesPlot'));

export interface TimeSeriesProps {
  /** RFC 3339: the start of the first step. */
  from: string;
  stepSeconds: number;
  counts: number[];
  height?: number;
  /** Moments worth a flag, such as the first event of a release; RFC 3339. */
  marks?: { at: string; label: string }[];
  /** Called with a stretch of time that was drawn with the pointer, in milliseconds. */
  onZoom?: (from: number, to: number) => void;
}

/** Counts over time, with axes and a reading under the pointer. */
export function TimeSeries(props: TimeSeriesProps) {
  const { counts, height = 120 } = props;
  const total = counts.reduce((sum, n) => sum + n, 0);
  return (
    <div
      className={classes.frame}
      style={{ height }}
      role="img"
      aria-label={`${count(total, 'event')}, at most ${Math.max(0, ...counts)} in one step`}
    >
      <Suspense fallback={null}>
        <TimeSeriesPlot {...props} height={height} />
      </Suspense>
    </div>
  );
}
