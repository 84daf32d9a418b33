import { expect, test } from 'vitest';
import { inOrder, percent, titleOf, withFilter } from './facets';

test.each([
  [1, 3, '33 %'],
  [1, 1000, '< 1 %'],
  [0, 5, '0 %'],
  [7, 5, '100 %'],
  [1, 0, '0 %'],
])('%d of %d is %s', (part, whole, text) => {
  expect(percent(part, whole)).toBe(text);
});

test('tags keep their names', () => {
  expect(titleOf('release')).toBe('Release');
  expect(titleOf('customer.tier')).toBe('customer.tier');
});

test.each([
  [undefined, 'a:1', 'a:1'],
  ['b:2', 'a:1', 'b:2 a:1'],
  ['b:2 a:1', 'a:1', 'b:2 a:1'],
  ['a:12', 'a:1', 'a:12 a:1'],
])('%s with %s is %s', (search, filter, result) => {
  expect(withFilter(search, filter)).toBe(result);
});

test('what every program has comes first', () => {
  const names = inOrder(['browser', 'user', 'os', 'release'].map((name) => ({ name }))).map((f) => f.name);
  expect(names).toEqual(['release', 'user', 'browser', 'os']);
});
