import type { Request } from './payload';

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

// What curl sets by itself, or what belongs to one connection only.
const leftOut = new Set(['host', 'content-length', 'connection', 'accept-encoding', 'cookie']);

/** The address with the query that was sent apart from it. */
export function fullUrl(request: Request): string {
  const url = request.url ?? '';
  if (!request.query?.length || url.includes('?')) return url;
  return `${url}?${request.query.map((p) => `${encodeURIComponent(p.name)}=${encodeURIComponent(p.value)}`).join('&')}`;
}

/** The body as it went over the wire, as far as we know it. */
export function bodyText(request: Request): string {
  if (request.data === undefined || request.data === null) return '';
  return typeof request.data === 'string' ? request.data : JSON.stringify(request.data);
}

/** A curl command that sends the request again. */
export function curlCommand(request: Request): string {
  const method = (request.method ?? 'GET').toUpperCase();
  const body = bodyText(request);
  const parts = [`curl ${quote(fullUrl(request))}`];
  if (method !== (body ? 'POST' : 'GET')) parts.push(`-X ${method}`);
  for (const { name, value } of request.headers ?? []) {
    if (!leftOut.has(name.toLowerCase())) parts.push(`-H ${quote(`${name}: ${value}`)}`);
  }
  const cookies = (request.cookies ?? []).map((c) => `${c.name}=${c.value}`).join('; ');
  if (cookies) parts.push(`-b ${quote(cookies)}`);
  if (body) parts.push(`--data-raw ${quote(body)}`);
  return parts.join(' \\\n  ');
}
