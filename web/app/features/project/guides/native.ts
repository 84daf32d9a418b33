import { intakeUrl } from './connection';
import { configure, ENVIRONMENT, file, install, more, RELEASE, release, shell, verify } from './sections';
import type { Connection, Guide, Section } from './types';

function minidumps(c: Connection): Section {
  return more(
    'Crash dumps without the SDK',
    [
      shell(
        `curl -F upload_file_minidump=@crash.dmp \\\n  -F 'sentry={"release":"${RELEASE}","environment":"${ENVIRONMENT}"}' \\\n  "${intakeUrl(c, 'minidump')}"`,
      ),
      file(
        'Crashpad',
        `client.StartHandler(handler, database, metrics, "${intakeUrl(c, 'minidump')}", annotations, arguments, true, true);`,
      ),
    ],
    'Crashpad and Breakpad upload to the same address. The dump is kept as an attachment of the event.',
  );
}

export const native: Guide = {
  id: 'native',
  name: 'C / C++',
  group: 'Mobile and desktop',
  words: ['native', 'minidump', 'crashpad', 'breakpad', 'cpp', 'unreal', 'qt', 'game'],
  sdk: 'sentry-native',
  sections: (c) => [
    install(
      [
        shell(
          'cmake -B build -D SENTRY_BACKEND=crashpad -D CMAKE_BUILD_TYPE=RelWithDebInfo\ncmake --build build --parallel\ncmake --install build --prefix install',
        ),
      ],
      'Build sentry-native from its release archive, then link the library sentry.',
    ),
    configure(
      [
        file(
          'main.c',
          `
#include <sentry.h>

int main(void) {
  sentry_options_t *options = sentry_options_new();
  sentry_options_set_dsn(options, "${c.dsn}");
  sentry_options_set_database_path(options, ".sentry-native");
  sentry_init(options);

  /* your program */

  sentry_close();
}`,
        ),
      ],
      'The handler program (crashpad_handler) must lie next to the executable.',
    ),
    verify([
      file(
        'main.c',
        `sentry_capture_event(sentry_value_new_message_event(\n  SENTRY_LEVEL_ERROR, "main", "Belfry hears C"));`,
      ),
    ]),
    release([
      file(
        'main.c',
        `sentry_options_set_release(options, "${RELEASE}");\nsentry_options_set_environment(options, "${ENVIRONMENT}");`,
      ),
    ]),
    minidumps(c),
  ],
  notes: () => ['Addresses are shown as they are until debug files are uploaded.'],
};
