import { describe, expect, it } from 'vitest';
import { GROUPS, GUIDES, guideFor, searchGuides, suggestedName } from './catalogue';
import { connectionNotes, intakeUrl, parseDsn } from './connection';
import { envelopeCommand, storeCommand } from './curl';
import type { Connection, Section } from './types';

const DSN = 'https://0123456789abcdef0123456789abcdef@errors.example.com/belfry/7';

function connection(dsn = DSN): Connection {
  const parsed = parseDsn(dsn);
  if (!parsed) throw new Error(`not a DSN: ${dsn}`);
  return parsed;
}

function code(section: Section | undefined): string {
  return (section?.snippets ?? []).map((snippet) => snippet.code).join('\n');
}

describe('parseDsn', () => {
  it('takes a DSN apart, with and without a path prefix', () => {
    expect(parseDsn(DSN)).toMatchObject({
      publicKey: '0123456789abcdef0123456789abcdef',
      projectId: '7',
      baseUrl: 'https://errors.example.com/belfry',
      host: 'errors.example.com',
      secure: true,
      local: false,
    });
    expect(parseDsn('http://k@localhost:8000/1')).toMatchObject({
      baseUrl: 'http://localhost:8000',
      host: 'localhost:8000',
      secure: false,
      local: true,
    });
  });

  const refuse = (dsn: string) =>
    it(`refuses ${JSON.stringify(dsn)}`, () => expect(parseDsn(dsn)).toBeNull());
  refuse('');
  refuse('errors.example.com/7');
  refuse('https://errors.example.com/7');
  refuse('https://key@errors.example.com/');
  refuse('https://key@errors.example.com/shop');
  refuse('ftp://key@errors.example.com/7');
});

describe('intakeUrl', () => {
  const c = connection();
  it('keeps the prefix and carries the key', () => {
    expect(intakeUrl(c, 'minidump')).toBe(
      'https://errors.example.com/belfry/api/7/minidump/?sentry_key=0123456789abcdef0123456789abcdef',
    );
    expect(intakeUrl(c, 'store', false)).toBe('https://errors.example.com/belfry/api/7/store/');
  });
});

describe('connectionNotes', () => {
  it('warns about addresses that others cannot use', () => {
    expect(connectionNotes(connection())).toEqual([]);
    expect(connectionNotes(connection('http://k@127.0.0.1:8000/1'))[0]).toContain('--base-url');
    expect(connectionNotes(connection('http://k@belfry.lan/1'))[0]).toContain('TLS');
  });
});

describe('catalogue', () => {
  it('has unique ids and known groups', () => {
    expect(new Set(GUIDES.map((guide) => guide.id)).size).toBe(GUIDES.length);
    expect(new Set(GUIDES.map((guide) => guide.name)).size).toBe(GUIDES.length);
    for (const group of GROUPS) expect(GUIDES.some((guide) => guide.group === group)).toBe(true);
    for (const guide of GUIDES) expect(suggestedName(guide)).not.toBe('');
  });

  const finds = (text: string, id: string) =>
    it(`finds ${id} for "${text}"`, () => expect(searchGuides(text)[0]?.id).toBe(id));
  finds('react', 'javascript-react');
  finds('next', 'javascript-nextjs');
  finds('ios', 'apple');
  finds('golang gin', 'go-gin');
  finds('c#', 'dotnet');
  finds('sidekiq', 'ruby-rails');
  finds('minidump', 'native');
  finds('Go', 'go');

  it('shows all for no text and none for nonsense', () => {
    expect(searchGuides(' ')).toHaveLength(GUIDES.length);
    expect(searchGuides('fortran77')).toEqual([]);
  });

  const platform = (name: string, id: string) =>
    it(`shows ${id} for platform "${name}"`, () => expect(guideFor(name).id).toBe(id));
  platform('python-django', 'python-django');
  platform('python-tornado', 'python');
  platform('Cocoa', 'apple');
  platform('', 'other');
  platform('cobol', 'other');
});

describe.each(GUIDES.map((guide) => [guide.name, guide] as const))('%s', (_, guide) => {
  const c = connection();
  const sections = guide.sections(c);
  const find = (id: Section['id']) => sections.find((section) => section.id === id);

  it('says how to install, connect, test and name a release', () => {
    expect(sections.map((section) => section.id).slice(0, 4)).toEqual([
      'install',
      'configure',
      'verify',
      'release',
    ]);
    expect((find('install')?.snippets.length ?? 0) > 0 || find('install')?.text).toBeTruthy();
    expect(code(find('verify'))).not.toBe('');
    expect(code(find('release'))).toMatch(/release/i);
    expect(code(find('release'))).toMatch(/environment/i);
  });

  it('connects with the real key', () => {
    const text = code(find('configure'));
    expect(text.includes(DSN) || text.includes(c.publicKey)).toBe(true);
  });

  it('has snippets that can be pasted', () => {
    for (const snippet of sections.flatMap((section) => section.snippets)) {
      expect(snippet.code).not.toMatch(/undefined|\$\{|[ \t]+$/m);
      expect(snippet.code).toMatch(/^\S(.*\S)?$/s);
    }
  });

  it('writes sentences', () => {
    const texts = [...guide.notes(c), ...sections.flatMap((section) => section.text ?? [])];
    for (const text of texts) expect(text).toMatch(/^\S.*[.:]$|^\S.*\d$/);
  });
});

describe('curl', () => {
  const c = connection();

  it('makes an envelope of three lines of JSON', () => {
    const body = envelopeCommand(c).split('<<END\n')[1]?.split('\nEND')[0] ?? '';
    const lines = body.replaceAll('$id', '0'.repeat(32)).replace('$(date +%s)', '1700000000').split('\n');
    expect(lines.map((line) => Object.keys(JSON.parse(line)))).toMatchObject([
      ['event_id', 'dsn'],
      ['type'],
      expect.arrayContaining(['event_id', 'timestamp', 'exception', 'release', 'environment']),
    ]);
  });

  it('authenticates the store request by header', () => {
    expect(storeCommand(c)).toContain(`sentry_key=${c.publicKey}'`);
    expect(storeCommand(c)).toContain('https://errors.example.com/belfry/api/7/store/');
  });
});
