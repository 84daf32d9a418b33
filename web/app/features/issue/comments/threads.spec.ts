import { expect, test } from 'vitest';
import type { Comment } from '../../../api/schema';
import { threadsOf } from './threads';

const said = (id: number, parent_id: number | null) => ({ id, parent_id }) as Comment;

test('answers stand below what they answer', () => {
  const threads = threadsOf([said(1, null), said(2, 1), said(3, null), said(4, 1), said(5, 77)]);
  expect(threads.map((t) => [t.comment.id, t.answers.map((a) => a.id)])).toEqual([
    [1, [2, 4]],
    [3, []],
    [5, []],
  ]);
});
