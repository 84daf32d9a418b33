import { describe, expect, test } from 'vitest';
import type { Issue } from '../../../api/schema';
import { type BulkAction, doneSentence, mergeObstacle, snoozeChoices, type Target, undoing } from './bulk';
import { chosenOf, nothing, ranged, toggled, turnedAll } from './selection';

const issue = (id: number, more: Partial<Issue> = {}) =>
  ({ id, status: 'open', priority: 50, assignee: null, project_id: 1, kind: 'error', ...more }) as Issue;
const some = (...issues: Issue[]): Target => ({ issues, whole: false, count: issues.length });

describe('undoing', () => {
  const ann = { id: 7, name: 'Ann' };
  const target = some(issue(1), issue(2, { status: 'ignored', assignee: ann }), issue(3));
  test.each<[BulkAction, [BulkAction, number[]][] | undefined]>([
    [
      { status: 'resolved' },
      [
        [{ status: 'open' }, [1, 3]],
        [{ status: 'ignored' }, [2]],
      ],
    ],
    [
      { assignee: 9 },
      [
        [{ assignee: null }, [1, 3]],
        [{ assignee: 7 }, [2]],
      ],
    ],
    [{ priority: 90 }, [[{ priority: 50 }, [1, 2, 3]]]],
    [{ delete: true }, undefined],
    [{ merge_into: 1 }, undefined],
  ])('%o', (action, back) => {
    expect(undoing(action, target)).toEqual(back);
  });
  test('what was done to a whole search stays', () => {
    expect(undoing({ status: 'resolved' }, { ...target, whole: true })).toBeUndefined();
  });
});

test.each([
  ['fits', some(issue(1), issue(2)), undefined],
  ['is one', some(issue(1)), 'Choose at least two issues to merge.'],
  ['two projects', some(issue(1), issue(2, { project_id: 2 })), 'Only issues of one project can be merged.'],
  ['two kinds', some(issue(1), issue(2, { kind: 'csp' })), 'Only issues of one kind can be merged.'],
])('merging what %s', (_, target, why) => {
  expect(mergeObstacle(target)).toBe(why);
});

test('what was done is told', () => {
  expect(doneSentence({ status: 'resolved' }, 1)).toBe('1 issue resolved.');
  expect(doneSentence({ assignee: null }, 3)).toBe('3 issues unassigned.');
});

test.each([
  ['2026-11-21T15:00:00', [22, 23]], // Saturday
  ['2026-11-23T08:00:00', [24, 30]], // Monday
])('snoozing on %s wakes on mornings', (now, days) => {
  const [, , tomorrow, monday] = snoozeChoices(new Date(now)).map((c) => c.until);
  expect([tomorrow?.getDate(), monday?.getDate()]).toEqual(days);
  expect([tomorrow?.getHours(), monday?.getDay()]).toEqual([9, 1]);
});

describe('selection', () => {
  const rows = [1, 2, 3, 4, 5].map((id) => issue(id));
  const ids = (s: typeof nothing) => chosenOf(s, rows).map((i) => i.id);
  test('a range goes from the row chosen last, either way', () => {
    const two = toggled(nothing, 4);
    expect(ids(ranged(two, rows, 2))).toEqual([2, 3, 4]);
    expect(ids(ranged(toggled(nothing, 1), rows, 3))).toEqual([1, 2, 3]);
  });
  test('without a row to begin at, a range is one row', () => {
    expect(ids(ranged(nothing, rows, 3))).toEqual([3]);
    expect(ids(ranged(toggled(nothing, 99), rows, 3))).toEqual([3]);
  });
  test('all, and none again', () => {
    const all = turnedAll(toggled(nothing, 2), rows);
    expect(ids(all)).toEqual([1, 2, 3, 4, 5]);
    expect(ids(turnedAll(all, rows))).toEqual([]);
  });
  test('letting one row go ends the whole', () => {
    const whole = { ...turnedAll(nothing, rows), whole: true };
    expect(toggled(whole, 2).whole).toBe(false);
    expect(ids(toggled(whole, 2))).toEqual([1, 3, 4, 5]);
  });
});
