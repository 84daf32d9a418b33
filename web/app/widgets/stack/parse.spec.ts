import { expect, test } from 'vitest';
import type { Frame } from '../event/payload';
import { parseExceptions, parseTrace } from './parse';

const told = (f: Frame) =>
  `${[f.module, f.function].filter(Boolean).join('.')} ${f.filename ?? ''}:${f.lineno ?? ''}`.trim();

test.each([
  [
    'V8',
    'TypeError: x\n    at async total (https://a.example/app.js:3:14)\n    at Array.map (<anonymous>)\n    at /srv/b.js:9:1\n    at run (C:\\My Shop\\run.js:2:3)',
    [
      'run C:\\My Shop\\run.js:2',
      '/srv/b.js:9',
      'Array.map <anonymous>:',
      'total https://a.example/app.js:3',
    ],
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
    "app/cart.rb:7:in `total': undefined method (NoMethodError)\n\tfrom app/main.rb:2:in '<main>'",
    ['<main> app/main.rb:2', 'total app/cart.rb:7'],
  ],
  [
    'Java',
    'java.lang.IllegalStateException: no stock\n\tat com.shop.Cart.total(Cart.java:42)\n\tat java.base/java.lang.Thread.run(Thread.java:1583)\n\tat sun.reflect.X.<init>(Native Method)\n\tat app//com.shop.Main$1.main(Unknown Source)',
    [
      'com.shop.Main$1.main Unknown Source:',
      'sun.reflect.X.<init> Native Method:',
      'java.lang.Thread.run Thread.java:1583',
      'com.shop.Cart.total Cart.java:42',
    ],
  ],
  [
    'Go',
    'panic: runtime error: index out of range [3]\n\ngoroutine 1 [running]:\ngithub.com/a/shop.(*Cart).Total(0xc000, {0x1, 0x2})\n\t/src/cart.go:12 +0x1d\nmain.main()\n\t/src/main.go:5 +0x20\ncreated by main.start in goroutine 7\n\t/src/start.go:3\n\ngoroutine 8 [sleep]:\nmain.other()\n\t/src/other.go:1',
    [
      'main.start /src/start.go:3',
      'main.main /src/main.go:5',
      'github.com/a/shop.(*Cart).Total /src/cart.go:12',
    ],
  ],
  [
    'PHP',
    'PHP Fatal error:  Uncaught RuntimeException: no stock in /srv/Cart.php:9\nStack trace:\n#0 /srv/Main.php(12): Shop\\Cart->total(3, Array)\n#1 [internal function]: run()\n#2 {main}\n  thrown in /srv/Cart.php on line 9',
    ['run :', 'Shop\\Cart->total /srv/Main.php:12'],
  ],
  [
    'CFML',
    'lucee.runtime.exp.DatabaseException: no table\n\tat lucee.runtime.tag.Query.doEndTag(Query.java:7)\n\tat cart_cfc$cf.udfCall(/www/cart.cfc:31)\n\tat cfcart2ecfc1$funcTOTAL.runFunction(C:\\www\\cart.cfc:40)\ncalled from /www/index.cfm: line 3',
    [
      '/www/index.cfm:3',
      'total C:\\www\\cart.cfc:40',
      '/www/cart.cfc:31',
      'lucee.runtime.tag.Query.doEndTag Query.java:7',
    ],
  ],
  ['no trace', 'it broke at noon\nand again (twice)\nsee https://a.example:80/x', []],
  ['nothing', '', []],
])('%s', (_, text, frames) => {
  expect(parseTrace(text).map((f) => told(f))).toEqual(frames);
});

test.each([
  [
    'Java',
    'Exception in thread "main" a.Outer: top\n\tat a.B.c(B.java:1)\nCaused by: a.Inner: root\n\tat a.D.e(D.java:2)\n\t... 1 more',
    ['a.Inner: root a.D.e D.java:2', 'a.Outer: top a.B.c B.java:1'],
  ],
  [
    'Python',
    'Traceback (most recent call last):\n  File "a.py", line 1, in f\n    g()\nKeyError: 1\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "b.py", line 2, in h\nValueError: bad\nand worse',
    ['KeyError: 1 f a.py:1', 'ValueError: bad\nand worse h b.py:2'],
  ],
  [
    '.NET',
    'Shop.Outer: top\n ---> Shop.Inner: root\n   at Shop.D.E() in D.cs:line 2\n   --- End of inner exception stack trace ---\n   at Shop.B.C() in B.cs:line 1',
    ['Shop.Inner: root Shop.D.E() D.cs:2', 'Shop.Outer: top Shop.B.C() B.cs:1'],
  ],
  [
    'PHP',
    'PDOException: gone in /a.php:1\nStack trace:\n#0 /a.php(1): f()\n#1 {main}\n\nNext RuntimeException: no cart in /b.php:2\nStack trace:\n#0 /b.php(2): g()\n#1 {main}',
    ['PDOException: gone in /a.php:1 f /a.php:1', 'RuntimeException: no cart in /b.php:2 g /b.php:2'],
  ],
  [
    'Ruby',
    "app/cart.rb:7:in 'Cart#total': no stock (Shop::Sold)\n\tfrom main.rb:2:in '<main>'",
    ['Shop::Sold: no stock <main> main.rb:2 Cart#total app/cart.rb:7'],
  ],
])('exceptions of %s, causes first', (_, text, chain) => {
  const read = parseExceptions(text).map(
    (e) => `${e.type}: ${e.value} ${e.frames?.map((f) => told(f)).join(' ')}`,
  );
  expect(read).toEqual(chain);
});

test('Python: the code below a call belongs to it', () => {
  const [frame] = parseTrace('  File "a.py", line 3, in run\n    go()\n');
  expect(frame).toMatchObject({ function: 'run', context_line: 'go()' });
});

test.each([
  ['    at x (/srv/node_modules/y.js:1:1)', false],
  ['    at x (/srv/app/y.js:1:1)', true],
  ['   at System.Linq.Enumerable.First(Int32 n)', false],
  ['\tat org.springframework.web.X.y(X.java:1)', false],
  ["/usr/lib/ruby/gems/3.4/gems/rack/x.rb:1:in 'call'", false],
  ['#0 /srv/vendor/laravel/X.php(1): a()', false],
  ['  File "/usr/lib/python3.13/json/decoder.py", line 3, in x', false],
])('whose code: %s', (line, inApp) => {
  expect(parseTrace(line)[0]?.in_app).toBe(inApp);
});

test('a hostile text takes no time', () => {
  const lines = ['at (', 'at x (((', 'a@a@a@', 'File "', '#1 (((', 'x.rb:1:in `'].map((s) => s.repeat(160));
  const started = performance.now();
  parseTrace(Array.from({ length: 300 }, (_, i) => lines[i % lines.length]).join('\n'));
  expect(performance.now() - started).toBeLessThan(2000);
});
