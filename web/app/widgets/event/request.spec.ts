import { expect, test } from 'vitest';
import type { Payload } from './payload';
import { requestOf } from './request';

test('Rails tells a request at the top', () => {
  const view = requestOf({
    extra: {
      clientIp: '203.0.113.9',
      httpMethod: 'GET',
      httpVersion: 'HTTP/1.1',
      path: '/orders',
      url: 'https://shop.test/orders',
      headers: { Accept: '*/*' },
      params: { page: '2', filter: { open: true } },
      railsAction: 'OrdersController#index',
      request_id: 'r-17',
      referer: null,
    },
  });
  expect(view?.request).toEqual({
    method: 'GET',
    url: 'https://shop.test/orders',
    headers: [{ name: 'Accept', value: '*/*' }],
    params: [
      { name: 'page', value: '2' },
      { name: 'filter', value: '{"open":true}' },
    ],
  });
  expect(view?.facts).toEqual([
    { name: 'Client IP', value: '203.0.113.9' },
    { name: 'HTTP version', value: 'HTTP/1.1' },
    { name: 'Action', value: 'OrdersController#index' },
    { name: 'Request ID', value: 'r-17' },
  ]);
});

test('others tell it below "request", CFML below "CGI"', () => {
  const python = requestOf({
    extra: { request: { method: 'GET', path: '/div', query_string: 'n=0&q=a+b%2', client_ip: '10.0.0.1' } },
  });
  expect(python?.request).toMatchObject({
    url: '/div',
    query: [
      { name: 'n', value: '0' },
      { name: 'q', value: 'a+b%2' },
    ],
  });
  const cfml = requestOf({
    extra: {
      CGI: { SCRIPT_NAME: '/a.cfm', REQUEST_METHOD: 'POST', QUERY_STRING: '', HTTP_USER_AGENT: 'curl' },
    },
  });
  expect(cfml?.request).toMatchObject({ method: 'POST', url: '/a.cfm' });
  expect(cfml?.facts).toEqual([{ name: 'User agent', value: 'curl' }]);
});

test('what was sent in its own place wins; a header is not told twice', () => {
  const view = requestOf({
    request: { url: 'https://a.test/', method: '', headers: [{ name: 'User-Agent', value: 'x' }] },
    extra: { request: { url: 'https://b.test/', method: 'PUT', user_agent: 'x', request_id: 'r' } },
  });
  expect(view?.request).toMatchObject({ url: 'https://a.test/', method: 'PUT' });
  expect(view?.facts).toEqual([{ name: 'Request ID', value: 'r' }]);
});

test.each<[string, Payload]>([
  [
    'a file and a version',
    { extra: { path: '/tmp/report.pdf', version: '3', action: 'print', params: { a: 1 } } },
  ],
  ['a method that is no verb', { extra: { method: 'total', path: '/srv/cart.rb' } }],
  ['an empty request', { extra: { request: { note: null } } }],
  ['nothing', {}],
])('%s is no request', (_, payload) => {
  expect(requestOf(payload)).toBeUndefined();
});
