import { configure, ENVIRONMENT, file, install, RELEASE, release, shell, verify } from './sections';
import type { Guide } from './types';

export const swift: Guide = {
  id: 'apple',
  name: 'Swift / Apple',
  group: 'Mobile and desktop',
  words: ['ios', 'macos', 'cocoa', 'objective-c', 'tvos', 'watchos', 'xcode', 'mobile'],
  sdk: 'sentry-cocoa',
  sections: (c) => [
    install(
      [file('Package.swift', `.package(url: "https://github.com/getsentry/sentry-cocoa", from: "9.5.0")`)],
      'In Xcode: File, Add Package Dependencies, and the same address.',
    ),
    configure([
      file(
        'MyApp.swift',
        `
import Sentry
import SwiftUI

@main
struct MyApp: App {
  init() {
    SentrySDK.start { options in
      options.dsn = "${c.dsn}"
    }
  }

  var body: some Scene {
    WindowGroup { ContentView() }
  }
}`,
      ),
    ]),
    verify(
      [
        file(
          'ContentView.swift',
          `Button("Break it") {\n  SentrySDK.capture(message: "Belfry hears Swift")\n}`,
        ),
      ],
      'For a real crash call SentrySDK.crash(); run without the debugger, which keeps crashes to itself. It is sent at the next start.',
    ),
    release(
      [file('SentrySDK.start', `options.releaseName = "${RELEASE}"\noptions.environment = "${ENVIRONMENT}"`)],
      'Without it the SDK sends bundle id, version and build as the release.',
    ),
  ],
  notes: (c) => [
    ...(c.secure
      ? []
      : [
          'App Transport Security blocks plain HTTP: add an exception for this host to Info.plist, or put TLS in front of Belfry.',
        ]),
    'Crash addresses are shown as they are until debug symbols (dSYM) are uploaded.',
  ],
};

export const flutter: Guide = {
  id: 'flutter',
  name: 'Flutter',
  group: 'Mobile and desktop',
  words: ['dart', 'mobile', 'ios', 'android'],
  sdk: 'sentry_flutter',
  sections: (c) => [
    install([shell('flutter pub add sentry_flutter')]),
    configure([
      file(
        'lib/main.dart',
        `
import 'package:flutter/widgets.dart';
import 'package:sentry_flutter/sentry_flutter.dart';

Future<void> main() async {
  await SentryFlutter.init(
    (options) => options.dsn = '${c.dsn}',
    appRunner: () => runApp(SentryWidget(child: const MyApp())),
  );
}`,
      ),
    ]),
    verify([file('Any widget', `onPressed: () => throw StateError('Belfry hears Flutter'),`)]),
    release([
      shell(
        `flutter run --dart-define=SENTRY_RELEASE=${RELEASE} --dart-define=SENTRY_ENVIRONMENT=${ENVIRONMENT}`,
      ),
    ]),
  ],
  notes: (c) => [
    ...(c.local ? ['The Android emulator reaches this machine as 10.0.2.2, not as localhost.'] : []),
    'Release builds with --obfuscate show the shortened names.',
  ],
};

export const dart: Guide = {
  id: 'dart',
  name: 'Dart',
  group: 'Server',
  words: ['flutter', 'shelf', 'cli'],
  sdk: 'sentry',
  sections: (c) => [
    install([shell('dart pub add sentry')]),
    configure([
      file(
        'bin/main.dart',
        `
import 'package:sentry/sentry.dart';

Future<void> main() async {
  await Sentry.init(
    (options) => options.dsn = '${c.dsn}',
    appRunner: run,
  );
}

void run() {
  // your program
}`,
      ),
    ]),
    verify([file('bin/main.dart', `void run() => throw StateError('Belfry hears Dart');`)]),
    release([
      file('Sentry.init', `options\n  ..release = '${RELEASE}'\n  ..environment = '${ENVIRONMENT}';`),
    ]),
  ],
  notes: () => ['Errors outside appRunner are not caught by the SDK: hand them to Sentry.captureException.'],
};
