import type { Overview } from '../../api/schema';
import { compact, count } from '../../text/number';
import { short } from '../../text/time';
import { Choice } from '../../ui/Choice';
import classes from './MixCard.module.css';
import { type Bar, ceiling, colorOf, nameOf, stack, totalOf } from './mix';
import type { Period } from './search';

const height = 150;
const periodOptions = [
  { value: '24h', label: '24 h', title: 'The last 24 hours' },
  { value: '7d', label: '7 d', title: 'The last 7 days' },
  { value: '30d', label: '30 d', title: 'The last 30 days' },
] as const;

function titleOf(bar: Bar): string {
  const parts = bar.parts.map(({ series, from, to }) => `${nameOf(series)}: ${to - from}`);
  return [short(bar.at), ...parts.toReversed()].join('\n');
}

function Bars({ bars, top, label }: { bars: Bar[]; top: number; label: string }) {
  const step = 1000 / Math.max(1, bars.length);
  const y = (n: number) => height - (n / top) * height;
  return (
    <svg
      className={classes.plot}
      viewBox={`0 0 1000 ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {[0.5, 1].map((part) => (
        <line key={part} x1={0} x2={1000} y1={y(top * part)} y2={y(top * part)} className={classes.grid} />
      ))}
      {bars.map((bar, i) => (
        <g key={bar.at.getTime()}>
          <title>{titleOf(bar)}</title>
          <rect x={i * step} y={0} width={step} height={height} className={classes.hit} />
          {bar.parts.map(({ series, from, to }) => (
            <rect
              key={nameOf(series)}
              x={i * step + step * 0.08}
              y={y(to)}
              width={step * 0.84}
              height={Math.max(1, y(from) - y(to))}
              style={{ fill: colorOf(series) }}
            />
          ))}
        </g>
      ))}
      <line x1={0} x2={1000} y1={height} y2={height} className={classes.base} />
    </svg>
  );
}

/** Every so many bars a word below them. */
function Axis({ bars }: { bars: Bar[] }) {
  const marks = [0, 1, 2, 3]
    .map((n) => bars[Math.floor((n * bars.length) / 4)])
    .filter((bar) => bar !== undefined);
  return (
    <div className={classes.axis} aria-hidden>
      {marks.map((bar) => (
        <span key={bar.at.getTime()}>{short(bar.at)}</span>
      ))}
    </div>
  );
}

interface MixCardProps {
  mix: Overview['mix'];
  period: Period;
  onPeriod: (period: Period) => void;
}

/** What came in over time, by kind and level. */
export function MixCard({ mix, period, onPeriod }: MixCardProps) {
  const bars = stack(mix);
  const top = ceiling(Math.max(...bars.map((bar) => bar.total), 1));
  const totals = mix.series.map((series) => ({ series, name: nameOf(series), total: totalOf(series) }));
  const label = `What came in: ${totals.map(({ name, total }) => `${name} ${total}`).join(', ') || 'nothing'}`;
  return (
    <section className={classes.card}>
      <header className={classes.head}>
        <h2>What came in</h2>
        <ul className={classes.legend}>
          {totals.map(({ series, name, total }) => (
            <li key={name} title={count(total, 'record')}>
              <i style={{ background: colorOf(series) }} aria-hidden /> {name} <b>{compact(total)}</b>
            </li>
          ))}
        </ul>
        <Choice label="Period" options={periodOptions} value={period} onChange={onPeriod} />
      </header>
      {bars.length === 0 ? (
        <p className={classes.quiet}>Nothing came in during this time.</p>
      ) : (
        <div className={classes.chart}>
          <div className={classes.scale} aria-hidden>
            <span>{compact(top)}</span>
            <span>{compact(top / 2)}</span>
            <span>0</span>
          </div>
          <Bars bars={bars} top={top} label={label} />
          <Axis bars={bars} />
        </div>
      )}
    </section>
  );
}
