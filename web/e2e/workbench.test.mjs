// What people do around an issue: merge and take apart, invite, discuss, look at
// every part of it; on the real binary. The environment names the server: SETUP_URL,
// as printed at its first start.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, fits, launch, watch } from './browser.mjs';

const setupUrl = process.env.SETUP_URL;
const origin = new URL(setupUrl).origin;
const api = `${origin}/api/v1`;
const shots = process.env.SHOTS;
const password = 'correct horse battery';
const desk = { width: 1440, height: 900 };
let browser;
let context;
let page;
let troubles;
let dsn;

before(async () => {
  browser = await launch();
  context = await browser.newContext({ viewport: desk });
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  troubles = watch(page, origin);
  await setUp();
});

after(async () => {
  await browser?.close();
});

// An owner, a project, and the issues SHOP-1 to SHOP-3 with 3, 2 and 1 events.
async function setUp() {
  await page.goto(setupUrl);
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'What do you want to watch?' }).waitFor();
  const project = await post('/projects', { name: 'Shop', platform: 'python' });
  const keys = await get(`/projects/${project.id}/keys`);
  dsn = { key: keys.items[0].public_key, project: project.id };
  for (const [n, [type, value, times]] of [
    ['CardError', 'The card of order 7 was declined', 3],
    ['GatewayError', 'The card of order 7 was not taken', 2],
    ['TemplateError', 'No template for the receipt', 1],
  ].entries()) {
    for (let i = 0; i < times; i++) await send(type, value, i);
    await eventually(async () => (await issueOf(`SHOP-${n + 1}`)).times_seen === times);
  }
}

async function get(path) {
  const answer = await context.request.get(api + path);
  return answer.ok() ? answer.json() : {};
}

async function post(path, data) {
  const answer = await context.request.post(api + path, { data, headers: { Origin: origin } });
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
}

async function eventually(holds) {
  for (let tries = 0; tries < 100; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`never came true: ${holds}`);
}

const issueOf = (shortId) => get(`/issues/${shortId}`);
const eventsOf = async (shortId) => {
  const { items } = await get(`/issues/${shortId}/events?limit=100`);
  return items.map((event) => event.id).sort();
};

const frame = (name, extra) => ({
  function: name,
  module: `shop.${name}`,
  filename: `shop/${name}.py`,
  lineno: 12,
  in_app: true,
  ...extra,
});

/** Sends an event as an SDK would, with most of what a page can show. */
async function send(type, value, i) {
  const at = Date.now() / 1000;
  const response = await fetch(`${origin}/api/${dsn.project}/store/?sentry_key=${dsn.key}`, {
    method: 'POST',
    body: JSON.stringify({
      platform: 'python',
      level: 'error',
      release: `shop@1.${i}.0`,
      environment: i % 2 === 0 ? 'production' : 'staging',
      server_name: 'web-1.eu-central.shop.example.com',
      transaction: '/checkout/{order}/payment',
      tags: { team: 'payments', browser: 'Firefox 132', customer: `a-customer-with-a-long-name-${i}` },
      user: { id: String(i), email: `customer${i}@example.com` },
      contexts: { runtime: { name: 'CPython', version: '3.14.0' }, os: { name: 'Linux', version: '6.12' } },
      extra: { basket: { lines: [{ sku: 'tea', count: 2 }], total: 148.2 } },
      request: {
        method: 'POST',
        url: 'https://shop.example.com/checkout/7/payment',
        query_string: 'retry=1',
      },
      breadcrumbs: {
        values: [
          { timestamp: at - 3, category: 'navigation', message: '/basket → /checkout' },
          {
            timestamp: at - 2,
            category: 'query',
            message: 'SELECT id, total, currency FROM baskets WHERE id = $1',
          },
          { timestamp: at - 1, category: 'http', level: 'warning', message: 'POST gateway.example.com: 504' },
        ],
      },
      exception: {
        values: [
          {
            type,
            value,
            stacktrace: {
              frames: [
                frame('serve', { in_app: false }),
                frame('checkout', { context_line: '    receipt = pay(basket)' }),
                frame('payment', { context_line: '    card.charge(basket.total)' }),
                frame(type.toLowerCase(), {
                  pre_context: ['def pay(cart):', '    """Charges what is in the cart."""'],
                  context_line:
                    '    return gateway.charge(cart.total, currency=cart.currency, idempotency_key=cart.id)',
                  post_context: ['', 'def refund(order):'],
                  vars: { cart: '<Cart 17>', attempts: '3' },
                }),
              ],
            },
          },
        ],
      },
    }),
  });
  assert.equal(response.status, 200);
}

const dialog = () => page.getByRole('dialog');
const open = async (path) => {
  await page.goto(origin + path);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
};
const shot = async (name) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
};

const cardTitle = 'CardError: The card of order 7 was declined';
const gatewayTitle = 'GatewayError: The card of order 7 was not taken';
let card;
let gateway;

