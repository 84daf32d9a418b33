import { expect, it } from 'vitest';
import { tokenIn } from './token';

const finds = (pasted: string, token: string) =>
  it(`finds ${JSON.stringify(token)} in ${JSON.stringify(pasted)}`, () =>
    expect(tokenIn(pasted)).toBe(token));

finds('http://localhost:8000/setup?token=abc_DEF-123', 'abc_DEF-123');
finds('  https://belfry.example/x/setup?a=1&token=abc#top ', 'abc');
finds('token=abc', '');
finds('/setup?token=abc', 'abc');
finds('abc123', 'abc123');
finds('open the link', '');
finds('', '');
