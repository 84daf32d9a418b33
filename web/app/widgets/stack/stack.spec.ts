import { describe, expect, test } from 'vitest';
import type { Exception, Frame } from '../event/payload';
import { canFold, chainOf, firstOpen, foldFrames, looksMinified, sourceOf } from './chain';
import { fileOf, moduleOf, placeOf } from './names';
import { stackText } from './text';

const app = (name: string, more: Frame = {}): Frame => ({ function: name, in_app: true, ...more });
const lib = (name: string, more: Frame = {}): Frame => ({ function: name, in_app: false, ...more });

describe('chainOf', () => {
  const named = (type: string, id?: number, parent?: number, source?: string): Exception => ({
    type,
    mechanism: { exception_id: id, parent_id: parent, source },
  });
  const read = (exceptions: Exception[]) =>
    chainOf(exceptions).map((l) => [l.exception.type, l.relation, l.depth]);

  test('what was raised comes first, then its causes', () => {
    expect(read([{ type: 'Root' }, { type: 'Middle' }, { type: 'Raised' }])).toEqual([
      ['Raised', undefined, 0],
      ['Middle', 'cause', 0],
      ['Root', 'cause', 0],
    ]);
  });
  test('members of a group stand below it', () => {
    const group = [named('B', 2, 0, 'exceptions[1]'), named('A', 1, 0, 'exceptions[0]'), named('Group', 0)];
    expect(read(group)).toEqual([
      ['Group', undefined, 0],
      ['A', 'member', 1],
      ['B', 'member', 1],
    ]);
  });
  test('context is not a cause', () => {
    expect(read([named('Old', 1, 0, '__context__'), named('New', 0)])[1]).toEqual(['Old', 'context', 0]);
  });
  test('a circle of parents ends', () => {
    expect(read([named('A', 1, 2, 'x[0]'), named('B', 2, 1, 'x[0]')])).toHaveLength(2);
  });
});

describe('folding', () => {
  test('runs outside of the app fold; the frame that failed stays', () => {
    const runs = foldFrames([lib('a'), lib('b'), app('c'), lib('d'), lib('e'), lib('f')]);
    expect(runs.map((r) => (r.kind === 'shown' ? r.frame.function : r.frames.length))).toEqual([
      'f',
      2,
      'c',
      2,
    ]);
  });
  test('there is nothing to fold when all frames are alike, or the SDK did not say', () => {
    expect(canFold([app('a'), app('b')])).toBe(false);
    expect(canFold([{ function: 'a' }, { function: 'b' }])).toBe(false);
    expect(canFold([app('a'), { function: 'b' }])).toBe(true);
  });
  test('the frame to open is the last of the app that has source', () => {
    expect(firstOpen([app('a', { context_line: 'x' }), app('b'), lib('c', { context_line: 'y' })])).toBe(0);
    expect(firstOpen([lib('c', { context_line: 'y' }), app('a')])).toBe(0);
    expect(firstOpen([app('a')])).toBe(-1);
  });
});

test('source lines are numbered around the current one', () => {
  const lines = sourceOf({ lineno: 10, pre_context: ['a', 'b'], context_line: 'c', post_context: ['d'] });
  expect(lines.map((l) => [l.number, l.text, l.current])).toEqual([
    [8, 'a', false],
    [9, 'b', false],
    [10, 'c', true],
    [11, 'd', false],
  ]);
  expect(sourceOf({ lineno: 10 })).toEqual([]);
  expect(sourceOf({ context_line: 'x' })[0]?.number).toBeUndefined();
});

test('minified code is recognised', () => {
  const built = { filename: 'https://x/a.js', lineno: 1, colno: 48_211 };
  expect(looksMinified([built])).toBe(true);
  expect(looksMinified([built, app('f', { filename: 'src/a.ts', lineno: 30 })])).toBe(false);
  expect(looksMinified([{ filename: 'src/a.ts', lineno: 1, colno: 12 }])).toBe(false);
  expect(looksMinified([{ filename: 'a.py', lineno: 88 }])).toBe(false);
});

test.each<[Frame, string]>([
  [{ filename: 'https://shop.example/assets/a.js', lineno: 1, colno: 5 }, '/assets/a.js:1:5'],
  [{ filename: 'webpack:///./src/a.ts', lineno: 3 }, 'src/a.ts:3'],
  [{ abs_path: '/srv/a.py' }, '/srv/a.py'],
  [{ instruction_addr: '0x1' }, '0x1'],
  [{ lineno: 4 }, ''],
])('place of %o is %s', (frame, place) => {
  expect(placeOf(frame)).toBe(place);
});

test('a module is shown only where the file does not say it', () => {
  expect(moduleOf({ module: 'orders.views', filename: 'orders/views.py' })).toBe('');
  expect(moduleOf({ module: 'com.example.Exporter', filename: 'Exporter.java' })).toBe(
    'com.example.Exporter',
  );
  expect(fileOf({})).toBe('');
});

describe('stackText', () => {
  const exceptions: Exception[] = [
    {
      type: 'Cause',
      value: 'inner',
      frames: [{ function: 'g', filename: 'b.py', lineno: 2, context_line: '  boom()' }],
    },
    {
      type: 'Raised',
      value: 'outer',
      frames: [{ function: 'f', module: 'm', filename: 'a.py', lineno: 1, colno: 7 }],
    },
  ];
  test('Python tells the cause first', () => {
    expect(stackText(exceptions, 'python')).toBe(
      [
        'Traceback (most recent call last):',
        '  File "b.py", line 2, in g',
        '    boom()',
        'Cause: inner',
        '',
        'The above exception was the direct cause of the following exception:',
        '',
        'Traceback (most recent call last):',
        '  File "a.py", line 1, in f',
        'Raised: outer',
      ].join('\n'),
    );
  });
  test('others tell what was raised first', () => {
    expect(stackText(exceptions, 'javascript')).toBe(
      ['Raised: outer', '    at f (a.py:1:7)', 'Caused by: Cause: inner', '    at g (b.py:2)'].join('\n'),
    );
  });
  test.each([
    ['java', '\tat m.f(a.py:1)'],
    ['csharp', '   at m.f in a.py:line 1'],
    ['ruby', "\tfrom a.py:1:7:in 'f'"],
    ['go', 'm.f()\n\ta.py:1:7'],
    ['php', '#0 a.py(1): f()'],
  ])('%s', (platform, line) => {
    expect(stackText(exceptions.slice(1), platform)).toContain(line);
  });
  test('an exception without anything', () => {
    expect(stackText([{}], 'python')).toBe('Error');
  });
});