test('two issues are merged on the page of one', async () => {
  card = await eventsOf('SHOP-1');
  gateway = await eventsOf('SHOP-2');
  assert.deepEqual([card.length, gateway.length], [3, 2]);
  await open('/issues/SHOP-1?tab=grouping');
  await page.getByText('All events of this issue have one fingerprint.').waitFor();
  await page.getByRole('button', { name: 'Merge…' }).click();
  await dialog().getByLabel('Issues of the same project').fill('gateway');
  await dialog()
    .getByRole('checkbox', { name: /SHOP-3/ })
    .waitFor({ state: 'detached' });
  await dialog()
    .getByRole('checkbox', { name: /SHOP-2/ })
    .check();
  await accessible(page, 'the dialog of a merge');
  await shot('merge-dialog');
  await dialog().getByRole('button', { name: 'Merge 2 issues' }).click();
  await page.getByText('Merged into SHOP-1.').waitFor();
  await page.getByText('came with SHOP-2').waitFor();
  assert.deepEqual(await eventsOf('SHOP-1'), [...card, ...gateway].sort());
  const merged = await issueOf('SHOP-1');
  assert.equal(merged.short_id, 'SHOP-1');
  assert.equal(merged.title, gatewayTitle, 'the title is that of the newest event');
  assert.equal(merged.times_seen, 5);
});

test('the id of the one that went leads to the one that stayed', async () => {
  await open('/issues/SHOP-2');
  await page.getByText('SHOP-2 was merged into SHOP-1.').waitFor();
  await page.getByRole('heading', { level: 1, name: gatewayTitle }).waitFor();
  await accessible(page, 'an issue that was asked for by its former id');
});

test('an event of either kind finds the merged issue', async () => {
  await send('GatewayError', 'The card of order 7 was not taken', 2);
  await eventually(async () => (await issueOf('SHOP-1')).times_seen === 6);
  const all = await eventsOf('SHOP-1');
  const [fresh] = all.filter((id) => !card.includes(id) && !gateway.includes(id));
  gateway = [...gateway, fresh].sort();
  assert.equal(all.length, 6);
});

test('one is taken out again, and nothing is lost', async () => {
  await open('/issues/SHOP-1?tab=grouping');
  await page.getByRole('checkbox', { name: /^Choose GatewayError/ }).check();
  await page.getByRole('button', { name: 'Take out 1' }).click();
  await page.getByText('Taken out: SHOP-2.').waitFor();
  await page.getByText(/Taken out again by Ada Lovelace/).waitFor();
  await shot('taken-out');
  const [stayed, back] = [await issueOf('SHOP-1'), await issueOf('SHOP-2')];
  assert.deepEqual([stayed.times_seen, back.times_seen], [3, 3]);
  assert.deepEqual(await eventsOf('SHOP-1'), card);
  assert.deepEqual(await eventsOf('SHOP-2'), gateway);
  assert.deepEqual([stayed.short_id, back.short_id], ['SHOP-1', 'SHOP-2']);
  assert.deepEqual([stayed.title, back.title], [cardTitle, gatewayTitle]);
  await open('/issues/SHOP-2');
  await page.getByRole('heading', { level: 1, name: /GatewayError/ }).waitFor();
  assert.equal(await page.getByText(/was merged into/).count(), 0);
});

test('somebody is invited and comes in', async () => {
  await open('/members');
  for (const email of ['', 'alan@example.com']) {
    await page.getByRole('button', { name: 'Invite' }).click();
    await dialog().getByLabel('E-mail').fill(email);
    await accessible(page, 'the dialog of an invitation');
    await dialog().getByRole('button', { name: 'Make the link' }).click();
    const link = await page.getByTestId('invitation').textContent();
    if (!email) await join(link);
    await dialog().getByRole('button', { name: 'Done, it is copied' }).click();
    await dialog().waitFor({ state: 'detached' });
  }
  await open('/members');
  await page.getByText('Grace Hopper').waitFor();
  await page.getByText('alan@example.com').waitFor();
});

/** Accepts an invitation in a browser of its own. */
async function join(link) {
  const other = await browser.newContext({ viewport: desk });
  const guest = await other.newPage();
  const theirTroubles = watch(guest, origin);
  await guest.goto(link);
  await guest.getByText('You are invited as member.').waitFor();
  await guest.getByLabel('Name').fill('Grace Hopper');
  await guest.getByLabel('E-mail').fill('grace@example.com');
  await guest.getByLabel('Password', { exact: true }).fill(password);
  await accessible(guest, 'the page of an invitation');
  await guest.getByRole('button', { name: 'Create account' }).click();
  await guest.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await guest.getByText(cardTitle).first().waitFor();
  assert.deepEqual(theirTroubles, []);
  await other.close();
}

