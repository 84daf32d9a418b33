import { initialise } from './browser';
import { configure, ENVIRONMENT, file, install, RELEASE, release, shell, tunnel, verify } from './sections';
import type { Connection, Guide, Section } from './types';

const SOURCE_MAP_NOTE =
  'Stack traces of minified code show the minified names. Until source maps are uploaded, Belfry groups such errors by their message.';

function releaseIn(where: string): Section {
  return release([
    file(where, `Sentry.init({\n  // …\n  release: "${RELEASE}",\n  environment: "${ENVIRONMENT}",\n});`),
  ]);
}

export const angular: Guide = {
  id: 'javascript-angular',
  name: 'Angular',
  group: 'Browser',
  words: ['ng', 'frontend'],
  sdk: '@sentry/angular',
  sections: (c) => [
    install([shell('npm install @sentry/angular')]),
    configure([
      file(
        'main.ts',
        `
import * as Sentry from "@sentry/angular";
import { bootstrapApplication } from "@angular/platform-browser";
import { appConfig } from "./app/app.config";
import { AppComponent } from "./app/app.component";

Sentry.init({ dsn: "${c.dsn}" });
bootstrapApplication(AppComponent, appConfig);`,
      ),
      file(
        'app.config.ts',
        `
import { type ApplicationConfig, ErrorHandler } from "@angular/core";
import * as Sentry from "@sentry/angular";

export const appConfig: ApplicationConfig = {
  providers: [{ provide: ErrorHandler, useValue: Sentry.createErrorHandler() }],
};`,
      ),
    ]),
    verify(
      [file('Any component', `breakIt() {\n  throw new Error("Belfry hears Angular");\n}`)],
      'A method that fails, for a button with (click)="breakIt()".',
    ),
    releaseIn('main.ts'),
    tunnel(c),
  ],
  notes: () => [
    'Module-based applications put the same provider into the providers of AppModule.',
    SOURCE_MAP_NOTE,
  ],
};

export const svelte: Guide = {
  id: 'javascript-svelte',
  name: 'Svelte',
  group: 'Browser',
  words: ['sveltekit', 'kit', 'frontend'],
  sdk: '@sentry/svelte',
  sections: (c) => [
    install([shell('npm install @sentry/svelte')]),
    configure([
      file(
        'main.ts',
        `
import * as Sentry from "@sentry/svelte";
import { mount } from "svelte";
import App from "./App.svelte";

Sentry.init({ dsn: "${c.dsn}" });
mount(App, { target: document.body });`,
      ),
    ]),
    verify([
      file(
        'Any component',
        `
<button onclick={() => { throw new Error("Belfry hears Svelte"); }}>
  Break it
</button>`,
      ),
    ]),
    releaseIn('main.ts'),
    tunnel(c),
  ],
  notes: () => [
    'SvelteKit has its own package, @sentry/sveltekit: call Sentry.init with this dsn in hooks.client.ts and hooks.server.ts and export handleError = Sentry.handleErrorWithSentry() from both.',
    SOURCE_MAP_NOTE,
  ],
};

function nextConfigure(c: Connection): Section {
  return configure(
    [
      file('instrumentation-client.ts', initialise(c, '@sentry/nextjs')),
      file('sentry.server.config.ts', initialise(c, '@sentry/nextjs')),
      file(
        'instrumentation.ts',
        `
import * as Sentry from "@sentry/nextjs";

export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    await import("./sentry.server.config");
  }
}

export const onRequestError = Sentry.captureRequestError;`,
      ),
      file(
        'next.config.ts',
        `
import { withSentryConfig } from "@sentry/nextjs";

export default withSentryConfig({ /* your options */ }, {
  sourcemaps: { disable: true },
  telemetry: false,
});`,
      ),
    ],
    'The browser and the server each start their own SDK; both may use the same DSN.',
  );
}

export const nextjs: Guide = {
  id: 'javascript-nextjs',
  name: 'Next.js',
  group: 'Browser',
  words: ['next', 'react', 'vercel', 'full stack'],
  sdk: '@sentry/nextjs',
  sections: (c) => [
    install([shell('npm install @sentry/nextjs')]),
    nextConfigure(c),
    verify(
      [
        file(
          'app/break/route.ts',
          `
export const dynamic = "force-dynamic";

export function GET() {
  throw new Error("Belfry hears Next.js");
}`,
        ),
      ],
      'Add a route that fails, then open /break.',
    ),
    releaseIn('Both Sentry.init calls'),
    {
      id: 'tunnel',
      title: 'Get past ad blockers',
      text: "A rewrite lets your own site pass the browser's reports on; name it as the tunnel in instrumentation-client.ts.",
      snippets: [
        file(
          'next.config.ts',
          `
rewrites: async () => [
  { source: "/errors", destination: "${c.baseUrl}/api/${c.projectId}/envelope/" },
],`,
        ),
        file('instrumentation-client.ts', `Sentry.init({ dsn: "${c.dsn}", tunnel: "/errors" });`),
      ],
    },
  ],
  notes: () => [
    'The tunnelRoute option of withSentryConfig only forwards to sentry.io; use the rewrite above instead.',
    'Routes on the edge runtime need a third file, sentry.edge.config.ts, imported when NEXT_RUNTIME is edge.',
    SOURCE_MAP_NOTE,
  ],
};
