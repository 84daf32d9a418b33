package run_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"

	"belfry/internal/run"
)

type recorder struct {
	name string
	log  *[]string
	fail error
}

func (r recorder) Start(context.Context) error {
	*r.log = append(*r.log, "start "+r.name)
	return r.fail
}

func (r recorder) Stop(context.Context) error {
	*r.log = append(*r.log, "stop "+r.name)
	return nil
}

func TestGroupStartsInOrderAndStopsInReverse(t *testing.T) {
	t.Parallel()
	check := func(fail map[string]error, want string) {
		t.Helper()
		var got []string
		g := run.NewGroup(slog.New(slog.DiscardHandler))
		for _, n := range []string{"a", "b", "c"} {
			g.Add(n, recorder{n, &got, fail[n]})
		}
		err := g.Start(t.Context())
		if (err != nil) != (len(fail) > 0) {
			t.Errorf("Start = %v with failures %v", err, fail)
		}
		if err == nil {
			err = errors.Join(g.Stop(t.Context()), g.Stop(t.Context()))
			if err != nil {
				t.Errorf("Stop = %v", err)
			}
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("got %s\nwant %s", s, want)
		}
	}
	check(nil, "start a, start b, start c, stop c, stop b, stop a")
	check(map[string]error{"b": errors.New("no")}, "start a, start b, stop a")
}

func TestLoopFailuresReachTheGroup(t *testing.T) {
	t.Parallel()
	check := func(f func(context.Context) error, want string) {
		t.Helper()
		synctest.Test(t, func(t *testing.T) {
			g := run.NewGroup(slog.New(slog.DiscardHandler))
			g.Add("worker", run.Loop(f))
			if err := g.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			var err error
			select {
			case err = <-g.Failed():
			default:
				err = g.Stop(t.Context())
			}
			if got := firstLine(err); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			_ = g.Stop(t.Context())
		})
	}
	check(func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, "")
	check(func(context.Context) error { return errors.New("disk gone") }, "worker: disk gone")
	check(func(context.Context) error { return nil }, "worker: ended without being asked to")
	check(func(context.Context) error { panic("boom") }, "worker: panic: boom")
}

func firstLine(err error) string {
	if err == nil {
		return ""
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
