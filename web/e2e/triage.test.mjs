// A morning of triage by keyboard alone, and two browsers that see each other's
// changes; on the real binary. The environment names the server: SETUP_URL, as
// printed at its first start.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, fits, launch, watch } from './browser.mjs';

const setupUrl = process.env.SETUP_URL;
const origin = new URL(setupUrl).origin;
const api = `${origin}/api/v1`;
const shots = process.env.SHOTS;
const person = { name: 'Ada Lovelace', email: 'ada@example.com', password: 'correct horse battery' };
let browser;
let context;
let page;
let troubles;
let dsn;

before(async () => {
  browser = await launch();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  troubles = watch(page, origin);
  await setUp();
});

after(async () => {
  await browser?.close();
});

// An owner, a project and 30 issues: what the morning begins with.
async function setUp() {
  const token = new URL(setupUrl).searchParams.get('token');
  await page.goto(setupUrl);
  await page.getByLabel('Name').fill(person.name);
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'What do you want to watch?' }).waitFor();
  assert.ok(token);
  const project = await post('/projects', { name: 'Shop', platform: 'python' });
  const keys = await (await context.request.get(`${api}/projects/${project.id}/keys`)).json();
  dsn = { key: keys.items[0].public_key, project: project.id };
  for (let i = 1; i <= 30; i++) await send(i);
  await eventually(async () => (await openIssues()) === 30);
}

async function post(path, data) {
  const answer = await context.request.post(api + path, { data, headers: { Origin: origin } });
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
}

const openIssues = async () => (await (await context.request.get(`${api}/issues/counts`)).json()).open;

async function eventually(holds) {
  for (let tries = 0; tries < 100; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`never came true: ${holds}`);
}

// Words, because numbers are no part of what tells errors apart.
const words =
  'alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar'.split(' ');
const rounds = ['', 'Late', 'Again'];
const nameOf = (i) => `${words[i % words.length]}${rounds[Math.floor((i - 1) / words.length)]}Error`;

/** Sends an event as an SDK would; each number is an issue of its own. */
async function send(i) {
  const type = nameOf(i);
  const response = await fetch(`${origin}/api/${dsn.project}/store/?sentry_key=${dsn.key}`, {
    method: 'POST',
    body: JSON.stringify({
      platform: 'python',
      level: i % 5 === 0 ? 'fatal' : 'error',
      release: `shop@1.${i % 3}.0`,
      environment: i % 2 === 0 ? 'production' : 'staging',
      tags: { team: i % 4 === 0 ? 'payments' : 'catalogue' },
      fingerprint: [type],
      exception: { values: [{ type, value: `number ${i} went wrong` }] },
    }),
  });
  assert.equal(response.status, 200);
}

const press = (...keys) =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
const shot = async (name) => {
  if (shots) await page.screenshot({ path: `${shots}/triage-${name}.png` });
};
const tab = (name) => page.getByRole('navigation', { name: 'Status' }).getByRole('link', { name });
const rows = () => page.locator('[data-issue]');
const activeTitle = () => page.locator('[data-issue][data-active] a').innerText();

async function inbox(search = '') {
  await page.goto(`${origin}/issues${search}`);
  await rows().first().waitFor();
}

test('down and up the list, an issue opened and back at its row', async () => {
  await inbox();
  await press('j', 'j', 'j');
  const third = await activeTitle();
  await press('j', 'k');
  assert.equal(await activeTitle(), third);
  await press('o');
  await page.getByRole('heading', { level: 1, name: third }).waitFor();
  await press('Escape');
  await page.locator('[data-issue][data-active]').waitFor();
  assert.equal(await activeTitle(), third);
});

