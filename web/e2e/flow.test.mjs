// From the set-up link to a triaged inbox, on the real binary. The environment
// names the server: SETUP_URL, as printed at its first start.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, fits, launch, watch } from './browser.mjs';

const setupUrl = process.env.SETUP_URL;
const origin = new URL(setupUrl).origin;
const shots = process.env.SHOTS;
let browser;
let context;
let page;
let troubles;
let key;

before(async () => {
  browser = await launch();
  context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    bypassCSP: false,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  troubles = watch(page, origin);
});

after(async () => {
  await browser?.close();
});

const shot = async (name) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
};

/** Sends an event as an SDK would. */
async function send(event) {
  const [, publicKey, project] = key;
  const response = await fetch(`${origin}/api/${project}/store/?sentry_key=${publicKey}`, {
    method: 'POST',
    body: JSON.stringify(event),
  });
  assert.equal(response.status, 200);
}

const failure = (type, value, extra = {}) => ({
  platform: 'python',
  release: 'shop@1.0.0',
  exception: {
    values: [
      {
        type,
        value,
        stacktrace: {
          frames: [
            { function: 'main', module: 'shop.web', filename: 'shop/web.py', lineno: 3, in_app: false },
            {
              function: 'pay',
              module: `shop.${type.toLowerCase()}`,
              filename: 'shop/pay.py',
              lineno: 12,
              in_app: true,
              pre_context: ['def pay(cart):'],
              context_line: '    charge(cart.total)',
              post_context: ['    return True'],
              vars: { cart: '<Cart 17>', password: 'hunter2' },
            },
          ],
        },
      },
    ],
  },
  request: { method: 'POST', url: 'https://shop.example.com/pay', headers: { Cookie: 'sid=abc' } },
  ...extra,
});

test('set-up: three fields, a tile, a snippet with the DSN, a test event', async () => {
  await page.goto(setupUrl);
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await accessible(page, 'set-up');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'What do you want to watch?' }).waitFor();
  await page.getByRole('textbox', { name: 'Find a language or framework' }).fill('flask');
  await page.keyboard.press('Enter');
  await page.getByLabel('Project name').fill('Shop');
  await accessible(page, 'new project');
  await shot('new-project');
  await page.getByRole('button', { name: /create/i }).click();
  await page.getByText('Waiting for the first event').waitFor();
  const dsn = await page
    .locator('code', { hasText: /^http:\/\/[0-9a-f]{32}@/ })
    .first()
    .textContent();
  key = dsn.match(/^http:\/\/([0-9a-f]{32})@.*\/(\d+)$/);
  assert.ok(key, `the DSN is ${dsn}`);
  await accessible(page, 'guide');
  await page.getByRole('button', { name: 'Send test event' }).click();
  await page.getByText('Received the first event!').waitFor();
  await shot('guide');
});

test('the set-up link is dead after that', async () => {
  const other = await context.newPage();
  await other.goto(setupUrl);
  await other.waitForURL((url) => url.pathname !== '/setup');
  await other.close();
});

test('new issues are announced without reload, and shown on demand', async () => {
  await page.goto(`${origin}/issues`);
  await page.getByRole('link', { name: /TestEvent/ }).waitFor();
  await send(failure('PaymentError', 'card 4242 was declined'));
  await page.getByText(/1 new issue/).waitFor({ timeout: 3000 });
  await page.getByText(/1 new issue/).click();
  await page.getByRole('link', { name: /PaymentError: card 4242/ }).waitFor();
  await accessible(page, 'inbox');
  await shot('inbox');
});

test('the issue page tells the whole story, and no secrets', async () => {
  await page.getByRole('link', { name: /PaymentError/ }).click();
  await page.getByRole('heading', { level: 1, name: /PaymentError/ }).waitFor();
  await page.getByText('charge(cart.total)').first().waitFor();
  await accessible(page, 'issue');
  await shot('issue');
  const text = await page.locator('main').innerText();
  assert.match(text, /shop@1\.0\.0/);
  assert.doesNotMatch(await page.content(), /hunter2|sid=abc/);
});

test('resolve, regress, ignore: by keyboard', async () => {
  await page.keyboard.press('e');
  await page.getByRole('button', { name: 'Reopen' }).waitFor();
  await send(failure('PaymentError', 'card 4343 was declined', { release: 'shop@1.1.0' }));
  await page.getByText('Regressed').first().waitFor({ timeout: 3000 });
  await page.keyboard.press('i');
  await page.getByRole('button', { name: 'Reopen' }).waitFor();
  await send(failure('PaymentError', 'card 4444 was declined'));
  await page.getByText(/^3$/).first().waitFor({ timeout: 3000 });
  await page.getByRole('button', { name: 'Reopen' }).waitFor();
});

test('every page, in both themes and on a phone', async () => {
  const pages = [
    '/issues',
    '/issues?status=ignored',
    '/issues?query=nothing-like-it',
    '/projects',
    '/projects/new',
    '/profile',
    '/instance',
  ];
  for (const section of ['general', 'keys', 'guide', 'privacy', 'danger'])
    pages.push(`/projects/${key[2]}/settings/${section}`);
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const path of pages) {
        await page.goto(origin + path);
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        await page.waitForLoadState('load');
        await accessible(page, `${path} (${scheme}, ${width})`);
        await fits(page, `${path} (${scheme}, ${width})`);
        await shot(`${scheme}-${width}${path.replaceAll(/[/?=]/g, '_')}`);
      }
    }
  }
});

test('nothing failed, nothing was fetched from elsewhere', () => {
  assert.deepEqual(troubles, []);
});

test('signing out and in again', async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await context.clearCookies();
  await page.goto(`${origin}/issues?status=ignored`);
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Password', { exact: true }).fill('wrong password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/status=ignored/);
  await page.getByRole('link', { name: /PaymentError/ }).waitFor();
});
