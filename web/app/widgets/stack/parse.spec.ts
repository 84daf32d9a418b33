import { expect, test } from 'vitest';
import { parseTrace } from './parse';

test.each([
  [
    'V8',
    'TypeError: x\n    at total (https://a.example/app.js:3:14)\n    at /srv/b.js:9:1',
    ['/srv/b.js:9', 'total https://a.example/app.js:3'],
  ],
  [
    'Firefox',
    'total@https://a.example/app.js:3:14\n@https://a.example/app.js:9:1',
    ['https://a.example/app.js:9', 'total https://a.example/app.js:3'],
  ],
  [
    'Python',
    'Traceback (most recent call last):\n  File "a.py", line 3, in run\n    go()\n  File "b.py", line 5, in go\nKeyError: 1',
    ['run a.py:3', 'go b.py:5'],
  ],
  [
    '.NET',
    '   at Shop.Cart.Total(Int32 n) in C:\\src\\Cart.cs:line 12\n   at Shop.Program.Main()',
    ['Shop.Program.Main() :', 'Shop.Cart.Total(Int32 n) C:\\src\\Cart.cs:12'],
  ],
  [
    'Ruby',
    "app/cart.rb:7:in `total'\n\tfrom app/main.rb:2:in '<main>'",
    ['<main> app/main.rb:2', 'total app/cart.rb:7'],
  ],
  ['no trace', 'it broke at noon\nand again (twice)', []],
])('%s', (_, text, frames) => {
  const read = parseTrace(text).map(
    (f) => `${f.function ? `${f.function} ` : ''}${f.filename ?? ''}:${f.lineno ?? ''}`,
  );
  expect(read).toEqual(frames);
});