const commentBy = (on, name) => on.getByRole('article', { name: `Comment by ${name}` });

test('a comment mentions somebody, who is told and answers', async () => {
  await open('/issues/SHOP-1?tab=comments');
  await page.getByRole('textbox', { name: 'New comment' }).click();
  await page.keyboard.type('Is this yours, @gra');
  await page.getByRole('option', { name: /Grace Hopper/ }).waitFor();
  await accessible(page, 'the list of a mention');
  await page.keyboard.press('Enter');
  await page.keyboard.type('or `pay.py`?');
  await page.keyboard.press('Control+Enter');
  await commentBy(page, 'Ada Lovelace').getByText('Grace Hopper').waitFor();
  await answer();
  await commentBy(page, 'Grace Hopper').getByText('On it.').waitFor(); // without reload
});

/** Reads the notice of the mention, and answers, as the one who was mentioned. */
async function answer() {
  const other = await browser.newContext({ viewport: desk });
  const theirs = await other.newPage();
  const theirTroubles = watch(theirs, origin);
  await other.request.post(`${api}/session`, { data: { email: 'grace@example.com', password } });
  await theirs.goto(origin);
  await theirs.getByRole('button', { name: 'Notices, 1 unread' }).click();
  await theirs.getByText(/Ada Lovelace mentioned you/).waitFor();
  await accessible(theirs, 'the notices');
  await theirs
    .getByRole('link', { name: /SHOP-1/ })
    .first()
    .click();
  const comment = commentBy(theirs, 'Ada Lovelace');
  await comment.getByRole('button', { name: 'Reply' }).click();
  await theirs.getByRole('textbox', { name: 'Reply' }).click();
  await theirs.keyboard.type('On it.');
  await theirs.keyboard.press('Control+Enter');
  await commentBy(theirs, 'Grace Hopper').waitFor();
  assert.equal(await comment.getByRole('button', { name: /^More/ }).count(), 0, 'it is not hers to change');
  assert.deepEqual(theirTroubles, []);
  await other.close();
}

test('comments are changed and deleted', async () => {
  const own = commentBy(page, 'Ada Lovelace').first();
  await own.getByRole('button', { name: /^More/ }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await own.getByRole('textbox', { name: 'Comment' }).waitFor();
  await page.keyboard.type(' Thank you.');
  await own.getByRole('button', { name: 'Save' }).click();
  await own.getByText('Thank you.').waitFor();
  await own.getByText('edited').waitFor();
  await own.getByText('Grace Hopper').waitFor();

  await page.getByRole('textbox', { name: 'New comment' }).click();
  await page.keyboard.type('Nonsense.');
  await page.getByRole('button', { name: 'Comment', exact: true }).click();
  const second = commentBy(page, 'Ada Lovelace').filter({ hasText: 'Nonsense.' });
  await second.getByRole('button', { name: /^More/ }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await accessible(page, 'the question before deletion');
  await dialog().getByRole('button', { name: 'Delete' }).click();
  await second.waitFor({ state: 'detached' });
  const { items } = await get('/issues/SHOP-1/comments');
  assert.doesNotMatch(JSON.stringify(items), /Nonsense/);
  assert.match(JSON.stringify(items), /On it\./);
});

test('every part, in both themes and on a phone', async () => {
  const section = (name) => page.getByRole('heading', { name }).first();
  const pages = [
    ['/', () => page.getByText(gatewayTitle).first()],
    ['/members', () => page.getByText('Grace Hopper')],
    ['/audit', () => page.getByRole('cell', { name: 'Grace Hopper' }).first()],
    ['/profile', () => section('Sessions')],
    ['/issues/SHOP-1', () => page.getByText('gateway.charge').first()],
    ['/issues/SHOP-1?tab=occurrences', () => page.locator('main table a').nth(2)],
    ['/issues/SHOP-1?tab=timeline', () => page.getByRole('link', { name: /SHOP-2 GatewayError/ }).first()],
    ['/issues/SHOP-1?tab=similar', () => page.getByRole('link', { name: /GatewayError/ }).first()],
    ['/issues/SHOP-1?tab=comments', () => page.getByText('On it.')],
    ['/issues/SHOP-1?tab=activity', () => page.getByText(/Ada Lovelace merged/).first()],
    ['/issues/SHOP-1?tab=grouping', () => section('Merge history')],
    [`/projects/${dsn.project}/settings/grouping`, () => section('Fingerprint rules')],
  ];
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of [desk.width, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const [path, content] of pages) {
        const where = `${path} (${scheme}, ${width})`;
        await open(path);
        await content().waitFor();
        await accessible(page, where);
        await fits(page, where);
        await shot(`${scheme}-${width}${path.replaceAll(/[/?=]/g, '_')}`);
      }
    }
  }
});

test('nothing failed, nothing was fetched from elsewhere', () => {
  assert.deepEqual(troubles, []);
});
