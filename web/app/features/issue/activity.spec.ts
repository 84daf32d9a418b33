import { expect, test } from 'vitest';
import type { Activity } from '../../api/schema';
import { activityDetail, activitySentence } from './activity';

const line = (more: Partial<Activity>): Activity => ({
  id: 1,
  at: '2026-03-04T05:06:07Z',
  actor: { id: 1, name: 'Ada' },
  action: 'status',
  from: null,
  to: null,
  detail: null,
  ...more,
});

test.each([
  [{ action: 'status', from: 'open', to: 'resolved' }, 'Ada resolved it'],
  [{ action: 'assigned', to: 'Bo' }, 'Ada assigned Bo'],
  [{ action: 'assigned', from: 'Bo' }, 'Ada unassigned Bo'],
  [{ action: 'assigned', from: 'Bo', to: 'Cy' }, 'Ada gave it from Bo to Cy'],
  [{ action: 'assigned', to: 'Ada' }, 'Ada took it'],
  [{ action: 'priority', from: '50', to: '80' }, 'Ada changed the priority from 50 to 80'],
  [{ action: 'tagged', to: 'team:shop' }, 'Ada added the tag team:shop'],
  [{ action: 'untagged', from: 'team:shop' }, 'Ada removed the tag team:shop'],
  [{ action: 'snoozed', from: 'open', detail: '10' }, 'Ada snoozed it until 10 more events'],
  [{ action: 'unsnoozed', actor: null, detail: 'events' }, 'It woke: it happened often enough'],
  [{ action: 'commented', detail: '7' }, 'Ada commented'],
  [{ action: 'odd', from: 'a', to: 'b' }, 'Ada: odd a → b'],
])('%j is "%s"', (more, sentence) => {
  expect(activitySentence(line(more))).toBe(sentence);
});

test('a detail is not said twice', () => {
  expect(activityDetail(line({ action: 'regressed', detail: '2.0' }))).toBe('2.0');
  expect(activityDetail(line({ action: 'commented', detail: '7' }))).toBeNull();
});
