package duck_test

import (
	"testing"

	"belfry/internal/lake"
	"belfry/internal/lake/duck"
	"belfry/internal/lake/laketest"
)

func TestSuite(t *testing.T) {
	t.Parallel()
	laketest.Run(t, func(t *testing.T) lake.Engine { return open(t, duck.Options{Dir: t.TempDir()}) })
}

func open(t *testing.T, opt duck.Options) *duck.Engine {
	t.Helper()
	if opt.Threads == 0 {
		opt.Threads = 2
	}
	e, err := duck.Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return e
}
