import { count } from '../text/number';
import classes from './Sparkline.module.css';

interface SparklineProps {
  /** Counts, oldest first. */
  counts: number[];
  /** What the counts are over: "24 hours". */
  span: string;
  width?: number;
  height?: number;
  /** As wide as there is room, instead of width. */
  stretch?: boolean;
}

const gap = 1;

/** Counts over time, as small bars. */
export function Sparkline({ counts, span, width = 120, height = 26, stretch }: SparklineProps) {
  const most = Math.max(1, ...counts);
  const total = counts.reduce((sum, n) => sum + n, 0);
  const step = width / Math.max(1, counts.length);
  const label = `${count(total, 'event')} in ${span}`;
  return (
    <svg
      className={classes.spark}
      width={stretch ? '100%' : width}
      preserveAspectRatio={stretch ? 'none' : undefined}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      {counts.map((n, i) => {
        const tall = n === 0 ? 1 : Math.max(2.5, (n / most) * (height - 1));
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            key={i}
            className={n === 0 ? classes.none : classes.bar}
            x={i * step}
            y={height - tall}
            width={Math.max(1, step - gap)}
            height={tall}
            rx={n === 0 ? 0 : 0.75}
          />
        );
      })}
    </svg>
  );
}
