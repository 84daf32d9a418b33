// What the browser tests share: Chromium, and checks that hold on every page.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Starts Chromium without anything that would reach for the network. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.BELFRY_TEST_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Collects what should never happen on a page: exceptions, CSP violations, requests elsewhere. */
export function watch(page, origin) {
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 40[134]/.test(message.text()))
      troubles.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('data:') && !url.startsWith('blob:'))
      troubles.push(`request to ${url}`);
  });
  return troubles;
}

/** Fails with what axe found on the page as it is now. */
export async function accessible(page, where) {
  await page.waitForTimeout(200); // fades
  await page
    .evaluate((source) => {
      if (!window.axe) new Function(source)();
    }, axe)
    .catch(async () => {
      // The policy forbids evaluating text; the protocol may add a script all the same.
      await page.addScriptTag({ content: axe });
    });
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(
      (v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join(' | ')}`,
    );
  });
  assert.deepEqual(found, [], `${where} is not accessible`);
}

/** Fails when the page is wider than its window. */
export async function fits(page, where) {
  const [content, room] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.ok(content <= room, `${where} is ${content} px wide in a window of ${room} px`);
}
