import { expect, test } from 'vitest';
import { reasonText } from './reasons';

test.each([
  [{ what: 'type', value: 'TypeError' }, 'Same exception: TypeError'],
  [{ what: 'culprit', value: 'cart' }, 'Same place: cart'],
  [{ what: 'message', shared: 3, of: 4 }, '3 of 4 words of the message'],
  [{ what: 'message', shared: 4, of: 4 }, 'Same words in the message'],
  [{ what: 'frames', shared: 5, of: 8 }, '5 of 8 frames'],
] as const)('%o reads %s', (reason, text) => {
  expect(reasonText(reason)).toBe(text);
});
