// The made-up half about accounts, projects and the instance. FRESH=1 starts
// without a user (the set-up token is "mock"); QUIET=1 without any project.
import { issues, projects } from './data.mjs';

const now = () => new Date().toISOString().replace('Z', '000Z');
const ago = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString().replace('Z', '000Z');
const hex = () => Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join('');
const base = `http://localhost:${process.env.PORT ?? 8787}`;

const user = { id: 1, name: 'Grace Hopper', email: 'grace@example.com', role: 'admin' };
const session = () => ({
  user,
  organization: { id: 1, name: 'Default' },
  base_url: base,
  version: '0.2.0',
  scope: 'write',
});
const state = { fresh: process.env.FRESH === '1', signedIn: process.env.FRESH !== '1', nextId: 100 };
/** An issue to copy, whatever else is emptied. */
export const sample = { ...issues[0] };
if (process.env.QUIET === '1' || state.fresh) {
  projects.length = 0;
  issues.length = 0;
}

const settings = new Map();
const keys = new Map();
const newId = () => {
  state.nextId += 1;
  return state.nextId;
};
const dsn = (projectId, publicKey) => `${base.replace('://', `://${publicKey}@`)}/${projectId}`;
const makeKey = (projectId, name, over = {}) => {
  const publicKey = hex();
  return {
    id: newId(),
    name,
    public_key: publicKey,
    dsn: dsn(projectId, publicKey),
    enabled: true,
    rate_per_minute: 0,
    created_at: now(),
    last_used_at: null,
    ...over,
  };
};
for (const p of projects) {
  settings.set(p.id, { scrub_ip: true, scrub_email: false, scrub_keys: ['customer_number'], safe_keys: [] });
  keys.set(p.id, [
    makeKey(p.id, 'Default', { created_at: ago(2000), last_used_at: ago(0.01) }),
    makeKey(p.id, 'Mobile app, beta testers', {
      created_at: ago(500),
      last_used_at: ago(30),
      rate_per_minute: 1200,
    }),
    makeKey(p.id, 'Old front end', { created_at: ago(9000), enabled: false, last_used_at: ago(3000) }),
  ]);
}
const tokens = [
  {
    id: 1,
    name: 'Deploy script',
    scope: 'write',
    prefix: 'bfy_8Kd2',
    created_at: ago(700),
    last_used_at: ago(3),
    expires_at: ago(-2000),
  },
  {
    id: 2,
    name: 'Status board in the kitchen',
    scope: 'read',
    prefix: 'bfy_Zp01',
    created_at: ago(2000),
    last_used_at: ago(0.02),
    expires_at: ago(-90),
  },
  {
    id: 3,
    name: 'Old backup',
    scope: 'read',
    prefix: 'bfy_q77M',
    created_at: ago(9000),
    last_used_at: null,
    expires_at: ago(10),
  },
];
const started = ago(76);
let poison = [
  {
    id: 1,
    seq: 48213,
    at: ago(5),
    project_id: 1,
    protocol: 'sentry',
    error: 'digest: group exception: stack of 100000 frames is more than 1000\n  at frame 1001',
    tries: 3,
    bytes: 812_340,
  },
  {
    id: 2,
    seq: 51877,
    at: ago(0.4),
    project_id: 0,
    protocol: 'sentry',
    error: 'record header: unexpected end of data',
    tries: 3,
    bytes: 12,
  },
];

const list = (items) => ({ items, next_cursor: null });
const problem = (status, detail, errors) => ({ status, body: { status, title: 'Problem', detail, errors } });
const ok = (body) => ({ status: body === undefined ? 204 : 200, body });

function discards(factor) {
  return [
    [1, 'client', 'error', 'sample_rate', 812],
    [1, 'client', 'error', 'before_send', 96],
    [2, 'client', 'transaction', 'ratelimit_backoff', 41],
    [1, 'server', 'replay', 'not_kept', 1204],
    [2, 'server', 'request', 'key_quota', 330],
    [0, 'server', 'request', 'ip_flood', 12],
    [3, 'server', 'error', 'duplicate', 7],
    [1, 'server', 'attachment', 'too_large', 2],
    [2, 'client', 'log_item', 'moon_phase', 1],
  ].map(([project_id, source, category, reason, quantity]) => ({
    project_id,
    source,
    category,
    reason,
    quantity: quantity * factor,
  }));
}

function instance() {
  const day = (n) => new Date(Date.now() - n * 86_400_000).toISOString().slice(0, 10);
  const GB = 2 ** 30;
  return {
    version: '0.2.0',
    started_at: started,
    database: 'sqlite',
    spool: { first: 51000, last: 52310, applied: 52304, lag: 6, bytes: 9_300_000, max_bytes: 4 * GB },
    storage: {
      database_bytes: 44_000_000,
      lake_bytes: 2.9 * GB,
      lake_rows: { events: 1_204_331, spans: 3_402_118, logs: 88_120 },
      blobs: { files: 412, bytes: 310_000_000 },
      disk_free: 31 * GB,
      disk_total: 80 * GB,
      disk_floor: 2 * GB,
    },
    partitions: Array.from({ length: 24 }, (_, i) => ({
      day: day(Math.floor(i / 2)),
      class: i % 2 ? 'span' : 'error',
      bytes: Math.round(1.6e8 * (1 + Math.sin(i))) + 4e6,
      rows: 52_000 + i * 731,
    })),
    discards: { day: discards(1), month: discards(27) },
    poison_count: poison.length,
  };
}

