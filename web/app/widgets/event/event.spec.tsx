import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { JsonView } from '../../ui/JsonView';
import { draw } from '../../ui/testing/draw';
import { BreadcrumbsSection } from './BreadcrumbsSection';
import { ContextsSection } from './ContextsSection';
import { GroupingSection } from './GroupingSection';
import { RequestSection } from './RequestSection';
import { ExtraSection, UserSection } from './SmallSections';

test('breadcrumbs: the last first, the rest on demand', async () => {
  const crumbs = Array.from({ length: 30 }, (_, i) => ({ message: `step ${i}`, time: 1e15 + i * 1e6 }));
  const user = draw(<BreadcrumbsSection crumbs={crumbs} eventTime={1e15 + 30e6} />);
  expect(screen.getAllByRole('listitem')[0]?.textContent).toContain('step 29');
  expect(screen.getByText('1.0 s before')).toBeTruthy();
  expect(screen.queryByText('step 3')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Show 18 earlier ones' }));
  expect(screen.getByText('step 3')).toBeTruthy();
});

test('a body that is JSON in a text is a tree', () => {
  draw(<RequestSection request={{ method: 'POST', url: 'https://a.example/x', data: '{"sku": "A-1"}' }} />);
  expect(screen.getByText('POST')).toBeTruthy();
  expect(screen.getByText('"A-1"')).toBeTruthy();
  expect(screen.queryByText('Headers')).toBeNull();
});

test('a request without an address has no curl', () => {
  draw(<RequestSection request={{ headers: [{ name: 'Host', value: 'x' }] }} />);
  expect(screen.queryByRole('button', { name: /curl/ })).toBeNull();
});

test('what is empty is absent', () => {
  draw(
    <>
      <ContextsSection contexts={{ os: { type: 'os' } }} />
      <UserSection user={{ id: '' }} />
      <ExtraSection extra={[]} />
    </>,
  );
  expect(screen.queryByRole('heading')).toBeNull();
});

test('grouping says what was used and what was not', async () => {
  const components = [
    { name: 'type', value: 'TypeError', used: true },
    { name: 'message', value: 'x is <number>', from: 'x is 3', used: false, note: 'the stack is enough' },
  ];
  const user = draw(<GroupingSection grouping={{ version: 1, method: 'stack', hash: 'abc', components }} />);
  await user.click(screen.getByRole('button', { name: 'Why it is in this issue' }));
  expect(screen.getByText('the stack is enough')).toBeTruthy();
  expect(screen.getByText('x is 3')).toBeTruthy();
  expect(screen.getByLabelText('left out')).toBeTruthy();
});

test('a tree draws what is open, and long lists in parts', async () => {
  const user = draw(<JsonView value={{ list: Array.from({ length: 10_000 }, (_, i) => i) }} open={1} />);
  expect(screen.queryByText('99')).toBeNull();
  await user.click(screen.getByRole('button', { name: /list/ }));
  expect(screen.getByText('99')).toBeTruthy();
  expect(screen.queryByText('100')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'show 9900 more' }));
  expect(screen.getByText('100')).toBeTruthy();
});
