// Where the cursor stands in a search, and what an accepted suggestion makes of
// it. The server parses searches; this knows only as much as completion needs:
// terms end at blanks and parentheses, a key at its first colon, quotes keep
// blanks together, [a,b] is a list of values.

/** What is being typed: a key (or a free word), or a value of a key. The range is what a suggestion replaces. */
export interface Spot {
  kind: 'key' | 'value';
  /** Of a value: the key that it belongs to. */
  key: string;
  /** What stands before the cursor, without quotes. */
  prefix: string;
  from: number;
  to: number;
  /** Inside of [a,b], where more values may follow. */
  list: boolean;
}

interface Scan {
  term: number;
  colon: number;
  part: number;
  quoted: boolean;
  list: boolean;
}

function step(scan: Scan, char: string, at: number): Scan {
  if (scan.quoted) return char === '"' ? { ...scan, quoted: false } : scan;
  if (char === '"') return { ...scan, quoted: true };
  if (scan.list) {
    if (char === ']') return { ...scan, list: false };
    return char === ',' ? { ...scan, part: at + 1 } : scan;
  }
  if (/[\s()]/.test(char)) return { term: at + 1, colon: -1, part: at + 1, quoted: false, list: false };
  if (char === ':' && scan.colon < 0) return { ...scan, colon: at, part: at + 1 };
  if (char === '[' && scan.colon >= 0 && at === scan.part) return { ...scan, list: true, part: at + 1 };
  return scan;
}

function scanTo(text: string, cursor: number): Scan {
  let scan: Scan = { term: 0, colon: -1, part: 0, quoted: false, list: false };
  for (let at = 0; at < cursor; at++) {
    if (scan.quoted && text[at] === '\\') at++;
    else scan = step(scan, text[at] ?? '', at);
  }
  return scan;
}

// The end of the word that the cursor is in.
function endOf(text: string, cursor: number, scan: Scan): number {
  const rest = text.slice(cursor);
  if (scan.quoted) {
    const quote = rest.search(/(?<!\\)"/);
    return quote < 0 ? text.length : cursor + quote + 1;
  }
  const stop = rest.search(scan.list ? /[,\]]/ : /[\s()]/);
  return stop < 0 ? text.length : cursor + stop;
}

/** What is being typed at the cursor. */
export function spotAt(text: string, cursor: number): Spot {
  const scan = scanTo(text, cursor);
  const to = endOf(text, cursor, scan);
  const typed = text.slice(scan.part, cursor);
  if (scan.colon < 0) {
    const from = scan.part + (typed.startsWith('!') ? 1 : 0);
    return { kind: 'key', key: '', prefix: text.slice(from, cursor), from, to, list: false };
  }
  const lead = /^\s*[<>]?=?/.exec(typed)?.[0].length ?? 0;
  return {
    kind: 'value',
    key: text.slice(scan.term, scan.colon).replace(/^!/, ''),
    prefix: typed.slice(lead).replace(/^"/, ''),
    from: scan.part + lead,
    to,
    list: scan.list,
  };
}

/** A value as it has to be written in a search. */
export function quoted(value: string): string {
  if (value !== '' && !/[\s"()[\],*\\]|^[!<>=+-]/.test(value)) return value;
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

/** A text and where the cursor stands in it. */
export interface Draft {
  text: string;
  cursor: number;
}

/** The search with the suggestion in the place of what was typed. */
export function accept(text: string, spot: Spot, word: string): Draft {
  const before = text.slice(0, spot.from);
  const after = text.slice(spot.to);
  const tail = spot.kind === 'key' || spot.list || after.startsWith(' ') ? '' : ' ';
  const put = (spot.kind === 'key' ? `${word}:` : word) + tail;
  const skip = spot.kind === 'value' && !spot.list && after.startsWith(' ') ? 1 : 0;
  return { text: before + put + after, cursor: before.length + put.length + skip };
}

/** A search with one more term, unless it has it already. */
export function withTerm(query: string | undefined, key: string, value: string): string {
  const term = `${key}:${quoted(value)}`;
  if (!query) return term;
  return ` ${query} `.includes(` ${term} `) ? query : `${query} ${term}`;
}