function guest(method, a, body) {
  if (a === 'setup' && method === 'GET') return ok({ needed: state.fresh, version: '0.2.0' });
  if (a === 'setup') {
    if (!state.fresh) return problem(409, 'Belfry is set up already.');
    if (body.token !== 'mock') return problem(403, 'The set-up token is not the one of this start.');
    if (body.password.startsWith('password'))
      return problem(422, 'The request is not valid.', [
        {
          location: 'body.password',
          message: 'This is one of the passwords that attackers try first. Use another one.',
        },
      ]);
    Object.assign(user, { name: body.name, email: body.email });
    Object.assign(state, { fresh: false, signedIn: true });
    return ok(session());
  }
  if (a === 'session' && method === 'POST') {
    if (body.password !== 'secret') return problem(401, 'E-mail or password is wrong.');
    state.signedIn = true;
    return ok(session());
  }
  if (!state.signedIn) return problem(401, 'Sign in first.');
  if (a === 'session' && method === 'DELETE') state.signedIn = false;
  if (a === 'session') return method === 'DELETE' ? ok() : ok(session());
  return undefined;
}

function profile(method, b, c, body) {
  if (!b) return ok(Object.assign(user, body));
  if (b === 'password')
    return body.current === 'secret'
      ? ok()
      : problem(422, 'Not valid.', [{ location: 'body.current', message: 'This is not your password.' }]);
  if (method === 'GET') return ok(list(tokens));
  if (method === 'DELETE')
    return (
      tokens.splice(
        tokens.findIndex((t) => t.id === Number(c)),
        1,
      ) && ok()
    );
  const token = {
    id: newId(),
    name: body.name,
    scope: body.scope,
    prefix: 'bfy_Nw4x',
    created_at: now(),
    last_used_at: null,
    expires_at: body.expires_in_days ? ago(-24 * body.expires_in_days) : null,
  };
  tokens.push(token);
  return ok({ ...token, token: `bfy_Nw4x${hex()}` });
}

function keysOf(method, project, id, action, body) {
  const all = keys.get(project.id);
  const key = all.find((k) => k.id === Number(id));
  if (!id && method === 'GET') return ok(list(all));
  if (!id) return ok(all[all.push(makeKey(project.id, body.name, body)) - 1]);
  if (action === 'rotate')
    return ok(Object.assign(key, { public_key: hex() }, { dsn: dsn(project.id, hex()) }));
  if (method === 'DELETE') return all.splice(all.indexOf(key), 1) && ok();
  return ok(Object.assign(key, body));
}

function newProject(body) {
  const id = projects.length + 1;
  const project = {
    id,
    slug: body.name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    name: body.name,
    platform: body.platform,
    status: 'active',
    created_at: now(),
    open_issues: 0,
    events_24h: 0,
    trend: Array(24).fill(0),
    last_event_at: null,
  };
  projects.push(project);
  settings.set(id, { scrub_ip: false, scrub_email: false, scrub_keys: [], safe_keys: [] });
  keys.set(id, [makeKey(id, 'Default')]);
  return ok({ ...project, settings: settings.get(id), key: keys.get(id)[0] });
}

function projectOf(method, query, [, b, c, d, e], body, sendTest) {
  const status = query.get('status') ?? 'active';
  if (!b && method === 'GET')
    return ok(list(projects.filter((p) => status === 'all' || p.status === status)));
  if (!b) return newProject(body);
  const project = projects.find((p) => p.id === Number(b));
  if (!project) return problem(404, 'There is no such project.');
  if (c === 'keys') return keysOf(method, project, d, e, body);
  if (c === 'contents')
    return ok({
      issues: 48,
      events: 120_442,
      feedback: 3,
      attachments: 12,
      attachment_bytes: 44_000_000,
      keys: keys.get(project.id).length,
    });
  if (c === 'test-event') return ok({ event_id: sendTest(project) });
  if (c) return undefined;
  if (method === 'PATCH') {
    if (body.slug === 'api' && project.slug !== 'api')
      return problem(422, 'Not valid.', [
        { location: 'body.slug', message: 'Another project has this slug.' },
      ]);
    const { settings: changed, ...rest } = body;
    Object.assign(project, rest);
    Object.assign(settings.get(project.id), changed);
  }
  if (method === 'DELETE') return projects.splice(projects.indexOf(project), 1) && { status: 202, body: {} };
  return ok({ ...project, settings: settings.get(project.id) });
}

/** What these endpoints answer, or undefined for what is none of them. */
export function answerAdmin(method, parts, query, body, sendTest) {
  const [a, b, c] = parts;
  const first = guest(method, a, body);
  if (first) return first;
  if (a === 'profile') return profile(method, b, c, body);
  if (a === 'projects' && parts[2] !== 'events') return projectOf(method, query, parts, body, sendTest);
  if (a === 'instance' && !b) return ok(instance());
  if (a === 'instance' && method === 'GET') return ok(list(poison));
  if (a === 'instance') {
    poison = poison.filter((p) => p.id !== Number(c));
    return ok();
  }
  return undefined;
}
