// Signing in, on the real binary with Chromium's virtual authenticator: a passkey
// alone, and a code after the password. The environment names the server:
// SETUP_URL, as printed at its first start, with a host name (passkeys are not
// for IP addresses).
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { accessible, fits, launch, watch } from './browser.mjs';

const setupUrl = process.env.SETUP_URL;
const origin = new URL(setupUrl).origin;
const password = 'correct horse battery';
let browser;
let context;
let page;
let troubles;
let secret;
let codes;

before(async () => {
  browser = await launch();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  troubles = watch(page, origin);
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
});

after(async () => {
  await browser?.close();
});

/** The code that an authenticator app shows at a time (RFC 6238). */
function codeAt(base32, at) {
  const bits = [...base32].map((c) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'),
  );
  const key = Buffer.from(
    bits
      .join('')
      .match(/.{8}/g)
      .map((byte) => Number.parseInt(byte, 2)),
  );
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', key).update(step).digest();
  const offset = mac.at(-1) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const dialog = () => page.getByRole('dialog');

async function signOut() {
  await page.goto(`${origin}/profile`);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.waitForURL(/\/sign-in/);
}

async function typePassword() {
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const signedIn = () => page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));

test('a passkey is added after the password', async () => {
  await page.goto(setupUrl);
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL((url) => url.pathname !== '/setup');
  await page.goto(`${origin}/profile`);
  await page.getByRole('button', { name: 'Add passkey' }).click();
  await dialog().getByLabel('Your password').fill('wrong password');
  await dialog().getByRole('button', { name: 'Continue' }).click();
  await dialog().getByText('This is not your password.').waitFor();
  await dialog().getByLabel('Name').fill('Laptop');
  await dialog().getByLabel('Your password').fill(password);
  await dialog().getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Remove Laptop' }).waitFor();
});

test('the passkey alone signs in', async () => {
  await signOut();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor();
  await accessible(page, 'sign-in');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await signedIn();
});

test('an authenticator app is set up', async () => {
  await page.goto(`${origin}/profile`);
  await page.getByRole('button', { name: 'Set up' }).click();
  await dialog().getByLabel('Your password').fill(password);
  await dialog().getByRole('button', { name: 'Continue' }).click();
  secret = await page.getByTestId('totp-secret').textContent();
  await dialog()
    .getByLabel('Code', { exact: true })
    .fill(codeAt(secret, Date.now() - 30_000));
  await dialog().getByRole('button', { name: 'Turn on' }).click();
  const shown = page.getByTestId('recovery-codes').locator('code');
  await shown.last().waitFor();
  codes = await shown.allTextContents();
  assert.equal(codes.length, 10);
  await dialog().getByRole('button', { name: 'Done, they are kept' }).click();
  await page.getByText('10 recovery codes are left.').waitFor();
});

test('the password alone does not do any more: a code does', async () => {
  await signOut();
  await typePassword();
  await page.getByRole('heading', { name: 'One more step' }).waitFor();
  await accessible(page, 'the second step');
  await page.getByLabel('Code', { exact: true }).fill('000000');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('This code is wrong').waitFor();
  await page.getByLabel('Code', { exact: true }).fill(codeAt(secret, Date.now()));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await signedIn();
});

test('so does a recovery code, and the passkey', async () => {
  await signOut();
  await typePassword();
  await page.getByRole('button', { name: 'Use a recovery code instead' }).click();
  await page.getByLabel('Recovery code').fill(codes[3]);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await signedIn();
  await page.goto('about:blank');
  await context.clearCookies(); // this session stays open
  await page.goto(`${origin}/sign-in`);
  await typePassword();
  await page.getByRole('button', { name: 'Use a passkey instead' }).click();
  await signedIn();
});

test('the sessions are there, and go', async () => {
  await page.goto(`${origin}/profile`);
  await page.getByText('9 recovery codes are left.').waitFor();
  await page.getByText('This one').waitFor();
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await dialog().getByRole('button', { name: 'Sign out everywhere else' }).click();
  await page
    .getByRole('button', { name: /^Sign out Chrome/ })
    .first()
    .waitFor({ state: 'detached' });
  await page.getByText('This one').waitFor();
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${origin}/profile`);
      await page.getByRole('button', { name: 'Remove Laptop' }).waitFor();
      await accessible(page, `profile (${scheme}, ${width})`);
      await fits(page, `profile (${scheme}, ${width})`);
      if (process.env.SHOTS)
        await page.screenshot({
          path: `${process.env.SHOTS}/profile-${scheme}-${width}.png`,
          fullPage: true,
        });
    }
  }
});

test('nothing failed, nothing was fetched from elsewhere', () => {
  const provoked = /status of 422/; // the wrong password above
  assert.deepEqual(
    troubles.filter((trouble) => !provoked.test(trouble)),
    [],
  );
});
