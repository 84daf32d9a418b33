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

const VERSION = '8.44.1';

function dependency(artifact: string) {
  return [
    file('build.gradle.kts', `implementation("io.sentry:${artifact}:${VERSION}")`),
    file(
      'pom.xml',
      `
<dependency>
  <groupId>io.sentry</groupId>
  <artifactId>${artifact}</artifactId>
  <version>${VERSION}</version>
</dependency>`,
    ),
  ];
}

const VERSION_NOTE = `The snippets name version ${VERSION}; any 8.x works, and older ones down to 1.7 are understood too.`;

const IN_APP_NOTE =
  'Name your own packages as in-app (in-app-includes), so that stack traces open on your code and issues are grouped by it.';

export const java: Guide = {
  id: 'java',
  name: 'Java',
  group: 'Server',
  words: ['jvm', 'kotlin', 'scala', 'logback', 'log4j', 'quarkus', 'micronaut'],
  sdk: 'io.sentry:sentry',
  sections: (c) => [
    install(dependency('sentry'), 'With Gradle or with Maven.'),
    configure([
      file(
        'Main.java',
        `
import io.sentry.Sentry;

public class Main {
  public static void main(String[] args) {
    Sentry.init(options -> {
      options.setDsn("${c.dsn}");
      options.addInAppInclude("com.example");
    });
  }
}`,
      ),
    ]),
    verify([file('Main.java', `Sentry.captureException(new IllegalStateException("Belfry hears Java"));`)]),
    release([
      file('Main.java', `options.setRelease("${RELEASE}");\noptions.setEnvironment("${ENVIRONMENT}");`),
      environmentVariables(c),
    ]),
  ],
  notes: () => [
    'The appenders sentry-logback and sentry-log4j2 report what the program logs as an error.',
    IN_APP_NOTE,
    VERSION_NOTE,
  ],
};

export const spring: Guide = {
  id: 'java-spring',
  name: 'Spring Boot',
  group: 'Server',
  words: ['java', 'kotlin', 'jvm', 'spring mvc', 'webflux'],
  sdk: 'io.sentry:sentry-spring-boot-starter-jakarta',
  sections: (c) => [
    install(
      dependency('sentry-spring-boot-starter-jakarta'),
      'For Spring Boot 3. Spring Boot 4 uses the artifact sentry-spring-boot-4, Spring Boot 2 the one without -jakarta.',
    ),
    configure([file('application.properties', `sentry.dsn=${c.dsn}\nsentry.in-app-includes=com.example`)]),
    verify([
      file(
        'BreakController.java',
        `
@RestController
class BreakController {
  @GetMapping("/break")
  String breakIt() {
    throw new IllegalStateException("Belfry hears Spring");
  }
}`,
      ),
      shell('curl http://localhost:8080/break'),
    ]),
    release([file('application.properties', `sentry.release=${RELEASE}\nsentry.environment=${ENVIRONMENT}`)]),
  ],
  notes: () => [
    'Exceptions that an @ExceptionHandler answers are left out; sentry.exception-resolver-order=-2147483647 reports them too.',
    IN_APP_NOTE,
    VERSION_NOTE,
  ],
};

export const android: Guide = {
  id: 'android',
  name: 'Kotlin / Android',
  group: 'Mobile and desktop',
  words: ['java', 'kotlin', 'mobile', 'compose', 'gradle'],
  sdk: 'io.sentry:sentry-android',
  sections: (c) => [
    install([
      file(
        'app/build.gradle.kts',
        `dependencies {\n  implementation("io.sentry:sentry-android:${VERSION}")\n}`,
      ),
    ]),
    configure([
      file(
        'app/src/main/AndroidManifest.xml',
        `
<application>
  <meta-data
    android:name="io.sentry.dsn"
    android:value="${c.dsn}" />
</application>`,
      ),
    ]),
    verify(
      [file('Any activity', `throw IllegalStateException("Belfry hears Android")`)],
      'Crashes are sent at the next start of the app.',
    ),
    release(
      [
        file(
          'AndroidManifest.xml',
          `
<meta-data android:name="io.sentry.release" android:value="${RELEASE}" />
<meta-data android:name="io.sentry.environment" android:value="${ENVIRONMENT}" />`,
        ),
      ],
      'Without it the SDK sends the application id and version as the release.',
    ),
  ],
  notes: (c) => [
    ...(c.secure
      ? []
      : [
          `Android blocks plain HTTP: allow ${c.host} in the network security configuration, or put TLS in front of Belfry.`,
        ]),
    ...(c.local ? ['The emulator reaches this machine as 10.0.2.2, not as localhost.'] : []),
    'Names shortened by R8 are shown as they are until mapping files are uploaded.',
    VERSION_NOTE,
  ],
};
