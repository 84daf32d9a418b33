import type { Answer } from '../../../api/client';

export type Timeline = Answer<'getEventTimeline'>;
export type TimelineItem = Timeline['items'][number];
export type Kind = TimelineItem['kind'];

/** The lanes of the picture, from top to bottom. */
export const lanes: { kind: Kind; word: string; one: string }[] = [
  { kind: 'event', word: 'Errors', one: 'error' },
  { kind: 'log', word: 'Logs', one: 'log' },
  { kind: 'span', word: 'Spans', one: 'span' },
  { kind: 'check_in', word: 'Check-ins', one: 'check-in' },
  { kind: 'session', word: 'Sessions', one: 'session' },
];

/** What records have in common with the event, in words. */
export const tieWords: Record<string, string> = {
  trace: 'same trace',
  request: 'same request',
  session: 'same session',
  user: 'same user',
  time: 'same time',
};

/** A stretch of time in milliseconds since 1970. */
export interface Span {
  from: number;
  to: number;
}

export const startOf = (item: TimelineItem): number => Date.parse(item.time);
export const endOf = (item: TimelineItem): number => startOf(item) + (item.duration_us ?? 0) / 1000;

/** The records that happened, at least in part, within a stretch of time. */
export function within(items: TimelineItem[], span: Span): TimelineItem[] {
  return items.filter((item) => startOf(item) <= span.to && endOf(item) >= span.from);
}

/** The distance from the event: "+1.2 s", "−350 ms", "0". */
export function offset(ms: number): string {
  const sign = ms < 0 ? '−' : '+';
  const abs = Math.abs(ms);
  if (abs < 0.5) return '0';
  if (abs < 1000) return `${sign}${Math.round(abs)} ms`;
  if (abs < 60_000) return `${sign}${(abs / 1000).toFixed(abs < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(abs / 1000);
  return `${sign}${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

const steps = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000,
  600_000, 1_200_000,
];

/** Round distances from the event that divide a stretch of time into at most so many parts. */
export function ticks(span: Span, at: number, parts: number): number[] {
  const step = steps.find((s) => (span.to - span.from) / s <= parts) ?? 3_600_000;
  const all: number[] = [];
  for (let n = Math.ceil((span.from - at) / step); at + n * step <= span.to; n++) all.push(n * step);
  return all;
}

/** The shortest stretch that can be looked at, in milliseconds. */
const shortest = 2;

/** A stretch inside the whole one, never shorter than can be drawn. */
export function clamp(span: Span, whole: Span): Span {
  const from = Math.max(whole.from, Math.min(span.from, span.to));
  const to = Math.min(whole.to, Math.max(span.from, span.to));
  if (to - from >= shortest) return { from, to };
  const middle = Math.min(Math.max((from + to) / 2, whole.from + shortest / 2), whole.to - shortest / 2);
  return { from: middle - shortest / 2, to: middle + shortest / 2 };
}

/** The stretch that is left when one zooms in (factor < 1) or out around a moment. */
export function zoomed(span: Span, whole: Span, around: number, factor: number): Span {
  const from = around - (around - span.from) * factor;
  const to = around + (span.to - around) * factor;
  return clamp({ from, to }, whole);
}

const rowLimit = 5;

/** Puts records with a duration into rows so that, as far as there is room, none covers another. */
export function rowsOf(items: TimelineItem[], gap: number): number[] {
  const ends: number[] = [];
  return items.map((item) => {
    const free = ends.findIndex((end) => end + gap <= startOf(item));
    if (free < 0 && ends.length >= rowLimit) return rowLimit - 1;
    const row = free < 0 ? ends.length : free;
    ends[row] = endOf(item);
    return row;
  });
}

/** Whether a record is bad news, for its colour. */
export function tone(item: TimelineItem): string {
  if (item.level) return item.level;
  const bad = item.status !== undefined && !/^(ok|exited|in_progress|unset|)$/.test(item.status);
  return bad ? 'error' : 'plain';
}
