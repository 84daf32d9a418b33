import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { draw } from '../../ui/testing/draw';
import { GuideView } from './GuideView';
import { GUIDES } from './guides/catalogue';
import { parseDsn } from './guides/connection';

const connection = parseDsn('http://0123456789abcdef0123456789abcdef@belfry.lan:8000/7');
if (!connection) throw new Error('not a DSN');

it.each(GUIDES.map((guide) => [guide.name, guide] as const))('draws %s', (_, guide) => {
  const complaints = vi.spyOn(console, 'error');
  draw(<GuideView guide={guide} connection={connection} />);
  const snippets = guide.sections(connection).flatMap((section) => section.snippets);
  expect(screen.getAllByRole('button', { name: /^Copy:/ })).toHaveLength(snippets.length);
  expect(screen.getByText(/plain HTTP: reports can be read/)).toBeTruthy();
  // Such as two parts of a list with the same key.
  expect(complaints).not.toHaveBeenCalled();
});
