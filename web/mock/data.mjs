// Made-up telemetry for working on the pages without a server.
const hour = 3_600_000;
const now = Date.now();
const iso = (msAgo) => new Date(now - msAgo).toISOString().replace('Z', '000Z');
const us = (msAgo) => (now - msAgo) * 1000;
const hex = (seed, n = 32) => {
  let x = seed * 2654435761 + 12345;
  return Array.from({ length: n }, () => {
    x = (x * 1103515245 + 12345) & 0x7fffffff;
    return ((x >> 8) & 15).toString(16);
  }).join('');
};

export const projects = [
  ['shop', 'Webshop', 'javascript-react'],
  ['api', 'Orders API', 'python-django'],
  ['worker', 'Invoice worker', 'go'],
].map(([slug, name, platform], i) => ({
  id: i + 1,
  slug,
  name,
  platform,
  status: 'active',
  created_at: iso(90 * 24 * hour),
  open_issues: 12 - i * 3,
  events_24h: 1200 - i * 400,
  trend: Array.from({ length: 24 }, (_, h) => Math.round(Math.abs(Math.sin(h / 3 + i)) * 90)),
  last_event_at: iso(i * hour * 0.2),
}));

const samples = [
  [
    "TypeError: Cannot read properties of undefined (reading 'items')",
    'CartSummary(src/cart/CartSummary.tsx)',
    'error',
    0,
  ],
  [
    'IntegrityError: duplicate key value violates unique constraint "orders_reference_key"',
    'orders.services.place_order',
    'error',
    1,
  ],
  ['context deadline exceeded', 'invoice.(*Renderer).Render', 'warning', 2],
  ['OutOfMemoryError: Java heap space', 'com.example.report.Exporter.writeAll', 'fatal', 1],
  [
    'ChunkLoadError: Loading chunk 17 failed. (https://shop.example.com/assets/checkout-9f3ab1c2.js)',
    '/checkout',
    'error',
    0,
  ],
  ['Payment provider answered 502 three times, gave up', 'payments.gateway.charge', 'warning', 1],
  ['Cache warm-up finished later than expected', 'cron/warm_cache', 'info', 2],
  [
    'ValueError: too many values to unpack (expected 2) while reading the extraordinarily long configuration key "integrations.accounting.export.batch.size.per.customer.and.region.with.fallback"',
    'settings.loader.read',
    'error',
    1,
  ],
  ['debug: connection pool grew to 40', 'db.pool', 'debug', 2],
];

export const issues = Array.from({ length: 140 }, (_, i) => {
  const [title, culprit, level, p] = samples[i % samples.length];
  const project = projects[p];
  const seen = Math.round(5000 / (i + 1) ** 1.1) + (i % 3);
  return {
    id: i + 1,
    short_id: `${project.slug.toUpperCase()}-${i + 1}`,
    project_id: project.id,
    project: { id: project.id, slug: project.slug, name: project.name },
    kind: 'error',
    title: i < samples.length ? title : `${title} #${i}`,
    culprit,
    level,
    status: i % 11 === 10 ? 'resolved' : i % 17 === 16 ? 'ignored' : 'open',
    priority: 50,
    assignee: null,
    platform: project.platform.split('-')[0],
    times_seen: seen,
    users_seen: Math.round(seen / 3.1),
    first_seen: iso((i + 2) * 9 * hour),
    last_seen: iso(i * i * 20_000 + 30_000),
    first_release: i % 4 === 3 ? null : `${project.slug}@2.${10 - (i % 5)}.0`,
    last_release: i % 4 === 3 ? null : `${project.slug}@2.14.${i % 7}`,
    fingerprint: hex(i),
    regressed_at: i === 2 ? iso(hour) : null,
    trend: Array.from({ length: 24 }, (_, h) =>
      Math.max(0, Math.round((Math.sin(h / (2 + (i % 4)) + i) * seen) / 50)),
    ),
  };
});

