import { expect, test } from 'vitest';
import { noticeSentence } from './notices';

const ada = { id: 1, name: 'Ada' };

test.each([
  [{ why: 'assigned', actor: ada, detail: null }, 'Ada assigned it to you'],
  [{ why: 'mentioned', actor: ada, detail: null }, 'Ada mentioned you'],
  [{ why: 'status', actor: ada, detail: 'resolved' }, 'Ada resolved it'],
  [{ why: 'regressed', actor: null, detail: '2.0' }, 'It came back in 2.0'],
  [{ why: 'unsnoozed', actor: null, detail: null }, 'It woke from snoozing'],
  [{ why: 'odd', actor: null, detail: null }, 'Belfry: odd'],
])('%j says "%s"', (notice, sentence) => {
  expect(noticeSentence(notice)).toBe(sentence);
});
