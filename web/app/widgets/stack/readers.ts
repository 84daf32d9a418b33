import type { Frame } from '../event/payload';

/** Reads one line of a trace; some languages take the line after it, too. */
export type Reader = (line: string, next: string) => Frame | undefined;

const part = (text: string | undefined) => text || undefined;
const number = (text: string | undefined) => (text ? Number(text) : undefined);

// Chrome, Node: "at total (app.js:3:14)", "at app.js:3:14", "at Array.map (<anonymous>)".
const v8: Reader = (line) => {
  const call =
    line.match(/^\s*at (?:async |new )?(.+?) \(([^()]+):(\d+):(\d+)\)$/) ??
    line.match(/^\s*at (?:async )?()((?:\w+:\/\/|\/|[A-Za-z]:\\|node:|\.{0,2}[\w@-])[^()\s]*?):(\d+):(\d+)$/);
  if (call) {
    return { function: part(call[1]), filename: call[2], lineno: number(call[3]), colno: number(call[4]) };
  }
  const inside = line.match(/^\s*at (.+?) \((<anonymous>|native)\)$/);
  return inside ? { function: inside[1], filename: inside[2], in_app: false } : undefined;
};

// Firefox, Safari: "total@app.js:3:14".
const firefox: Reader = (line) => {
  const call = line.match(/^([^@\s]*)@(\S+?):(\d+):(\d+)$/);
  return call
    ? { function: part(call[1]), filename: call[2], lineno: number(call[3]), colno: number(call[4]) }
    : undefined;
};

// Python: 'File "a.py", line 3, in run', and the code in the line below.
const python: Reader = (line, next) => {
  const call = line.match(/^(\s*)File "(.+)", line (\d+)(?:, in (.+))?$/);
  if (!call) return undefined;
  const code = /^\s{4}\S/.test(next) && !/^\s*File "/.test(next) ? next.trim() : undefined;
  return {
    filename: call[2],
    lineno: number(call[3]),
    function: call[4],
    ...(code ? { context_line: code } : {}),
  };
};

// Java, Kotlin, Scala: "at java.base/com.shop.Cart.total(Cart.java:42)", "(Native Method)".
const java: Reader = (line) => {
  const call = line.match(
    /^\s*at (?:[\w.@-]+\/+)*([\w.$]+)\.([\w$<>-]+)\(([\w$-]+\.\w+|Native Method|Unknown Source)(?::(\d+))?\)(?: [~[].*)?$/,
  );
  return call
    ? { module: call[1], function: call[2], filename: call[3], lineno: number(call[4]) }
    : undefined;
};

// .NET: "at Shop.Cart.Total(Int32 n) in C:\src\Cart.cs:line 12".
const dotnet: Reader = (line) => {
  const call = line.match(/^\s*at ([\w.`<>|[\],+ ]+\(.*?\))(?: in (.+):line (\d+))?$/);
  return call ? { function: call[1], filename: part(call[2]), lineno: number(call[3]) } : undefined;
};

// Ruby: "app/cart.rb:7:in `total'", the first one with the message and class after it.
const ruby: Reader = (line) => {
  const call = line.match(/^\s*(?:from )?(\S[^:]*(?::\\[^:]*)?):(\d+):in [`']([^']+)'(?:: .*)?$/);
  return call ? { filename: call[1], lineno: number(call[2]), function: call[3] } : undefined;
};

// Go: "main.(*Cart).Total(0xc000…)" with "\t/src/cart.go:12 +0x1d" below it.
const go: Reader = (line, next) => {
  const place = next.match(/^\s+(\S.*\.(?:go|s)):(\d+)(?: \+0x[0-9a-f]+)?$/);
  const call = line.match(/^(?:created by )?(\S.*?)(?:\([^()]*\))?(?: in goroutine \d+)?$/);
  if (!place || !call?.[1]) return undefined;
  const { module, name } = splitGo(call[1]);
  return { module, function: name, filename: place[1], lineno: number(place[2]) };
};

// The package ends at the first dot after the last slash.
function splitGo(symbol: string): { module: string | undefined; name: string } {
  const dot = symbol.indexOf('.', symbol.lastIndexOf('/') + 1);
  return dot < 0
    ? { module: undefined, name: symbol }
    : { module: symbol.slice(0, dot), name: symbol.slice(dot + 1) };
}

// PHP: "#0 /srv/Cart.php(12): Shop\Cart->total(3)", "#1 [internal function]: …".
const php: Reader = (line) => {
  const call = line.match(/^\s*#\d+ (?:(.+?)\((\d+)\)|\[internal function\]): (.+)$/);
  return call
    ? { filename: part(call[1]), lineno: number(call[2]), function: call[3]?.replace(/\(.*\)$/, '') }
    : undefined;
};

// CFML: "at cfcart2ecfc12$functotal.runFunction(/www/cart.cfc:31)", "called from /www/cart.cfm: line 31".
const cfml: Reader = (line) => {
  const java = line.match(/^\s*at (?:[\w$]+\.)*([\w$]+)\.[\w$<>]+\((.+\.cf[mcs]):(\d+)\)$/i);
  const called = line.match(/^\s*(?:called from |at )()(.+\.cf[mcs]): line (\d+)$/i);
  const call = java ?? called;
  const name = call?.[1]?.match(/\$func(\w+)$/i)?.[1]?.toLowerCase();
  return call ? { function: name, filename: call[2], lineno: number(call[3]) } : undefined;
};

/** The languages in the order in which they are tried: the narrower forms first. */
export const readers: readonly (readonly [language: string, read: Reader])[] = [
  ['python', python],
  ['ruby', ruby],
  ['cfml', cfml],
  ['java', java],
  ['javascript', v8],
  ['javascript', firefox],
  ['dotnet', dotnet],
  ['php', php],
  ['go', go],
];

const libraries =
  /[\\/](?:node_modules|site-packages|dist-packages|gems|vendor|bundle)[\\/]|^node:|^\(?internal[/:]|<frozen |[\\/]lib[\\/](?:python|ruby)[\d./\\]|[\\/]libexec[\\/]src[\\/]|[\\/]go[\\/](?:src|pkg[\\/]mod)[\\/]/;
const platforms =
  /^(?:javax?|jdk|sun|com\.sun|kotlin|scala|org\.(?:springframework|apache|hibernate|eclipse))\.|^(?:System|Microsoft)\.|^(?:runtime|net\/http|testing)$|^lucee\.|^coldfusion\./;

/** A frame with a word on whose code it is, where its place or name tells. */
export function withOwner(frame: Frame): Frame {
  if (frame.in_app !== undefined) return frame;
  const foreign =
    libraries.test(frame.filename ?? '') ||
    platforms.test(frame.module ?? '') ||
    (!frame.module && platforms.test(frame.function ?? ''));
  return { ...frame, in_app: !foreign };
}
