package duck_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"belfry/internal/lake"
	"belfry/internal/lake/duck"
	"belfry/internal/telemetry"
)

// days stores 2,000 events on each of three days, and closes.
func days(t *testing.T, dir string, c *clock) {
	t.Helper()
	e, err := duck.Open(t.Context(), duck.Options{Dir: dir, Now: c.Now})
	if err != nil {
		t.Fatal(err)
	}
	for d := range 3 {
		c.now = start.Add(time.Duration(d) * 24 * time.Hour)
		b := manyEvents(uint64(d*2000+1), 2000)
		for i := range b.Events {
			b.Events[i].Project, b.Events[i].Received = 1, telemetry.At(c.now)
		}
		mustAppend(t, e, b)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, e *duck.Engine) int64 {
	t.Helper()
	n := int64(-1)
	p := lake.Plan{Table: lake.Events, Projects: []int64{1}, Aggregates: []lake.Aggregate{{Func: lake.Count}, {Func: lake.Distinct, Column: "message"}, {Func: lake.Distinct, Column: "tags.url"}}, Limit: 1}
	if err := e.Run(t.Context(), p, func(r lake.Row) bool { n = r[0].(int64); return true }); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestBrokenFiles damages the file of the second day in many ways: the others
// must go on, and the day must be reported and take new rows.
func TestBrokenFiles(t *testing.T) {
	t.Parallel()
	const middle = "2026-11-22.duckdb"
	check := func(what string, damage func(path string) error) {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			dir, c := t.TempDir(), &clock{}
			days(t, dir, c)
			if err := damage(filepath.Join(dir, "error", middle)); err != nil {
				t.Fatal(err)
			}
			e := open(t, duck.Options{Dir: dir, Now: c.Now})
			if n := count(t, e); n != 4000 {
				t.Fatalf("%d events, want those of the two whole days", n)
			}
			mustTidy(t, e)
			broken := 0
			for _, p := range stats(t, e).Partitions {
				if p.Broken != "" {
					broken++
				}
			}
			if broken != 1 {
				t.Errorf("%d broken partitions reported", broken)
			}
			mustAppend(t, e, arrive(start.Add(24*time.Hour), 10_000, 10_004))
			if n := count(t, e); n != 4005 {
				t.Errorf("%d events after five more", n)
			}
			if files := names(t, dir, "*.broken-1"); len(files) != 1 {
				t.Errorf("moved aside: %v", files)
			}
			if err := e.Delete(t.Context(), 1); err != nil {
				t.Error(err)
			}
			if n := count(t, e); n != 0 {
				t.Errorf("%d events are left", n)
			}
			all := map[lake.Class]telemetry.Time{lake.ClassError: telemetry.At(start.Add(300 * 24 * time.Hour))}
			if _, err := e.Evict(t.Context(), all); err != nil {
				t.Error(err)
			}
			if files := names(t, dir, "*"); len(files) != 0 {
				t.Errorf("left after eviction: %v", files)
			}
		})
	}
	check("empty", func(path string) error { return os.Truncate(path, 0) })
	check("text", func(path string) error { return os.WriteFile(path, []byte("this is not a database"), 0o600) })
	check("header", func(path string) error { return scribble(path, 0, 64) })
	check("both headers", func(path string) error { return scribble(path, 0, 12288) })
	check("cut short", func(path string) error { return os.Truncate(path, 20_000) })
	check("blocks", func(path string) error {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		return scribble(path, 12288, info.Size())
	})
}

func scribble(path string, from, to int64) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	for at := from; at < to; at += 512 {
		if _, err := f.WriteAt([]byte("scribble"), at); err != nil {
			return err
		}
	}
	return f.Close()
}

func TestPayloadsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	dir, c := t.TempDir(), &clock{start}
	e := open(t, duck.Options{Dir: dir, Now: c.Now})
	mustAppend(t, e, arrive(c.now, 1, 3))
	path := filepath.Join(dir, "error", "2026-11-21.duckdb.payload")
	check := func(what string, want int, damage func() error) {
		t.Helper()
		if err := damage(); err != nil {
			t.Fatal(err)
		}
		rows, whole := 0, 0
		p := lake.Plan{Table: lake.Events, Projects: []int64{1}, Columns: []string{"id", "payload"}, Limit: 10}
		err := e.Run(t.Context(), p, func(r lake.Row) bool {
			rows++
			if r[1] != nil {
				whole++
			}
			return true
		})
		if err != nil || rows != 3 || whole != want {
			t.Errorf("%s: %d rows, %d with payload, %v", what, rows, whole, err)
		}
	}
	check("sound", 3, func() error { return nil })
	check("overwritten", 2, func() error { return scribbleByte(path, 4) })
	check("cut short", 1, func() error { return os.Truncate(path, 8) })
	check("gone", 0, func() error { return os.Remove(path) })
}

func scribbleByte(path string, at int64) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if _, err := f.WriteAt([]byte{0xee}, at); err != nil {
		return err
	}
	return f.Close()
}

// TestDamagedLog opens what a power failure may leave: a log whose end, or
// middle, is not what was written. The rows before it and the other files must
// be there.
func TestDamagedLog(t *testing.T) {
	t.Parallel()
	dir, c := t.TempDir(), &clock{start}
	e := open(t, duck.Options{Dir: dir, Now: c.Now})
	mustAppend(t, e, arrive(c.now, 1, 200))
	c.now = c.now.Add(time.Minute)
	mustTidy(t, e) // so that the first rows are in the file
	mustAppend(t, e, arrive(c.now, 201, 300))
	mustAppend(t, e, arrive(c.now, 301, 400))
	check := func(what string, least, most int64, damage func(log string) error) {
		t.Helper()
		after := t.TempDir()
		if err := os.CopyFS(after, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		if err := damage(filepath.Join(after, "error", "2026-11-21.duckdb.wal")); err != nil {
			t.Fatal(err)
		}
		e := open(t, duck.Options{Dir: after, Now: c.Now})
		if n := count(t, e); n < least || n > most {
			t.Errorf("%s: %d events", what, n)
		}
		mustAppend(t, e, arrive(c.now, 1, 400)) // the journal repeats
		if n := count(t, e); n != 400 {
			t.Errorf("%s: %d events after the journal was repeated", what, n)
		}
		if n := stats(t, e).Tables[lake.Logs]; n != 400 {
			t.Errorf("%s: %d logs", what, n)
		}
	}
	check("untouched", 400, 400, func(string) error { return nil })
	check("a byte short", 300, 300, func(log string) error { return shorten(log, 1) })
	check("a thousand bytes short", 300, 300, func(log string) error { return shorten(log, 1000) })
	check("missing", 200, 200, os.Remove)
	check("empty", 200, 200, func(log string) error { return os.Truncate(log, 0) })
	check("wrong at the end", 300, 300, func(log string) error {
		info, err := os.Stat(log)
		if err != nil {
			return err
		}
		return scribble(log, info.Size()-100, info.Size()-90)
	})
	check("zeros at the end", 300, 300, func(log string) error {
		return errors.Join(shorten(log, 1000), lengthen(log, 1000))
	})
	check("zeros behind the end", 400, 400, func(log string) error { return lengthen(log, 5000) })
	check("wrong in the middle", 200, 300, func(log string) error { return scribble(log, 2000, 2010) })
}

func lengthen(path string, by int64) error { return shorten(path, -by) }

func shorten(path string, by int64) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return os.Truncate(path, info.Size()-by)
}
