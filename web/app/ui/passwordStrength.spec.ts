import { expect, it } from 'vitest';
import { passwordStrength } from './passwordStrength';

const is = (password: string, word: string, known: string[] = []) =>
  it(`calls ${JSON.stringify(password)} ${word}`, () =>
    expect(passwordStrength(password, known).word).toBe(word));

is('', '');
is('short', 'Too short');
is('aaaaaaaaaaaaaaaaaaaa', 'Weak');
is('abcdefghijklmnop', 'Weak');
is('1234567890', 'Weak');
is('Password123!', 'Weak');
is('qwertyqwerty', 'Weak');
is('ada.lovelace1', 'Weak', ['Ada Lovelace', 'ada@example.com']);
is('correct horse battery', 'Strong');
is('tq8-Lm2xVz', 'Good');
is('пароль-птица-окно', 'Strong');

it('says how much is missing', () => {
  expect(passwordStrength('123456789').hint).toBe('1 more character.');
  expect(passwordStrength('1').hint).toBe('9 more characters.');
});
