import type { Exception, Frame } from '../event/payload';
import { functionOf, pathOf, placeOf } from './names';

type Writer = (title: string, frames: Frame[]) => string[];

const titleOf = (e: Exception) => [e.type || 'Error', e.value].filter(Boolean).join(': ');

const python: Writer = (title, frames) => {
  const calls = frames.flatMap((f) => {
    const head = `  File "${pathOf(f)}", line ${f.lineno ?? '?'}, in ${functionOf(f)}`;
    return f.context_line ? [head, `    ${f.context_line.trim()}`] : [head];
  });
  return calls.length > 0 ? ['Traceback (most recent call last):', ...calls, title] : [title];
};

const at =
  (line: (frame: Frame) => string): Writer =>
  (title, frames) => [title, ...frames.toReversed().map(line)];

const javascript = at((f) => `    at ${functionOf(f)} (${placeOf(f, pathOf(f)) || 'unknown'})`);
const java = at((f) => {
  const file = (f.filename ?? '').split('/').pop() || 'Unknown Source';
  return `\tat ${[f.module, functionOf(f)].filter(Boolean).join('.')}(${f.lineno ? `${file}:${f.lineno}` : file})`;
});
const dotnet = at((f) => {
  const place = pathOf(f) && f.lineno ? ` in ${pathOf(f)}:line ${f.lineno}` : '';
  return `   at ${[f.module, functionOf(f)].filter(Boolean).join('.')}${place}`;
});
const ruby = at((f) => `\tfrom ${placeOf(f, pathOf(f))}:in '${functionOf(f)}'`);
const go: Writer = (title, frames) => [
  title,
  '',
  ...frames
    .toReversed()
    .flatMap((f) => [
      `${[f.module, functionOf(f)].filter(Boolean).join('.')}()`,
      `\t${placeOf(f, pathOf(f))}`,
    ]),
];
const php: Writer = (title, frames) => [
  title,
  ...frames.toReversed().map((f, i) => `#${i} ${pathOf(f)}(${f.lineno ?? '?'}): ${functionOf(f)}()`),
];

const writers: Record<string, Writer> = {
  python,
  javascript,
  node: javascript,
  java,
  csharp: dotnet,
  dotnet,
  ruby,
  go,
  php,
};
const pythonJoint = '\nThe above exception was the direct cause of the following exception:\n\n';

/** A stack as plain text: as it came, where it came as text, else in the manner of its language. */
export function stackText(exceptions: Exception[], platform: string): string {
  const raw = exceptions.at(-1)?.raw_text;
  if (raw) return raw;
  const write = writers[platform] ?? javascript;
  // Python tells the cause first, everyone else the exception that was raised.
  const order = platform === 'python' ? exceptions : exceptions.toReversed();
  const parts = order.map((e) => write(titleOf(e), e.frames ?? []).join('\n'));
  return parts.join(platform === 'python' ? `\n${pythonJoint}` : '\nCaused by: ');
}

/** Frames without an exception, as plain text. */
export function framesText(frames: Frame[]): string {
  return frames
    .toReversed()
    .map((f) => `at ${functionOf(f)} (${placeOf(f, pathOf(f)) || 'unknown'})`)
    .join('\n');
}
