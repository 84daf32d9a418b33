import {
  configure,
  ENVIRONMENT,
  environmentVariables,
  file,
  install,
  more,
  RELEASE,
  release,
  shell,
  verify,
} from './sections';
import type { Connection, Guide, Section } from './types';

const RAVEN_NOTE = 'Applications that still carry sentry-raven may stay on it: choose Ruby (raven).';

function releaseSection(c: Connection): Section {
  return release([
    file(
      'Sentry.init',
      `Sentry.init do |config|\n  config.release = "${RELEASE}"\n  config.environment = "${ENVIRONMENT}"\nend`,
    ),
    environmentVariables(c),
  ]);
}

export const ruby: Guide = {
  id: 'ruby',
  name: 'Ruby',
  group: 'Server',
  words: ['sinatra', 'rack', 'script'],
  sdk: 'sentry-ruby',
  sections: (c) => [
    install([shell('bundle add sentry-ruby')]),
    configure([
      file('app.rb', `require "sentry-ruby"\n\nSentry.init do |config|\n  config.dsn = "${c.dsn}"\nend`),
    ]),
    verify([
      file(
        'app.rb',
        `begin\n  raise "Belfry hears Ruby"\nrescue => error\n  Sentry.capture_exception(error)\nend`,
      ),
    ]),
    releaseSection(c),
    more('Rack and Sinatra', [file('config.ru', 'use Sentry::Rack::CaptureExceptions')]),
  ],
  notes: () => [RAVEN_NOTE],
};

export const rails: Guide = {
  id: 'ruby-rails',
  name: 'Rails',
  group: 'Server',
  words: ['ruby', 'ruby on rails', 'sidekiq', 'ror'],
  sdk: 'sentry-rails',
  sections: (c) => [
    install([shell('bundle add sentry-ruby sentry-rails')]),
    configure([
      file(
        'config/initializers/sentry.rb',
        `
Sentry.init do |config|
  config.dsn = "${c.dsn}"
  config.breadcrumbs_logger = [:active_support_logger, :http_logger]
end`,
      ),
    ]),
    verify([shell(`bin/rails runner 'Sentry.capture_exception(RuntimeError.new("Belfry hears Rails"))'`)]),
    releaseSection(c),
    more(
      'Background jobs',
      [shell('bundle add sentry-sidekiq')],
      'Active Job is covered. Sidekiq, Resque and Delayed Job each have a gem that only needs to be installed.',
    ),
  ],
  notes: () => ['Errors that Rails turns into a 404 are left out by the SDK.', RAVEN_NOTE],
};

export const raven: Guide = {
  id: 'ruby-raven',
  name: 'Ruby (raven)',
  group: 'Server',
  words: ['ruby', 'sentry-raven', 'legacy', 'old'],
  sdk: 'sentry-raven',
  sections: (c) => [
    install([shell(`bundle add sentry-raven --version "~> 3.1"`)]),
    configure([
      file('config/initializers/raven.rb', `Raven.configure do |config|\n  config.dsn = "${c.dsn}"\nend`),
    ]),
    verify([file('Console', `Raven.capture_exception(RuntimeError.new("Belfry hears raven"))`)]),
    release([
      file(
        'config/initializers/raven.rb',
        `Raven.configure do |config|\n  config.release = "${RELEASE}"\n  config.current_environment = "${ENVIRONMENT}"\nend`,
      ),
    ]),
  ],
  notes: (c) => [
    `Versions before 2.0 insist on a secret in the DSN. Any word will do: ${c.dsn.replace('@', ':secret@')}`,
    'The gem is no longer maintained; sentry-ruby takes the same DSN.',
  ],
};
