// Opens page.js in Chromium, from an origin of its own, and waits until the SDK
// has sent what the page's error made.
import { createServer } from 'node:http';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const bundle = await build({ entryPoints: ['page.js'], bundle: true, write: false, format: 'iife' });
const html = `<!doctype html><title>Shop</title><script>window.DSN = ${JSON.stringify(process.env.DSN)}</script><script src="/shop.js"></script>`;

const server = createServer((request, response) => {
  const script = request.url === '/shop.js';
  response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
  response.end(script ? bundle.outputFiles[0].text : html);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const browser = await chromium.launch({
  executablePath: process.env.BELFRY_TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  const page = await browser.newPage();
  page.on('console', (message) => console.log(message.text()));
  await page.goto(`http://127.0.0.1:${server.address().port}/cart?item=1`);
  if (!(await page.evaluate(() => window.flushed))) throw new Error('the SDK did not send');
} finally {
  await browser.close();
  server.close();
}
