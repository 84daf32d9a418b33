import type { Overview } from '../../api/schema';

type Mix = Overview['mix'];
type Series = Mix['series'][number];

const kinds: Record<string, string> = { error: 'Errors', log: 'Logs', span: 'Spans', check_in: 'Check-ins' };
const levels: Record<string, string> = {
  fatal: 'Fatal',
  error: 'Errors',
  warning: 'Warnings',
  info: 'Info',
  debug: 'Debug',
  trace: 'Trace',
};

/** What a series is called. */
export function nameOf({ kind, level }: Pick<Series, 'kind' | 'level'>): string {
  if (!level) return kinds[kind] ?? kind;
  const name = levels[level] ?? level;
  return kind === 'error' ? name : `${kinds[kind] ?? kind}: ${name.toLowerCase()}`;
}

const levelColors: Record<string, string> = {
  fatal: 'var(--sev-fatal)',
  error: 'var(--sev-error)',
  warning: 'var(--sev-warning)',
  info: 'var(--sev-info)',
};
const kindColors: Record<string, string> = {
  log: 'var(--chart-3)',
  span: 'var(--chart-6)',
  check_in: 'var(--chart-4)',
};

/** The colour of a series: that of its severity for errors, else that of its kind. */
export function colorOf({ kind, level }: Pick<Series, 'kind' | 'level'>): string {
  if (kind !== 'error') return kindColors[kind] ?? 'var(--chart-8)';
  return levelColors[level ?? ''] ?? 'var(--sev-debug)';
}

/** How many there are of a series. */
export const totalOf = (series: Pick<Series, 'counts'>): number =>
  series.counts.reduce((sum, n) => sum + n, 0);

/** Bars of the chart: what lies on what, from below. */
export interface Bar {
  at: Date;
  total: number;
  parts: { series: Series; from: number; to: number }[];
}

/** Stacks the series, the first at the bottom. */
export function stack(mix: Mix): Bar[] {
  const start = new Date(mix.from).getTime();
  const steps = mix.series[0]?.counts.length ?? 0;
  return Array.from({ length: steps }, (_, i) => {
    let total = 0;
    const parts = mix.series.flatMap((series) => {
      const n = series.counts[i] ?? 0;
      if (n === 0) return [];
      total += n;
      return [{ series, from: total - n, to: total }];
    });
    return { at: new Date(start + i * mix.step_seconds * 1000), total, parts };
  });
}

/** The next round number from n up: 1, 2 or 5 times a power of ten. */
export function ceiling(n: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, n)));
  return ([1, 2, 5, 10].find((step) => step * power >= n) ?? 10) * power;
}

/** How a week compares with the one before, in percent; null when there is nothing to compare with. */
export function change(week: number, before: number): number | null {
  if (before === 0) return null;
  return Math.round(((week - before) / before) * 100);
}
