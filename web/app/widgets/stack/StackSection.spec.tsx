import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { draw } from '../../ui/testing/draw';
import type { Frame } from '../event/payload';
import { StackSection } from './StackSection';

const frames: Frame[] = [
  { function: 'serve', filename: 'lib/server.py', in_app: false },
  {
    function: 'checkout',
    filename: 'shop/views.py',
    lineno: 8,
    in_app: true,
    context_line: 'pay(basket)',
    vars: { basket: { lines: 3 } },
  },
  { function: 'execute', filename: 'lib/db.py', in_app: false, context_line: 'cursor.execute(sql)' },
];

test('frames outside of the app fold until asked for', async () => {
  const user = draw(
    <StackSection exceptions={[{ type: 'Boom', value: 'it broke', frames }]} platform="python" />,
  );
  expect(screen.getByText('it broke')).toBeTruthy();
  expect(screen.queryByText('serve')).toBeNull();
  await user.click(screen.getByRole('button', { name: '1 frame outside of the app' }));
  expect(screen.getByText('serve')).toBeTruthy();
});

test('the frame of the app is open, with source and variables', () => {
  draw(<StackSection exceptions={[{ type: 'Boom', frames }]} platform="python" />);
  const frame = screen.getByRole('button', { name: /checkout/ });
  expect(frame.getAttribute('aria-expanded')).toBe('true');
  expect(screen.getByText('pay(basket)')).toBeTruthy();
  expect(screen.getByText('Local variables')).toBeTruthy();
  expect(screen.queryByText('cursor.execute(sql)')).toBeNull();
});

test('as plain text', async () => {
  const user = draw(<StackSection exceptions={[{ type: 'Boom', frames }]} platform="python" />);
  await user.click(screen.getByRole('button', { name: 'Raw' }));
  expect(screen.getByText(/Traceback \(most recent call last\)/)).toBeTruthy();
});

test('a chain says how its parts hang together', () => {
  draw(
    <StackSection
      exceptions={[
        { type: 'Root', value: 'a' },
        { type: 'Raised', value: 'b' },
      ]}
      platform="java"
    />,
  );
  const [raised, root] = screen.getAllByRole('article');
  expect(within(raised as HTMLElement).getByText('Raised')).toBeTruthy();
  expect(within(root as HTMLElement).getByText('Caused by')).toBeTruthy();
  expect(screen.getAllByText('No stack came with this exception.')).toHaveLength(2);
});

test('of very deep stacks, the first calls are drawn', async () => {
  const deep = Array.from({ length: 5000 }, (_, i) => ({ function: `f${i}` }));
  const user = draw(
    <StackSection exceptions={[{ type: 'RecursionError', frames: deep }]} platform="python" />,
  );
  expect(screen.getByText('f4999')).toBeTruthy();
  expect(screen.queryByText('f4000')).toBeNull();
  await user.click(screen.getByRole('button', { name: /4,?940 more frames/ }));
  expect(screen.getByText('f4700')).toBeTruthy();
});
