import { type Crumb, isObject, type Json } from './payload';

export type CrumbKind = 'navigation' | 'http' | 'ui' | 'query' | 'console' | 'error' | 'user' | 'other';

const kinds: [CrumbKind, RegExp][] = [
  ['error', /^(error|exception)/],
  ['http', /^(http|fetch|xhr|requests|httplib|net)/],
  ['navigation', /^(navigation|route)/],
  ['query', /^(query|db|sql|redis|cache)/],
  ['ui', /^(ui|user\.|touch|click)/],
  ['console', /^(console|debug|log)/],
  ['user', /^(user|auth)/],
];

/** What sort of thing a breadcrumb tells of, from its type and category. */
export function crumbKind(crumb: Crumb): CrumbKind {
  for (const word of [crumb.type ?? '', crumb.category ?? '']) {
    const found = kinds.find(([, pattern]) => pattern.test(word));
    if (found) return found[0];
  }
  return 'other';
}

const text = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : String(value);

interface CrumbText {
  message: string;
  /** Data that the message does not already tell. */
  rest: Record<string, Json>;
}

function without(data: Record<string, Json>, ...names: string[]): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(data).filter(([name, value]) => !names.includes(name) && value !== null),
  );
}

/** A breadcrumb as a sentence, with what is left over. */
export function crumbText(crumb: Crumb): CrumbText {
  const data = isObject(crumb.data) ? crumb.data : {};
  if (data.url !== undefined && (data.method !== undefined || data.status_code !== undefined)) {
    const status = data.status_code ?? data.status;
    const call = [text(data.method), text(data.url)].filter(Boolean).join(' ');
    const message = [crumb.message, status === undefined ? call : `${call} → ${text(status)}`]
      .filter(Boolean)
      .join(' · ');
    return { message, rest: without(data, 'url', 'method', 'status_code', 'status') };
  }
  if (data.to !== undefined && !crumb.message) {
    const message = data.from ? `${text(data.from)} → ${text(data.to)}` : text(data.to);
    return { message, rest: without(data, 'from', 'to') };
  }
  return { message: crumb.message ?? '', rest: without(data) };
}

/** The kinds and levels that occur, in order, for the filter. */
export function crumbKinds(crumbs: Crumb[]): CrumbKind[] {
  const present = new Set(crumbs.map(crumbKind));
  return [...kinds.map(([kind]) => kind), 'other' as const].filter((kind) => present.has(kind));
}
