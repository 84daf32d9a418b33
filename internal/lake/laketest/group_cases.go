package laketest

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

func diff(want, got any) string { return cmp.Diff(want, got) }

func testFunctions(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	w.append(sample(1, 300))
	for _, table := range tables {
		names := keysIn[table]
		for _, c := range table.Columns() {
			names = append(names, c.Name)
		}
		for _, name := range names {
			ref, _ := table.Ref(name)
			for _, a := range functions(name, ref.Values()) {
				p := lake.Plan{Table: table, Projects: []int64{1, 2}, Aggregates: []lake.Aggregate{a}, Limit: 100}
				w.same(p)
				p.GroupBy, p.Order = []lake.Key{{Column: lake.Project, As: "p"}}, []lake.Order{{By: "p"}}
				w.same(p)
			}
		}
	}
}

// functions returns the aggregates that work on a column.
func functions(name string, t lake.Type) []lake.Aggregate {
	var out []lake.Aggregate
	add := func(fs ...lake.Func) {
		for _, f := range fs {
			out = append(out, lake.Aggregate{Func: f, Column: name, As: "x"})
		}
	}
	if t != lake.Blob && t != lake.TextMap && t != lake.FloatMap {
		add(lake.Distinct, lake.Min, lake.Max)
	}
	if t == lake.Int || t == lake.Float {
		add(lake.Sum, lake.Avg)
		for _, q := range []float64{0, 0.5, 0.95, 1} {
			out = append(out, lake.Aggregate{Func: lake.Quantile, Column: name, Arg: q, As: "x"})
		}
	}
	return out
}

func testFilteredAggregates(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	w.append(sample(1, 300))
	failed := lake.Not{Of: lake.Cmp{Column: "status", Op: lake.Eq, Values: []any{"ok"}}}
	w.same(lake.Plan{
		Table: lake.Spans, Projects: []int64{1, 2, 3}, Where: lake.Cmp{Column: "segment", Op: lake.Eq, Values: []any{true}},
		GroupBy: []lake.Key{{Column: "name"}, {Column: "attributes.db.system", As: "db"}}, Limit: 50,
		Aggregates: []lake.Aggregate{
			{Func: lake.Count},
			{Func: lake.Count, Where: failed, As: "failures"},
			{Func: lake.Avg, Column: "duration", Where: failed, As: "slow"},
			{Func: lake.Quantile, Column: "duration", Arg: 0.95, As: "p95"},
			{Func: lake.Distinct, Column: "trace_id", Where: lake.And{}, As: "traces"},
			{Func: lake.Sum, Column: "measures.lcp", Where: lake.Or{}, As: "none"},
		},
		Order: []lake.Order{{By: "count", Desc: true}, {By: "name"}, {By: "db"}},
	})
	w.same(lake.Plan{
		Table: lake.Events, Projects: []int64{1, 2, 3}, GroupBy: []lake.Key{{Column: "fingerprint"}}, Limit: 3,
		Aggregates: []lake.Aggregate{{Func: lake.Count, As: "n"}, {Func: lake.Distinct, Column: "user_key", As: "users"}, {Func: lake.Max, Column: "time"}},
		Order:      []lake.Order{{By: "users", Desc: true}, {By: "max", Desc: true}, {By: "fingerprint"}},
	})
}

func testBuckets(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	w.append(sample(1, 300))
	b := lake.Batch{}
	for i, when := range []telemetry.Time{-1, -10, -11, 0, 9, 10, math.MinInt64, math.MaxInt64, -hour, -hour - 1} {
		b.Sessions = append(b.Sessions, lake.Item[telemetry.Session]{Seq: uint64(1000 + i), Value: telemetry.Session{Project: 9, Started: when, Received: noon, Errors: int64(when)}})
	}
	w.append(b)
	check := func(table lake.Table, project int64, column string, width int64) {
		t.Helper()
		w.same(lake.Plan{
			Table: table, Projects: []int64{project}, GroupBy: []lake.Key{{Column: column, Bucket: width, As: "b"}}, Limit: 1000,
			Aggregates: []lake.Aggregate{{Func: lake.Count}}, Order: []lake.Order{{By: "b", Desc: true}},
		})
	}
	check(lake.Events, 1, lake.When, int64(hour))
	check(lake.Logs, 2, lake.When, int64(5*minute))
	check(lake.Logs, 2, lake.When, 1)
	check(lake.Spans, 1, "duration", 10_000)
	check(lake.Sessions, 1, "received", int64(day))
	for _, width := range []int64{1, 3, 10, int64(hour)} {
		check(lake.Sessions, 9, lake.When, width)
		check(lake.Sessions, 9, "errors", width)
	}
}

