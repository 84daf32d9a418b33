import { at, isBlank, pick, plain } from '../event/bag';
import { isObject, type Json, type Payload } from '../event/payload';
import { type PanelSpec, panelSpecs } from './fields';
import { type Runtime, runtimeOf } from './runtime';

export interface PanelRow {
  name: string;
  value: Json;
}

/** A few facts that belong together; never without any. */
export interface Panel {
  title: string;
  rows: PanelRow[];
}

const mostRows = 200;

function rowsOf(bags: Json[], spec: PanelSpec): PanelRow[] {
  if ('all' in spec) {
    const found = pick(bags, spec.all);
    const entries = isObject(found) ? Object.entries(found) : [];
    return entries.filter(([, value]) => !isBlank(value)).map(([name, value]) => ({ name, value }));
  }
  return spec.fields.flatMap(([name, ...paths]) => {
    const value = pick(bags, paths);
    return value === undefined ? [] : [{ name, value }];
  });
}

/** Calls to other systems that the program kept: "GET api.pay.test", "200 · 80 ms". */
function dependencyRows(bags: Json[]): PanelRow[] {
  const calls = pick(bags, ['dependencyCalls', 'dependencies']);
  if (!Array.isArray(calls)) return [];
  return calls.filter(isObject).map((call) => {
    const text = (key: string) => plain(at(call, key));
    const took = text('durationMs');
    const name = [...new Set([text('method') ?? text('name'), text('host')])].filter(Boolean).join(' ');
    const value = [text('status'), took && `${took} ms`].filter(Boolean).join(' · ');
    return { name: name || 'Call', value: value || (text('kind') ?? '') };
  });
}

/** The endpoints between which ASP.NET could not choose, from the message that lists them. */
export function ambiguousMatches(message: string): string[] {
  const [, list] = message.match(/\bMatches:\s*\n([\s\S]+)/) ?? [];
  return (list ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^at /.test(line))
    .slice(0, mostRows);
}

/** What a dump of Go says beside its frames: the state of the goroutine, the signal, how many others there are. */
export function goroutineRows(text: string): PanelRow[] {
  const all = [...text.matchAll(/^goroutine (\d+)[^[\n]*\[([^\]\n]+)\]:/gm)];
  const [first] = all;
  if (!first) return [];
  const signal = text.match(/^\[signal ([^\]\n]+)\]/m)?.[1];
  return [
    { name: 'Goroutine', value: `${first[1]}, ${first[2]}` },
    ...(signal ? [{ name: 'Signal', value: signal }] : []),
    ...(all.length > 1 ? [{ name: 'Others in the dump', value: all.length - 1 }] : []),
  ];
}

function texts(payload: Payload, bags: Json[]): string {
  const kept = pick(bags, ['stack', 'stacktrace', 'stack_trace', 'exception.stack', 'exception.stacktrace']);
  return [payload.message, payload.exceptions?.at(-1)?.value, plain(kept)].filter(Boolean).join('\n');
}

function computed(runtime: Runtime, payload: Payload, bags: Json[]): Panel[] {
  const panels: Panel[] = [{ title: 'Calls to others', rows: dependencyRows(bags) }];
  const text = texts(payload, bags);
  if (runtime === 'go') panels.push({ title: 'Goroutine', rows: goroutineRows(text) });
  if (runtime === 'dotnet') {
    const rows = ambiguousMatches(text).map((value, i) => ({ name: `Candidate ${i + 1}`, value }));
    panels.push({ title: 'Ambiguous routes', rows });
  }
  return panels;
}

/** The panels of an event in the manner of its language; unknown ones are shown as those of Ruby are. */
export function panelsOf(payload: Payload): Panel[] {
  const runtime = runtimeOf(payload) ?? 'ruby';
  // Contexts have cards of their own on the page.
  const bags = isObject(payload.extra) ? [payload.extra] : [];
  const found = panelSpecs[runtime].map((spec) => ({ title: spec.title, rows: rowsOf(bags, spec) }));
  return [...found, ...computed(runtime, payload, bags)]
    .filter((panel) => panel.rows.length > 0)
    .map((panel) => ({ ...panel, rows: panel.rows.slice(0, mostRows) }));
}
