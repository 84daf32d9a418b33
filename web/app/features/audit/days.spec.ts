import { describe, expect, it } from 'vitest';
import { beginOf, endOf, firstDay, lastDay } from './days';

describe('days of a period', () => {
  it.each(['2026-03-04', '2026-03-29', '2026-10-25', '2026-12-31', '2028-02-29'])('%s comes back', (day) => {
    expect(firstDay(beginOf(day))).toBe(day);
    expect(lastDay(endOf(day))).toBe(day);
  });
  it('includes the whole last day', () => {
    const begin = Date.parse(beginOf('2026-06-30') ?? '');
    const end = Date.parse(endOf('2026-06-30') ?? '');
    expect(end - begin).toBe(24 * 60 * 60 * 1000);
    expect(endOf('2026-06-30')).toBe(beginOf('2026-07-01'));
  });
  it('takes what is no day for none', () => {
    expect([beginOf(''), endOf('2026'), firstDay(undefined), lastDay(undefined)]).toEqual([
      undefined,
      undefined,
      '',
      '',
    ]);
  });
});
