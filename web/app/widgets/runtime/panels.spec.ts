import { expect, test } from 'vitest';
import type { Json, Payload } from '../event/payload';
import { ambiguousMatches, goroutineRows, panelsOf } from './panels';
import { runtimeOf } from './runtime';

const told = (payload: Payload) =>
  panelsOf(payload).flatMap((p) => p.rows.map((r) => `${p.title}/${r.name}: ${JSON.stringify(r.value)}`));

test.each<[string, string | undefined, Json]>([
  ['ruby', 'ruby', {}],
  ['node', 'javascript', {}],
  ['csharp', 'dotnet', {}],
  ['python', 'python', {}],
  ['java', 'java', {}],
  ['javascript', 'javascript', {}],
  ['go', 'go', {}],
  ['php', 'php', {}],
  ['other', 'dotnet', { runtime: '.NET' }],
  ['', 'python', { runtime: 'python' }],
  ['other', 'ruby', { runtime: { name: 'ruby' } }],
  ['other', 'cfml', { CGI: { SCRIPT_NAME: '/a.cfm' } }],
  ['cocoa', undefined, {}],
])('%s is %s', (platform, runtime, extra) => {
  expect(runtimeOf({ platform, extra })).toBe(runtime);
});

test.each<[string, Payload, string[]]>([
  [
    'Ruby',
    {
      platform: 'ruby',
      extra: {
        performance: { dbRuntimeMs: 31, viewRuntimeMs: 4, allocations: 0 },
        job: { jobClass: 'Mail', executions: 1 },
        featureFlags: { new_cart: true, old: null },
        dependencyCalls: [
          { name: 'GET', host: 'api.pay.test', method: 'GET', status: 200, durationMs: 80.1 },
        ],
      },
    },
    [
      'Performance/Database (ms): 31',
      'Performance/View (ms): 4',
      'Performance/Allocations: 0',
      'Job/Class: "Mail"',
      'Job/Executions: 1',
      'Feature flags/new_cart: true',
      'Calls to others/GET api.pay.test: "200 · 80.1 ms"',
    ],
  ],
  [
    'Python',
    {
      platform: 'python',
      extra: { 'celery-job': { task_name: 'shop.mail', args: [1] }, python_version: '3.13' },
    },
    ['Interpreter/Python: "3.13"', 'Task/Name: "shop.mail"', 'Task/Arguments: [1]'],
  ],
  [
    'JavaScript',
    {
      platform: 'javascript',

      extra: { vue: { componentName: 'Cart' }, arguments: ['low', 3] },
    },
    ['Where in the app/Component: "Cart"', 'Log record/Arguments: ["low",3]'],
  ],
  [
    '.NET',
    {
      platform: 'csharp',
      extra: { exception: { hresult: -2147467261, data: { Sku: 'A-1' } } },
      exceptions: [
        { value: 'The request matched multiple endpoints. Matches: \n\nShop.A (Shop)\nShop.B (Shop)' },
      ],
    },
    [
      'Exception/HResult: -2147467261',
      'Exception data/Sku: "A-1"',
      'Ambiguous routes/Candidate 1: "Shop.A (Shop)"',
      'Ambiguous routes/Candidate 2: "Shop.B (Shop)"',
    ],
  ],
  [
    'CFML',
    {
      extra: { EXCEPTION: { DETAIL: 'no table', ERRORCODE: '7' }, CGI: { SCRIPT_NAME: '/a.cfm', AUTH: '' } },
    },
    ['Exception/Detail: "no table"', 'Exception/Error code: "7"', 'CGI/SCRIPT_NAME: "/a.cfm"'],
  ],
  [
    'Go',
    { platform: 'go', message: 'goroutine 7 [running]:\nmain.x()' },
    ['Goroutine/Goroutine: "7, running"'],
  ],
  ['Java', { platform: 'java', extra: { MDC: { order: '7' } } }, ['Diagnostic context/order: "7"']],
  [
    'PHP',
    { platform: 'php', extra: { exception: { severity: 'E_WARNING' } } },
    ['Exception/Severity: "E_WARNING"'],
  ],
  ['what has a card of its own is not told twice', { contexts: { job: { queue: 'mail' } } }, []],
  ['nothing', {}, []],
])('%s', (_, payload, rows) => {
  expect(told(payload)).toEqual(rows);
});

test('a list of matches ends where the stack begins', () => {
  expect(ambiguousMatches('Matches:\n\nShop.A\n   at Shop.X()')).toEqual(['Shop.A']);
  expect(ambiguousMatches('Matches: 3 of 4')).toEqual([]);
});

test('a dump of Go', () => {
  const dump =
    '[signal SIGSEGV: segmentation violation]\n\ngoroutine 1 [running]:\na()\n\ngoroutine 8 gp=0x1 [select, 3 minutes]:\nb()';
  expect(goroutineRows(dump)).toEqual([
    { name: 'Goroutine', value: '1, running' },
    { name: 'Signal', value: 'SIGSEGV: segmentation violation' },
    { name: 'Others in the dump', value: 1 },
  ]);
});
