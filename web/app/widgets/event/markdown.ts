import { stackText } from '../stack/text';
import type { Crumb, Payload } from './payload';

export interface Heading {
  id: string;
  shortId: string;
  title: string;
  culprit: string;
  level: string;
  time: string;
  environment: string | null;
  release: string | null;
  tags: Record<string, string>;
  url: string;
}

const crumbsShown = 15;

// A fence longer than any run of backticks inside.
function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((m) => m[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

const inline = (text: string) => text.replace(/([\\`*_[\]<>])/g, '\\$1').replace(/\s+/g, ' ');

function facts(h: Heading): string[] {
  const all: [string, string | null][] = [
    ['Level', h.level],
    ['Where', h.culprit],
    ['When', h.time],
    ['Release', h.release],
    ['Environment', h.environment],
    ['Event', h.id],
    ['Link', h.url],
  ];
  return all.filter(([, value]) => value).map(([name, value]) => `- **${name}:** ${inline(value ?? '')}`);
}

function crumbLine(c: Crumb): string {
  const time = c.time ? new Date(c.time / 1000).toISOString().slice(11, 23) : '';
  const text = c.message || (c.data === undefined ? '' : JSON.stringify(c.data));
  return [time, c.level ?? '', c.category ?? c.type ?? '', text].filter(Boolean).join(' ').slice(0, 300);
}

/** An event as Markdown, for a ticket or a chat. */
export function eventMarkdown(h: Heading, payload: Payload): string {
  const parts = [`## ${h.shortId}: ${inline(h.title)}`, facts(h).join('\n')];
  const section = (title: string, text: string) => parts.push(`### ${title}\n\n${text}`);
  if (payload.message && payload.message !== h.title) section('Message', fenced(payload.message));
  if (payload.exceptions?.length)
    section('Stack trace', fenced(stackText(payload.exceptions, payload.platform ?? '')));
  const tags = Object.entries(h.tags);
  if (tags.length > 0) section('Tags', tags.map(([k, v]) => `- ${inline(k)}: ${inline(v)}`).join('\n'));
  const crumbs = payload.breadcrumbs?.slice(-crumbsShown) ?? [];
  if (crumbs.length > 0) section('Before it', fenced(crumbs.map(crumbLine).join('\n')));
  return `${parts.join('\n\n')}\n`;
}
