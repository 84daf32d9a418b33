import type { Exception, Frame } from '../event/payload';
import { readers, withOwner } from './readers';

const mostLines = 2000;
const longestLine = 1000;

interface Read {
  language: string;
  frame: Frame;
}

function readLine(line: string, next: string): Read | undefined {
  if (line.length > longestLine) return undefined;
  for (const [language, read] of readers) {
    const frame = read(line, next.slice(0, longestLine));
    if (frame) return { language, frame };
  }
  return undefined;
}

/** One exception of a text: what was said about it, and its calls as they were written. */
interface Part {
  head: string[];
  reads: Read[];
}

// What begins another exception: its cause in Java and .NET, what came of it in Python and PHP.
const causeBelow = /^\s*(?:Caused by|Wrapped by): /;
const causeAbove =
  /^(?:Next (?=[\w\\]+)|(?:The above exception was the direct cause|During handling of the above exception).*)/;
const inner = /^\s*---> (?:\(Inner Exception #\d+\) )?/;
const innerEnd = /^\s*--- End of inner exception stack trace ---/;
const goroutine = /^goroutine \d+ /;
const decoration =
  /^(?:Traceback \(most recent call last\):|Stack ?trace:|\[stacktrace\]|\[signal .*|exit status \d+|Parsed Stack.*)$/i;

class Splitter {
  readonly done: Part[] = [];
  causesFirst = false;
  private open: Part[] = [{ head: [], reads: [] }];

  private get part(): Part {
    return this.open.at(-1) as Part;
  }

  /** Takes a line; false where what follows is about something else. */
  take(line: string, next: string): boolean {
    // A dump of Go lists every goroutine; the first is the one that failed.
    if (goroutine.test(line)) return this.part.reads.length === 0;
    if (innerEnd.test(line)) this.close();
    else if (inner.test(line)) this.open.push({ head: [line.replace(inner, '')], reads: [] });
    else if (causeBelow.test(line)) this.begin(line.replace(causeBelow, ''));
    else if (causeAbove.test(line)) {
      this.causesFirst = true;
      this.begin(line.replace(causeAbove, ''));
    } else this.add(line, next);
    return true;
  }

  finish(): Part[] {
    this.done.push(...this.open.toReversed());
    return this.done.filter((p) => p.reads.length > 0 || p.head.length > 0);
  }

  // .NET writes the inner exception amid the outer one, which goes on after it.
  private close() {
    const last = this.open.length > 1 ? this.open.pop() : undefined;
    if (!last) return;
    this.causesFirst = true;
    this.done.push(last);
  }

  private begin(head: string) {
    this.done.push(...this.open);
    this.open = [{ head: head ? [head] : [], reads: [] }];
  }

  private add(line: string, next: string) {
    const read = readLine(line, next);
    const { head, reads } = this.part;
    if (read) reads.push(read);
    // Ruby writes the message behind the first call, Python below the last one.
    const told = read?.language === 'ruby' && line.match(/:in [`'][^']+': (.*) \(([\w:]+)\)$/);
    if (told) head.push(`${told[2]}: ${told[1]}`);
    const below = reads.at(-1)?.language === 'python' && /^\S/.test(line);
    if (!read && (reads.length === 0 || below) && line.trim() && !decoration.test(line))
      head.push(line.trim());
  }
}

const lead =
  /^(?:PHP )?(?:Fatal error:\s+)?(?:Exception in thread "[^"]*" |Unhandled exception\. |Uncaught )*/i;

function exceptionOf({ head, reads }: Part): Exception {
  const [, type, value] =
    (head[0] ?? '').replace(lead, '').match(/^([A-Za-z_][\w.$\\]*(?:::\w+)*)(?::\s+(.*))?$/) ?? [];
  const said = type ? [value ?? '', ...head.slice(1)] : head;
  const frames = reads.map((r) => withOwner(r.frame));
  return {
    ...(type ? { type } : {}),
    value: said.join('\n').trim(),
    frames: reads[0]?.language === 'python' ? frames : frames.toReversed(),
  };
}

/** The exceptions of a trace that was sent as text, causes first; none where it is no trace. */
export function parseExceptions(text: string): Exception[] {
  const splitter = new Splitter();
  const lines = text.split(/\r?\n/, mostLines);
  lines.every((line, i) => splitter.take(line, lines[i + 1] ?? ''));
  const found = splitter.finish().map(exceptionOf);
  if (!found.some((e) => e.frames?.length)) return [];
  return splitter.causesFirst ? found : found.toReversed();
}

/** The frames of the exception that a text is about, oldest call first; none where it is no trace. */
export function parseTrace(text: string): Frame[] {
  return parseExceptions(text).at(-1)?.frames ?? [];
}
