import { expect, test } from 'vitest';
import { eventMarkdown, type Heading } from './markdown';

const heading: Heading = {
  id: 'e1',
  shortId: 'SHOP-1',
  title: 'TypeError: a_b is <undefined>',
  culprit: 'cart',
  level: 'error',
  time: '2026-11-21T12:00:00Z',
  environment: null,
  release: 'shop@2',
  tags: { os: 'Linux' },
  url: 'https://b.example/issues/SHOP-1?event=e1',
};

test('facts, stack, tags and what happened before', () => {
  const text = eventMarkdown(heading, {
    platform: 'python',
    exceptions: [{ type: 'TypeError', value: 'x', frames: [{ function: 'f', filename: 'a.py', lineno: 3 }] }],
    breadcrumbs: [
      { time: Date.parse('2026-11-21T11:59:58.5Z') * 1000, category: 'log', level: 'info', message: 'hello' },
    ],
  });
  expect(text).toContain('## SHOP-1: TypeError: a\\_b is \\<undefined\\>');
  expect(text).toContain('- **Release:** shop@2');
  expect(text).not.toContain('Environment');
  expect(text).toContain('File "a.py", line 3, in f');
  expect(text).toContain('- os: Linux');
  expect(text).toContain('11:59:58.500 info log hello');
});

test('a fence is longer than any in the text', () => {
  const text = eventMarkdown(heading, { message: 'a\n```\nb' });
  expect(text).toContain('````\na\n```\nb\n````');
});
