import { describe, expect, it } from 'vitest';
import { categoryText, type Discard, reasonText, sortDiscards, totals } from './discards';

const row = (
  project_id: number,
  source: Discard['source'],
  category: string,
  reason: string,
  quantity: number,
): Discard => ({
  project_id,
  hour: '2026-11-20T10:00:00.000000Z',
  source,
  category,
  reason,
  quantity,
});
const rows = [
  row(1, 'client', 'error', 'sample_rate', 5),
  row(2, 'server', 'replay', 'not_kept', 90),
  row(1, 'server', 'error', 'duplicate', 7),
  row(1, 'client', 'error', 'before_send', 7),
];

describe('words', () => {
  it('says reasons in words, known or not', () => {
    expect(reasonText('sample_rate')).toBe('Left out by the sample rate');
    expect(reasonText('moon_phase')).toBe('Moon phase');
    expect(categoryText('log_item')).toBe('Log item');
    expect(categoryText('')).toBe('Other');
  });
});

describe('sortDiscards', () => {
  const order = (by: Parameters<typeof sortDiscards>[1], descending: boolean, reasons: string[]) =>
    it(`by ${by}, ${descending ? 'down' : 'up'}`, () =>
      expect(sortDiscards(rows, by, descending).map((d) => d.reason)).toEqual(reasons));
  order('quantity', true, ['not_kept', 'duplicate', 'before_send', 'sample_rate']);
  order('quantity', false, ['sample_rate', 'duplicate', 'before_send', 'not_kept']);
  order('reason', false, ['not_kept', 'before_send', 'sample_rate', 'duplicate']);
  order('project', false, ['duplicate', 'before_send', 'sample_rate', 'not_kept']);
  order('category', true, ['not_kept', 'duplicate', 'before_send', 'sample_rate']);
});

describe('totals', () => {
  it('tells SDKs from Belfry', () => expect(totals(rows)).toEqual({ client: 12, server: 97 }));
  it('is nothing for nothing', () => expect(totals([])).toEqual({ client: 0, server: 0 }));
});
