package laketest

import (
	"slices"
	"testing"

	"belfry/internal/errs"
	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

func testReadBack(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	w.append(sample(1, 60))
	w.append(sample(31, 5))
	for _, table := range tables {
		if n := len(w.same(everything(table, 1, 2, 3))); n != 65 {
			t.Errorf("%s has %d rows, want 65", table, n)
		}
	}
}

// contents compares all that is stored with what the reference holds.
func (w *world) contents() {
	w.t.Helper()
	for _, table := range tables {
		w.same(everything(table, 1, 2, 3))
	}
}

func testReplay(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	all := sample(1, 200) // sequences 1 to 100
	for _, r := range [][2]uint64{{1, 10}, {1, 10}, {5, 15}, {1, 40}, {16, 40}, {35, 60}, {60, 61}, {1, 100}, {1, 100}, {100, 100}} {
		if err := e.Append(t.Context(), cut(all, r[0], r[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.memory.Append(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	w.contents()
}

// cut returns the rows of b with sequences from first to last.
func cut(b lake.Batch, first, last uint64) lake.Batch {
	return lake.Batch{
		Events:   between(b.Events, first, last, func(e lake.Event) uint64 { return e.Seq }),
		Logs:     between(b.Logs, first, last, seqOf),
		Spans:    between(b.Spans, first, last, seqOf),
		Samples:  between(b.Samples, first, last, seqOf),
		CheckIns: between(b.CheckIns, first, last, seqOf),
		Sessions: between(b.Sessions, first, last, seqOf),
	}
}

func seqOf[T any](it lake.Item[T]) uint64 { return it.Seq }

func between[T any](rows []T, first, last uint64, seq func(T) uint64) []T {
	var out []T
	for _, r := range rows {
		if s := seq(r); s >= first && s <= last {
			out = append(out, r)
		}
	}
	return out
}

// testCrashBetweenPartitions stores what a crash leaves when only some of the
// partitions of a batch were written, then repeats the batch.
func testCrashBetweenPartitions(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	all := sample(1, 100)
	all.Logs = slices.CompactFunc(all.Logs, func(a, b lake.Item[telemetry.Log]) bool { return a.Seq == b.Seq })
	for _, some := range []lake.Batch{
		{Events: all.Events, Logs: levels(all.Logs, true)},
		{Spans: all.Spans},
		{Samples: between(all.Samples, 1, 20, seqOf), CheckIns: between(all.CheckIns, 1, 20, seqOf), Sessions: between(all.Sessions, 1, 20, seqOf)},
		all,
	} {
		if err := e.Append(t.Context(), some); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.memory.Append(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	w.contents()
}

func levels(logs []lake.Item[telemetry.Log], serious bool) []lake.Item[telemetry.Log] {
	var out []lake.Item[telemetry.Log]
	for _, l := range logs {
		if (l.Value.Level >= telemetry.LevelWarning) == serious {
			out = append(out, l)
		}
	}
	return out
}

func testOutOfOrder(t *testing.T, e lake.Engine) {
	b := sample(5, 6)
	b.Logs[0].Seq = 9
	if err := e.Append(t.Context(), b); !errs.Is(err, errs.Invalid) {
		t.Errorf("a batch whose sequences go back was answered with %v", err)
	}
	if err := e.Append(t.Context(), lake.Batch{}); err != nil {
		t.Errorf("an empty batch was answered with %v", err)
	}
}

func testDelete(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	w.append(sample(1, 300))
	w.delete(3)              // which has the last rows
	w.append(sample(1, 300)) // a repetition brings nothing back
	w.contents()
	w.delete(2)
	w.contents()
	for _, table := range tables {
		if rows := w.same(everything(table, 2)); len(rows) != 0 {
			t.Errorf("%s still has %d rows of the project", table, len(rows))
		}
	}
	w.append(sample(1, 300))
	w.contents()
	w.append(sample(151, 30))
	w.delete(99)
	w.contents()
	w.delete(1)
	w.delete(2)
	w.delete(3)
	w.contents()
	w.append(sample(166, 10))
	w.contents()
}

func (w *world) delete(project int64) {
	w.t.Helper()
	for _, e := range []lake.Engine{w.engine, w.memory} {
		if err := e.Delete(w.t.Context(), project); err != nil {
			w.t.Fatalf("%T.Delete: %v", e, err)
		}
	}
}

func testEvict(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	w.append(sample(1, 1000)) // 500 sequences, 10 minutes apart: four days
	check := func(partitions int, before map[lake.Class]telemetry.Time) {
		t.Helper()
		got, err := e.Evict(t.Context(), before)
		if err != nil {
			t.Fatal(err)
		}
		want, err := w.memory.Evict(t.Context(), before)
		if err != nil {
			t.Fatal(err)
		}
		if got.Partitions != partitions || got.Rows != want.Rows || (got.Bytes > 0) != (partitions > 0) {
			t.Errorf("evicted %+v, want %d partitions with %d rows", got, partitions, want.Rows)
		}
		w.contents()
	}
	midnight := noon.Day() + day
	check(0, nil)
	check(0, map[lake.Class]telemetry.Time{lake.ClassSpan: noon})
	check(1, map[lake.Class]telemetry.Time{lake.ClassSpan: midnight})
	check(0, map[lake.Class]telemetry.Time{lake.ClassSpan: midnight + hour})
	check(4, map[lake.Class]telemetry.Time{lake.ClassSpan: midnight + day, lake.ClassSample: midnight, lake.ClassNoise: midnight + day, lake.ClassError: 1})
	check(11, map[lake.Class]telemetry.Time{lake.ClassSpan: midnight + 9*day, lake.ClassSample: midnight + 9*day, lake.ClassNoise: midnight + 9*day, lake.ClassError: midnight + 9*day})
	w.append(sample(501, 20))
	w.contents()
}

func testStats(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	empty, err := e.Stats(t.Context())
	if err != nil || len(empty.Partitions) != 0 || empty.Sequence != 0 {
		t.Errorf("an empty store says %+v, %v", empty, err)
	}
	w.append(sample(1, 400))
	got, err := e.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want, _ := w.memory.Stats(t.Context())
	for i := range want.Partitions {
		want.Partitions[i].Bytes = 0
	}
	if got.Bytes <= 0 {
		t.Errorf("%d bytes", got.Bytes)
	}
	want.Bytes, got.Bytes = 0, 0
	for i := range got.Partitions {
		if got.Partitions[i].Bytes <= 0 {
			t.Errorf("%d bytes in %+v", got.Partitions[i].Bytes, got.Partitions[i])
		}
		got.Partitions[i].Bytes = 0
	}
	if d := diff(want, got); d != "" {
		t.Errorf("stats (-want +got):\n%s", d)
	}
}
