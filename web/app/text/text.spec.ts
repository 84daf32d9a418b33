import { describe, expect, test } from 'vitest';
import { bytes } from './bytes';
import { compact, count } from './number';
import { age, duration, relative } from './time';

const now = new Date('2026-11-21T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

describe('age', () => {
  test.each([
    [0, 'now'],
    [44, 'now'],
    [45, '1 min'],
    [89, '1 min'],
    [91, '2 min'],
    [59 * 60, '59 min'],
    [59.6 * 60, '1 h'],
    [23 * 3600, '23 h'],
    [23.7 * 3600, '1 d'],
    [13 * 86_400, '13 d'],
    [14 * 86_400, '2 wk'],
    [100 * 86_400, '3 mo'],
    [800 * 86_400, '2 yr'],
  ])('%d s is %s', (seconds, text) => {
    expect(age(ago(seconds), now)).toBe(text);
  });
});

test.each([
  [3, 'just now'],
  [120, '2 min ago'],
  [-120, 'in 2 min'],
])('relative: %d s is %s', (seconds, text) => {
  expect(relative(ago(seconds), now)).toBe(text);
});

describe('duration', () => {
  test.each([
    [0, '0 ms'],
    [480, '480 ms'],
    [1500, '1.5 s'],
    [42_150, '42 s'],
    [60_000, '1 min'],
    [200_000, '3 min 20 s'],
    [3_600_000, '1 h'],
    [3_660_000, '1 h 1 min'],
    [3_601_000, '1 h'],
    [100_800_000, '1 d 4 h'],
    [-1500, '−1.5 s'],
  ])('%d ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('compact', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1k'],
    [1204, '1.2k'],
    [9940, '9.9k'],
    [9960, '10k'],
    [34_000, '34k'],
    [999_400, '999k'],
    [999_600, '1M'],
    [5_100_000, '5.1M'],
    [2_000_000_000, '2G'],
  ])('%d is %s', (n, text) => {
    expect(compact(n)).toBe(text);
  });
});

test.each([
  [0, '0 events'],
  [1, '1 event'],
  [2, '2 events'],
])('count: %d is %s', (n, text) => {
  expect(count(n, 'event')).toBe(text);
});

describe('bytes', () => {
  test.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KB'],
    [1434, '1.4 KB'],
    [20 * 1024 * 1024, '20 MB'],
    [1023.9 * 1024, '1 MB'],
    [5 * 1024 ** 4, '5 TB'],
  ])('%d is %s', (n, text) => {
    expect(bytes(n)).toBe(text);
  });
});
