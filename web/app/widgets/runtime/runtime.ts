import { at, bagsOf, plain } from '../event/bag';
import type { Payload } from '../event/payload';

/** The languages whose events have a view of their own. */
export type Runtime = 'ruby' | 'python' | 'javascript' | 'dotnet' | 'cfml' | 'go' | 'java' | 'php';

const names: Record<Runtime, string> = {
  ruby: 'Ruby',
  python: 'Python',
  javascript: 'JavaScript',
  dotnet: '.NET',
  cfml: 'CFML',
  go: 'Go',
  java: 'Java',
  php: 'PHP',
};

// What platforms, and programs that name their runtime themselves, are called.
const words: readonly (readonly [pattern: RegExp, runtime: Runtime])[] = [
  [/^(?:cfml|coldfusion|lucee|railo|boxlang)/i, 'cfml'],
  [/^(?:c?python|pypy)/i, 'python'],
  [/^j?ruby/i, 'ruby'],
  [/^(?:javascript|typescript|node|deno|bun|browser)/i, 'javascript'],
  [/^(?:\.net|dotnet|csharp|c#|fsharp|aspnet)/i, 'dotnet'],
  [/^(?:java$|kotlin|scala|jvm|openjdk)/i, 'java'],
  [/^php/i, 'php'],
  [/^(?:go$|golang|go1)/i, 'go'],
];

const named = (text: string | undefined) => words.find(([pattern]) => pattern.test(text ?? ''))?.[1];

/** The language that an event came from; nothing where it does not tell. */
export function runtimeOf(payload: Payload): Runtime | undefined {
  for (const bag of bagsOf(payload)) {
    // CFML has no platform of its own among those that clients send.
    if (at(bag, 'cgi') !== undefined || at(bag, 'exception.tagContext') !== undefined) return 'cfml';
  }
  const known = named(payload.platform);
  if (known) return known;
  for (const bag of bagsOf(payload)) {
    const told = named(plain(at(bag, 'runtime'))) ?? named(plain(at(bag, 'runtime.name')));
    if (told) return told;
  }
  return undefined;
}

/** What the language of an event is called. */
export function runtimeTitle(payload: Payload): string {
  const runtime = runtimeOf(payload);
  return runtime ? names[runtime] : 'Program';
}
