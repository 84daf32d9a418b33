import {
  configure,
  ENVIRONMENT,
  environmentVariables,
  file,
  install,
  RELEASE,
  release,
  shell,
  verify,
} from './sections';
import type { Connection, Guide, Section } from './types';

const notes = () => [
  'Load the instrument file first (--import), so that the SDK can watch the modules that come after it.',
  'Short scripts end before the report is out: await Sentry.flush(2000) as the last line.',
  'CommonJS works too: use require in instrument.cjs and node --require ./instrument.cjs.',
];

function releaseByEnvironment(c: Connection): Section {
  return release([environmentVariables(c)]);
}

function instrument(c: Connection, name: string) {
  return file(
    'instrument.mjs',
    `
import * as Sentry from "${name}";

Sentry.init({ dsn: "${c.dsn}" });`,
  );
}

export const node: Guide = {
  id: 'node',
  name: 'Node.js',
  group: 'Server',
  words: ['javascript', 'typescript', 'server', 'nest', 'fastify', 'koa', 'hapi', 'lambda'],
  sdk: '@sentry/node',
  sections: (c) => [
    install([shell('npm install @sentry/node')]),
    configure([instrument(c, '@sentry/node'), shell('node --import ./instrument.mjs app.mjs')]),
    verify([
      file(
        'test.mjs',
        `
import * as Sentry from "@sentry/node";

Sentry.captureException(new Error("Belfry hears Node"));
await Sentry.flush(2000);`,
      ),
      shell('node --import ./instrument.mjs test.mjs'),
    ]),
    releaseByEnvironment(c),
  ],
  notes,
};

export const express: Guide = {
  id: 'node-express',
  name: 'Express',
  group: 'Server',
  words: ['node', 'javascript', 'http', 'server'],
  sdk: '@sentry/node',
  sections: (c) => [
    install([shell('npm install @sentry/node')]),
    configure([
      instrument(c, '@sentry/node'),
      file(
        'app.mjs',
        `
import * as Sentry from "@sentry/node";
import express from "express";

const app = express();
app.get("/", (req, res) => res.send("ok"));

// After all routes, before error handlers of your own.
Sentry.setupExpressErrorHandler(app);
app.listen(3000);`,
      ),
      shell('node --import ./instrument.mjs app.mjs'),
    ]),
    verify([
      file('app.mjs', `app.get("/break", () => {\n  throw new Error("Belfry hears Express");\n});`),
      shell('curl http://localhost:3000/break'),
    ]),
    releaseByEnvironment(c),
  ],
  notes,
};

export const deno: Guide = {
  id: 'deno',
  name: 'Deno',
  group: 'Server',
  words: ['javascript', 'typescript', 'fresh', 'server'],
  sdk: 'npm:@sentry/deno',
  sections: (c) => [
    install([shell('deno add npm:@sentry/deno')]),
    configure([
      file('main.ts', `import * as Sentry from "@sentry/deno";\n\nSentry.init({ dsn: "${c.dsn}" });`),
      shell(`deno run --allow-net=${c.host} --allow-read=. --allow-env main.ts`),
    ]),
    verify([
      file('main.ts', `Sentry.captureException(new Error("Belfry hears Deno"));\nawait Sentry.flush(2000);`),
    ]),
    release([
      file(
        'main.ts',
        `
Sentry.init({
  dsn: "${c.dsn}",
  release: "${RELEASE}",
  environment: "${ENVIRONMENT}",
});`,
      ),
    ]),
  ],
  notes: (c) => [
    `Reports need network permission for ${c.host}; --allow-read lets the SDK add the source lines around each frame.`,
  ],
};

export const bun: Guide = {
  id: 'bun',
  name: 'Bun',
  group: 'Server',
  words: ['javascript', 'typescript', 'elysia', 'hono', 'server'],
  sdk: '@sentry/bun',
  sections: (c) => [
    install([shell('bun add @sentry/bun')]),
    configure([
      file('instrument.ts', `import * as Sentry from "@sentry/bun";\n\nSentry.init({ dsn: "${c.dsn}" });`),
      shell('bun --preload ./instrument.ts app.ts'),
    ]),
    verify([
      file(
        'test.ts',
        `
import * as Sentry from "@sentry/bun";

Sentry.captureException(new Error("Belfry hears Bun"));
await Sentry.flush(2000);`,
      ),
      shell('bun --preload ./instrument.ts test.ts'),
    ]),
    releaseByEnvironment(c),
  ],
  notes: () => ['Bun.serve handlers are watched once the instrument file is preloaded.'],
};