const pythonFrames = [
  {
    function: 'inner',
    module: 'django.core.handlers.exception',
    filename: 'django/core/handlers/exception.py',
    abs_path: '/srv/venv/lib/python3.12/site-packages/django/core/handlers/exception.py',
    lineno: 55,
    in_app: false,
    context_line: '        response = get_response(request)',
    pre_context: ['    @wraps(get_response)', '    def inner(request):', '        try:'],
    post_context: ['    except Exception as exc:', '        response = response_for_exception(request, exc)'],
  },
  {
    function: '_get_response',
    module: 'django.core.handlers.base',
    filename: 'django/core/handlers/base.py',
    lineno: 197,
    in_app: false,
    context_line: '                response = wrapped_callback(request, *callback_args, **callback_kwargs)',
    pre_context: [],
    post_context: [],
  },
  {
    function: 'checkout',
    module: 'orders.views',
    filename: 'orders/views.py',
    abs_path: '/srv/app/orders/views.py',
    lineno: 88,
    in_app: true,
    pre_context: [
      'def checkout(request):',
      '    form = CheckoutForm(request.POST)',
      '    if not form.is_valid():',
      '        return render(request, "checkout.html", {"form": form})',
      '    basket = Basket.from_session(request.session)',
    ],
    context_line: '    order = place_order(basket, form.cleaned_data, request.user)',
    post_context: [
      '    request.session.pop("basket", None)',
      '    return redirect("orders:thanks", order.reference)',
    ],
    vars: {
      request: "<WSGIRequest: POST '/checkout/'>",
      form: '<CheckoutForm bound=True, valid=True, fields=(name;street;city;country)>',
      basket: {
        lines: 3,
        total: '148.20',
        currency: 'EUR',
        coupon: null,
        items: ['SKU-1', 'SKU-88', 'SKU-231'],
      },
    },
  },
  {
    function: 'place_order',
    module: 'orders.services',
    filename: 'orders/services.py',
    abs_path: '/srv/app/orders/services.py',
    lineno: 41,
    in_app: true,
    pre_context: [
      '    with transaction.atomic():',
      '        reference = next_reference(basket)',
      '        order = Order(reference=reference, user=user)',
    ],
    context_line: '        order.save(force_insert=True)',
    post_context: [
      '        for line in basket.lines:',
      '            OrderLine.objects.create(order=order, **line.as_dict())',
    ],
    vars: { reference: "'2026-11-000417'", user: '<User: 4711>', attempts: 3, card_number: '[Filtered]' },
  },
  {
    function: '_execute',
    module: 'django.db.backends.utils',
    filename: 'django/db/backends/utils.py',
    lineno: 105,
    in_app: false,
    context_line: '                return self.cursor.execute(sql, params)',
    pre_context: [
      '            if params is None:',
      '                return self.cursor.execute(sql)',
      '            else:',
    ],
    post_context: [],
    vars: {
      sql: '\'INSERT INTO "orders_order" ("reference", "user_id", "created", "total", "currency", "state", "note", "street", "city", "postcode", "country") VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING "orders_order"."id"\'',
    },
  },
];

const jsFrames = [
  {
    function: 'invokeGuardedCallback',
    filename: 'https://shop.example.com/assets/vendor-81bd9f.js',
    lineno: 1,
    colno: 48211,
    in_app: false,
  },
  {
    function: 'renderWithHooks',
    filename: 'https://shop.example.com/assets/vendor-81bd9f.js',
    lineno: 1,
    colno: 91822,
    in_app: false,
  },
  {
    function: 'CartSummary',
    filename: 'src/cart/CartSummary.tsx',
    abs_path: 'webpack:///./src/cart/CartSummary.tsx',
    lineno: 27,
    colno: 31,
    in_app: true,
    pre_context: ['export function CartSummary({ cart }: Props) {', '  const { currency } = useShop();'],
    context_line: '  const total = sum(cart.lines.items.map((line) => line.price * line.count));',
    post_context: [
      '  if (total === 0) return <EmptyCart />;',
      '  return <Total value={total} currency={currency} />;',
    ],
  },
];

const breadcrumbs = [
  {
    time: us(95_000),
    type: 'navigation',
    category: 'navigation',
    level: 'info',
    data: { from: '/', to: '/cart' },
  },
  {
    time: us(61_200),
    type: 'http',
    category: 'fetch',
    level: 'info',
    data: { method: 'GET', url: '/api/cart?expand=lines', status_code: 200 },
  },
  {
    time: us(43_800),
    type: 'ui',
    category: 'ui.click',
    level: 'info',
    message: 'button#checkout.primary > span',
  },
  {
    time: us(42_150),
    type: 'http',
    category: 'fetch',
    level: 'error',
    data: { method: 'POST', url: '/api/orders', status_code: 500, reason: 'Internal Server Error' },
  },
  {
    time: us(41_900),
    type: 'debug',
    category: 'console',
    level: 'warning',
    message: 'Order request failed, trying once more in 500 ms',
  },
  {
    time: us(40_120),
    type: 'query',
    category: 'query',
    level: 'info',
    message:
      "SELECT reference FROM orders_order WHERE user_id = 4711 AND state IN ('new', 'paid') ORDER BY created DESC LIMIT 20",
  },
  {
    time: us(40_005),
    type: 'error',
    category: 'exception',
    level: 'error',
    message: 'Cannot read properties of undefined',
  },
];

