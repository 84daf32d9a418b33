import { describe, expect, test } from 'vitest';
import { accept, quoted, spotAt, withTerm } from './terms';

// The bar marks the cursor.
function at(marked: string) {
  const cursor = marked.indexOf('|');
  return { text: marked.replace('|', ''), cursor };
}

describe('spotAt', () => {
  test.each([
    ['|', 'key', '', ''],
    ['lev|', 'key', '', 'lev'],
    ['!lev|', 'key', '', 'lev'],
    ['boom lev|', 'key', '', 'lev'],
    ['(lev|', 'key', '', 'lev'],
    ['level:|', 'value', 'level', ''],
    ['!level:er|', 'value', 'level', 'er'],
    ['level:er|ror', 'value', 'level', 'er'],
    ['times_seen:>=10|', 'value', 'times_seen', '10'],
    ['release:"shop 1|', 'value', 'release', 'shop 1'],
    ['release:"a \\" b|', 'value', 'release', 'a \\" b'],
    ['level:[error,wa|', 'value', 'level', 'wa'],
    ['level:[error, fatal] is:o|', 'value', 'is', 'o'],
    ['url:https://a|', 'value', 'url', 'https://a'],
    ['release:"a b" x|', 'key', '', 'x'],
  ])('%s', (marked, kind, key, prefix) => {
    const { text, cursor } = at(marked);
    expect(spotAt(text, cursor)).toMatchObject({ kind, key, prefix });
  });
});

describe('accept', () => {
  test.each([
    ['lev|', 'level', 'level:|'],
    ['!lev|', 'level', '!level:|'],
    ['a lev| b', 'level', 'a level:| b'],
    ['level:er|', 'error', 'level:error |'],
    ['level:er|ror is:open', 'error', 'level:error |is:open'],
    ['release:"sh|op 1" x', '"shop 2"', 'release:"shop 2" |x'],
    ['level:[error,wa|]', 'warning', 'level:[error,warning|]'],
    ['times_seen:>1|', '100', 'times_seen:>100 |'],
    ['(level:er|)', 'error', '(level:error |)'],
  ])('%s takes %s', (marked, word, want) => {
    const { text, cursor } = at(marked);
    const draft = accept(text, spotAt(text, cursor), word);
    expect(`${draft.text.slice(0, draft.cursor)}|${draft.text.slice(draft.cursor)}`).toBe(want);
  });
});

test.each([
  ['error', 'error'],
  ['shop@1.0', 'shop@1.0'],
  ['two words', '"two words"'],
  ['say "hi"', '"say \\"hi\\""'],
  ['-24h', '"-24h"'],
  ['', '""'],
])('the value %s is written %s', (value, want) => {
  expect(quoted(value)).toBe(want);
});

test('a term is added once', () => {
  expect(withTerm(undefined, 'level', 'error')).toBe('level:error');
  expect(withTerm('boom', 'release', 'a b')).toBe('boom release:"a b"');
  expect(withTerm('level:error boom', 'level', 'error')).toBe('level:error boom');
});
