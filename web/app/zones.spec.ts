import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

// Imports go one way: ui, text, api -> widgets -> features -> shell and routes. Features never see each other.

const app = import.meta.dirname;
const rankOf: Record<string, number> = {
  text: 0,
  ui: 1,
  api: 1,
  paths: 2,
  'paths.ts': 2,
  widgets: 3,
  features: 4,
};
const top = 5;
const maxLines = 250;

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

function zoneOf(file: string) {
  const [folder = '', feature = ''] = relative(app, file).split('/');
  return { rank: rankOf[folder] ?? top, feature: folder === 'features' ? feature : '' };
}

function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  return [...source.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((m) =>
    resolve(dirname(file), m[1] ?? ''),
  );
}

const sources = filesIn(app).filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.spec.ts'));

test('imports go down only', () => {
  const wrong = sources.flatMap((file) => {
    const from = zoneOf(file);
    return importsOf(file)
      .map((target) => ({ target, to: zoneOf(target) }))
      .filter(
        ({ to }) =>
          to.rank > from.rank || (from.feature !== '' && to.feature !== '' && to.feature !== from.feature),
      )
      .map(({ target }) => `${relative(app, file)} imports ${relative(app, target)}`);
  });
  expect(wrong).toEqual([]);
});

test('only api calls the server', () => {
  const wrong = sources.filter(
    (file) =>
      !file.startsWith(join(app, 'api')) &&
      /\bfetch\(|new EventSource|XMLHttpRequest/.test(readFileSync(file, 'utf8')),
  );
  expect(wrong.map((file) => relative(app, file))).toEqual([]);
});

test('files stay small', () => {
  const long = sources
    .filter((file) => !file.includes('/api/generated') && !file.includes('/api/operations'))
    .map((file) => [relative(app, file), readFileSync(file, 'utf8').split('\n').length] as const)
    .filter(([, lines]) => lines > maxLines);
  expect(long).toEqual([]);
});
