import { describe, expect, it } from 'vitest';
import {
  diskHealth,
  diskShares,
  type Health,
  type Partition,
  type Storage,
  sortPartitions,
  spoolHealth,
} from './storage';

const storage = (over: Partial<Storage> = {}): Storage => ({
  database_bytes: 10,
  lake_bytes: 100,
  lake_rows: {},
  blobs: { files: 1, bytes: 20 },
  disk_free: 600,
  disk_total: 1000,
  disk_floor: 50,
  ...over,
});

describe('diskHealth', () => {
  const is = (free: number, health: Health) =>
    it(`is ${health} with ${free} free of 1000 and a floor of 50`, () =>
      expect(diskHealth(storage({ disk_free: free }))).toBe(health));
  is(600, 'fine');
  is(101, 'fine');
  is(100, 'warning');
  is(50, 'bad');
  is(0, 'bad');
});

describe('diskShares', () => {
  it('adds up to what is used', () => {
    const shares = diskShares(storage(), 30);
    expect(shares.map((s) => s.bytes)).toEqual([100, 20, 10, 30, 240]);
    expect(shares.reduce((sum, s) => sum + s.share, 0)).toBeCloseTo(0.4);
  });
  it('survives a disk that is not known', () => {
    const shares = diskShares(storage({ disk_total: 0, disk_free: 0 }), 0);
    expect(shares.every((s) => s.share === 0)).toBe(true);
  });
});

describe('spoolHealth', () => {
  const is = (lag: number, bytes: number, health: Health) =>
    it(`is ${health} at a lag of ${lag} and ${bytes} of 100 bytes`, () =>
      expect(spoolHealth({ first: 1, last: 1, applied: 1, lag, bytes, max_bytes: 100 })).toBe(health));
  is(0, 0, 'fine');
  is(50_001, 1, 'warning');
  is(0, 50, 'warning');
  is(0, 90, 'bad');
});

it('sorts partitions by day and size', () => {
  const partition = (day: string, name: Partition['class'], bytes: number) => ({
    day,
    class: name,
    bytes,
    rows: 1,
  });
  expect(
    sortPartitions([
      partition('2026-11-19', 'error', 5),
      partition('2026-11-20', 'span', 1),
      partition('2026-11-20', 'error', 9),
    ]).map((p) => `${p.day} ${p.class}`),
  ).toEqual(['2026-11-20 error', '2026-11-20 span', '2026-11-19 error']);
});
