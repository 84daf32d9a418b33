// A stand-in for the server with made-up data: `npm run mock`, then
// BELFRY_BACKEND=http://127.0.0.1:8787 npm run dev.
import { createServer } from 'node:http';
import { answerAdmin, sample } from './admin.mjs';
import { activityOf, eventOf, feedbackOf, issues, summaries } from './data.mjs';

const port = Number(process.env.PORT ?? 8787);
const page = (items, query) => {
  const from = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 50);
  const next = from + limit;
  return { items: items.slice(from, next), next_cursor: next < items.length ? String(next) : null };
};

function select(query) {
  const status = query.get('status') ?? 'open';
  const words = (query.get('query') ?? '').toLowerCase();
  const wanted = query.getAll('project').map(Number);
  const key = {
    last_seen: 'last_seen',
    first_seen: 'first_seen',
    events: 'times_seen',
    users: 'users_seen',
    level: 'level',
  }[query.get('sort') ?? 'last_seen'];
  const sign = query.get('order') === 'asc' ? 1 : -1;
  return issues
    .filter((i) => status === 'all' || i.status === status)
    .filter((i) => wanted.length === 0 || wanted.includes(i.project_id))
    .filter((i) => `${i.title} ${i.culprit} ${i.short_id}`.toLowerCase().includes(words))
    .sort((a, b) => (a[key] < b[key] ? -sign : a[key] > b[key] ? sign : 0));
}

function counts(query) {
  const count = (status) => {
    const all = new URLSearchParams(query);
    all.set('status', status);
    return select(all).length;
  };
  return Object.fromEntries(['open', 'resolved', 'ignored', 'archived', 'all'].map((s) => [s, count(s)]));
}

function trend(issue, query) {
  const hours = { '24h': 24, '7d': 168, '14d': 336, '30d': 720, '90d': 2160 }[query.get('period') ?? '24h'];
  const step = hours <= 336 ? 3600 : 86400;
  const n = (hours * 3600) / step;
  const from = new Date(Math.floor(Date.now() / (step * 1000) - n + 1) * step * 1000).toISOString();
  return {
    from,
    step_seconds: step,
    counts: Array.from({ length: n }, (_, i) =>
      Math.max(0, Math.round((Math.sin(i / 9 + issue.id) + Math.sin(i / 2.3)) * 20)),
    ),
  };
}

const find = (id) => issues.find((i) => String(i.id) === id || i.short_id === id);

function answer(method, path, query, body) {
  const parts = path.split('/').slice(3);
  const [a, b, c, d] = parts;
  if (a === 'issues' && !b) return page(select(query), query);
  if (a === 'issues' && b === 'counts') return counts(query);
  const issue = a === 'issues' ? find(b) : undefined;
  if (!issue) return undefined;
  if (!c && method === 'PATCH') return Object.assign(issue, body);
  if (!c) return issue;
  if (c === 'trend') return trend(issue, query);
  if (c === 'events' && d) return eventOf(issue, d);
  if (c === 'events') return page(summaries(issue), query);
  if (c === 'activity') return { items: activityOf(issue), next_cursor: null };
  if (c === 'feedback') return { items: feedbackOf(), next_cursor: null };
  return undefined;
}

let seq = 1;
function stream(response) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  const timer = setInterval(
    () => {
      seq += 1;
      const fresh = seq % 3 === 0;
      const issue = fresh
        ? {
            ...issues[0],
            id: 1000 + seq,
            short_id: `SHOP-${1000 + seq}`,
            first_seen: new Date().toISOString(),
            status: 'open',
          }
        : issues[seq % 5];
      issue.last_seen = new Date().toISOString();
      issue.times_seen += 7;
      if (fresh) issues.unshift(issue);
      const data = {
        seq,
        topic: 'issue',
        project_id: issue.project_id,
        subject: issue.id,
        change: fresh ? 'created' : 'updated',
        at: issue.last_seen,
      };
      response.write(`id: ${seq}\nevent: change\ndata: ${JSON.stringify(data)}\n\n`);
    },
    Number(process.env.LIVE_MS ?? 4000),
  );
  response.on('close', () => clearInterval(timer));
}

function sendTest(project) {
  setTimeout(() => {
    const at = new Date().toISOString().replace('Z', '000Z');
    project.last_event_at = at;
    issues.unshift({
      ...sample,
      id: 5000 + seq,
      short_id: `${project.slug.toUpperCase()}-1`,
      project_id: project.id,
      project,
      title: 'Test event from Belfry',
      culprit: 'belfry test',
      status: 'open',
      level: 'error',
      first_seen: at,
      last_seen: at,
      times_seen: 1,
      users_seen: 0,
    });
  }, 1500);
  return 'ab'.repeat(16);
}

createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname === '/api/v1/stream') return stream(response);
  let text = '';
  for await (const part of request) text += part;
  const body = text ? JSON.parse(text) : undefined;
  const admin = answerAdmin(
    request.method,
    url.pathname.split('/').slice(3),
    url.searchParams,
    body,
    sendTest,
  );
  if (admin) {
    response.writeHead(admin.status, { 'Content-Type': 'application/json' });
    return response.end(admin.status === 204 ? undefined : JSON.stringify(admin.body));
  }
  const found = answer(request.method, url.pathname, url.searchParams, body);
  response.writeHead(found ? 200 : 404, { 'Content-Type': 'application/json' });
  response.end(
    JSON.stringify(found ?? { status: 404, title: 'Not Found', detail: 'There is no such thing.' }),
  );
}).listen(port, () => console.log(`mock on http://127.0.0.1:${port}`));
