import { describe, expect, test } from 'vitest';
import { clamp, offset, rowsOf, type TimelineItem, ticks, tone, within, zoomed } from './model';

const at = Date.parse('2026-11-21T12:00:00Z');

function item(seconds: number, durationSeconds?: number, more: Partial<TimelineItem> = {}): TimelineItem {
  return {
    kind: 'span',
    id: '',
    project_id: 1,
    time: new Date(at + seconds * 1000).toISOString(),
    duration_us: durationSeconds === undefined ? null : durationSeconds * 1e6,
    title: '',
    detail: '',
    ties: [],
    issue: null,
    ...more,
  };
}

test.each([
  [0, '0'],
  [-350, '−350 ms'],
  [1204, '+1.20 s'],
  [-42_150, '−42.1 s'],
  [299_800, '+5 min 00 s'],
  [-61_000, '−1 min 01 s'],
])('%d ms from the event is %s', (ms, text) => {
  expect(offset(ms)).toBe(text);
});

test('what reaches into a stretch belongs to it', () => {
  const all = [item(-10), item(-3, 2), item(-1), item(0, 5), item(9)];
  expect(within(all, { from: at - 1500, to: at + 2000 })).toEqual([all[1], all[2], all[3]]);
});

describe('zoom', () => {
  const whole = { from: at - 1000, to: at + 1000 };
  test('in around a moment, and out again to no more than everything', () => {
    expect(zoomed(whole, whole, at, 0.5)).toEqual({ from: at - 500, to: at + 500 });
    expect(zoomed({ from: at, to: at + 500 }, whole, at, 8)).toEqual({ from: at, to: at + 1000 });
  });
  test('a stretch drawn backwards is turned round, an empty one gets a length', () => {
    expect(clamp({ from: at + 5, to: at - 5 }, whole)).toEqual({ from: at - 5, to: at + 5 });
    expect(clamp({ from: at + 1000, to: at + 1000 }, whole)).toEqual({ from: at + 998, to: at + 1000 });
  });
});

test('ticks are round distances from the event', () => {
  expect(ticks({ from: at - 300_000, to: at + 300_000 }, at, 6)).toEqual([
    -240_000, -120_000, 0, 120_000, 240_000,
  ]);
  expect(ticks({ from: at + 7, to: at + 31 }, at, 6)).toEqual([10, 15, 20, 25, 30]);
});

test('spans that overlap stand below each other, in a bounded number of rows', () => {
  expect(rowsOf([item(0, 5), item(1, 1), item(3, 1), item(6, 1)], 0)).toEqual([0, 1, 1, 0]);
  expect(
    Math.max(
      ...rowsOf(
        Array.from({ length: 20 }, () => item(0, 1)),
        0,
      ),
    ),
  ).toBe(4);
});

test.each([
  [item(0, 0, { level: 'warning' }), 'warning'],
  [item(0, 0, { status: 'ok' }), 'plain'],
  [item(0, 0, { status: 'internal_error' }), 'error'],
  [item(0), 'plain'],
])('the tone of a record', (record, expected) => {
  expect(tone(record)).toBe(expected);
});
