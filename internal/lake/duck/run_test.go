package duck

import (
	"context"
	"errors"
	"testing"
	"time"

	"belfry/internal/errs"
	"belfry/internal/lake"
)

func openHere(t *testing.T, opt Options) *Engine {
	t.Helper()
	opt.Dir = t.TempDir()
	e, err := Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// say makes a question of a statement.
func say(ctx context.Context, statement string) func(*instance) error {
	return func(inst *instance) error {
		_, err := collect(ctx, inst, statement, nil, []lake.Type{lake.Int})
		return err
	}
}

func TestQuestionsEnd(t *testing.T) {
	t.Parallel()
	e := openHere(t, Options{Queries: 1, MemoryLimit: 64 << 20})
	const forever = "SELECT count(*)::BIGINT FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 7"
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := e.ask(ctx, lake.Logs, say(ctx, forever)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a question without end: %v", err)
	}
	const huge = "SELECT len(list(range))::BIGINT FROM range(500000000)"
	if err := e.ask(t.Context(), lake.Logs, say(t.Context(), huge)); !errs.Is(err, errs.TooLarge) {
		t.Errorf("a question that needs too much memory: %v", err)
	}
	if err := e.ask(t.Context(), lake.Logs, say(t.Context(), "SELECT 1::BIGINT")); err != nil {
		t.Errorf("a simple question after those: %v", err)
	}
}

func TestQuestionsWaitTheirTurn(t *testing.T) {
	t.Parallel()
	e := openHere(t, Options{Queries: 1})
	err := e.ask(t.Context(), lake.Logs, func(*instance) error {
		ctx, cancel := context.WithCancelCause(t.Context())
		why := errors.New("went away")
		cancel(why)
		if err := e.ask(ctx, lake.Logs, say(ctx, "SELECT 1::BIGINT")); !errors.Is(err, why) {
			t.Errorf("one that gave up waiting: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
