package laketest

import (
	"fmt"
	"slices"
	"testing"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

func testOrder(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	w.append(sample(1, 200))
	for _, table := range tables {
		for _, c := range table.Columns() {
			if c.Type == lake.Blob || c.Type == lake.TextMap || c.Type == lake.FloatMap {
				continue
			}
			for _, desc := range []bool{false, true} {
				w.same(lake.Plan{
					Table: table, Projects: []int64{1, 3}, Columns: []string{lake.Seq, lake.Pos, lake.When}, Limit: 37,
					Order: append([]lake.Order{{By: c.Name, Desc: desc}}, arrival...),
				})
			}
		}
	}
	for _, by := range []string{"tags.browser", "tags.none"} {
		w.same(lake.Plan{Table: lake.Events, Projects: []int64{1, 2}, Columns: []string{by, "id"}, Limit: 20, Order: append([]lake.Order{{By: by, Desc: true}}, arrival...)})
	}
	for _, desc := range []bool{false, true} { // missing numbers come last
		w.same(lake.Plan{Table: lake.Spans, Projects: []int64{1, 2}, Columns: []string{"measures.lcp"}, Limit: 100, Order: append([]lake.Order{{By: "measures.lcp", Desc: desc}}, arrival...)})
	}
}

// testPaging walks through a table newest first and oldest first, page by page,
// as pages with a cursor do.
func testPaging(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	w.append(sample(1, 700))
	check := func(table lake.Table, desc bool, size int, columns ...string) {
		t.Helper()
		p := lake.Plan{
			Table: table, Projects: []int64{1, 2}, Columns: append([]string{lake.When, lake.Seq, lake.Pos}, columns...), Limit: lake.MaxLimit,
			Order: []lake.Order{{By: lake.When, Desc: desc}, {By: lake.Seq, Desc: desc}, {By: lake.Pos, Desc: desc}},
		}
		want := w.same(p)
		p.Limit = size
		var got []lake.Row
		for {
			page := w.same(p)
			got = append(got, page...)
			if len(page) < size {
				break
			}
			p.Where = after(page[size-1], desc)
		}
		if d := diff(want, got); d != "" {
			t.Errorf("pages of %s (-want +got):\n%s", table, d)
		}
	}
	check(lake.Events, true, 25)
	check(lake.Events, true, 100, "payload", "tags")
	check(lake.Events, false, 33)
	check(lake.Logs, true, 50)
	check(lake.Logs, false, 50, "body")
	check(lake.Spans, true, 7)
	w.ties(t)
}

// ties asks for the first of rows that are of one time, but arrived days apart.
func (w *world) ties(t *testing.T) {
	t.Helper()
	var b lake.Batch
	for i := range 12 {
		at := lake.Event{Seq: uint64(1000 + i), Project: 8, Time: noon, Received: noon + telemetry.Time(i/3)*day, Payload: []byte{byte(i)}}
		if i%5 == 4 {
			at.Time++
		}
		b.Events = append(b.Events, at)
	}
	w.append(b)
	for limit := 1; limit <= 13; limit++ {
		for _, desc := range []bool{false, true} {
			for _, seq := range []bool{false, true} {
				w.same(lake.Plan{
					Table: lake.Events, Projects: []int64{8}, Columns: []string{lake.Seq, "payload"}, Limit: limit,
					Order: []lake.Order{{By: lake.When, Desc: desc}, {By: lake.Seq, Desc: seq}},
				})
			}
		}
	}
}

// after is the condition for what follows a row that begins with time, seq and
// pos.
func after(last lake.Row, desc bool) lake.Expr {
	op := lake.More
	if desc {
		op = lake.Less
	}
	is := func(column string, op lake.Op, v any) lake.Expr {
		return lake.Cmp{Column: column, Op: op, Values: []any{v}}
	}
	return lake.Or{
		is(lake.When, op, last[0]),
		lake.And{is(lake.When, lake.Eq, last[0]), is(lake.Seq, op, last[1])},
		lake.And{is(lake.When, lake.Eq, last[0]), is(lake.Seq, lake.Eq, last[1]), is(lake.Pos, op, last[2])},
	}
}

func testOperators(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	w.append(sample(1, 150))
	for _, table := range tables {
		names := []string{}
		for _, c := range table.Columns() {
			names = append(names, c.Name)
		}
		for _, name := range append(names, keysIn[table]...) {
			for _, c := range w.comparisons(table, name) {
				n := w.count(table, c) + w.count(table, lake.Not{Of: c})
				if n != 150 {
					t.Errorf("%s: %+v and its negation hold for %d of 150 rows", table, c, n)
				}
			}
		}
	}
}

// keysIn are map keys worth asking for, present and not.
var keysIn = map[lake.Table][]string{
	lake.Events:  {"tags.browser", "tags.os.name", "tags.n1", "tags.none"},
	lake.Logs:    {"attributes.http.method", "attributes.none"},
	lake.Spans:   {"attributes.db.system", "measures.lcp", "measures.cls", "measures.none"},
	lake.Samples: {"attributes.core"},
}

// comparisons returns all that can be asked about a column, with values that
// occur, that lie between, and that do not occur.
func (w *world) comparisons(table lake.Table, name string) []lake.Expr {
	w.t.Helper()
	out := []lake.Expr{lake.Cmp{Column: name, Op: lake.Exists}}
	ref, err := table.Ref(name)
	if err != nil {
		w.t.Fatal(err)
	}
	values := w.values(table, name, ref.Values())
	if values == nil {
		return out
	}
	ops := []lake.Op{lake.Less, lake.LessEq, lake.More, lake.MoreEq}
	switch ref.Values() {
	case lake.Bool:
		ops = nil
	case lake.Text:
		ops = append(ops, lake.Contains, lake.Prefix, lake.Match)
		out = append(out, lake.Cmp{Column: name, Op: lake.Contains, Values: []any{"E", "xyz"}}, lake.Cmp{Column: name, Op: lake.Prefix, Values: []any{"", "x"}},
			lake.Cmp{Column: name, Op: lake.Match, Values: []any{"*e*r", `\*`, `100\\%*_`, ""}}, lake.Cmp{Column: name, Op: lake.Match, Values: []any{"*"}}, lake.Cmp{Column: name, Op: lake.Match},
			lake.Cmp{Column: name, Op: lake.Contains}, lake.Cmp{Column: name, Op: lake.Prefix})
	}
	for _, v := range values {
		out = append(out, lake.Cmp{Column: name, Op: lake.Eq, Values: []any{v}})
		for _, op := range ops {
			out = append(out, lake.Cmp{Column: name, Op: op, Values: []any{v}})
		}
	}
	return append(out, lake.Cmp{Column: name, Op: lake.Eq, Values: values}, lake.Cmp{Column: name, Op: lake.Eq})
}

// values returns a few values of a column, and the empty one.
func (w *world) values(table lake.Table, name string, t lake.Type) []any {
	empty := map[lake.Type]any{
		lake.Text: "", lake.Int: int64(0), lake.Float: 0.0, lake.Bool: false, lake.Time: telemetry.Time(0),
		lake.Level: telemetry.LevelUnset, lake.ID: telemetry.EventID{},
	}[t]
	if empty == nil {
		return nil
	}
	rows, err := collect(w.t.Context(), w.memory, lake.Plan{Table: table, Projects: []int64{1, 2, 3}, Columns: []string{name}, Order: arrival, Limit: 40})
	if err != nil {
		w.t.Fatal(err)
	}
	out := []any{empty}
	for _, i := range []int{7, 23} {
		if v := rows[i][0]; v != nil && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// count returns how many rows the condition selects, after comparing which.
func (w *world) count(table lake.Table, where lake.Expr) int {
	w.t.Helper()
	return len(w.same(lake.Plan{Table: table, Projects: []int64{1, 2, 3}, Where: where, Columns: []string{lake.Seq, lake.Pos}, Order: arrival, Limit: 1000}))
}

func testTimeRange(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	w.append(sample(1, 300))
	points := []telemetry.Time{0, noon - 3*day, noon, noon + hour, noon + hour + 1, noon + 12*hour, noon + 30*hour, noon + 90*day}
	for _, from := range points {
		for _, to := range points {
			w.same(lake.Plan{Table: lake.Events, Projects: []int64{1, 2, 3}, From: from, To: to, Columns: []string{"id"}, Order: arrival, Limit: 1000})
			w.same(lake.Plan{Table: lake.Logs, Projects: []int64{1, 2, 3}, From: from, To: to, Aggregates: []lake.Aggregate{{Func: lake.Count}}, Limit: 1})
		}
	}
}

func testIsolation(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	w.append(sample(1, 200))
	always := lake.Or{lake.Cmp{Column: lake.Project, Op: lake.Exists}, lake.Not{Of: lake.Cmp{Column: lake.Project, Op: lake.Exists}}}
	for _, table := range tables {
		for _, where := range []lake.Expr{nil, always, lake.Not{Of: lake.Or{}}, lake.Cmp{Column: lake.Project, Op: lake.Eq, Values: []any{int64(1), int64(2), int64(3)}}} {
			p := lake.Plan{Table: table, Projects: []int64{2}, Where: where, Columns: []string{lake.Project}, Limit: 1000}
			for _, r := range w.same(p) {
				if r[0] != int64(2) {
					t.Fatalf("%s: a row of project %v", table, r[0])
				}
			}
			w.same(lake.Plan{
				Table: table, Projects: []int64{2}, Where: where, GroupBy: []lake.Key{{Column: lake.Project}}, Limit: 10,
				Aggregates: []lake.Aggregate{{Func: lake.Count, Where: where}},
			})
		}
	}
}

func testMapKeys(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	keys := []string{"plain", "with.dots.in.it", "", "Ünï", "a'b\"c", "nul\x00key", "?", "$1", "%", "日本", "plain\xff", "]", "\x1d", "\x1e", "\x1f", "a\x1fall\x1eb"}
	var b lake.Batch
	for i, k := range keys {
		tags := map[string]string{k: fmt.Sprint("v", i), "all": "same"}
		b.Events = append(b.Events, lake.Event{Seq: uint64(i + 1), Project: 1, Time: noon, Received: noon, Tags: tags})
		b.Spans = append(b.Spans, lake.Item[telemetry.Span]{Seq: uint64(i + 1), Value: telemetry.Span{Project: 1, Start: noon, Received: noon, Measures: map[string]float64{k: float64(i)}}})
	}
	b.Events = append(b.Events, lake.Event{Seq: 99, Project: 1, Time: noon, Received: noon})
	w.append(b)
	w.same(everything(lake.Events, 1))
	w.same(everything(lake.Spans, 1))
	for i, k := range keys {
		is := lake.Cmp{Column: "tags." + k, Op: lake.Eq, Values: []any{fmt.Sprint("v", i)}}
		p := lake.Plan{Table: lake.Events, Projects: []int64{1}, Where: is, Columns: []string{"tags." + k, "tags"}, Order: arrival, Limit: 100}
		if n := len(w.same(p)); n != 1 {
			t.Errorf("%d rows have the tag %q", n, k)
		}
		p.Where = lake.Cmp{Column: "tags." + k, Op: lake.Eq, Values: []any{""}}
		w.same(p)
		w.same(lake.Plan{
			Table: lake.Spans, Projects: []int64{1}, GroupBy: []lake.Key{{Column: "measures." + k}}, Limit: 100,
			Aggregates: []lake.Aggregate{{Func: lake.Count}, {Func: lake.Max, Column: "measures." + k}}, Order: []lake.Order{{By: "measures." + k}},
		})
	}
}

func testOddText(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	long := make([]byte, 1<<20)
	for i := range long {
		long[i] = "abcdefghij klmnop"[i%17]
	}
	texts := []string{
		"", " ", "\x00", "a\x00b", "a", "A", "ä", "Ä", "a\u0308", "ÉCOLE", "école", "Привет", "ПРИВЕТ", "日本語", "😀", "😀😁", "\xff", "a\xffb\xfe", "\xed\xa0\x80",
		"%", "_", "100%", "a_b", `\`, `a\b`, "'", "''", `"`, "';DROP TABLE events;--", "?", "$1", "\n", "\x1d", "\x1e\x1f", "\x1d1", "\u2028", "\ufeff", "\U0010ffff", string(long),
	}
	var b lake.Batch
	for i, s := range texts {
		b.Logs = append(b.Logs, lake.Item[telemetry.Log]{Seq: uint64(i + 1), Value: telemetry.Log{
			Project: 1, Time: noon, Received: noon, Body: s, Service: s, Attributes: map[string]string{"a": "first", "text": s, "z": "last"},
		}})
	}
	w.append(b)
	w.same(everything(lake.Logs, 1))
	w.same(lake.Plan{Table: lake.Logs, Projects: []int64{1}, Columns: []string{"body"}, Order: []lake.Order{{By: "body"}, {By: lake.Seq}}, Limit: 100})
	w.same(lake.Plan{
		Table: lake.Logs, Projects: []int64{1}, GroupBy: []lake.Key{{Column: "body"}}, Limit: 100,
		Aggregates: []lake.Aggregate{{Func: lake.Count}}, Order: []lake.Order{{By: "body", Desc: true}},
	})
	for _, s := range texts {
		for _, op := range []lake.Op{lake.Eq, lake.Less, lake.MoreEq, lake.Contains, lake.Prefix} {
			for _, column := range []string{"body", "attributes.text"} {
				where := lake.Cmp{Column: column, Op: op, Values: []any{s}}
				w.same(lake.Plan{Table: lake.Logs, Projects: []int64{1}, Where: where, Columns: []string{lake.Seq, "attributes.text"}, Order: arrival, Limit: 100})
			}
		}
	}
}
