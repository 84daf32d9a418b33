import { intakeUrl } from './connection';
import { configure, ENVIRONMENT, file, install, more, RELEASE, release, shell, verify } from './sections';
import type { Connection, Guide, Section } from './types';

/** A complete envelope: the event id is new on every run, for a repeated one counts once. */
export function envelopeCommand(c: Connection): string {
  return `
id=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')
curl -sS "${intakeUrl(c, 'envelope')}" \\
  -H 'Content-Type: application/x-sentry-envelope' \\
  --data-binary @- <<END
{"event_id":"$id","dsn":"${c.dsn}"}
{"type":"event"}
{"event_id":"$id","timestamp":$(date +%s),"platform":"other","level":"error","release":"${RELEASE}","environment":"${ENVIRONMENT}","tags":{"shop":"berlin"},"exception":{"values":[{"type":"CheckoutError","value":"Belfry hears curl","stacktrace":{"frames":[{"filename":"checkout.sh","function":"pay","lineno":12,"in_app":true}]}}]}}
END`.trim();
}

/** The shortest thing that becomes an issue. */
export function storeCommand(c: Connection): string {
  return `
curl -sS "${intakeUrl(c, 'store', false)}" \\
  -H 'Content-Type: application/json' \\
  -H 'X-Sentry-Auth: Sentry sentry_version=7, sentry_key=${c.publicKey}' \\
  -d '{"message":"Belfry hears curl","level":"error"}'`.trim();
}

function securityReports(c: Connection): Section {
  return more(
    'Security reports of browsers',
    [
      file(
        'Response headers',
        `
Content-Security-Policy: default-src 'self'; report-uri ${intakeUrl(c, 'security')}
Reporting-Endpoints: belfry="${intakeUrl(c, 'security')}"`,
      ),
    ],
    'Violations of a Content-Security-Policy and network error logs become events of their own.',
  );
}

export const curl: Guide = {
  id: 'other',
  name: 'curl / HTTP',
  group: 'Anything else',
  words: [
    'http',
    'bash',
    'shell',
    'script',
    'other',
    'raw',
    'api',
    'csp',
    'webhook',
    'cron',
    'lua',
    'perl',
    'zig',
  ],
  sdk: 'any HTTP client',
  sections: (c) => [
    install([], 'Nothing to install: any program that can send an HTTP request can report.'),
    configure([shell(storeCommand(c))], 'One JSON object to the store endpoint. The answer names the event.'),
    verify(
      [shell(envelopeCommand(c))],
      'The same as an envelope, with an exception, a frame, a release and a tag. Paste it as it is.',
    ),
    release(
      [
        file(
          'Fields of the event',
          `"release": "${RELEASE}",\n"environment": "${ENVIRONMENT}",\n"server_name": "web-1",\n"user": { "id": "4711" }`,
        ),
      ],
      'All fields are optional. Bodies may be compressed with gzip, deflate, br or zstd.',
    ),
    more(
      'From a shell script',
      [shell(`export SENTRY_DSN=${c.dsn}\nsentry-cli send-event -m "backup failed" -t host:$(hostname)`)],
      'sentry-cli takes the same DSN.',
    ),
    securityReports(c),
  ],
  notes: () => [
    'An answer of 200 means the report is on disk. 401 and 403 say what is wrong with the key, 413 names the limit, 429 says when to try again.',
  ],
};
