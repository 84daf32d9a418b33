import { expect, test } from 'vitest';
import { flagsOf } from './timeSeriesFlags';

const at = (seconds: number) => new Date(seconds * 1000).toISOString();
const place = (seconds: number) => Math.round(seconds);

test('marks in sight stand in order, labelled where there is room', () => {
  const marks = [
    { at: at(130), label: 'c' },
    { at: at(10), label: 'a' },
    { at: at(120), label: 'b' },
    { at: at(900), label: 'later' },
  ];
  expect(flagsOf(marks, 0, 500_000, place).map((f) => [f.left, f.label, f.room])).toEqual([
    [10, 'a', 106],
    [120, undefined, 6],
    [130, 'c', 140],
  ]);
});

test('marks at one place are one flag', () => {
  const [flag] = flagsOf(
    [
      { at: at(10), label: 'a' },
      { at: at(10.2), label: 'b' },
    ],
    0,
    500_000,
    place,
  );
  expect(flag?.label).toBe('a +1');
  expect(flag?.title).toMatch(/^a: first seen .+\nb: first seen /);
});
