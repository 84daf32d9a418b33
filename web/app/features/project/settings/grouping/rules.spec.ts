import { describe, expect, it } from 'vitest';
import { type DryRun, effectSentence, emptyRule, isComplete, moved, toDrafts, toRules } from './rules';

const group = (effect: 'join' | 'split' | 'move', from: (string | null)[], to: string | null) =>
  ({
    effect,
    to: to && { id: 1, short_id: to },
    from: from.map((name) => ({ issue: name && { id: 2, short_id: name }, title: '', events: 1 })),
  }) as DryRun['groups'][number];

describe('rules', () => {
  it('moves an entry and stays within the list', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b']);
  });
  it('gives each draft a key of its own and takes it off again', () => {
    const rule = { if: [{ field: 'type', pattern: 'x' }], fingerprint: ['y'] };
    const drafts = toDrafts([rule, rule]);
    expect(drafts[0]?.key).not.toBe(drafts[1]?.key);
    expect(toRules(drafts)).toEqual([rule, rule]);
  });
  it('knows when a rule can be saved', () => {
    expect(isComplete(emptyRule())).toBe(false);
    expect(isComplete({ if: [{ field: 'type', pattern: 'x' }], fingerprint: ['y'] })).toBe(true);
    expect(isComplete({ if: [{ field: 'type', pattern: 'x' }], fingerprint: [] })).toBe(false);
    expect(isComplete({ if: [], fingerprint: ['y'] })).toBe(false);
  });
  it('says what would happen', () => {
    expect(effectSentence(group('join', ['A-1', 'A-2'], null))).toBe(
      'Events of A-1, A-2 come together in a new issue',
    );
    expect(effectSentence(group('split', ['A-1'], 'A-7'))).toBe('Events of A-1 are split off to A-7');
    expect(effectSentence(group('move', [null], 'A-7'))).toBe('Events of a deleted issue move to A-7');
    expect(effectSentence(group('join', ['A-1', 'A-2', 'A-3', 'A-4', 'A-5'], null))).toBe(
      'Events of A-1, A-2, A-3 and 2 more come together in a new issue',
    );
  });
});