test('resolving hands the place to the next row; undo brings it back', async () => {
  await inbox();
  await press('j', 'j');
  const gone = await activeTitle();
  await press('e');
  await tab('Open 29').waitFor();
  assert.notEqual(await activeTitle(), gone);
  assert.equal(await page.getByRole('link', { name: gone, exact: true }).count(), 0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await tab('Open 30').waitFor();
  await page.getByRole('link', { name: gone, exact: true }).waitFor();
});

test('a selection by keys: x, and a range with Shift', async () => {
  await inbox();
  await press('j', 'x', 'j', 'j', 'Shift+X');
  await page.getByText('3 selected').waitFor();
  await accessible(page, 'the inbox with a selection');
  await shot('selection');
  await press('i');
  await tab('Open 27').waitFor();
  await tab('Ignored 3').waitFor();
  assert.equal(await page.getByText(/selected$/).count(), 0);
});

test('assigning by keys, to oneself and to the whole selection', async () => {
  await inbox();
  await press('j', 'x', 'j', 'x', 'a');
  await page.getByRole('option', { name: /Me \(Ada/ }).waitFor();
  await accessible(page, 'the list of people');
  await page.keyboard.type('me');
  await press('Enter');
  await page.getByText('2 issues assigned.').waitFor();
  await eventually(async () => (await rows().getByTitle(person.name).count()) === 2);
  await inbox('?query=assigned:me');
  assert.equal(await rows().count(), 2);
});

test('a search: keys and values are completed, Enter searches, the address keeps it', async () => {
  await inbox();
  await press('/');
  await page.keyboard.type('lev');
  await page.getByRole('option', { name: /^level/ }).waitFor();
  await press('Tab');
  await page.getByRole('option', { name: 'fatal' }).waitFor();
  await accessible(page, 'completion');
  await shot('completion');
  await press('ArrowDown', 'Enter', 'Enter');
  await page.waitForURL(/query=level/);
  await page.keyboard.type(' release:shop@1.0');
  await page.getByRole('option', { name: 'shop@1.0.0' }).waitFor();
  await press('Tab', 'Enter');
  await page.waitForURL(/release/);
  const wanted = [];
  for (let i = 1; i <= 30; i++) if (i % 15 === 0) wanted.push(nameOf(i));
  await eventually(async () => (await rows().count()) <= wanted.length);
  const listed = (await rows().locator('a').allInnerTexts()).map((title) => title.split(':')[0]);
  assert.ok(listed.length > 0 && listed.every((name) => wanted.includes(name)), listed.join());
  await page.reload();
  await rows().first().waitFor();
  assert.equal(await rows().count(), listed.length);
});

test('a mistake in a search is underlined and explained', async () => {
  await page.goto(`${origin}/issues?query=${encodeURIComponent('level:error (times_seen:>2')}`);
  const said = page.getByRole('alert');
  await said.waitFor();
  assert.match(await said.innerText(), /parenthesis/);
  assert.equal(await page.locator('mark').innerText(), '(');
  await accessible(page, 'a wrong search');
  await shot('mistake');
});

test('times, columns and order are in the address', async () => {
  await inbox('?range=24h&sort=priority&columns=events,priority&trend=14d');
  const heads = await page.getByRole('columnheader').allInnerTexts();
  assert.deepEqual(heads.map((h) => h.trim()).filter(Boolean), ['Issue', 'Events', 'Priority', 'Actions']);
  await page.getByRole('button', { name: 'Time: Last 24 hours' }).waitFor();
  await page.getByRole('button', { name: /Sort by: Priority/ }).waitFor();
});

test('the palette finds an issue', async () => {
  await inbox();
  await press('Control+k');
  await page.getByPlaceholder(/Go to/).waitFor();
  await page.keyboard.type('kilo');
  await page
    .getByRole('button', { name: /kiloError: number/ })
    .first()
    .waitFor();
  await accessible(page, 'the palette');
  await press('ArrowDown', 'Enter');
  await page.getByRole('heading', { level: 1, name: /kilo/ }).waitFor();
});

test('two browsers see each other’s changes, and no row moves by itself', async () => {
  await inbox();
  const other = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const colleague = await other.newPage();
  const theirTroubles = watch(colleague, origin);
  await other.request.post(`${api}/session`, { data: { email: person.email, password: person.password } });
  await colleague.goto(`${origin}/issues`);
  await colleague.locator('[data-issue]').first().waitFor();

  const order = async () => rows().evaluateAll((all) => all.map((row) => row.dataset.issue));
  const first = await order();
  const title = await colleague.locator('[data-issue] a').nth(1).innerText();
  const row = page.locator(`[data-issue="${first[1]}"]`);
  await colleague.keyboard.press('j');
  await colleague.keyboard.press('j');
  await colleague.keyboard.press('e');
  await row.getByText('Resolved').waitFor({ timeout: 5000 });
  assert.deepEqual(await order(), first, 'the resolved row stays where it was');
  assert.equal(await row.locator('a').innerText(), title);

  await send(31);
  await page.getByText(/1 new issue/).waitFor({ timeout: 5000 });
  await colleague.getByText(/1 new issue/).waitFor({ timeout: 5000 });
  assert.deepEqual(await order(), first, 'a new issue is announced, not pushed in');
  await press('.');
  await eventually(async () => (await order())[0] !== first[0]);
  assert.ok(!(await order()).includes(first[1]), 'the renewed list has no resolved row');
  assert.deepEqual(theirTroubles, []);
  await other.close();
});

test('on a phone, too', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme });
    await inbox();
    await page.getByRole('checkbox').first().click();
    await page.getByText('1 selected').waitFor();
    await accessible(page, `the inbox on a phone (${scheme})`);
    await fits(page, `the inbox on a phone (${scheme})`);
    await shot(`phone-${scheme}`);
  }
});

test('nothing failed, nothing was fetched from elsewhere', () => {
  assert.deepEqual(
    troubles.filter((trouble) => !/status of 422/.test(trouble)),
    [],
  );
});
