import { expect, test } from 'vitest';
import { ceiling, change, colorOf, nameOf, stack } from './mix';
import { overviewParams, overviewSearch } from './search';

const mix = {
  from: '2026-11-20T06:00:00Z',
  step_seconds: 3600,
  series: [
    { kind: 'error' as const, level: 'error', counts: [2, 0, 1] },
    { kind: 'log' as const, level: 'info', counts: [0, 0, 5] },
  ],
};

test('series are stacked from below and empty parts left out', () => {
  const bars = stack(mix);
  expect(bars.map((b) => b.total)).toEqual([2, 0, 6]);
  expect(bars[2]?.parts.map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 6],
  ]);
  expect(bars[1]?.at.toISOString()).toBe('2026-11-20T07:00:00.000Z');
});

test('no series, no bars', () => expect(stack({ ...mix, series: [] })).toEqual([]));

test.each([
  [0, 1],
  [1, 1],
  [3, 5],
  [7, 10],
  [10, 10],
  [11, 20],
  [4200, 5000],
])('the axis of %i ends at %i', (n, end) => expect(ceiling(n)).toBe(end));

test.each([
  [150, 100, 50],
  [50, 100, -50],
  [5, 0, null],
  [0, 0, null],
])('%i after %i is %s percent', (week, before, percent) => expect(change(week, before)).toBe(percent));

test('series have names and colours', () => {
  expect(nameOf({ kind: 'error', level: 'warning' })).toBe('Warnings');
  expect(nameOf({ kind: 'log', level: 'info' })).toBe('Logs: info');
  expect(nameOf({ kind: 'span', level: null })).toBe('Spans');
  expect(colorOf({ kind: 'error', level: 'trace' })).toBe('var(--sev-debug)');
});

test('an address may hold anything', () => {
  expect(overviewSearch({ group: 'favorites', period: '7d' })).toEqual({ group: 'favorites', period: '7d' });
  expect(overviewSearch({ group: '-3', period: '1y' })).toEqual({});
  expect(overviewParams({ group: 4 }).query).toMatchObject({ period: '24h', group: 4, favorites: undefined });
});
