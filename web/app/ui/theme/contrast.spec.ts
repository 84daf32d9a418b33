import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

function tokensOf(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('\n}', start));
  return Object.fromEntries([...block.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]));
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const grounds = [
  '--surface',
  '--surface-sunken',
  '--surface-raised',
  '--surface-hover',
  '--surface-selected',
  '--surface-code',
];
const severities = ['fatal', 'error', 'warning', 'info', 'debug'].map((s) => `--sev-${s}`);
const syntax = ['key', 'string', 'number', 'word'].map((s) => `--syntax-${s}`);
const charts = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `--chart-${n}`);

type Pair = readonly [text: string, ground: string];

const textPairs: Pair[] = [
  ...['--text', '--text-muted', '--accent', '--ok', ...severities].flatMap((t) =>
    grounds.map((g): Pair => [t, g]),
  ),
  ...syntax.map((t): Pair => [t, '--surface-code']),
  ...severities.map((t): Pair => [t, `${t}-soft`]),
  ['--ok', '--ok-soft'],
  ['--accent', '--accent-soft'],
  ['--text', '--accent-soft'],
  ['--text-on-accent', '--accent'],
  ['--text-on-accent', '--accent-hover'],
];
const graphicPairs: Pair[] = [
  ...charts.map((c): Pair => [c, '--surface']),
  ...['--focus', '--field-line'].flatMap((c) => ['--surface', '--surface-sunken'].map((g): Pair => [c, g])),
];

describe.each([
  ['light', ':root'],
  ['dark', ":root[data-mantine-color-scheme='dark']"],
])('%s', (_name, selector) => {
  const tokens = { ...tokensOf(':root'), ...tokensOf(selector) };
  const ratio = (a = '', b = '') => contrast(tokens[a] ?? a, tokens[b] ?? b);

  test.each(textPairs)('%s on %s is readable', (text, ground) => {
    expect(ratio(text, ground)).toBeGreaterThanOrEqual(4.5);
  });
  test.each(graphicPairs)('%s on %s can be seen', (graphic, ground) => {
    expect(ratio(graphic, ground)).toBeGreaterThanOrEqual(3);
  });
});
