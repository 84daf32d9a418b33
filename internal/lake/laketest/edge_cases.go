package laketest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"belfry/internal/errs"
	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

func testBadPlans(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	w.append(sample(1, 10))
	good := lake.Plan{Table: lake.Events, Projects: []int64{1}, Columns: []string{"id"}, Limit: 1}
	check := func(change func(*lake.Plan)) {
		t.Helper()
		p := good
		change(&p)
		err := e.Run(t.Context(), p, func(lake.Row) bool { return true })
		if k := errs.KindOf(err); err == nil || k != errs.Invalid && k != errs.TooLarge {
			t.Errorf("%+v: %v", p, err)
		}
	}
	where := func(column string, op lake.Op, values ...any) func(*lake.Plan) {
		return func(p *lake.Plan) { p.Where = lake.Cmp{Column: column, Op: op, Values: values} }
	}
	check(func(p *lake.Plan) { p.Table = "users" })
	check(func(p *lake.Plan) { p.Table = "" })
	check(func(p *lake.Plan) { p.Projects = nil })
	check(func(p *lake.Plan) { p.Limit = 0 })
	check(func(p *lake.Plan) { p.Limit = -1 })
	check(func(p *lake.Plan) { p.Limit = lake.MaxLimit + 1 })
	check(func(p *lake.Plan) { p.Columns = nil })
	check(func(p *lake.Plan) { p.Columns = []string{"id", "nope"} })
	check(func(p *lake.Plan) { p.Columns = []string{"title.key"} })
	check(func(p *lake.Plan) { p.Columns = []string{"*"} })
	check(func(p *lake.Plan) { p.Columns = []string{`id" FROM x; --`} })
	check(func(p *lake.Plan) { p.Order = []lake.Order{{By: "nope"}} })
	check(func(p *lake.Plan) { p.Order = []lake.Order{{By: "payload"}} })
	check(func(p *lake.Plan) { p.Order = []lake.Order{{By: "tags"}} })
	check(func(p *lake.Plan) { p.GroupBy = []lake.Key{{Column: "id"}} })
	check(where("nope", lake.Eq, "x"))
	check(where("level", lake.Eq, "error"))
	check(where("title", lake.Eq, 1.5))
	check(where("title", lake.Eq, nil))
	check(where("title", lake.Eq, []byte("x")))
	check(where("title", lake.Less))
	check(where("title", lake.Less, "a", "b"))
	check(where("title", "like", "a"))
	check(where("title", "", "a"))
	check(where("title", lake.Exists, "a"))
	check(where("payload", lake.Eq, "a"))
	check(where("tags", lake.Contains, "a"))
	check(where("time", lake.Contains, "a"))
	check(func(p *lake.Plan) { p.Where = lake.Not{} })
	check(func(p *lake.Plan) { p.Where = lake.And{nil} })
	check(func(p *lake.Plan) { p.Where = deep(1000) })
	check(func(p *lake.Plan) { p.Where = wide(100_000) })
	badGroups(check)
}

func badGroups(check func(change func(*lake.Plan))) {
	aggregate := func(a lake.Aggregate) func(*lake.Plan) {
		return func(p *lake.Plan) { p.Columns, p.Aggregates = nil, []lake.Aggregate{a} }
	}
	check(aggregate(lake.Aggregate{Func: "median", Column: "seq"}))
	check(aggregate(lake.Aggregate{Func: lake.Count, Column: "seq"}))
	check(aggregate(lake.Aggregate{Func: lake.Sum, Column: "title"}))
	check(aggregate(lake.Aggregate{Func: lake.Max, Column: "payload"}))
	check(aggregate(lake.Aggregate{Func: lake.Max}))
	check(aggregate(lake.Aggregate{Func: lake.Quantile, Column: "seq", Arg: 1.5}))
	check(func(p *lake.Plan) { p.Columns, p.GroupBy = nil, []lake.Key{{Column: "title", Bucket: 5}} })
	check(func(p *lake.Plan) { p.Columns, p.GroupBy = nil, []lake.Key{{Column: "time", Bucket: -5}} })
	check(func(p *lake.Plan) {
		p.Columns, p.Order = nil, []lake.Order{{By: "max"}}
		p.Aggregates = []lake.Aggregate{{Func: lake.Max, Column: "time"}, {Func: lake.Max, Column: "seq"}}
	})
	check(func(p *lake.Plan) { p.Columns, p.GroupBy = nil, []lake.Key{{Column: "tags"}} })
	check(func(p *lake.Plan) {
		p.Columns, p.GroupBy, p.Order = nil, []lake.Key{{Column: "id"}}, []lake.Order{{By: "title"}}
	})
}

func deep(n int) lake.Expr {
	var e lake.Expr = lake.And{}
	for range n {
		e = lake.Not{Of: e}
	}
	return e
}

func wide(n int) lake.Expr {
	values := make([]any, n)
	for i := range values {
		values[i] = fmt.Sprint(i)
	}
	return lake.Cmp{Column: "title", Op: lake.Eq, Values: values}
}

