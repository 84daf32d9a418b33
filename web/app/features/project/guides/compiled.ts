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
import type { Guide } from './types';

export const rust: Guide = {
  id: 'rust',
  name: 'Rust',
  group: 'Server',
  words: ['cargo', 'axum', 'actix', 'tokio', 'tower'],
  sdk: 'sentry',
  sections: (c) => [
    install([shell('cargo add sentry')]),
    configure(
      [
        file(
          'src/main.rs',
          `fn main() {\n    let _sentry = sentry::init("${c.dsn}");\n\n    // your program\n}`,
        ),
      ],
      'Keep the guard in a named variable (_sentry, not _) until main ends: dropping it sends what is left.',
    ),
    verify([file('src/main.rs', `panic!("Belfry hears Rust");`)]),
    release([environmentVariables(c)]),
  ],
  notes: () => [
    'With Tokio, call sentry::init before the runtime starts: write main as a plain function that builds the runtime instead of using #[tokio::main].',
    'The features tower, actix, tracing, log and anyhow of the crate connect those libraries.',
    'Keep debug = 1 in the release profile, or frames have no file and line.',
  ],
};

export const elixir: Guide = {
  id: 'elixir',
  name: 'Elixir',
  group: 'Server',
  words: ['phoenix', 'plug', 'oban', 'erlang', 'mix'],
  sdk: 'sentry (Hex)',
  sections: (c) => [
    install([file('mix.exs', `{:sentry, "~> 13.0"},\n{:finch, "~> 0.20"}`), shell('mix deps.get')]),
    configure(
      [
        file(
          'config/runtime.exs',
          `
config :sentry,
  dsn: "${c.dsn}",
  environment_name: config_env(),
  enable_source_code_context: true,
  root_source_code_paths: [File.cwd!()]`,
        ),
        file(
          'lib/my_app/application.ex',
          `
def start(_type, _args) do
  :logger.add_handler(:sentry_handler, Sentry.LoggerHandler, %{
    config: %{metadata: [:file, :line]}
  })

  # supervision tree
end`,
        ),
        file(
          'Phoenix endpoint',
          `use Sentry.PlugCapture # above use Phoenix.Endpoint\n\nplug Sentry.PlugContext # below Plug.Parsers`,
        ),
      ],
      'The logger handler reports crashed processes; the two plugs add the request.',
    ),
    verify([shell('mix sentry.send_test_event')]),
    release([
      file(
        'config/runtime.exs',
        `config :sentry,\n  release: "${RELEASE}",\n  environment_name: "${ENVIRONMENT}"`,
      ),
    ]),
  ],
  notes: () => [
    'Run mix sentry.package_source_code before mix release, so that frames carry their source lines.',
    'Versions before 12 use Hackney and Jason instead of Finch.',
  ],
};
