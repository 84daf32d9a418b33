package laketest

import (
	"testing"

	"pgregory.net/rapid"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// testRandomPlans asks random questions about random rows. Values of rows and
// of questions come from the same small pools, so that they meet.
func testRandomPlans(t *testing.T, e lake.Engine) {
	w := newWorld(t, e)
	rows := rapid.Custom(randomBatch)
	for seed := range 3 {
		b := rows.Example(seed)
		shift(b, uint64(seed)*1000)
		w.append(b)
	}
	rapid.Check(t, func(t *rapid.T) {
		(&world{t, w.engine, w.memory}).same(randomPlan(t))
	})
}

// The pools.
var (
	texts  = []string{"", "a", "A", "ab", "aB", "Ä", "ä", "b%", "_", "x\x00y", "日本", "no \xff", "longer text with Words", "1", "10", "9", "\x1d", "x\x1ey\x1fk\x1ea"}
	ints   = []int64{0, 1, -1, 2, 10, 1000, -7, 1 << 40}
	floats = []float64{0, 1, -1, 0.5, 2.25, 1e6, -3}
	keys   = []string{"k", "K", "k.l", "\x1fk", "none"}
	whens  = []telemetry.Time{0, -1, 1, noon, noon + 1, noon - 3*day, noon + 5*minute, noon + 13*hour, noon + 36*hour, noon + 400*day}
)

func shift(b lake.Batch, by uint64) {
	for i := range b.Events {
		b.Events[i].Seq += by
	}
	shiftItems(b.Logs, by)
	shiftItems(b.Spans, by)
	shiftItems(b.Samples, by)
	shiftItems(b.CheckIns, by)
	shiftItems(b.Sessions, by)
}

func shiftItems[T any](items []lake.Item[T], by uint64) {
	for i := range items {
		items[i].Seq += by
	}
}

func from[T any](t *rapid.T, pool []T) T { return rapid.SampledFrom(pool).Draw(t, "v") }

func randomBatch(t *rapid.T) lake.Batch {
	var b lake.Batch
	for seq := uint64(1); seq <= 60; seq++ {
		for range rapid.IntRange(0, 3).Draw(t, "n") {
			b.Events = append(b.Events, randomEvent(t, seq))
			b.Logs = append(b.Logs, lake.Item[telemetry.Log]{Seq: seq, Value: randomLog(t)})
			b.Spans = append(b.Spans, lake.Item[telemetry.Span]{Seq: seq, Value: randomSpan(t)})
			b.Samples = append(b.Samples, lake.Item[telemetry.Sample]{Seq: seq, Value: telemetry.Sample{
				Project: randomProject(t), Time: from(t, whens), Received: randomReceived(t), Name: from(t, texts), Value: from(t, floats), Attributes: randomMap(t, texts),
			}})
			b.CheckIns = append(b.CheckIns, lake.Item[telemetry.CheckIn]{Seq: seq, Value: telemetry.CheckIn{
				Project: randomProject(t), Time: from(t, whens), Received: randomReceived(t), ID: from(t, texts), Monitor: from(t, texts), Duration: from(t, ints),
			}})
			b.Sessions = append(b.Sessions, lake.Item[telemetry.Session]{Seq: seq, Value: telemetry.Session{
				Project: randomProject(t), Started: from(t, whens), Received: randomReceived(t), Status: from(t, texts), Init: from(t, []bool{true, false}), Count: from(t, ints),
			}})
		}
	}
	return b
}

func randomProject(t *rapid.T) int64 { return from(t, []int64{1, 2, 3}) }

func randomReceived(t *rapid.T) telemetry.Time {
	return noon + telemetry.Time(rapid.Int64Range(0, 2*int64(day)).Draw(t, "received"))
}

func randomMap[V any](t *rapid.T, values []V) map[string]V {
	m := map[string]V{}
	for range rapid.IntRange(0, 3).Draw(t, "size") {
		m[from(t, keys[:4])] = from(t, values)
	}
	return m
}

func randomEvent(t *rapid.T, seq uint64) lake.Event {
	return lake.Event{
		Seq: seq, Project: randomProject(t), ID: telemetry.EventID{0: byte(from(t, ints)), 15: byte(from(t, ints))}, Time: from(t, whens), Received: randomReceived(t),
		Fingerprint: from(t, texts), Level: telemetry.Level(rapid.IntRange(0, 6).Draw(t, "level")), Title: from(t, texts), Message: from(t, texts), UserKey: from(t, texts),
		Release: from(t, texts), Tags: randomMap(t, texts), Payload: []byte(from(t, texts)),
	}
}

func randomLog(t *rapid.T) telemetry.Log {
	return telemetry.Log{
		Project: randomProject(t), Time: from(t, whens), Received: randomReceived(t), Level: telemetry.Level(rapid.IntRange(0, 6).Draw(t, "level")),
		Body: from(t, texts), Service: from(t, texts), Attributes: randomMap(t, texts),
	}
}

func randomSpan(t *rapid.T) telemetry.Span {
	return telemetry.Span{
		Project: randomProject(t), Start: from(t, whens), Received: randomReceived(t), Duration: from(t, ints), Name: from(t, texts), Segment: from(t, []bool{true, false}),
		Status: from(t, texts), Attributes: randomMap(t, texts), Measures: randomMap(t, floats),
	}
}

func randomPlan(t *rapid.T) lake.Plan {
	table := from(t, tables)
	p := lake.Plan{
		Table: table, Projects: rapid.SliceOfN(rapid.Int64Range(0, 4), 1, 3).Draw(t, "projects"),
		From: from(t, whens), To: from(t, whens), Limit: from(t, []int{1, 3, 20, 1000}),
	}
	if rapid.Bool().Draw(t, "where") {
		p.Where = randomExpr(t, table, 3)
	}
	if rapid.Bool().Draw(t, "grouped") {
		return randomGroups(t, p)
	}
	p.Columns = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string { return randomName(t, table) }), 1, 4).Draw(t, "columns")
	for range rapid.IntRange(0, 2).Draw(t, "orders") {
		if name := randomName(t, table); plain(table, name) {
			p.Order = append(p.Order, lake.Order{By: name, Desc: rapid.Bool().Draw(t, "desc")})
		}
	}
	p.Order = append(p.Order, arrival...)
	return p
}

