package duck_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/lake"
	"belfry/internal/lake/duck"
	"belfry/internal/telemetry"
)

// clock is the time that an engine is told.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

var start = time.Date(2026, 11, 21, 22, 0, 0, 0, time.UTC)

// arrive returns one event and one harmless log for each sequence, received
// then.
func arrive(when time.Time, first, last uint64) lake.Batch {
	var b lake.Batch
	at := telemetry.At(when)
	for seq := first; seq <= last; seq++ {
		b.Events = append(b.Events, lake.Event{Seq: seq, Project: 1, Time: at - telemetry.Time(seq%3), Received: at, ID: telemetry.EventID{15: byte(seq)}, Payload: []byte{byte(seq), 1, 2}})
		b.Logs = append(b.Logs, lake.Item[telemetry.Log]{Seq: seq, Value: telemetry.Log{Project: 1, Time: at, Received: at, Level: telemetry.LevelInfo, Body: "ok"}})
	}
	return b
}

func mustAppend(t *testing.T, e *duck.Engine, b lake.Batch) {
	t.Helper()
	if err := e.Append(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

func mustTidy(t *testing.T, e *duck.Engine) {
	t.Helper()
	if err := e.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// expect checks that exactly the sequences from 1 to last are there, once, with
// their payloads.
func expect(t *testing.T, e *duck.Engine, last uint64) {
	t.Helper()
	want := []lake.Row{}
	for seq := uint64(1); seq <= last; seq++ {
		want = append(want, lake.Row{int64(seq), []byte{byte(seq), 1, 2}})
	}
	got := []lake.Row{}
	p := lake.Plan{Table: lake.Events, Projects: []int64{1}, Columns: []string{"seq", "payload"}, Order: []lake.Order{{By: "seq"}}, Limit: lake.MaxLimit}
	if err := e.Run(t.Context(), p, func(r lake.Row) bool { got = append(got, r); return true }); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("events (-want +got):\n%s", d)
	}
	p = lake.Plan{Table: lake.Logs, Projects: []int64{1}, Aggregates: []lake.Aggregate{{Func: lake.Count}, {Func: lake.Distinct, Column: "seq"}}, Limit: 1}
	if err := e.Run(t.Context(), p, func(r lake.Row) bool { got = []lake.Row{r}; return true }); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]lake.Row{{int64(last), int64(last)}}, got); d != "" {
		t.Fatalf("logs (-want +got):\n%s", d)
	}
}

