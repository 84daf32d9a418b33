// Command send fails as a shop would, and waits until the SDK has sent it.
package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/getsentry/sentry-go"
)

var errDeclined = errors.New("declined by the bank")

func chargeCard(amount int) error {
	return fmt.Errorf("cannot charge %d euros: %w", amount, errDeclined)
}

func checkout() {
	if err := chargeCard(17); err != nil {
		sentry.CaptureException(err)
	}
}

func main() {
	err := sentry.Init(sentry.ClientOptions{Dsn: os.Getenv("DSN"), Release: "shop@1.2.3", Environment: "staging", AttachStacktrace: true})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	sentry.ConfigureScope(func(scope *sentry.Scope) {
		scope.SetUser(sentry.User{ID: "42", Email: "ada@example.com"})
		scope.SetTag("cart", "big")
	})
	checkout()
	if !sentry.Flush(5 * time.Second) {
		os.Exit(1)
	}
}