// randomGroups completes a plan with groups, in an order that is total and does
// not depend on approximate values.
func randomGroups(t *rapid.T, p lake.Plan) lake.Plan {
	used := map[string]bool{}
	for range rapid.IntRange(0, 2).Draw(t, "keys") {
		name := randomName(t, p.Table)
		if !plain(p.Table, name) || used[name] {
			continue
		}
		used[name] = true
		k := lake.Key{Column: name}
		if ref, _ := p.Table.Ref(name); ref.Values() == lake.Time || ref.Values() == lake.Int {
			k.Bucket = from(t, []int64{0, 1, 7, int64(hour)})
		}
		p.GroupBy = append(p.GroupBy, k)
	}
	for _, as := range []string{"x", "y"} {
		name := randomName(t, p.Table)
		ref, _ := p.Table.Ref(name)
		a := from(t, append(functions(name, ref.Values()), lake.Aggregate{Func: lake.Count}))
		if a.As = as; rapid.Bool().Draw(t, "filtered") {
			a.Where = randomExpr(t, p.Table, 1)
		}
		p.Aggregates = append(p.Aggregates, a)
		if a.Func == lake.Count || a.Func == lake.Distinct || a.Func == lake.Min || a.Func == lake.Max {
			p.Order = append(p.Order, lake.Order{By: as, Desc: rapid.Bool().Draw(t, "desc")})
		}
	}
	for _, k := range p.GroupBy {
		p.Order = append(p.Order, lake.Order{By: k.Name()})
	}
	return p
}

// randomName returns a column or a key of a map.
func randomName(t *rapid.T, table lake.Table) string {
	c := from(t, table.Columns())
	if (c.Type == lake.TextMap || c.Type == lake.FloatMap) && rapid.Bool().Draw(t, "keyed") {
		return c.Name + "." + from(t, keys)
	}
	return c.Name
}

// plain reports whether rows can be sorted and grouped by the name.
func plain(table lake.Table, name string) bool {
	ref, _ := table.Ref(name)
	v := ref.Values()
	return (v != lake.TextMap && v != lake.FloatMap || ref.Keyed) && v != lake.Blob
}

func randomExpr(t *rapid.T, table lake.Table, depth int) lake.Expr {
	parts := func() []lake.Expr {
		var out []lake.Expr
		for range rapid.IntRange(0, 3).Draw(t, "parts") {
			out = append(out, randomExpr(t, table, depth-1))
		}
		return out
	}
	if depth > 0 {
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			return lake.And(parts())
		case 1:
			return lake.Or(parts())
		case 2:
			return lake.Not{Of: randomExpr(t, table, depth-1)}
		}
	}
	return randomCmp(t, table)
}

func randomCmp(t *rapid.T, table lake.Table) lake.Expr {
	c := lake.Cmp{Column: randomName(t, table), Op: lake.Exists}
	if !plain(table, c.Column) || rapid.IntRange(0, 9).Draw(t, "exists") == 0 {
		return c
	}
	ref, _ := table.Ref(c.Column)
	ops := []lake.Op{lake.Eq, lake.Less, lake.LessEq, lake.More, lake.MoreEq}
	switch ref.Values() {
	case lake.Bool:
		ops = ops[:1]
	case lake.Text:
		ops = append(ops, lake.Contains, lake.Prefix, lake.Match)
	}
	c.Op = from(t, ops)
	n := 1
	if c.Op == lake.Eq || c.Op == lake.Contains || c.Op == lake.Prefix || c.Op == lake.Match {
		n = rapid.IntRange(0, 3).Draw(t, "values")
	}
	for range n {
		c.Values = append(c.Values, randomValue(t, ref.Values()))
	}
	return c
}

func randomValue(t *rapid.T, of lake.Type) any {
	switch of {
	case lake.Int:
		return from(t, ints)
	case lake.Float:
		return from(t, floats)
	case lake.Bool:
		return rapid.Bool().Draw(t, "bool")
	case lake.Time:
		return from(t, whens)
	case lake.Level:
		return telemetry.Level(rapid.IntRange(0, 6).Draw(t, "level"))
	case lake.ID:
		return telemetry.EventID{0: byte(from(t, ints)), 15: byte(from(t, ints))}
	}
	return from(t, texts)
}
