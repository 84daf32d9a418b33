import { expect, it } from 'vitest';
import { safeNext } from './next';

const leads = (from: string | undefined, to: string) =>
  it(`leads from ${JSON.stringify(from)} to ${to}`, () => expect(safeNext(from)).toBe(to));

leads(undefined, '/');
leads('', '/');
leads('/issues?status=all#top', '/issues?status=all#top');
leads('/projects/shop/settings/keys', '/projects/shop/settings/keys');
leads('//evil.example', '/');
leads('/\\evil.example', '/');
leads('https://evil.example', '/');
leads('javascript:alert(1)', '/');
leads('/sign-in?next=/sign-in', '/');
leads('/setup?token=x', '/');
leads('/setup-notes', '/setup-notes');
