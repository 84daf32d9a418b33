import { bytes } from '../../text/bytes';
import { isObject, type Json } from './payload';

export interface ContextRow {
  name: string;
  value: Json;
  /** The value for people, where it is not the value itself. */
  text?: string;
}

export interface ContextCard {
  key: string;
  title: string;
  rows: ContextRow[];
}

// Known contexts first, in this order; others follow by name.
const titles: Record<string, string> = {
  browser: 'Browser',
  client_os: 'Client system',
  os: 'Operating system',
  device: 'Device',
  runtime: 'Runtime',
  app: 'App',
  trace: 'Trace',
  response: 'Response',
  cloud_resource: 'Cloud',
  otel: 'OpenTelemetry',
  gpu: 'Graphics',
  culture: 'Culture',
  state: 'State',
  feedback: 'Feedback',
};

const acronyms: Record<string, string> = {
  id: 'ID',
  url: 'URL',
  ip: 'IP',
  os: 'OS',
  cpu: 'CPU',
  gpu: 'GPU',
  sdk: 'SDK',
  dpi: 'DPI',
  api: 'API',
  op: 'Operation',
  arch: 'Architecture',
};

/** "memory_size" and "memorySize" as words. */
export function words(name: string): string {
  const parts = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[_\s]+/)
    .filter(Boolean);
  return parts
    .map(
      (part, i) =>
        acronyms[part.toLowerCase()] ??
        (i === 0 ? part[0]?.toUpperCase() + part.slice(1) : part.toLowerCase()),
    )
    .join(' ');
}

const isBytes =
  /^(free_|usable_|external_|external_free_|app_)?(memory|storage|memory_size|storage_size)$|memory_size$|_storage$|_memory$|storage_size$/;

function textOf(name: string, value: Json): string | undefined {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number' && isBytes.test(name) && value > 1024) return bytes(value);
  if (name === 'battery_level' && typeof value === 'number') return `${value} %`;
  return undefined;
}

function cardOf(key: string, context: Record<string, Json>): ContextCard {
  const rows = Object.entries(context)
    .filter(([name, value]) => name !== 'type' && value !== null && value !== '')
    .map(([name, value]) => ({ name: key in titles ? words(name) : name, value, text: textOf(name, value) }));
  return { key, title: titles[key] ?? key, rows };
}

/** The contexts of an event as cards of names and values, without empty ones. */
export function contextCards(contexts: Record<string, Json>): ContextCard[] {
  const order = Object.keys(titles);
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return Object.entries(contexts)
    .map(([key, context]) => cardOf(key, isObject(context) ? context : { value: context }))
    .filter((card) => card.rows.length > 0)
    .sort((a, b) => rank(a.key) - rank(b.key) || a.key.localeCompare(b.key));
}
