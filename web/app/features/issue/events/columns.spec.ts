import { describe, expect, test } from 'vitest';
import type { EventSummary } from '../../../api/schema';
import { cellText, choices, columnsOf, columnsText, usual } from './columns';

const event: EventSummary = {
  id: 'e1',
  project_id: 1,
  time: '2026-11-21T12:00:00Z',
  received_at: '2026-11-21T12:00:01Z',
  level: 'error',
  title: 'Boom',
  release: null,
  environment: 'production',
  user: { id: '7', email: 'ada@example.com' },
  tags: { browser: 'Firefox', release: 'a tag of that name' },
  url: null,
};

describe('columns', () => {
  test.each([
    [undefined, usual],
    ['', usual],
    ['level,browser,level, ,os', ['level', 'browser', 'os']],
    [Array.from({ length: 30 }, (_, i) => `t${i}`).join(), Array.from({ length: 12 }, (_, i) => `t${i}`)],
  ])('%s', (text, columns) => {
    expect(columnsOf(text)).toEqual(columns);
  });
  test('the usual ones need no address', () => {
    expect(columnsText(usual)).toBeUndefined();
    expect(columnsText([])).toBeUndefined();
    expect(columnsText(['level', 'os'])).toBe('level,os');
  });
  test('tags come after what every event has', () => {
    expect(choices(['os', 'browser', 'level'], ['zone']).slice(-3)).toEqual(['browser', 'os', 'zone']);
  });
});

test.each([
  ['user', 'ada@example.com'],
  ['browser', 'Firefox'],
  ['release', ''],
  ['os', ''],
])('the cell of %s is %s', (column, text) => {
  expect(cellText(event, column)).toBe(text);
});
