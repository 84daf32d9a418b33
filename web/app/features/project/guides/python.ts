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
import type { Connection, Guide, Section } from './types';

const FLUSH_NOTE =
  'The SDK sends in the background. A script that ends right after an error waits up to two seconds for it; os._exit and hard kills do not.';

const OLD_NOTE =
  'Old versions work too: sentry-sdk from 0.x on, and raven with its DSN of the form key:anything@host.';

function pip(extra = ''): Section {
  const name = extra === '' ? 'sentry-sdk' : `"sentry-sdk[${extra}]"`;
  return install([shell(`pip install --upgrade ${name}`)]);
}

function releaseSection(c: Connection): Section {
  return release(
    [
      file(
        'sentry_sdk.init',
        `sentry_sdk.init(\n    dsn="${c.dsn}",\n    release="${RELEASE}",\n    environment="${ENVIRONMENT}",\n)`,
      ),
      environmentVariables(c),
    ],
    'Set them in the call, or leave the call empty and use the variables. Belfry then says in which version an issue first appeared.',
  );
}

function init(c: Connection): string {
  return `import sentry_sdk\n\nsentry_sdk.init(dsn="${c.dsn}")`;
}

const notes = () => [FLUSH_NOTE, OLD_NOTE];

export const python: Guide = {
  id: 'python',
  name: 'Python',
  group: 'Server',
  words: ['script', 'cli', 'tornado', 'aiohttp', 'starlette', 'aws lambda', 'jupyter', 'raven'],
  sdk: 'sentry-sdk',
  sections: (c) => [
    pip(),
    configure([file('main.py', init(c))], 'At the very start of the program.'),
    verify([file('main.py', `raise RuntimeError("Belfry hears Python")`)]),
    releaseSection(c),
  ],
  notes: () => ['Errors logged with logging.error and logging.exception are reported as well.', ...notes()],
};

export const django: Guide = {
  id: 'python-django',
  name: 'Django',
  group: 'Server',
  words: ['python', 'drf', 'wagtail', 'web'],
  sdk: 'sentry-sdk[django]',
  sections: (c) => [
    pip('django'),
    configure([file('settings.py', init(c))], 'The Django integration switches itself on.'),
    verify(
      [
        file(
          'urls.py',
          `
from django.urls import path

def break_it(request):
    raise RuntimeError("Belfry hears Django")

urlpatterns += [path("break/", break_it)]`,
        ),
      ],
      'Add a page that fails, then open /break/.',
    ),
    releaseSection(c),
  ],
  notes: () => [
    "To see who was signed in, add send_default_pii=True; whether e-mail and IP address are kept is decided in this project's privacy settings.",
    ...notes(),
  ],
};

export const flask: Guide = {
  id: 'python-flask',
  name: 'Flask',
  group: 'Server',
  words: ['python', 'wsgi', 'web'],
  sdk: 'sentry-sdk[flask]',
  sections: (c) => [
    pip('flask'),
    configure(
      [file('app.py', `${init(c)}\n\nfrom flask import Flask\n\napp = Flask(__name__)`)],
      'Before the application object is made.',
    ),
    verify(
      [file('app.py', `@app.get("/break")\ndef break_it():\n    raise RuntimeError("Belfry hears Flask")`)],
      'Add a route that fails, then open /break.',
    ),
    releaseSection(c),
  ],
  notes,
};

export const fastapi: Guide = {
  id: 'python-fastapi',
  name: 'FastAPI',
  group: 'Server',
  words: ['python', 'starlette', 'asgi', 'uvicorn'],
  sdk: 'sentry-sdk[fastapi]',
  sections: (c) => [
    pip('fastapi'),
    configure(
      [file('main.py', `${init(c)}\n\nfrom fastapi import FastAPI\n\napp = FastAPI()`)],
      'Before the application object is made.',
    ),
    verify(
      [
        file(
          'main.py',
          `@app.get("/break")\nasync def break_it():\n    raise RuntimeError("Belfry hears FastAPI")`,
        ),
      ],
      'Add a route that fails, then open /break.',
    ),
    releaseSection(c),
  ],
  notes,
};

export const celery: Guide = {
  id: 'python-celery',
  name: 'Celery',
  group: 'Server',
  words: ['python', 'worker', 'queue', 'rq', 'background'],
  sdk: 'sentry-sdk[celery]',
  sections: (c) => [
    pip('celery'),
    configure(
      [
        file(
          'tasks.py',
          `
import sentry_sdk
from celery import Celery, signals

app = Celery("tasks", broker="redis://localhost")

@signals.celeryd_init.connect
def start_reporting(**_):
    sentry_sdk.init(dsn="${c.dsn}")`,
        ),
      ],
      'The worker starts its own SDK; the process that queues tasks needs the same call.',
    ),
    verify([
      file('tasks.py', `@app.task\ndef break_it():\n    raise RuntimeError("Belfry hears Celery")`),
      shell(`python -c "from tasks import break_it; break_it.delay()"`),
    ]),
    releaseSection(c),
  ],
  notes,
};
