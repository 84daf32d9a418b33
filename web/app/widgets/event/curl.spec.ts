import { expect, test } from 'vitest';
import { curlCommand, fullUrl } from './curl';

test('a plain request', () => {
  expect(curlCommand({ url: 'https://a.example/x' })).toBe("curl 'https://a.example/x'");
});

test('method, headers, cookies and body', () => {
  const text = curlCommand({
    method: 'PUT',
    url: 'https://a.example/x',
    query: [{ name: 'q', value: 'a b&c' }],
    headers: [
      { name: 'Host', value: 'a.example' },
      { name: 'Content-Type', value: 'application/json' },
    ],
    cookies: [
      { name: 'a', value: '1' },
      { name: 'b', value: '2' },
    ],
    data: { name: "it's" },
  });
  expect(text.split(' \\\n  ')).toEqual([
    "curl 'https://a.example/x?q=a%20b%26c'",
    '-X PUT',
    "-H 'Content-Type: application/json'",
    "-b 'a=1; b=2'",
    `--data-raw '{"name":"it'\\''s"}'`,
  ]);
});

test('a body makes it a POST by itself', () => {
  expect(curlCommand({ method: 'post', url: 'u', data: 'raw' })).toBe("curl 'u' \\\n  --data-raw 'raw'");
});

test('a query that the address already has is not added again', () => {
  expect(fullUrl({ url: 'u?a=1', query: [{ name: 'a', value: '1' }] })).toBe('u?a=1');
});

test('nothing a shell would run gets out of its quotes', () => {
  expect(curlCommand({ url: "u';reboot;'" })).toBe("curl 'u'\\'';reboot;'\\'''");
});
