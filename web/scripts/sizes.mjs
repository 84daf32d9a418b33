// Prints what the browser loads first and what comes with each page, gzipped,
// and fails the build when the first load outgrows its bar.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BAR_KB = 260;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const gz = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length / 1024;
const kb = (n) => `${n.toFixed(1).padStart(7)} KB`;

function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

function weigh(keys) {
  let js = 0;
  const css = new Set();
  for (const key of keys) {
    js += gz(manifest[key].file);
    for (const file of manifest[key].css ?? []) css.add(file);
  }
  return { js, css: [...css].reduce((sum, file) => sum + gz(file), 0) };
}

const first = closure('index.html');
const shell = weigh(first);
console.log(`\nshell ${' '.repeat(30)} js ${kb(shell.js)}  css ${kb(shell.css)}  (gzip)`);

// A page may load parts of itself as they are shown; the largest of them counts as its own.
function largestPart(loaded) {
  const parts = [...loaded].flatMap((k) => (first.has(k) ? [] : (manifest[k].dynamicImports ?? [])));
  const weights = parts.map((part) => weigh([...closure(part)].filter((k) => !loaded.has(k))).js);
  return Math.max(0, ...weights);
}

let worst = shell.js;
for (const [key, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry || !key.endsWith('Page.tsx')) continue;
  const loaded = closure(key, new Set(first));
  const extra = weigh([...loaded].filter((k) => !first.has(k)));
  const part = largestPart(loaded);
  worst = Math.max(worst, shell.js + extra.js + part);
  const later = part > 0 ? `  then js ${kb(part)}` : '';
  console.log(
    `+ ${key.replace('app/features/', '').padEnd(34)} js ${kb(extra.js)}  css ${kb(extra.css)}${later}`,
  );
}
console.log(`worst first load: ${worst.toFixed(1)} KB of JavaScript; the bar is ${BAR_KB} KB`);
if (worst > BAR_KB) process.exit(1);
