// Takes a picture of pages in both themes at desk and phone width:
//   npm run shots -- --base http://127.0.0.1:8000 --out e2e/results /issues /projects
// A session comes from --email and --password, where the server wants one.
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values, positionals: routes } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: 'string', default: 'http://127.0.0.1:8000' },
    out: { type: 'string', default: 'e2e/results' },
    email: { type: 'string' },
    password: { type: 'string' },
    widths: { type: 'string', default: '1440,390' },
    themes: { type: 'string', default: 'light,dark' },
    full: { type: 'boolean', default: false },
    height: { type: 'string' },
    wait: { type: 'string', default: '600' },
  },
});

mkdirSync(values.out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
let problems = 0;

for (const theme of values.themes.split(',')) {
  for (const width of values.widths.split(',').map(Number)) {
    const context = await browser.newContext({
      viewport: { width, height: Number(values.height ?? (width < 600 ? 844 : 900)) },
      colorScheme: theme,
      baseURL: values.base,
    });
    if (values.email) {
      const answer = await context.request.post('/api/v1/session', {
        data: { email: values.email, password: values.password },
      });
      if (!answer.ok()) throw new Error(`sign-in failed: ${answer.status()}`);
    }
    const page = await context.newPage();
    page.on('console', (m) => {
      if (m.type() !== 'error') return;
      problems += 1;
      console.log(`  ${theme} ${width}: ${m.text()}`);
    });
    page.on('pageerror', (e) => {
      problems += 1;
      console.log(`  ${theme} ${width}: ${e.message}`);
    });
    for (const route of routes) {
      await page.goto(route);
      await page.waitForSelector('h1');
      await page.waitForTimeout(Number(values.wait));
      const name = `${route.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home'}-${width}-${theme}.png`;
      await page.screenshot({ path: `${values.out}/${name}`, fullPage: values.full });
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (wide > 0) console.log(`  ${name}: wider than the window by ${wide} px`);
      console.log(name);
    }
    await context.close();
  }
}
await browser.close();
process.exitCode = problems > 0 ? 1 : 0;
