package laketest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/lake"
	"belfry/internal/lake/laketest"
	"belfry/internal/telemetry"
)

// Held to itself, the reference proves only that the suite is consistent; what
// it should answer is written out in TestMemoryAnswers.
func TestMemory(t *testing.T) {
	t.Parallel()
	laketest.Run(t, func(*testing.T) lake.Engine { return laketest.NewMemory() })
}

func TestMemoryAnswers(t *testing.T) {
	t.Parallel()
	m := laketest.NewMemory()
	log := func(seq uint64, project int64, when telemetry.Time, level telemetry.Level, body string, attributes map[string]string) lake.Item[telemetry.Log] {
		return lake.Item[telemetry.Log]{Seq: seq, Value: telemetry.Log{Project: project, Time: when, Received: 100, Level: level, Body: body, Attributes: attributes}}
	}
	batch := lake.Batch{Logs: []lake.Item[telemetry.Log]{
		log(1, 1, 10, telemetry.LevelInfo, "Hello World", map[string]string{"k": "x"}),
		log(1, 1, 30, telemetry.LevelError, "hello", nil),
		log(2, 2, 20, telemetry.LevelInfo, "other", map[string]string{"k": "y"}),
		log(3, 1, 20, telemetry.LevelWarning, "", map[string]string{"k": "x", "l": "z"}),
	}}
	for range 2 {
		if err := m.Append(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	check := func(p lake.Plan, want ...lake.Row) {
		t.Helper()
		p.Table = lake.Logs
		if p.Limit == 0 {
			p.Limit = 10
		}
		var got []lake.Row
		if err := m.Run(t.Context(), p, func(r lake.Row) bool { got = append(got, r); return true }); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%+v (-want +got):\n%s", p, d)
		}
	}
	one := []int64{1}
	byTime := []lake.Order{{By: "time", Desc: true}}
	is := func(column string, op lake.Op, values ...any) lake.Expr {
		return lake.Cmp{Column: column, Op: op, Values: values}
	}
	check(lake.Plan{Projects: one, Columns: []string{"time", "body"}, Order: byTime}, lake.Row{telemetry.Time(30), "hello"}, lake.Row{telemetry.Time(20), ""}, lake.Row{telemetry.Time(10), "Hello World"})
	check(lake.Plan{Projects: one, Columns: []string{"seq", "pos"}, Order: byTime, Limit: 1}, lake.Row{int64(1), int64(1)})
	check(lake.Plan{Projects: one, Columns: []string{"seq"}, Where: is("body", lake.Contains, "HELLO"), Order: byTime}, lake.Row{int64(1)}, lake.Row{int64(1)})
	check(lake.Plan{Projects: []int64{1, 2}, Columns: []string{"attributes.k"}, Where: is("attributes.k", lake.Eq, "y", "")}, lake.Row{""}, lake.Row{"y"})
	check(lake.Plan{Projects: one, Columns: []string{"seq"}, From: 20, To: 30}, lake.Row{int64(3)})
	check(lake.Plan{Projects: one, Columns: []string{"seq"}, Where: lake.Not{Of: lake.Or{is("level", lake.More, telemetry.LevelInfo), is("body", lake.Prefix, "x")}}}, lake.Row{int64(1)})
	check(lake.Plan{Projects: []int64{3}, Aggregates: []lake.Aggregate{{Func: lake.Count}, {Func: lake.Max, Column: "time"}}}, lake.Row{int64(0), nil})
	check(lake.Plan{
		Projects: []int64{1, 2}, GroupBy: []lake.Key{{Column: "time", Bucket: 20}}, Order: []lake.Order{{By: "time"}},
		Aggregates: []lake.Aggregate{
			{Func: lake.Count},
			{Func: lake.Count, Where: is("level", lake.MoreEq, telemetry.LevelWarning)},
			{Func: lake.Distinct, Column: "body"},
			{Func: lake.Avg, Column: "seq"},
			{Func: lake.Quantile, Column: "seq", Arg: 0.5},
			{Func: lake.Min, Column: "body"},
		},
	},
		lake.Row{telemetry.Time(0), int64(1), int64(0), int64(1), 1.0, 1.0, "Hello World"},
		lake.Row{telemetry.Time(20), int64(3), int64(2), int64(2), 2.0, 2.0, ""})
}