func stats(t *testing.T, e *duck.Engine) lake.Stats {
	t.Helper()
	s, err := e.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// names lists the files in dir, by class.
func names(t *testing.T, dir, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*", pattern))
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range files {
		files[i], _ = filepath.Rel(dir, f)
	}
	return files
}

func TestDaysComeAndGo(t *testing.T) {
	t.Parallel()
	dir, c := t.TempDir(), &clock{start}
	e := open(t, duck.Options{Dir: dir, Now: c.Now})
	check := func(want ...string) {
		t.Helper()
		if d := cmp.Diff(want, names(t, dir, "*.wal")); d != "" {
			t.Errorf("logs that are not folded in (-want +got):\n%s", d)
		}
	}
	mustAppend(t, e, arrive(c.now, 1, 5))
	check("error/2026-11-21.duckdb.wal", "noise/2026-11-21.duckdb.wal")
	c.now = start.Add(2*time.Hour - time.Second) // a second before midnight
	mustAppend(t, e, arrive(c.now, 6, 8))
	both := arrive(c.now, 9, 12)
	more := arrive(c.now.Add(time.Minute), 13, 15)
	both.Events, both.Logs = append(both.Events, more.Events...), append(both.Logs, more.Logs...)
	c.now = c.now.Add(time.Minute)
	mustAppend(t, e, both)
	mustAppend(t, e, both)
	mustTidy(t, e)
	check("error/2026-11-21.duckdb.wal", "error/2026-11-22.duckdb.wal", "noise/2026-11-21.duckdb.wal", "noise/2026-11-22.duckdb.wal")
	expect(t, e, 15)

	c.now = c.now.Add(10 * time.Second)
	mustTidy(t, e) // nothing is being appended
	check()
	mustAppend(t, e, arrive(c.now, 16, 16))
	check("error/2026-11-22.duckdb.wal", "noise/2026-11-22.duckdb.wal")

	c.now = start.Add(3 * time.Hour)
	mustAppend(t, e, arrive(c.now, 17, 17))
	mustTidy(t, e) // the first day is over
	expect(t, e, 17)
	mustAppend(t, e, arrive(start, 18, 18)) // one that comes late
	check("error/2026-11-21.duckdb.wal", "error/2026-11-22.duckdb.wal", "noise/2026-11-21.duckdb.wal", "noise/2026-11-22.duckdb.wal")
	expect(t, e, 18)
	mustTidy(t, e)
	check("error/2026-11-22.duckdb.wal", "noise/2026-11-22.duckdb.wal")
	c.now = c.now.Add(time.Hour)
	mustTidy(t, e)
	mustTidy(t, e)
	expect(t, e, 18)
}

func TestCatalogueIsRebuilt(t *testing.T) {
	t.Parallel()
	dir, c := t.TempDir(), &clock{start}
	check := func(what string, change func(path string) error) {
		t.Helper()
		e, err := duck.Open(t.Context(), duck.Options{Dir: dir, Now: c.Now})
		if err != nil {
			t.Fatal(err)
		}
		last := stats(t, e).Sequence
		for range 3 {
			c.now = c.now.Add(24 * time.Hour)
			mustAppend(t, e, arrive(c.now, last+1, last+3))
			last += 3
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		e = open(t, duck.Options{Dir: dir, Now: c.Now})
		want := stats(t, e)
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		if err := change(filepath.Join(dir, "catalogue.json")); err != nil {
			t.Fatal(err)
		}
		e = open(t, duck.Options{Dir: dir, Now: c.Now})
		expect(t, e, last)
		mustTidy(t, e)
		if d := cmp.Diff(want, stats(t, e)); d != "" {
			t.Errorf("%s: stats (-want +got):\n%s", what, d)
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
	check("as it is", func(string) error { return nil })
	check("missing", os.Remove)
	check("torn", func(path string) error { return os.Truncate(path, 50) })
	check("of another version", func(path string) error { return os.WriteFile(path, []byte(`{"version":99}`), 0o600) })
	check("a directory", func(path string) error {
		if err := os.Remove(path); err != nil {
			return err
		}
		return os.WriteFile(path, []byte(`{"version":1,"partitions":[{"class":"error","day":"2026-11-22"}]}`), 0o600)
	})
}

func TestClosedEngineSaysSo(t *testing.T) {
	t.Parallel()
	e := open(t, duck.Options{Dir: t.TempDir()})
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, e, arrive(start, 1, 1))
	for range 2 {
		if err := e.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Append(t.Context(), arrive(start, 2, 2)); err == nil {
		t.Error("a closed engine appends")
	}
	if err := e.Run(t.Context(), lake.Plan{Table: lake.Logs, Projects: []int64{1}, Columns: []string{"seq"}, Limit: 1}, func(lake.Row) bool { return true }); err == nil {
		t.Error("a closed engine answers")
	}
}

func TestUnfinishedRewritesAreRemoved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e := open(t, duck.Options{Dir: dir})
	mustAppend(t, e, arrive(start, 1, 3))
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"2026-11-21.duckdb.new", "2026-11-21.duckdb.new.wal"} {
		if err := os.WriteFile(filepath.Join(dir, "error", name), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	e = open(t, duck.Options{Dir: dir})
	expect(t, e, 3)
	want := []string{"error/2026-11-21.duckdb", "error/2026-11-21.duckdb.payload", "noise/2026-11-21.duckdb"}
	if d := cmp.Diff(want, names(t, dir, "*")); d != "" {
		t.Errorf("files (-want +got):\n%s", d)
	}
}
