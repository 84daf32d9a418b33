import { at, isBlank, pick, plain } from '../event/bag';
import { type Exception, type Frame, isObject, type Json } from '../event/payload';
import { parseExceptions } from './parse';
import { withOwner } from './readers';

const mostFrames = 500;
const deepest = 20;

const textAt = (value: Json, ...paths: string[]) => plain(pick([value], paths));

function numberAt(value: Json, ...paths: string[]): number | undefined {
  for (const path of paths) {
    const found = Number(plain(at(value, path)) || Number.NaN);
    if (Number.isInteger(found)) return found;
  }
  return undefined;
}

const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ', amp: '&' };

function withoutTags(html: string): string {
  return html
    .replaceAll(/<br\s*\/?>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(lt|gt|quot|#39|nbsp|amp);/g, (_, name: string) => entities[name] ?? '');
}

function codeText(value: Json): string | undefined {
  const html = textAt(value, 'codePrintHTML');
  const line = textAt(value, 'line');
  return (
    textAt(value, 'codePrintPlain') ??
    (html === undefined ? undefined : withoutTags(html)) ??
    // "line" is the number for most, and the code itself for some.
    (line !== undefined && !/^\d+$/.test(line) ? line : undefined) ??
    textAt(value, 'code_context', 'context_line', 'source', 'code')
  );
}

type Code = Pick<Frame, 'pre_context' | 'context_line' | 'post_context'>;

// CFML prints the lines around the failure with their numbers: "12: x = 1;".
function codeOf(value: Json, lineno: number | undefined): Code {
  const text = codeText(value);
  if (text === undefined) return {};
  const lines = text.replace(/\n+$/, '').split('\n');
  const failed = lines.findIndex((line) => Number(line.match(/^\s*(\d+):/)?.[1]) === lineno);
  if (failed < 0) return { context_line: lines[0] ?? '', post_context: lines.slice(1) };
  const code = lines.map((line) => line.replace(/^\s*\d+: ?/, ''));
  return {
    pre_context: code.slice(0, failed),
    context_line: code[failed] ?? '',
    post_context: code.slice(failed + 1),
  };
}

/** A frame under whatever names its program gave the parts; nothing where there are none. */
export function frameFrom(value: Json): Frame | undefined {
  if (!isObject(value)) return undefined;
  const lineno = numberAt(value, 'lineno', 'line', 'line_number');
  const filename = textAt(value, 'filename', 'template', 'file', 'path');
  const name = textAt(value, 'function', 'name', 'method', 'module', 'type');
  if (filename === undefined && name === undefined) return undefined;
  const vars = pick([value], ['locals', 'vars']);
  const declaring = textAt(value, 'declaring_type', 'class');
  const inApp = at(value, 'in_app');
  return withOwner({
    filename,
    function: name,
    ...(declaring ? { module: declaring } : {}),
    lineno,
    colno: numberAt(value, 'colno', 'column'),
    ...(typeof inApp === 'boolean' ? { in_app: inApp } : {}),
    ...codeOf(value, lineno),
    ...(vars === undefined ? {} : { vars }),
  });
}

const traceKeys = [
  'frames',
  'tagContext',
  'backtrace',
  'stacktrace',
  'stack_trace',
  'stack',
  'traceback',
  'trace',
];

/** A stack as found under one key: a list of objects, a list of lines, or a text. */
function readStack(value: Json | undefined, oldestFirst: boolean): Exception[] {
  if (typeof value === 'string') return parseExceptions(value).map((e) => ({ ...e, raw_text: value }));
  if (isObject(value)) return readStack(at(value, 'frames'), oldestFirst);
  if (!Array.isArray(value)) return [];
  const lines = value.filter((line) => typeof line === 'string');
  if (lines.length > 0) return readStack(lines.join('\n'), oldestFirst);
  const frames = value.slice(0, mostFrames).flatMap((v) => frameFrom(v) ?? []);
  return frames.length > 0 ? [{ frames: oldestFirst ? frames : frames.reverse() }] : [];
}

/** The stack that hangs at an object, causes first; empty where there is none. */
export function stackAt(value: Json, oldestFirst: boolean): Exception[] {
  for (const key of traceKeys) {
    const found = readStack(at(value, key), oldestFirst);
    if (found.length > 0) return found;
  }
  return [];
}

function causesOf(value: Json): [source: string, cause: Json][] {
  const many = pick([value], ['inner_exceptions', 'exceptions', 'errors']);
  if (Array.isArray(many)) return many.map((cause, i) => [`InnerExceptions[${i}]`, cause]);
  const cause = pick([value], ['cause', 'inner_exception', 'previous']);
  if (cause !== undefined) return [['cause', cause]];
  const handled = at(value, 'context');
  return isObject(handled) && at(handled, 'class') ? [['__context__', handled]] : [];
}

function own(value: Json, oldestFirst: boolean): Exception {
  const stack = stackAt(value, oldestFirst).at(-1);
  return {
    type: textAt(value, 'qualified_class', 'class', 'type', 'name') ?? stack?.type,
    value: textAt(value, 'message', 'value'),
    frames: stack?.frames,
    ...(stack?.raw_text ? { raw_text: stack.raw_text } : {}),
  };
}

/** An exception and all it came from, causes first, under whatever names its program gave the parts. */
export function exceptionsFrom(value: Json, oldestFirst: boolean): Exception[] {
  const found: Exception[] = [];
  const visit = (one: Json, source: string | undefined, parent: number | undefined, depth: number) => {
    if (!isObject(one) || isBlank(one) || depth > deepest || found.length >= 50) return;
    const id = found.length;
    found.push({ ...own(one, oldestFirst), mechanism: { source, exception_id: id, parent_id: parent } });
    for (const [name, cause] of causesOf(one)) visit(cause, name, id, depth + 1);
  };
  visit(value, undefined, undefined, 0);
  return found.reverse();
}
