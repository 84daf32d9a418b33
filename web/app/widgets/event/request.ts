import { at, bagsOf, isBlank, pick, plain } from './bag';
import { isObject, type Json, type Pair, type Payload, type Request } from './payload';

/** The HTTP request of an event, with what frameworks tell beside it. */
export interface RequestView {
  request: Request;
  /** Who asked, by which version, for which action; without what is unknown. */
  facts: Pair[];
}

const verb = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT|QUERY)$/i;

// Names that programs use, each also below "request"; case and underscores do not count.
const methods = ['httpMethod', 'method', 'request.httpMethod', 'request.method', 'cgi.request_method'];
const urls = ['url', 'request.url', 'request.original_url'];
const paths = [
  'path',
  'pathname',
  'request.path',
  'request.pathname',
  'request.fullpath',
  'request.original_fullpath',
  'cgi.script_name',
];
const queries = ['queryString', 'query', 'request.queryString', 'request.query', 'cgi.query_string'];

const factPaths: readonly (readonly [name: string, ...paths: string[]])[] = [
  ['Client IP', 'clientIp', 'request.clientIp', 'request.ip', 'request.remote_ip', 'cgi.remote_addr'],
  ['HTTP version', 'httpVersion', 'version', 'request.httpVersion', 'request.version'],
  ['Framework', 'framework', 'request.framework'],
  ['Route', 'route.pathTemplate', 'route.name', 'request.route', 'route', 'http.route', 'request.endpoint'],
  ['Action', 'railsAction', 'action', 'request.railsAction', 'request.action'],
  ['Request ID', 'requestId', 'request.requestId', 'request.id', 'trace.requestId'],
  ['Referrer', 'referer', 'referrer', 'request.referer', 'request.referrer'],
  ['User agent', 'userAgent', 'request.userAgent', 'cgi.http_user_agent'],
  ['Status', 'request.status', 'response.status', 'http.status_code', 'status_code'],
];

const textAt = (bags: Json[], names: readonly string[]) => plain(pick(bags, names));

// "path", "version" or "action" mean a request only where the rest of it is there, too.
function tellsRequest(bag: Json): boolean {
  if (isObject(at(bag, 'request')) || isObject(at(bag, 'cgi'))) return true;
  const method = textAt([bag], methods);
  return method !== undefined && verb.test(method) && textAt([bag], [...urls, ...paths]) !== undefined;
}

const text = (value: Json) => (typeof value === 'object' ? JSON.stringify(value) : String(value));

function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    return part;
  }
}

function queryPair(part: string): Pair {
  const [name = '', ...value] = part.split('=');
  return { name: decoded(name), value: decoded(value.join('=')) };
}

/** Names with values, from an object or a query string. */
function pairs(value: Json | undefined): Pair[] | undefined {
  if (isBlank(value)) return undefined;
  if (typeof value === 'string') return value.replace(/^\?/, '').split('&').filter(Boolean).map(queryPair);
  return isObject(value) ? Object.entries(value).map(([name, v]) => ({ name, value: text(v) })) : undefined;
}

function described(bags: Json[]): Request {
  const headers = pick(bags, ['headers', 'request.headers']);
  const cookies = pick(bags, ['cookies', 'request.cookies']);
  const params = pick(bags, ['params', 'request.params', 'request.path_params']);
  return {
    method: textAt(bags, methods),
    url: textAt(bags, urls) ?? textAt(bags, paths),
    query: pairs(pick(bags, queries)),
    headers: isObject(headers) ? pairs(headers) : undefined,
    cookies: isObject(cookies) ? pairs(cookies) : undefined,
    params: isObject(params) ? pairs(params) : undefined,
  };
}

/** The request as it was sent in its own place, filled up from what the program told elsewhere. */
export function requestOf(payload: Payload): RequestView | undefined {
  const bags = bagsOf(payload).filter(tellsRequest);
  if (!payload.request && bags.length === 0) return undefined;
  const told = Object.entries(payload.request ?? {}).filter(([, value]) => !isBlank(value as Json));
  const request: Request = { ...described(bags), ...Object.fromEntries(told) };
  const headers = new Set(request.headers?.map((h) => h.name.toLowerCase()));
  const facts = factPaths.flatMap(([name, ...names]) => {
    const value = textAt(bags, names);
    const header = name === 'Referrer' ? 'referer' : name.toLowerCase().replace(' ', '-');
    return value === undefined || headers.has(header) ? [] : [{ name, value }];
  });
  const filled = Object.values(request).some((value) => !isBlank(value as Json));
  return filled || facts.length > 0 ? { request, facts } : undefined;
}
