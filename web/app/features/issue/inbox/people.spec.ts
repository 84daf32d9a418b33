import { expect, test } from 'vitest';
import { choicesFor } from './people';

const people = [
  { id: 1, name: 'Zoe', email: 'zoe@example.com' },
  { id: 2, name: 'Ann', email: 'ann@example.com' },
  { id: 3, name: 'Meera', email: 'm@example.org' },
];

test.each([
  ['', ['Me (Zoe)', 'Ann', 'Meera', 'Nobody']],
  ['me', ['Me (Zoe)', 'Meera']],
  ['no', ['Nobody']],
  ['.org', ['Meera']],
  ['xyz', []],
])('typing %j offers %j', (typed, want) => {
  expect(choicesFor(people, 1, typed).map((c) => c.label)).toEqual(want);
});
