import { configure, ENVIRONMENT, file, install, RELEASE, release, shell, verify } from './sections';
import type { Guide } from './types';

const ARGUMENTS_NOTE =
  'PHP leaves function arguments out of stack traces unless zend.exception_ignore_args is Off in php.ini.';

export const php: Guide = {
  id: 'php',
  name: 'PHP',
  group: 'Server',
  words: ['composer', 'wordpress', 'drupal', 'magento', 'codeigniter'],
  sdk: 'sentry/sentry',
  sections: (c) => [
    install([shell('composer require sentry/sentry')]),
    configure([
      file(
        'index.php',
        `<?php\n\nrequire __DIR__ . '/vendor/autoload.php';\n\n\\Sentry\\init(['dsn' => '${c.dsn}']);`,
      ),
    ]),
    verify([file('index.php', `throw new RuntimeException('Belfry hears PHP');`)]),
    release([
      file(
        'index.php',
        `\\Sentry\\init([\n    'dsn' => '${c.dsn}',\n    'release' => '${RELEASE}',\n    'environment' => '${ENVIRONMENT}',\n]);`,
      ),
    ]),
  ],
  notes: () => [
    ARGUMENTS_NOTE,
    'The report is sent at the end of the request. Under PHP-FPM the visitor does not wait for it.',
  ],
};

export const laravel: Guide = {
  id: 'php-laravel',
  name: 'Laravel',
  group: 'Server',
  words: ['php', 'artisan', 'lumen'],
  sdk: 'sentry/sentry-laravel',
  sections: (c) => [
    install([shell('composer require sentry/sentry-laravel')]),
    configure(
      [
        file(
          'bootstrap/app.php',
          `
use Illuminate\\Foundation\\Configuration\\Exceptions;
use Sentry\\Laravel\\Integration;

// in the chain that builds the application
->withExceptions(function (Exceptions $exceptions) {
    Integration::handles($exceptions);
})`,
        ),
        file('.env', `SENTRY_LARAVEL_DSN=${c.dsn}`),
      ],
      'Laravel 8 to 10: call Integration::captureUnhandledException($e) from reportable() in app/Exceptions/Handler.php instead.',
    ),
    verify([shell('php artisan sentry:test')]),
    release([file('.env', `SENTRY_RELEASE=${RELEASE}\nSENTRY_ENVIRONMENT=${ENVIRONMENT}`)]),
  ],
  notes: () => [
    ARGUMENTS_NOTE,
    'After php artisan config:cache, changes of .env need the command once more.',
  ],
};

export const symfony: Guide = {
  id: 'php-symfony',
  name: 'Symfony',
  group: 'Server',
  words: ['php', 'bundle'],
  sdk: 'sentry/sentry-symfony',
  sections: (c) => [
    install([shell('composer require sentry/sentry-symfony')]),
    configure(
      [
        file('.env.local', `SENTRY_DSN=${c.dsn}`),
        file('config/packages/sentry.yaml', `when@prod:\n  sentry:\n    dsn: '%env(SENTRY_DSN)%'`),
      ],
      'The recipe limits the bundle to prod; leave the first line out to report from every environment.',
    ),
    verify([shell('php bin/console sentry:test --env=prod')]),
    release([
      file(
        'config/packages/sentry.yaml',
        `sentry:\n  dsn: '%env(SENTRY_DSN)%'\n  options:\n    release: '${RELEASE}'\n    environment: '%kernel.environment%'`,
      ),
    ]),
  ],
  notes: () => [ARGUMENTS_NOTE],
};
