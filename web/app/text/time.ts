const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

const steps: [limit: number, size: number, unit: string][] = [
  [hour, minute, 'min'],
  [day, hour, 'h'],
  [14 * day, day, 'd'],
  [70 * day, 7 * day, 'wk'],
  [700 * day, 30.44 * day, 'mo'],
  [Number.POSITIVE_INFINITY, 365.25 * day, 'yr'],
];

/** The distance between two instants in one rounded unit: "3 min", "2 d"; below a minute "now". */
export function age(at: Date, now: Date): string {
  const seconds = Math.abs(now.getTime() - at.getTime()) / 1000;
  if (seconds < 45) return 'now';
  const [, size, unit] = steps.find(([limit, each]) => Math.round(seconds / each) * each < limit) ??
    steps[5] ?? [0, day, 'd'];
  return `${Math.max(1, Math.round(seconds / size))} ${unit}`;
}

/** How long ago, or how long until: "3 min ago", "in 2 d", "just now". */
export function relative(at: Date, now: Date): string {
  const distance = age(at, now);
  if (distance === 'now') return 'just now';
  return at > now ? `in ${distance}` : `${distance} ago`;
}

const absoluteFormat = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
  hourCycle: 'h23',
});

const shortFormat = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

const clockFormat = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});

/** The whole instant with its zone. */
export const absolute = (at: Date): string => absoluteFormat.format(at);

/** Day and minute, where the year is plain. */
export const short = (at: Date): string => shortFormat.format(at);

/** The time of day to the millisecond. */
export const clock = (at: Date): string => clockFormat.format(at);

/** A span of time in its two largest units: "1 d 4 h", "3 min 20 s", "480 ms". */
export function duration(ms: number): string {
  const sign = ms < 0 ? '−' : '';
  const abs = Math.abs(ms);
  if (abs < 1000) return `${sign}${Math.round(abs)} ms`;
  if (abs < 10_000) return `${sign}${(abs / 1000).toFixed(1)} s`;
  const seconds = Math.round(abs / 1000);
  const parts: string[] = [];
  let rest = seconds;
  for (const [size, unit] of [
    [day, 'd'],
    [hour, 'h'],
    [minute, 'min'],
    [1, 's'],
  ] as const) {
    const n = Math.floor(rest / size);
    rest -= n * size;
    if (n > 0) parts.push(`${n} ${unit}`);
    else if (parts.length === 1) break;
    if (parts.length === 2) break;
  }
  return sign + parts.join(' ');
}
