//go:build linux

package duck_test

import (
	"bytes"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"belfry/internal/errs"
	"belfry/internal/lake"
	"belfry/internal/lake/duck"
	"belfry/internal/telemetry"
)

// TestFullDisk fills a small disk, with payloads and with rows: batches are
// refused, nothing that was stored is lost, and when there is room again the
// refused batch goes through.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	t.Run("events", func(t *testing.T) { fullDisk(t, lake.Events, 1000) })
	t.Run("logs", func(t *testing.T) { fullDisk(t, lake.Logs, 1000) })
	t.Run("many logs", func(t *testing.T) { fullDisk(t, lake.Logs, 5000) })
}

func fullDisk(t *testing.T, table lake.Table, size uint64) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=24m"); err != nil {
		t.Skipf("a small disk cannot be mounted: %v", err)
	}
	t.Cleanup(func() {
		// A child of another test may have it open between fork and exec.
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 12<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	c := &clock{start}
	e := open(t, duck.Options{Dir: filepath.Join(dir, "lake"), Now: c.Now})
	next, refused := fillUp(t, e, table, size)
	if refused == 0 {
		t.Fatal("the disk never got full")
	}
	expectNoise(t, e, table, next-1)
	for range 3 { // it stays full
		if err := e.Append(t.Context(), noisy(table, next, next+size-1)); !errs.Is(err, errs.Unavailable) {
			t.Fatalf("on a full disk: %v", err)
		}
		c.now = c.now.Add(time.Minute)
		_ = e.Tidy(t.Context()) // folding in needs room too
		expectNoise(t, e, table, next-1)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, e, noisy(table, next, next+size-1))
	mustAppend(t, e, noisy(table, next, next+1500))
	expectNoise(t, e, table, next+1500)
	c.now = c.now.Add(time.Minute)
	mustTidy(t, e)
	expectNoise(t, e, table, next+1500)
}

// fillUp appends until that fails, and returns the sequence that is next.
func fillUp(t *testing.T, e *duck.Engine, table lake.Table, size uint64) (next uint64, refused int) {
	t.Helper()
	next = 1
	for range 1000 {
		err := e.Append(t.Context(), noisy(table, next, next+size-1))
		if err == nil {
			next += size
			continue
		}
		if !errs.Is(err, errs.Unavailable) {
			t.Fatalf("on a full disk: %v", err)
		}
		return next, 1
	}
	return next, 0
}

func noisy(table lake.Table, first, last uint64) lake.Batch {
	var b lake.Batch
	at := telemetry.At(start)
	for seq := first; seq <= last; seq++ {
		tail := noise[seq*61%(1<<20-4096):]
		if table == lake.Events {
			b.Events = append(b.Events, lake.Event{Seq: seq, Project: 1, Time: at, Received: at, Payload: tail[:300]})
			continue
		}
		body := string(bytes.ToValidUTF8(tail[:200], nil))
		b.Logs = append(b.Logs, lake.Item[telemetry.Log]{Seq: seq, Value: telemetry.Log{Project: 1, Time: at, Received: at, Level: telemetry.LevelInfo, Body: body}})
	}
	return b
}

// expectNoise checks that the sequences up to last are there once; a refused
// batch may have left more.
func expectNoise(t *testing.T, e *duck.Engine, table lake.Table, last uint64) {
	t.Helper()
	p := lake.Plan{
		Table: table, Projects: []int64{1}, Limit: 1, Where: lake.Cmp{Column: "seq", Op: lake.LessEq, Values: []any{int64(last)}},
		Aggregates: []lake.Aggregate{{Func: lake.Count}, {Func: lake.Distinct, Column: "seq"}},
	}
	err := e.Run(t.Context(), p, func(r lake.Row) bool {
		if r[0] != int64(last) || r[1] != int64(last) {
			t.Fatalf("%d rows of %d sequences, want %d", r[0], r[1], last)
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
}
