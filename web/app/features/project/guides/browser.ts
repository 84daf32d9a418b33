import { configure, ENVIRONMENT, file, install, RELEASE, release, shell, tunnel, verify } from './sections';
import type { Connection, Guide, Section } from './types';

const DATA_NOTE =
  'Version 11 of the JavaScript SDKs collects more request data than older ones (option dataCollection). Belfry removes passwords, tokens, cookies and card numbers before it stores anything; narrow the option if even less should leave the browser.';

const MINIFIED_NOTE =
  'Stack traces of minified code show the minified names. Until source maps are uploaded, Belfry groups such errors by their message.';

const notes = () => [
  'Belfry answers cross-origin requests on the intake, so no CORS setting is needed. A Content-Security-Policy of yours must allow its address in connect-src.',
  MINIFIED_NOTE,
  DATA_NOTE,
];

function npm(name: string) {
  return install([shell(`npm install ${name}`)]);
}

function releaseSection(): Section {
  return release([
    file(
      'Sentry.init',
      `
Sentry.init({
  // …
  release: "${RELEASE}",
  environment: "${ENVIRONMENT}",
});`,
    ),
  ]);
}

/** The plain initialisation that every browser package shares. */
export function initialise(c: Connection, name: string): string {
  return `
import * as Sentry from "${name}";

Sentry.init({ dsn: "${c.dsn}" });`;
}

const throwLater = file(
  'Anywhere in the page',
  `setTimeout(() => {\n  throw new Error("Belfry hears the browser");\n}, 0);`,
);

export const javascript: Guide = {
  id: 'javascript',
  name: 'JavaScript',
  group: 'Browser',
  words: ['browser', 'vanilla', 'web', 'typescript', 'jquery', 'astro', 'remix', 'ember', 'solid'],
  sdk: '@sentry/browser',
  sections: (c) => [
    npm('@sentry/browser'),
    configure(
      [file('main.js', initialise(c, '@sentry/browser'))],
      'As the first import of the entry file, before anything that can fail.',
    ),
    verify([throwLater]),
    releaseSection(),
    tunnel(c),
  ],
  notes,
};

export const react: Guide = {
  id: 'javascript-react',
  name: 'React',
  group: 'Browser',
  words: ['jsx', 'tsx', 'vite', 'create react app', 'frontend'],
  sdk: '@sentry/react',
  sections: (c) => [
    npm('@sentry/react'),
    configure(
      [
        file('instrument.ts', initialise(c, '@sentry/react')),
        file(
          'main.tsx',
          `
import "./instrument";
import * as Sentry from "@sentry/react";
import { createRoot } from "react-dom/client";
import { App } from "./App";

createRoot(document.getElementById("root")!, {
  onUncaughtError: Sentry.reactErrorHandler(),
  onCaughtError: Sentry.reactErrorHandler(),
  onRecoverableError: Sentry.reactErrorHandler(),
}).render(<App />);`,
        ),
      ],
      'With React 18 and older, wrap the tree in <Sentry.ErrorBoundary> instead of passing the three handlers.',
    ),
    verify([
      file(
        'Any component',
        `
<button
  onClick={() => {
    throw new Error("Belfry hears React");
  }}
>
  Break it
</button>`,
      ),
    ]),
    releaseSection(),
    tunnel(c),
  ],
  notes,
};

export const vue: Guide = {
  id: 'javascript-vue',
  name: 'Vue',
  group: 'Browser',
  words: ['nuxt', 'frontend'],
  sdk: '@sentry/vue',
  sections: (c) => [
    npm('@sentry/vue'),
    configure([
      file(
        'main.ts',
        `
import * as Sentry from "@sentry/vue";
import { createApp } from "vue";
import App from "./App.vue";

const app = createApp(App);
Sentry.init({ app, dsn: "${c.dsn}" });
app.mount("#app");`,
      ),
    ]),
    verify([
      file(
        'Any component',
        `
<script setup>
function breakIt() {
  throw new Error("Belfry hears Vue");
}
</script>

<template>
  <button @click="breakIt">Break it</button>
</template>`,
      ),
    ]),
    releaseSection(),
    tunnel(c),
  ],
  notes: () => [
    'Nuxt has its own package, @sentry/nuxt, which takes the same dsn on the client and the server side.',
    ...notes(),
  ],
};
