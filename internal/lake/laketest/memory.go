package laketest

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// Memory is a lake.Engine without a disk.
type Memory struct {
	mu    sync.RWMutex
	parts map[place]*part
}

// place names a partition.
type place struct {
	class lake.Class
	day   telemetry.Time
}

type part struct {
	rows     map[lake.Table][]lake.Row // all columns
	applied  map[lake.Table]uint64
	received telemetry.Time // latest
}

var _ lake.Engine = (*Memory)(nil)

// NewMemory returns an empty engine.
func NewMemory() *Memory { return &Memory{parts: map[place]*part{}} }

// Append implements lake.Engine.
func (m *Memory) Append(ctx context.Context, b lake.Batch) error {
	if err := b.Check(); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	before := map[*part]map[lake.Table]uint64{}
	for r := range b.Records() {
		p := m.part(place{r.Class, r.Day})
		if before[p] == nil {
			before[p] = maps.Clone(p.applied)
		}
		if r.Seq <= before[p][r.Table] {
			continue
		}
		p.applied[r.Table] = r.Seq
		p.received = max(p.received, r.Received)
		p.rows[r.Table] = append(p.rows[r.Table], copyRow(r.Values))
	}
	return nil
}

func (m *Memory) part(at place) *part {
	p := m.parts[at]
	if p == nil {
		p = &part{rows: map[lake.Table][]lake.Row{}, applied: map[lake.Table]uint64{}}
		m.parts[at] = p
	}
	return p
}

// copyRow returns a row that shares nothing with r.
func copyRow(r []any) lake.Row {
	out := make(lake.Row, len(r))
	for i, v := range r {
		switch x := v.(type) {
		case []byte:
			v = append([]byte{}, x...)
		case map[string]string:
			v = copyMap(x)
		case map[string]float64:
			v = copyMap(x)
		}
		out[i] = v
	}
	return out
}

func copyMap[V any](m map[string]V) map[string]V {
	out := make(map[string]V, len(m))
	maps.Copy(out, m)
	return out
}

// Run implements lake.Engine.
func (m *Memory) Run(ctx context.Context, p lake.Plan, yield func(lake.Row) bool) error {
	if err := p.Check(); err != nil {
		return err
	}
	for _, r := range m.answer(p) {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if !yield(r) {
			return nil
		}
	}
	return context.Cause(ctx)
}

func (m *Memory) answer(p lake.Plan) []lake.Row {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var rows []lake.Row
	for _, at := range m.places() {
		for _, r := range m.parts[at].rows[p.Table] {
			if selects(p, r) {
				rows = append(rows, r)
			}
		}
	}
	if p.Grouped() {
		return groups(p, rows)
	}
	return project(p, rows)
}

func (m *Memory) places() []place {
	return slices.SortedFunc(maps.Keys(m.parts), func(a, b place) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.class, b.class))
	})
}

// Delete implements lake.Engine.
func (m *Memory) Delete(_ context.Context, id int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, p := range m.parts {
		for t, rows := range p.rows {
			p.rows[t] = slices.DeleteFunc(rows, func(r lake.Row) bool { return r[2] == id })
		}
	}
	return nil
}

// Evict implements lake.Engine.
func (m *Memory) Evict(_ context.Context, before map[lake.Class]telemetry.Time) (lake.Evicted, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out lake.Evicted
	for at, p := range m.parts {
		if limit, ok := before[at.class]; !ok || at.day >= limit || p.received >= limit {
			continue
		}
		x := p.stats(at)
		out.Partitions++
		out.Rows += x.Rows
		out.Bytes += x.Bytes
		delete(m.parts, at)
	}
	return out, nil
}

// Stats implements lake.Engine. The bytes are a rough guess.
func (m *Memory) Stats(context.Context) (lake.Stats, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	s := lake.Stats{Tables: map[lake.Table]int64{}}
	for _, at := range m.places() {
		p := m.parts[at]
		x := p.stats(at)
		s.Partitions = append(s.Partitions, x)
		s.Bytes += x.Bytes
		for _, seq := range p.applied {
			s.Sequence = max(s.Sequence, seq)
		}
		for t, rows := range p.rows {
			s.Tables[t] += int64(len(rows))
		}
	}
	return s, nil
}

func (p *part) stats(at place) lake.Partition {
	x := lake.Partition{Day: at.day, Class: at.class}
	for _, rows := range p.rows {
		for _, r := range rows {
			when := r[3].(telemetry.Time)
			if x.Rows == 0 {
				x.Oldest, x.Newest = when, when
			}
			x.Rows++
			x.Bytes += size(r)
			x.Oldest, x.Newest = min(x.Oldest, when), max(x.Newest, when)
		}
	}
	return x
}

func size(r lake.Row) int64 {
	n := 0
	for _, v := range r {
		switch x := v.(type) {
		case string:
			n += len(x)
		case []byte:
			n += len(x)
		default:
			n += 8
		}
	}
	return int64(n)
}

// project returns the columns that p asks for, in its order.
func project(p lake.Plan, rows []lake.Row) []lake.Row {
	refs := refsOf(p.Table, p.Columns)
	var by []lake.Ref
	places := make([]int, len(p.Order))
	for i, o := range p.Order {
		by = append(by, refsOf(p.Table, []string{o.By})...)
		places[i] = len(refs) + i
	}
	out := make([]lake.Row, len(rows))
	for i, r := range rows {
		for _, ref := range slices.Concat(refs, by) {
			out[i] = append(out[i], valueOf(ref, r))
		}
	}
	slices.SortStableFunc(out, func(a, b lake.Row) int { return lake.CompareRows(a, b, p.Order, places) })
	out = out[:min(len(out), p.Limit)]
	for i, r := range out {
		out[i] = copyRow(r[:len(refs)])
	}
	return out
}

func refsOf(t lake.Table, names []string) []lake.Ref {
	var out []lake.Ref
	for _, n := range names {
		r, _ := t.Ref(n) // the plan was checked
		out = append(out, r)
	}
	return out
}

// valueOf returns what r stands for in a row of all columns.
func valueOf(r lake.Ref, row lake.Row) any {
	v := row[r.Index]
	if !r.Keyed {
		return v
	}
	switch m := v.(type) {
	case map[string]string:
		return m[r.Key]
	case map[string]float64:
		if f, ok := m[r.Key]; ok {
			return f
		}
	}
	return nil
}

func equal(a, b any) bool {
	x, ok := a.([]byte)
	y, both := b.([]byte)
	if ok && both {
		return bytes.Equal(x, y)
	}
	return lake.Compare(a, b) == 0 && lake.Compare(b, a) == 0
}
