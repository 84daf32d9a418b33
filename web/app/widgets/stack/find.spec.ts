import { expect, test } from 'vitest';
import type { Payload } from '../event/payload';
import { frameFrom } from './aliases';
import { exceptionsOf } from './find';

const trace = 'KeyError: 1\n    at total (/srv/app.js:3:14)';

test.each([
  ['Python', { filename: 'm.py', lineno: 14, name: 'div', line: 'return 1 / n', locals: { n: '0' } }],
  [
    'upper case',
    { FILENAME: 'm.py', LINE_NUMBER: '14', METHOD: 'div', CODE: 'return 1 / n', LOCALS: { n: '0' } },
  ],
])('a frame of %s', (_, value) => {
  expect(frameFrom(value)).toMatchObject({
    filename: 'm.py',
    lineno: 14,
    function: 'div',
    context_line: 'return 1 / n',
    vars: { n: '0' },
  });
});

test('CFML prints code with its numbers, plain or as HTML', () => {
  const code = { pre_context: ['a = 1;'], context_line: 'b < 2;', post_context: ['c = 3;'] };
  const at = { TEMPLATE: '/www/a.cfm', LINE: 12 };
  expect(frameFrom({ ...at, CODEPRINTPLAIN: '11: a = 1;\n12: b < 2;\n13: c = 3;\n' })).toMatchObject(code);
  expect(
    frameFrom({ ...at, codePrintHTML: '11: a = 1;<br>\n<b>12: b &lt; 2;</b><br>13: c = 3;' })?.context_line,
  ).toBe('b < 2;');
});

test.each<[string, Payload, string[]]>([
  [
    'sent frames stay',
    { exceptions: [{ type: 'A', frames: [{ function: 'f' }] }], extra: { stack: trace } },
    ['A f'],
  ],
  [
    'a text in extra',
    { exceptions: [{ type: 'A', value: 'x' }], extra: { stack_trace: trace } },
    ['A total'],
  ],
  [
    'a list of lines',
    { extra: { exception: { class: 'B', backtrace: ["a.rb:1:in `x'", "b.rb:2:in `y'"] } } },
    ['B y x'],
  ],
  ['a context', { contexts: { exception: { type: 'C', stackTrace: trace } } }, ['C total']],
  ['the message', { message: trace }, ['KeyError total']],
  ['the value', { exceptions: [{ type: 'D', value: trace }] }, ['D total']],
  ['a message with a stack', { message: 'hi', stacktrace: [{ function: 'f' }] }, ['Stack f']],
  [
    'an error that is only a word',
    { message: 'hi', extra: { error: 'timeout', exception: { class: 'X' } } },
    [],
  ],
  ['nothing', {}, []],
])('%s', (_, payload, told) => {
  expect(
    exceptionsOf(payload).map((e) => [e.type, ...(e.frames ?? []).map((f) => f.function)].join(' ')),
  ).toEqual(told);
});

test('causes under their names, oldest first', () => {
  const frames = [{ file: 'a.cs', line: 1, method: 'M' }];
  const extra = {
    exception: {
      class: 'AggregateException',
      frames,
      inner_exceptions: [
        { class: 'First', message: 'one', cause: { class: 'Root', frames } },
        { class: 'Second', message: 'two' },
      ],
    },
  };
  const chain = exceptionsOf({ platform: 'csharp', extra } as Payload);
  expect(chain.map((e) => e.type)).toEqual(['Second', 'Root', 'First', 'AggregateException']);
  expect(chain[2]?.mechanism).toEqual({ source: 'InnerExceptions[0]', exception_id: 1, parent_id: 0 });
});

test('frames of Python come oldest first, others newest first', () => {
  const extra = { exception: { class: 'E', frames: [{ name: 'one' }, { name: 'two' }] } };
  const names = (platform: string) => exceptionsOf({ platform, extra })[0]?.frames?.map((f) => f.function);
  expect(names('python')).toEqual(['one', 'two']);
  expect(names('ruby')).toEqual(['two', 'one']);
});

test('an exception that is its own cause ends', () => {
  const loop: { [key: string]: unknown } = { class: 'E', stack: trace };
  loop.cause = loop;
  // Such a loop cannot come over the wire; a very deep chain can.
  expect(exceptionsOf({ extra: { exception: loop } } as Payload).length).toBeLessThan(30);
});
