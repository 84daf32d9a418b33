package job_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/job"
	"belfry/internal/run"
)

var start = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

func runner(d *db.DB) *job.Runner { return job.NewRunner(d, slog.New(slog.DiscardHandler)) }

func insert(t *testing.T, d *db.DB, n job.New) int64 {
	t.Helper()
	id, err := job.Insert(t.Context(), d, n, start)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// state is status, tries and error of a job.
func state(t *testing.T, d *db.DB, id int64) string {
	t.Helper()
	var row struct {
		Status string `db:"status"`
		Tries  int    `db:"tries"`
		Error  string `db:"error"`
	}
	if err := d.Get(t.Context(), &row, `SELECT status, tries, error FROM jobs WHERE id = ?`, id); err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(row.Error, "\n")
	return fmt.Sprintf("%s %d %s", row.Status, row.Tries, line)
}

func TestJobsAreDoneInOrderOfTime(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := runner(d)
		var got []string
		r.Handle("say", func(_ context.Context, task job.Task) error {
			var args struct{ Word string }
			err := json.Unmarshal(task.Args, &args)
			got = append(got, args.Word)
			return err
		})
		say := func(word string, at time.Time) {
			insert(t, d, job.New{Kind: "say", Args: map[string]string{"word": word}, At: at})
		}
		say("later", start.Add(time.Minute))
		say("first", time.Time{})
		say("second", time.Time{})
		insert(t, d, job.New{Kind: "unknown"})
		check := func(at time.Duration, want string) {
			t.Helper()
			got = nil
			for {
				did, err := r.Step(t.Context(), start.Add(at))
				if err != nil {
					t.Fatal(err)
				}
				if !did {
					break
				}
			}
			if s := strings.Join(got, " "); s != want {
				t.Errorf("at %v: %q, want %q", at, s, want)
			}
		}
		check(0, "first second")
		check(59*time.Second, "")
		check(time.Minute, "later")
		check(time.Hour, "")
	})
}

func TestInsertIsPartOfTheTransaction(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := runner(d)
		r.Handle("x", func(context.Context, job.Task) error { return nil })
		boom := errors.New("boom")
		err := d.Transact(t.Context(), func(tx *db.DB) error {
			_, err := job.Insert(t.Context(), tx, job.New{Kind: "x"}, start)
			return errors.Join(err, boom)
		})
		did, stepErr := r.Step(t.Context(), start)
		if !errors.Is(err, boom) || did || stepErr != nil {
			t.Errorf("Transact = %v, Step = %v, %v", err, did, stepErr)
		}
	})
}

func TestKeysAreUniqueWhileTheJobIsNotOver(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := runner(d)
		r.Handle("x", func(context.Context, job.Task) error { return nil })
		a := insert(t, d, job.New{Kind: "x", Key: "k"})
		b := insert(t, d, job.New{Kind: "x", Key: "k"})
		c := insert(t, d, job.New{Kind: "x", Key: "other"})
		e := insert(t, d, job.New{Kind: "x"})
		f := insert(t, d, job.New{Kind: "x"})
		if a == 0 || b != 0 || c == 0 || e == 0 || f == 0 {
			t.Errorf("ids %d %d %d %d %d", a, b, c, e, f)
		}
		if _, err := r.Step(t.Context(), start); err != nil {
			t.Fatal(err)
		}
		if again := insert(t, d, job.New{Kind: "x", Key: "k"}); again == 0 {
			t.Error("a key stays taken when its job is done")
		}
	})
}

func TestFailuresAreTriedAgainLaterAndLater(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := runner(d)
		fail := errors.New("no luck")
		r.Handle("x", func(_ context.Context, task job.Task) error {
			if task.Tries == 2 {
				panic("boom")
			}
			return fail
		})
		id := insert(t, d, job.New{Kind: "x"})
		check := func(at time.Duration, wantDid bool, want string) {
			t.Helper()
			did, err := r.Step(t.Context(), start.Add(at))
			if got := state(t, d, id); did != wantDid || err != nil || got != want {
				t.Errorf("at %v: %v, %v, %q, want %q", at, did, err, got, want)
			}
		}
		check(0, true, "ready 1 no luck")
		check(9*time.Second, false, "ready 1 no luck")
		check(11*time.Second, true, "ready 2 panic: boom")
		check(30*time.Second, false, "ready 2 panic: boom")
		for try := 3; try < 20; try++ {
			check(time.Duration(try)*2*time.Hour, true, fmt.Sprintf("ready %d no luck", try))
		}
		check(100*time.Hour, true, "failed 20 no luck")
		check(1000*time.Hour, false, "failed 20 no luck")
	})
}

func TestJobsOfDeadProcessesAreTakenAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dead, alive := runner(d), runner(d)
		id := insert(t, d, job.New{Kind: "x"})
		renew := func(r *job.Runner, at time.Duration, want string) {
			t.Helper()
			if err := r.Renew(t.Context(), start.Add(at)); err != nil {
				t.Fatal(err)
			}
			if got := state(t, d, id); got != want {
				t.Errorf("at %v: %q, want %q", at, got, want)
			}
		}
		dead.Handle("x", func(ctx context.Context, _ job.Task) error {
			renew(dead, time.Minute, "running 1 ") // its own lease now ends at 3 min
			renew(alive, 2*time.Minute+time.Second, "running 1 ")
			renew(alive, 3*time.Minute+time.Second, "ready 1 The process that ran it died.")
			return nil
		})
		did, err := dead.Step(t.Context(), start)
		if !did || err != nil || state(t, d, id) != "ready 1 The process that ran it died." {
			t.Errorf("Step = %v, %v: a job that was taken away must not be marked done", did, err)
		}
		alive.Handle("x", func(context.Context, job.Task) error { return nil })
		if did, err := alive.Step(t.Context(), start); !did || err != nil || state(t, d, id) != "done 2 " {
			t.Errorf("Step = %v, %v, %q", did, err, state(t, d, id))
		}
	})
}

func TestInterruptedJobsAreReadyAndLoseNoTry(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := runner(d)
		ctx, cancel := context.WithCancel(t.Context())
		r.Handle("x", func(ctx context.Context, _ job.Task) error {
			cancel()
			return ctx.Err()
		})
		id := insert(t, d, job.New{Kind: "x"})
		if _, err := r.Step(ctx, start); err != nil {
			t.Fatal(err)
		}
		if got := state(t, d, id); got != "ready 0 context canceled" {
			t.Errorf("state = %q", got)
		}
	})
}

func TestTwoRunnersDoEachJobOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const jobs = 30
		for i := range jobs {
			insert(t, d, job.New{Kind: "x", Args: i})
		}
		var mu sync.Mutex
		done := map[string]int{}
		var wg sync.WaitGroup
		for range 3 {
			r := runner(d)
			r.Handle("x", func(_ context.Context, task job.Task) error {
				mu.Lock()
				defer mu.Unlock()
				done[string(task.Args)]++
				return nil
			})
			wg.Go(func() {
				for range jobs {
					if _, err := r.Step(t.Context(), start); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		for args, n := range done {
			if n != 1 {
				t.Errorf("job %s was done %d times", args, n)
			}
		}
		if len(done) != jobs {
			t.Errorf("%d jobs done, want %d", len(done), jobs)
		}
	})
}

func TestPeriodicWork(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var fail error
		count := 0
		work := func(context.Context, time.Time) error { count++; return fail }
		a, b := runner(d), runner(d)
		a.Every("sweep", time.Hour, work)
		b.Every("sweep", time.Hour, work)
		check := func(at time.Duration, want int) {
			t.Helper()
			count = 0
			for _, r := range []*job.Runner{a, b, a} {
				if _, err := r.Tick(t.Context(), "sweep", start.Add(at)); !errors.Is(err, fail) {
					t.Errorf("Tick = %v", err)
				}
			}
			if count != want {
				t.Errorf("at %v it ran %d times, want %d", at, count, want)
			}
		}
		check(0, 1)
		check(59*time.Minute, 0)
		check(time.Hour, 1)
		check(10*time.Hour, 1)
		fail = errors.New("no luck")
		if _, err := a.Tick(t.Context(), "sweep", start.Add(11*time.Hour)); !errors.Is(err, fail) {
			t.Errorf("Tick = %v", err)
		}
		fail = nil
		check(11*time.Hour+30*time.Second, 0)
		check(11*time.Hour+time.Minute, 1)
		shorter := runner(d)
		shorter.Every("sweep", time.Minute, work)
		count = 0
		if did, err := shorter.Tick(t.Context(), "sweep", start.Add(11*time.Hour+2*time.Minute)); !did || err != nil || count != 1 {
			t.Errorf("after the interval was shortened: %v, %v, %d", did, err, count)
		}
	})
}

func TestOldJobsAreTrimmed(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	r := runner(d)
	r.Handle("x", func(context.Context, job.Task) error { return nil })
	insert(t, d, job.New{Kind: "x"})
	insert(t, d, job.New{Kind: "waits"})
	if _, err := r.Step(t.Context(), start); err != nil {
		t.Fatal(err)
	}
	check := func(at time.Duration, want int) {
		t.Helper()
		_, err := r.Tick(t.Context(), "job.trim", start.Add(at))
		var left int
		if err := errors.Join(err, d.Get(t.Context(), &left, `SELECT COUNT(*) FROM jobs`)); err != nil || left != want {
			t.Errorf("after %v %d jobs are left, want %d (%v)", at, left, want, err)
		}
	}
	check(6*24*time.Hour, 2)
	check(8*24*time.Hour, 1)
}

func TestRegisteredRunnerWorksAndStops(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := runner(d)
		done := make(chan string, 2)
		r.Handle("x", func(context.Context, job.Task) error { done <- "job"; return nil })
		r.Every("sweep", time.Hour, func(context.Context, time.Time) error { done <- "sweep"; return nil })
		insert(t, d, job.New{Kind: "x"})
		g := run.NewGroup(slog.New(slog.DiscardHandler))
		r.Register(g)
		if err := g.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		got := map[string]bool{<-done: true, <-done: true}
		if !got["job"] || !got["sweep"] {
			t.Errorf("got %v", got)
		}
		if err := g.Stop(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
