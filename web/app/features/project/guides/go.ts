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

const notes = () => [
  'Reports leave in the background: keep the deferred Flush, and call it yourself before os.Exit and log.Fatal.',
  'A goroutine of its own needs its own defer sentry.Recover(), for a panic there never reaches main.',
  'Errors carry a stack trace when they were made with a package that records one (pkg/errors and the like); panics always do.',
];

function releaseSection(c: Connection): Section {
  return release([
    file(
      'sentry.Init',
      `
sentry.Init(sentry.ClientOptions{
	Dsn:         "${c.dsn}",
	Release:     "${RELEASE}",
	Environment: "${ENVIRONMENT}",
})`,
    ),
    environmentVariables(c),
  ]);
}

/** The start of main(), shared by all Go guides. */
function start(c: Connection): string {
  return `
	if err := sentry.Init(sentry.ClientOptions{Dsn: "${c.dsn}"}); err != nil {
		log.Fatal(err)
	}
	defer sentry.Flush(2 * time.Second)`.slice(1);
}

export const go: Guide = {
  id: 'go',
  name: 'Go',
  group: 'Server',
  words: ['golang', 'cli', 'service'],
  sdk: 'github.com/getsentry/sentry-go',
  sections: (c) => [
    install([shell('go get github.com/getsentry/sentry-go')]),
    configure([
      file(
        'main.go',
        `
package main

import (
	"log"
	"time"

	"github.com/getsentry/sentry-go"
)

func main() {
${start(c)}
	defer sentry.Recover()

	// your program
}`,
      ),
    ]),
    verify([file('main.go', `sentry.CaptureException(errors.New("Belfry hears Go"))`)]),
    releaseSection(c),
  ],
  notes,
};

export const goHttp: Guide = {
  id: 'go-http',
  name: 'Go net/http',
  group: 'Server',
  words: ['golang', 'http', 'chi', 'mux', 'server'],
  sdk: 'github.com/getsentry/sentry-go/http',
  sections: (c) => [
    install([shell('go get github.com/getsentry/sentry-go github.com/getsentry/sentry-go/http')]),
    configure(
      [
        file(
          'main.go',
          `
package main

import (
	"log"
	"net/http"
	"time"

	"github.com/getsentry/sentry-go"
	sentryhttp "github.com/getsentry/sentry-go/http"
)

func main() {
${start(c)}

	mux := http.NewServeMux()
	watched := sentryhttp.New(sentryhttp.Options{Repanic: true}).Handle(mux)
	log.Println(http.ListenAndServe(":3000", watched))
}`,
        ),
      ],
      'Repanic hands the panic on to net/http after it was reported.',
    ),
    verify([
      file(
        'main.go',
        `mux.HandleFunc("/break", func(http.ResponseWriter, *http.Request) {\n	panic("Belfry hears net/http")\n})`,
      ),
      shell('curl http://localhost:3000/break'),
    ]),
    releaseSection(c),
  ],
  notes,
};

export const goGin: Guide = {
  id: 'go-gin',
  name: 'Gin',
  group: 'Server',
  words: ['golang', 'http', 'echo', 'fiber', 'server'],
  sdk: 'github.com/getsentry/sentry-go/gin',
  sections: (c) => [
    install([shell('go get github.com/getsentry/sentry-go github.com/getsentry/sentry-go/gin')]),
    configure(
      [
        file(
          'main.go',
          `
package main

import (
	"log"
	"time"

	"github.com/getsentry/sentry-go"
	sentrygin "github.com/getsentry/sentry-go/gin"
	"github.com/gin-gonic/gin"
)

func main() {
${start(c)}

	router := gin.New()
	router.Use(gin.Recovery(), sentrygin.New(sentrygin.Options{Repanic: true}))
	log.Println(router.Run(":3000"))
}`,
        ),
      ],
      "Gin's own recovery goes first, so that it answers after the report.",
    ),
    verify([
      file('main.go', `router.GET("/break", func(*gin.Context) {\n	panic("Belfry hears Gin")\n})`),
      shell('curl http://localhost:3000/break'),
    ]),
    releaseSection(c),
  ],
  notes: () => [
    'Echo, Fiber, Iris and fasthttp have a middleware of the same shape in the same module.',
    ...notes(),
  ],
};