// testOddNumbers stores numbers from the edges, which must not spoil answers
// about others.
func testOddNumbers(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	floats := []float64{0, math.Copysign(0, -1), 1, -1, math.NaN(), math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64, 1e300, 0.1, math.Inf(1), math.Inf(-1)}
	ints := []int64{0, 1, -1, math.MaxInt64, math.MinInt64, 1 << 53, 1<<53 + 1}
	var b lake.Batch
	for i, f := range floats {
		b.Samples = append(b.Samples, lake.Item[telemetry.Sample]{Seq: uint64(i + 1), Value: telemetry.Sample{Project: 1, Time: noon, Received: noon, Value: f, Name: "odd"}})
		b.Spans = append(b.Spans, lake.Item[telemetry.Span]{Seq: uint64(i + 1), Value: telemetry.Span{Project: 1, Start: noon, Received: noon, Measures: map[string]float64{"m": f}, Duration: ints[i%len(ints)]}})
	}
	w.append(b)
	w.same(everything(lake.Samples, 1))
	w.same(everything(lake.Spans, 1))
	check := func(table lake.Table, column string, values []any) {
		t.Helper()
		for _, v := range values {
			for _, op := range []lake.Op{lake.Eq, lake.Less, lake.LessEq, lake.More, lake.MoreEq} {
				where := lake.Cmp{Column: column, Op: op, Values: []any{v}}
				w.same(lake.Plan{Table: table, Projects: []int64{1}, Where: where, Columns: []string{lake.Seq, column}, Order: append([]lake.Order{{By: column}}, arrival...), Limit: 100})
			}
		}
		w.same(lake.Plan{
			Table: table, Projects: []int64{1}, GroupBy: []lake.Key{{Column: column}}, Limit: 100, Order: []lake.Order{{By: column}},
			Aggregates: []lake.Aggregate{{Func: lake.Count}, {Func: lake.Min, Column: column}, {Func: lake.Max, Column: column}, {Func: lake.Distinct, Column: column}},
		})
	}
	check(lake.Samples, "value", []any{0.0, 1.0, -1.0, math.MaxFloat64, math.Inf(1), math.Inf(-1), 0.1, int64(1)})
	check(lake.Spans, "measures.m", []any{0.0, math.Inf(1), 0.1})
	check(lake.Spans, "duration", []any{int64(0), int64(math.MaxInt64), int64(math.MinInt64), int64(1<<53 + 1)})
	w.answers(lake.Samples, "value")
	w.answers(lake.Spans, "duration")
}

// answers checks that sums over numbers of any size give an answer, whichever.
func (w *world) answers(table lake.Table, column string) {
	w.t.Helper()
	for _, f := range []lake.Func{lake.Sum, lake.Avg, lake.Quantile} {
		p := lake.Plan{Table: table, Projects: []int64{1}, Aggregates: []lake.Aggregate{{Func: f, Column: column, Arg: 0.5}}, Limit: 1}
		rows, err := collect(w.t.Context(), w.engine, p)
		if err != nil || len(rows) != 1 {
			w.t.Errorf("%s of %s: %v, %v", f, column, rows, err)
			continue
		}
		if _, ok := rows[0][0].(float64); !ok {
			w.t.Errorf("%s of %s is a %T", f, column, rows[0][0])
		}
	}
}

// testNothing asks a store, and a project, that have no rows.
func testNothing(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	ask := func() {
		t.Helper()
		for _, table := range tables {
			p := everything(table, 77)
			w.same(p)
			all := []lake.Aggregate{{Func: lake.Count}, {Func: lake.Distinct, Column: "release"}, {Func: lake.Max, Column: "time"}, {Func: lake.Sum, Column: "seq"}, {Func: lake.Quantile, Column: "seq", Arg: 0.5}}
			w.same(lake.Plan{Table: table, Projects: []int64{77}, Aggregates: all, Limit: 5})
			w.same(lake.Plan{Table: table, Projects: []int64{77}, Aggregates: all, GroupBy: []lake.Key{{Column: "release"}}, Limit: 5})
			w.same(lake.Plan{Table: table, Projects: []int64{1}, From: noon + 900*day, Aggregates: all, Limit: 5})
		}
	}
	ask()
	w.append(sample(1, 20))
	ask()
}
