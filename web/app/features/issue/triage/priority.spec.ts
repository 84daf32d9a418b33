import { expect, test } from 'vitest';
import { priorityName, tagFrom } from './priority';

test.each([
  [100, 'Urgent'],
  [79, 'High'],
  [80, 'Urgent'],

  [50, 'Normal'],
  [37, 'Low'],
  [0, 'Low'],
])('a priority of %i is %s', (priority, name) => {
  expect(priorityName(priority)).toBe(name);
});

test('a tag is a key and a value', () => {
  expect(tagFrom('team: shop:eu')).toEqual({ key: 'team', value: 'shop:eu' });
  expect(tagFrom('team')).toBeUndefined();
  expect(tagFrom(':x')).toBeUndefined();
  expect(tagFrom('team: ')).toBeUndefined();
});
