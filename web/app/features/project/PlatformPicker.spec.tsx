import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { draw } from '../../ui/testing/draw';
import { GUIDES } from './guides/catalogue';
import { PlatformPicker } from './PlatformPicker';

const tiles = () => screen.getAllByRole('radio').map((radio) => (radio as HTMLInputElement).value);

it('shows every runtime, and the chosen one as chosen', () => {
  draw(<PlatformPicker value="go" onChange={() => undefined} />);
  expect(tiles()).toHaveLength(GUIDES.length);
  expect(screen.getByRole('radio', { name: 'Go', checked: true })).toBeTruthy();
});

it('narrows while typing, and Enter takes the first', async () => {
  const choose = vi.fn();
  const user = draw(<PlatformPicker value={null} onChange={choose} />);
  await user.keyboard('rub');
  expect(tiles()).toEqual(['ruby', 'ruby-raven', 'ruby-rails']);
  await user.keyboard('{Enter}');
  expect(choose).toHaveBeenCalledWith(expect.objectContaining({ id: 'ruby' }));
});

it('does not take anything on Enter before something was typed', async () => {
  const choose = vi.fn();
  const user = draw(<PlatformPicker value={null} onChange={choose} />);
  await user.keyboard('{Enter}');
  expect(choose).not.toHaveBeenCalled();
});

it('says what to do when nothing is found', async () => {
  const user = draw(<PlatformPicker value={null} onChange={() => undefined} />);
  await user.keyboard('fortran77');
  expect(screen.queryAllByRole('radio')).toHaveLength(0);
  expect(screen.getByRole('status').textContent).toMatch(/curl/);
});