const request = {
  method: 'POST',
  url: 'https://shop.example.com/checkout/',
  query: [
    { name: 'step', value: 'pay' },
    { name: 'utm_source', value: 'newsletter' },
  ],
  headers: [
    { name: 'Host', value: 'shop.example.com' },
    {
      name: 'User-Agent',
      value:
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
    },
    { name: 'Content-Type', value: 'application/json' },
    { name: 'Authorization', value: '[Filtered]' },
    { name: 'Accept-Language', value: 'en-GB,en;q=0.8' },
  ],
  cookies: [
    { name: 'sessionid', value: '[Filtered]' },
    { name: 'locale', value: 'en' },
  ],
  data: {
    name: 'Ada',
    street: 'Long Lane 4',
    coupon: null,
    lines: [
      { sku: 'SKU-1', count: 2 },
      { sku: 'SKU-88', count: 1 },
    ],
  },
  env: { REMOTE_ADDR: '203.0.113.9', SERVER_NAME: 'web-3', SERVER_PORT: '8000' },
};

const contexts = {
  browser: { type: 'browser', name: 'Chrome', version: '143.0.0' },
  os: { type: 'os', name: 'Linux', version: '6.12', kernel_version: '6.12.41' },
  device: {
    type: 'device',
    family: 'Desktop',
    arch: 'x86_64',
    memory_size: 17179869184,
    free_memory: 2147483648,
    online: true,
    processor_count: 8,
  },
  runtime: {
    type: 'runtime',
    name: 'CPython',
    version: '3.12.7',
    build: '3.12.7 (main, Oct 3 2026, 15:15:22) [GCC 14.2.0]',
  },
  trace: {
    type: 'trace',
    trace_id: hex(77),
    span_id: hex(78, 16),
    parent_span_id: hex(79, 16),
    op: 'http.server',
    status: 'internal_error',
  },
  app: { type: 'app', app_name: 'shop', app_version: '2.14.0', app_start_time: iso(5 * hour) },
  basket: { currency: 'EUR', lines: 3, total: 148.2, express: true },
};

function payload(issue) {
  const python = issue.platform === 'python';
  const base = {
    event_id: '',
    project: issue.project_id,
    level: issue.level,
    platform: issue.platform,
    release: issue.last_release,
    environment: 'production',
    server_name: 'web-3',
    transaction: '/checkout/',
    sdk: { name: `sentry.${issue.platform}`, version: '9.4.1', integrations: ['logging', 'threading'] },
    contexts,
  };
  if (issue.platform === 'go')
    return {
      ...base,
      message: issue.title,
      notes: [{ path: 'tags.0', problem: 'dropped: a key without a value' }],
      grouping: {
        version: 1,
        method: 'message',
        hash: issue.fingerprint,
        components: [{ name: 'message', value: 'context deadline exceeded', used: true }],
      },
    };
  const [type, ...rest] = issue.title.split(': ');
  const exceptions = python
    ? [
        {
          type: 'UniqueViolation',
          module: 'psycopg.errors',
          value:
            'duplicate key value violates unique constraint "orders_order_reference_key"\nDETAIL:  Key (reference)=(2026-11-000417) already exists.',
          frames: pythonFrames.slice(4),
          mechanism: { type: 'chained', handled: false, exception_id: 1, parent_id: 0, source: '__cause__' },
        },
        {
          type,
          module: 'django.db.utils',
          value: rest.join(': '),
          frames: pythonFrames,
          mechanism: { type: 'django', handled: false, exception_id: 0 },
        },
      ]
    : [{ type, value: rest.join(': '), frames: jsFrames, mechanism: { type: 'onerror', handled: false } }];
  return {
    ...base,
    exceptions,
    breadcrumbs,
    request,
    user: {
      id: '4711',
      email: 'ada@example.com',
      username: 'ada',
      ip_address: '203.0.113.9',
      geo: { country_code: 'GB', city: 'London' },
      data: { plan: 'team' },
    },
    extra: {
      retries: 3,
      queue: { name: 'orders', depth: 128, workers: ['w1', 'w2'] },
      note: 'Sent by the made-up fixture.',
    },
    modules: { django: '5.2.1', psycopg: '3.2.9', 'sentry-sdk': '2.44.0', celery: '5.5.3' },
    threads: [
      { id: '1', name: 'MainThread', crashed: true, current: true, main: true, state: 'RUNNABLE' },
      { id: '7', name: 'pool-1-worker-3', state: 'WAITING', frames: pythonFrames.slice(0, 2) },
    ],
    notes: [
      { path: 'exception.values.0.mechanism.meta', problem: 'dropped: expected an object, got a number' },
      { path: 'timestamp', problem: 'moved by 3 h: the clock of the sender was ahead' },
    ],
    grouping: {
      version: 1,
      method: 'stack',
      hash: issue.fingerprint,
      components: [
        { name: 'type', value: type, used: true },
        { name: 'frame', value: 'orders.views checkout', used: true },
        { name: 'frame', value: 'orders.services place_order', used: true },
        {
          name: 'frame',
          value: 'django.db.backends.utils _execute',
          used: false,
          note: 'not of the application',
        },
        {
          name: 'message',
          value: 'duplicate key value violates unique constraint <quoted>',
          from: rest.join(': '),
          used: false,
          note: 'the stack is enough',
        },
      ],
    },
  };
}

