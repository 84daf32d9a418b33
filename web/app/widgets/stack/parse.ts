import type { Frame } from '../event/payload';

type Reader = (line: string) => Frame | undefined;

const v8: Reader = (line) => {
  const call = line.match(
    /^\s*at (?:(.+?) )?\(?((?:\w+:\/\/|\/|[A-Za-z]:\\|node:|\.{0,2}[\w@-])[^()\s]*?):(\d+):(\d+)\)?$/,
  );
  return call
    ? { function: call[1], filename: call[2], lineno: Number(call[3]), colno: Number(call[4]) }
    : undefined;
};
const firefox: Reader = (line) => {
  const call = line.match(/^([^@\s]*)@(\S+?):(\d+):(\d+)$/);
  return call
    ? { function: call[1] || undefined, filename: call[2], lineno: Number(call[3]), colno: Number(call[4]) }
    : undefined;
};
const python: Reader = (line) => {
  const call = line.match(/^\s*File "(.+)", line (\d+)(?:, in (.+))?$/);
  return call ? { filename: call[1], lineno: Number(call[2]), function: call[3] } : undefined;
};
const dotnet: Reader = (line) => {
  const call = line.match(/^\s*at ([\w.`<>[\],+ ]+\(.*?\))(?: in (.+):line (\d+))?$/);
  return call
    ? { function: call[1], filename: call[2], lineno: call[3] ? Number(call[3]) : undefined }
    : undefined;
};
const ruby: Reader = (line) => {
  const call = line.match(/^\s*(?:from )?(\S+?):(\d+):in [`'](.+)'$/);
  return call ? { filename: call[1], lineno: Number(call[2]), function: call[3] } : undefined;
};

const readers = [python, ruby, firefox, v8, dotnet];
const mostLines = 2000;

/** The frames of a trace that was sent as text, oldest call first; none where it is no trace. */
export function parseTrace(text: string): Frame[] {
  const frames: Frame[] = [];
  let oldestFirst = false;
  for (const line of text.split('\n', mostLines)) {
    const reader = readers.find((read) => read(line));
    const frame = reader?.(line);
    if (!frame) continue;
    oldestFirst = reader === python;
    frames.push(frame);
  }
  return oldestFirst ? frames : frames.toReversed();
}