func testLimits(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	w.append(sample(1, 200))
	for _, limit := range []int{1, 2, 63, 64, 65, 129, 199, 200, 201, lake.MaxLimit} {
		for _, order := range [][]lake.Order{arrival, {{By: lake.When, Desc: true}, {By: lake.Seq}, {By: lake.Pos}}} {
			for _, columns := range [][]string{{"id"}, {"payload", "id"}} {
				p := lake.Plan{Table: lake.Events, Projects: []int64{1, 2, 3}, Columns: columns, Order: order, Limit: limit}
				if n := len(w.same(p)); n != min(limit, 200) {
					t.Errorf("limit %d gives %d rows", limit, n)
				}
			}
		}
	}
	many := make([]string, 2000)
	for i := range many {
		many[i] = fmt.Sprintf("%032x", i)
	}
	p := lake.Plan{Table: lake.Events, Projects: []int64{1, 2, 3}, Columns: []string{"id"}, Order: arrival, Limit: 300, Where: in("fingerprint", many)}
	if n := len(w.same(p)); n != 200 {
		t.Errorf("%d of 200 rows have one of many fingerprints", n)
	}
	var either lake.Or
	for _, f := range many[:1900] {
		either = append(either, lake.Cmp{Column: "fingerprint", Op: lake.Eq, Values: []any{f}})
	}
	p.Where = either
	if n := len(w.same(p)); n != 200 {
		t.Errorf("%d of 200 rows hold for one of many conditions", n)
	}
	p.Where = deep(98)
	w.same(p)
}

func in(column string, texts []string) lake.Expr {
	c := lake.Cmp{Column: column, Op: lake.Eq}
	for _, s := range texts {
		c.Values = append(c.Values, s)
	}
	return c
}

// testStopping checks that callers get out: by not wanting more, and by their
// context.
func testStopping(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	w.append(sample(1, 200))
	n := 0
	err := e.Run(t.Context(), everything(lake.Events, 1, 2, 3), func(lake.Row) bool { n++; return n < 5 })
	if err != nil || n != 5 {
		t.Errorf("stopped after %d rows: %v", n, err)
	}
	gone, cancel := context.WithCancelCause(t.Context())
	why := errors.New("enough")
	cancel(why)
	for _, p := range []lake.Plan{everything(lake.Events, 1), {Table: lake.Logs, Projects: []int64{1}, Aggregates: []lake.Aggregate{{Func: lake.Count}}, Limit: 1}} {
		if err := e.Run(gone, p, func(lake.Row) bool { return true }); !errors.Is(err, why) && !errors.Is(err, context.Canceled) {
			t.Errorf("a question whose asker is gone was answered with %v", err)
		}
	}
	more := sample(101, 50)
	if err := e.Append(gone, more); !errors.Is(err, why) && !errors.Is(err, context.Canceled) {
		t.Errorf("a batch whose sender is gone was answered with %v", err)
	}
	w.append(more)
	w.contents()
}

// testConcurrency appends while others ask: answers never show a part of a
// sequence, and what was seen once stays.
func testConcurrency(t *testing.T, e lake.Engine) {
	const batches, sequences, rows = 30, 20, 3
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for range 3 {
		wg.Go(func() { watch(t, e, rows, stop) })
	}
	for b := range batches {
		var batch lake.Batch
		for s := range sequences {
			for i := range rows {
				seq := uint64(b*sequences + s + 1)
				batch.Events = append(batch.Events, lake.Event{Seq: seq, Project: 1, Time: noon + telemetry.Time(seq), Received: noon, Title: fmt.Sprint(i), Payload: []byte(strings.Repeat("x", 100))})
			}
		}
		if err := e.Append(t.Context(), batch); err != nil {
			t.Error(err)
			break
		}
	}
	close(stop)
	wg.Wait()
	p := lake.Plan{Table: lake.Events, Projects: []int64{1}, Aggregates: []lake.Aggregate{{Func: lake.Count}, {Func: lake.Distinct, Column: "seq"}}, Limit: 1}
	got, err := collect(t.Context(), e, p)
	if d := diff([]lake.Row{{int64(batches * sequences * rows), int64(batches * sequences)}}, got); d != "" || err != nil {
		t.Errorf("in the end (-want +got):\n%s%v", d, err)
	}
}

func watch(t *testing.T, e lake.Engine, rows int64, stop <-chan struct{}) {
	seen := int64(0)
	groups := lake.Plan{Table: lake.Events, Projects: []int64{1}, Aggregates: []lake.Aggregate{{Func: lake.Count}, {Func: lake.Distinct, Column: "seq"}}, Limit: 1}
	newest := lake.Plan{Table: lake.Events, Projects: []int64{1}, Columns: []string{"seq", "payload"}, Order: []lake.Order{{By: lake.When, Desc: true}}, Limit: 5}
	for {
		select {
		case <-stop:
			return
		default:
		}
		got, err := collect(t.Context(), e, groups)
		if err != nil || len(got) != 1 {
			t.Errorf("while appending: %v, %v", got, err)
			return
		}
		n, sequences := got[0][0].(int64), got[0][1].(int64)
		if n < seen || n != sequences*rows {
			t.Errorf("%d rows of %d sequences after %d rows", n, sequences, seen)
			return
		}
		seen = n
		if _, err := collect(t.Context(), e, newest); err != nil {
			t.Errorf("while appending: %v", err)
			return
		}
	}
}
