import { intakeUrl } from './connection';
import type { Connection, Section, Snippet } from './types';

/** The release and environment that every example uses. */
export const RELEASE = 'shop@1.4.2';
export const ENVIRONMENT = 'production';

/** A snippet that goes into a file. */
export function file(name: string, code: string): Snippet {
  return { file: name, code: trimLines(code) };
}

/** A command for the terminal. */
export function shell(code: string): Snippet {
  return { file: 'Terminal', code: trimLines(code) };
}

export function install(snippets: Snippet[], text?: string): Section {
  return { id: 'install', title: 'Install', text, snippets };
}

export function configure(snippets: Snippet[], text?: string): Section {
  return { id: 'configure', title: 'Connect', text, snippets };
}

export function verify(snippets: Snippet[], text?: string): Section {
  return { id: 'verify', title: 'Send a test error', text, snippets };
}

export function release(snippets: Snippet[], text?: string): Section {
  return {
    id: 'release',
    title: 'Name the release and the environment',
    text:
      text ?? 'Belfry then says in which version an issue first appeared and tells production from staging.',
    snippets,
  };
}

export function more(title: string, snippets: Snippet[], text?: string): Section {
  return { id: 'more', title, text, snippets };
}

/** Reports through the site's own address, for visitors whose browser blocks other hosts. */
export function tunnel(c: Connection): Section {
  return {
    id: 'tunnel',
    title: 'Get past ad blockers',
    text: 'Some blockers stop reports to other hosts. Let your own site pass them on, and give the SDK that path as its tunnel.',
    snippets: [
      file('Sentry.init', `Sentry.init({\n  dsn: "${c.dsn}",\n  tunnel: "/errors",\n});`),
      file(
        'nginx.conf',
        `
location = /errors {
  proxy_pass ${intakeUrl(c, 'envelope', false)};
  proxy_set_header Host ${c.host};
  proxy_ssl_server_name on;
  client_max_body_size 20m;
}`,
      ),
    ],
  };
}

/** Environment variables that most server SDKs read by themselves. */
export function environmentVariables(c: Connection): Snippet {
  return file(
    '.env',
    `
SENTRY_DSN=${c.dsn}
SENTRY_RELEASE=${RELEASE}
SENTRY_ENVIRONMENT=${ENVIRONMENT}`,
  );
}

function trimLines(code: string): string {
  return code.replace(/^\n+|\s+$/g, '');
}
