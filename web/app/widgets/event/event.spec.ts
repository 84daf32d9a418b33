import { describe, expect, test } from 'vitest';
import { contextCards, words } from './contexts';
import { crumbKind, crumbKinds, crumbText } from './crumbs';
import { readPayload } from './payload';

describe('contextCards', () => {
  test('known ones come first, with names and sizes for people', () => {
    const cards = contextCards({
      basket: { total_size: 3 },
      device: { type: 'device', memory_size: 17_179_869_184, online: true, model: '', arch: 'x86_64' },
      browser: { name: 'Chrome' },
    });
    expect(cards.map((c) => c.title)).toEqual(['Browser', 'Device', 'basket']);
    expect(cards[1]?.rows).toEqual([
      { name: 'Memory size', value: 17_179_869_184, text: '16 GB' },
      { name: 'Online', value: true, text: 'Yes' },
      { name: 'Architecture', value: 'x86_64', text: undefined },
    ]);
    expect(cards[2]?.rows[0]?.name).toBe('total_size');
  });
  test('empty ones are absent; what is no object is a value', () => {
    expect(contextCards({ os: { type: 'os' }, odd: 'text', none: null })).toEqual([
      { key: 'odd', title: 'odd', rows: [{ name: 'value', value: 'text', text: undefined }] },
    ]);
  });
});

test.each([
  ['memory_size', 'Memory size'],
  ['userAgent', 'User agent'],
  ['trace_id', 'Trace ID'],
  ['op', 'Operation'],
])('words: %s is %s', (name, text) => {
  expect(words(name)).toBe(text);
});

describe('breadcrumbs', () => {
  test.each([
    [{ type: 'http', category: 'fetch' }, 'http'],
    [{ type: 'default', category: 'ui.click' }, 'ui'],
    [{ category: 'navigation' }, 'navigation'],
    [{ type: 'debug', category: 'console' }, 'console'],
    [{ category: 'sentry.event', type: 'error' }, 'error'],
    [{}, 'other'],
  ])('%o is %s', (crumb, kind) => {
    expect(crumbKind(crumb)).toBe(kind);
  });
  test('a request is told as one', () => {
    const data = { method: 'POST', url: '/api', status_code: 500, reason: 'oops', none: null };
    expect(crumbText({ data })).toEqual({ message: 'POST /api → 500', rest: { reason: 'oops' } });
  });
  test('so is a navigation', () => {
    expect(crumbText({ data: { from: '/', to: '/cart' } })).toEqual({ message: '/ → /cart', rest: {} });
  });
  test('anything else is its message and its data', () => {
    expect(crumbText({ message: 'hi', data: { a: 1 } })).toEqual({ message: 'hi', rest: { a: 1 } });
    expect(crumbText({ data: ['odd'] })).toEqual({ message: '', rest: {} });
  });
  test('kinds that occur, each once', () => {
    expect(crumbKinds([{ category: 'ui.click' }, { category: 'fetch' }, { category: 'ui.input' }])).toEqual([
      'http',
      'ui',
    ]);
  });
});

test.each([[null], ['x'], [[1]], [undefined]])('a payload of %o is an empty one', (raw) => {
  expect(readPayload(raw)).toEqual({});
});