const eventIds = (issue) =>
  Array.from({ length: Math.min(issue.times_seen, 230) }, (_, i) => hex(issue.id * 1000 + i));

export function eventOf(issue, which) {
  const ids = eventIds(issue);
  const i = which === 'latest' ? 0 : which === 'oldest' ? ids.length - 1 : ids.indexOf(which);
  if (i < 0) return undefined;
  const age = now - Date.parse(issue.last_seen) + i * 7 * 60_000;
  const body = payload(issue);
  return {
    id: ids[i],
    issue_id: issue.id,
    project_id: issue.project_id,
    time: iso(age),
    received_at: iso(age - 900),
    level: issue.level,
    title: issue.title,
    culprit: issue.culprit,
    platform: issue.platform,
    release: issue.last_release,
    environment: 'production',
    user: body.user ? { id: '4711', email: 'ada@example.com', name: 'ada', ip: '203.0.113.9' } : null,
    tags:
      issue.platform === 'go'
        ? {}
        : {
            browser: 'Chrome 143',
            'browser.name': 'Chrome',
            os: 'Linux 6.12',
            url: 'https://shop.example.com/checkout/',
            handled: 'no',
            server_name: 'web-3',
            'customer.tier': 'gold',
            locale: 'en-GB',
          },
    trace_id: hex(77),
    span_id: hex(78, 16),
    payload: { ...body, event_id: ids[i], time: us(age), received: us(age - 900) },
    attachments: body.request
      ? [
          { id: 1, name: 'server.log', type: 'event.attachment', content_type: 'text/plain', bytes: 48_213 },
          {
            id: 2,
            name: 'view-hierarchy.json',
            type: 'event.view_hierarchy',
            content_type: 'application/json',
            bytes: 2_048_000,
          },
        ]
      : [],
    feedback: i === 0 && body.request ? feedbackOf() : [],
    first_id: ids[ids.length - 1],
    previous_id: ids[i + 1] ?? null,
    next_id: ids[i - 1] ?? null,
    latest_id: ids[0],
  };
}

export const feedbackOf = () => [
  {
    id: 1,
    event_id: hex(1000),
    at: iso(hour),
    name: 'Ada',
    email: 'ada@example.com',
    message: 'I pressed “Pay” and got a white page.\nMy card was charged twice.',
    url: 'https://shop.example.com/checkout/',
    source: 'feedback',
  },
];

export const summaries = (issue) =>
  eventIds(issue).map((id) => {
    const {
      payload: _,
      attachments,
      feedback,
      first_id,
      previous_id,
      next_id,
      latest_id,
      ...rest
    } = eventOf(issue, id);
    return { ...rest, url: rest.tags.url ?? null };
  });

export const activityOf = (issue) => [
  {
    id: 3,
    at: iso(2 * hour),
    actor: { id: 1, name: 'Grace' },
    action: 'status',
    from: 'resolved',
    to: 'open',
    detail: null,
  },
  {
    id: 2,
    at: iso(30 * hour),
    actor: { id: 1, name: 'Grace' },
    action: 'status',
    from: 'open',
    to: 'resolved',
    detail: null,
  },
  { id: 1, at: issue.first_seen, actor: null, action: 'created', from: null, to: null, detail: null },
];
