// Sends made-up events through the intake of a running server, for working on the pages:
//   node e2e/seed.mjs http://KEY@127.0.0.1:8000/1 [how many rounds]
const [dsn, rounds = '40'] = process.argv.slice(2);
const url = new URL(dsn);
const project = url.pathname.slice(1);
const hex = (n) => Array.from({ length: n }, () => Math.floor(Math.random() * 16).toString(16)).join('');
const pick = (list) => list[Math.floor(Math.random() * list.length)];

const trace = () => ({ trace_id: hex(32), span_id: hex(16), op: 'http.server', status: 'internal_error' });
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
      password: 'hunter2',
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
    vars: { reference: "'2026-11-000417'", user: '<User: 4711>', attempts: 3 },
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
    vars: {
      sql: '\'INSERT INTO "orders_order" ("reference", "user_id", "created", "total", "currency", "state", "note", "street", "city", "postcode", "country") VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING "orders_order"."id"\'',
    },
  },
];
const request = {
  method: 'POST',
  url: 'https://shop.example.com/checkout/',
  query_string: 'step=pay&utm_source=newsletter',
  headers: {
    Host: 'shop.example.com',
    'User-Agent':
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
    'Content-Type': 'application/json',
    Authorization: 'Bearer abcdef',
    'Accept-Language': 'en-GB,en;q=0.8',
  },
  cookies: 'sessionid=abc123; locale=en',
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
const crumbs = (at) =>
  [
    [95, { type: 'navigation', category: 'navigation', data: { from: '/', to: '/cart' } }],
    [
      61.2,
      {
        type: 'http',
        category: 'fetch',
        data: { method: 'GET', url: '/api/cart?expand=lines', status_code: 200 },
      },
    ],
    [43.8, { type: 'ui', category: 'ui.click', message: 'button#checkout.primary > span' }],
    [
      42.15,
      {
        type: 'http',
        category: 'fetch',
        level: 'error',
        data: { method: 'POST', url: '/api/orders', status_code: 500, reason: 'Internal Server Error' },
      },
    ],
    [
      41.9,
      {
        type: 'debug',
        category: 'console',
        level: 'warning',
        message: 'Order request failed, trying once more in 500 ms',
      },
    ],
    [
      1.2,
      {
        type: 'query',
        category: 'query',
        message:
          "SELECT reference FROM orders_order WHERE user_id = 4711 AND state IN ('new', 'paid') ORDER BY created DESC LIMIT 20",
      },
    ],
    [
      0.02,
      {
        type: 'error',
        category: 'exception',
        level: 'error',
        message: 'Cannot read properties of undefined',
      },
    ],
  ].map(([before, crumb]) => ({ timestamp: at - before, ...crumb }));
const contexts = () => ({
  browser: { name: 'Chrome', version: '143.0.0' },
  os: { name: 'Linux', version: '6.12', kernel_version: '6.12.41' },
  device: {
    family: 'Desktop',
    arch: 'x86_64',
    memory_size: 17179869184,
    free_memory: 2147483648,
    online: true,
    processor_count: 8,
  },
  runtime: { name: 'CPython', version: '3.12.7', build: '3.12.7 (main, Oct 3 2026, 15:15:22) [GCC 14.2.0]' },
  trace: trace(),
  app: { app_name: 'shop', app_version: '2.14.0' },
  basket: { currency: 'EUR', lines: 3, total: 148.2, express: true },
});
const exception = (type, value, frames, more = {}) => ({
  type,
  value,
  stacktrace: frames && { frames },
  ...more,
});
const js = (file, fn, line) => [
  {
    function: 'renderWithHooks',
    filename: 'https://shop.example.com/assets/vendor-81bd9f.js',
    lineno: 1,
    colno: 91822,
    in_app: false,
  },
  {
    function: fn,
    filename: file,
    lineno: line,
    colno: 31,
    in_app: true,
    pre_context: ['export function CartSummary({ cart }: Props) {', '  const { currency } = useShop();'],
    context_line: '  const total = sum(cart.lines.items.map((line) => line.price * line.count));',
    post_context: ['  if (total === 0) return <EmptyCart />;'],
  },
];

const kinds = [
  [
    9,
    (at) => ({
      platform: 'python',
      level: 'error',
      transaction: '/checkout/',
      exception: {
        values: [
          exception(
            'UniqueViolation',
            'duplicate key value violates unique constraint "orders_order_reference_key"\nDETAIL:  Key (reference)=(2026-11-000417) already exists.',
            pythonFrames.slice(4),
            {
              module: 'psycopg.errors',
              mechanism: {
                type: 'chained',
                handled: false,
                exception_id: 1,
                parent_id: 0,
                source: '__cause__',
              },
            },
          ),
          exception(
            'IntegrityError',
            'duplicate key value violates unique constraint "orders_order_reference_key"',
            pythonFrames,
            { module: 'django.db.utils', mechanism: { type: 'django', handled: false, exception_id: 0 } },
          ),
        ],
      },
      breadcrumbs: crumbs(at),
      request,
      contexts: contexts(),
      user: {
        id: String(Math.floor(Math.random() * 40)),
        email: 'ada@example.com',
        username: 'ada',
        ip_address: '203.0.113.9',
        geo: { country_code: 'GB', city: 'London' },
      },
      tags: { 'customer.tier': 'gold', locale: 'en-GB', region: pick(['eu-1', 'us-2']) },
      extra: { retries: 3, queue: { name: 'orders', depth: 128, workers: ['w1', 'w2'] } },
      modules: { django: '5.2.1', psycopg: '3.2.9', 'sentry-sdk': '2.44.0', celery: '5.5.3' },
    }),
  ],
  [
    6,
    () => ({
      platform: 'javascript',
      exception: {
        values: [
          exception(
            'TypeError',
            "Cannot read properties of undefined (reading 'items')",
            js('https://shop.example.com/src/cart/CartSummary.tsx', 'CartSummary', 27),
            { mechanism: { type: 'onerror', handled: false } },
          ),
        ],
      },
      request: { url: 'https://shop.example.com/cart' },
      user: { id: String(Math.floor(Math.random() * 900)) },
    }),
  ],
  [
    4,
    () => ({
      platform: 'javascript',
      exception: {
        values: [
          exception(
            'ChunkLoadError',
            `Loading chunk ${Math.floor(Math.random() * 50)} failed. (https://shop.example.com/assets/checkout-9f3ab1c2.js)`,
            undefined,
          ),
        ],
      },
    }),
  ],
  [
    3,
    () => ({
      platform: 'go',
      level: 'warning',
      exception: [
        exception('*url.Error', 'Post "https://pay.example.com/charge": context deadline exceeded', [
          {
            function: '(*Gateway).Charge',
            module: 'payments',
            filename: 'payments/gateway.go',
            abs_path: '/src/payments/gateway.go',
            lineno: 118,
            in_app: true,
          },
          {
            function: '(*Client).Do',
            module: 'net/http',
            filename: 'net/http/client.go',
            lineno: 590,
            in_app: false,
          },
        ]),
      ],
    }),
  ],
  [
    2,
    () => ({
      platform: 'java',
      level: 'fatal',
      exception: {
        values: [
          exception(
            'OutOfMemoryError',
            'Java heap space',
            [
              {
                function: 'run',
                module: 'java.lang.Thread',
                filename: 'Thread.java',
                lineno: 1583,
                in_app: false,
              },
              {
                function: 'writeAll',
                module: 'com.example.report.Exporter',
                filename: 'Exporter.java',
                lineno: 212,
                in_app: true,
              },
            ],
            { module: 'java.lang' },
          ),
        ],
      },
      threads: {
        values: [
          { id: 1, name: 'main', crashed: true, current: true, state: 'RUNNABLE' },
          {
            id: 7,
            name: 'pool-1-worker-3',
            state: 'WAITING',
            stacktrace: {
              frames: [
                {
                  function: 'park',
                  module: 'jdk.internal.misc.Unsafe',
                  filename: 'Unsafe.java',
                  in_app: false,
                },
              ],
            },
          },
        ],
      },
    }),
  ],
  [
    2,
    () => ({
      platform: 'node',
      level: 'info',
      message: 'Cache warm-up finished later than expected',
      logger: 'cron.cache',
    }),
  ],
  [
    1,
    () => ({
      platform: 'python',
      level: 'debug',
      logentry: {
        message: 'connection pool grew to %s',
        params: [40],
        formatted: 'connection pool grew to 40',
      },
    }),
  ],
  [
    1,
    () => ({
      platform: 'python',
      exception: {
        values: [
          exception(
            'ExceptionGroup',
            'unhandled errors in a TaskGroup (2 sub-exceptions)',
            pythonFrames.slice(2, 4),
            { mechanism: { type: 'generic', handled: false, exception_id: 0, is_exception_group: true } },
          ),
          exception(
            'ValueError',
            'too many values to unpack (expected 2) while reading the extraordinarily long configuration key "integrations.accounting.export.batch.size.per.customer.and.region.with.fallback"',
            pythonFrames.slice(3, 4),
            { mechanism: { type: 'chained', exception_id: 1, parent_id: 0, source: 'exceptions[0]' } },
          ),
          exception('TimeoutError', 'took longer than 30 s', undefined, {
            mechanism: { type: 'chained', exception_id: 2, parent_id: 0, source: 'exceptions[1]' },
          }),
        ].reverse(),
      },
    }),
  ],
];
const bag = kinds.flatMap(([weight, make]) => Array(weight).fill(make));

async function send(event, items = []) {
  const lines = [
    JSON.stringify({ event_id: event.event_id }),
    JSON.stringify({ type: 'event' }),
    JSON.stringify(event),
  ];
  for (const [header, body] of items)
    lines.push(JSON.stringify({ ...header, length: Buffer.byteLength(body) }), body);
  const answer = await fetch(`${url.origin}/api/${project}/envelope/?sentry_key=${url.username}`, {
    method: 'POST',
    body: lines.join('\n'),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
}

for (let i = 0; i < Number(rounds); i += 1) {
  const at = Date.now() / 1000 - (i === 0 ? 0 : Math.random() ** 2 * 20 * 86_400);
  const event = {
    event_id: hex(32),
    timestamp: at,
    environment: pick(['production', 'production', 'staging']),
    release: `shop@2.${10 + Math.floor(Math.random() * 5)}.0`,
    server_name: `web-${1 + (i % 4)}`,
    level: 'error',
    sdk: { name: 'sentry.python', version: '2.44.0' },
    ...(i === 0 ? kinds[0][1] : pick(bag))(at),
  };
  const items =
    i === 0
      ? [
          [{ type: 'attachment', filename: 'server.log', content_type: 'text/plain' }, 'line\n'.repeat(900)],
          [
            { type: 'user_report' },
            JSON.stringify({
              event_id: event.event_id,
              name: 'Ada',
              email: 'ada@example.com',
              comments: 'I pressed “Pay” and got a white page.\nMy card was charged twice.',
            }),
          ],
        ]
      : [];
  await send(event, items);
}
console.log(`${rounds} events sent`);
