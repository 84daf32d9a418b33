package duck_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"belfry/internal/lake"
	"belfry/internal/lake/duck"
	"belfry/internal/telemetry"
)

// TestEverythingAtOnce appends over many days while others ask, delete, evict
// and tidy up. Nothing may fail, and project 1 keeps all that it has.
func TestEverythingAtOnce(t *testing.T) {
	t.Parallel()
	const days, batches, rows = 6, 8, 50
	var now atomic.Int64
	now.Store(start.UnixMicro())
	dir := t.TempDir()
	e := open(t, duck.Options{Dir: dir, Queries: 3, Now: func() time.Time { return time.UnixMicro(now.Load()) }})
	stop := make(chan struct{})
	var wg sync.WaitGroup
	meanwhile := func(f func() error) {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if err := f(); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	var stored atomic.Int64
	meanwhile(func() error { return askAround(t, e, &stored, rows) })
	meanwhile(func() error { return askAround(t, e, &stored, rows) })
	meanwhile(func() error { return e.Tidy(t.Context()) })
	meanwhile(func() error { return e.Delete(t.Context(), 2) })
	meanwhile(func() error {
		_, err := e.Evict(t.Context(), map[lake.Class]telemetry.Time{lake.ClassNoise: telemetry.Time(now.Load()) - telemetry.Time(36*time.Hour/time.Microsecond)})
		return err
	})
	seq := uint64(1)
	for range days {
		for range batches {
			var b lake.Batch
			at := telemetry.Time(now.Load())
			for range rows {
				for project := int64(1); project <= 2; project++ {
					b.Events = append(b.Events, lake.Event{Seq: seq, Project: project, Time: at, Received: at, Payload: fmt.Append(nil, "payload of ", project)})
					b.Logs = append(b.Logs, lake.Item[telemetry.Log]{Seq: seq, Value: telemetry.Log{Project: project, Time: at, Received: at}})
				}
				seq++
			}
			mustAppend(t, e, b)
			stored.Add(rows)
			now.Add((24 * time.Hour / batches).Microseconds())
		}
	}
	close(stop)
	wg.Wait()
	if err := e.Delete(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	if s := stats(t, e); s.Tables[lake.Events] != days*batches*rows || s.Sequence != seq-1 {
		t.Errorf("in the end: %+v", s)
	}
}

// askAround checks that all that was stored for project 1 is seen, with the
// payloads of the newest.
func askAround(t *testing.T, e *duck.Engine, stored *atomic.Int64, rows int64) error {
	least := stored.Load()
	p := lake.Plan{Table: lake.Events, Projects: []int64{1}, Aggregates: []lake.Aggregate{{Func: lake.Count}}, Limit: 1}
	err := e.Run(t.Context(), p, func(r lake.Row) bool {
		if n := r[0].(int64); n < least || n > stored.Load()+rows {
			t.Errorf("%d events, of at least %d", n, least)
		}
		return true
	})
	if err != nil {
		return err
	}
	p = lake.Plan{Table: lake.Events, Projects: []int64{1}, Columns: []string{"payload"}, Order: []lake.Order{{By: lake.When, Desc: true}}, Limit: 20}
	return e.Run(t.Context(), p, func(r lake.Row) bool {
		if b, _ := r[0].([]byte); string(b) != "payload of 1" {
			t.Errorf("payload %q", b)
		}
		return true
	})
}
