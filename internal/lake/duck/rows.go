package duck

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

func (e *Engine) runRows(ctx context.Context, p lake.Plan, yield func(lake.Row) bool) error {
	s := newSelection(p)
	files := payloads{}
	defer func() { files.close() }()
	var found []lake.Row
	err := e.ask(ctx, p.Table, func(inst *instance) (err error) {
		found, err = e.find(ctx, inst, s, files)
		return err
	})
	if err != nil {
		return err
	}
	for _, r := range found {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if !yield(e.finish(s, files, r)) {
			return nil
		}
	}
	return nil
}

// selection is a row plan with the columns that are really asked for: those of
// the plan, followed by those that only its order and its payloads need.
type selection struct {
	plan    lake.Plan
	columns []string
	types   []lake.Type
	places  []int // in columns, of the values to order by
	blobs   []int // in columns, of payloads
	arrived int   // in columns, of the time of receipt, when there are payloads
}

func newSelection(p lake.Plan) *selection {
	s := &selection{plan: p, columns: slices.Clone(p.Columns)}
	for i, c := range p.Columns {
		if ref, _ := p.Table.Ref(c); ref.Type == lake.Blob {
			s.blobs = append(s.blobs, i)
		}
	}
	if len(s.blobs) > 0 {
		s.arrived = s.place(lake.Arrived)
	}
	for _, o := range p.Order {
		s.places = append(s.places, s.place(o.By))
	}
	for _, c := range s.columns {
		ref, _ := p.Table.Ref(c)
		s.types = append(s.types, ref.Values())
	}
	return s
}

// place returns where the column is among those asked for, and adds it if it is
// not.
func (s *selection) place(column string) int {
	if at := slices.Index(s.columns, column); at >= 0 {
		return at
	}
	s.columns = append(s.columns, column)
	return len(s.columns) - 1
}

// finish puts payloads in the place of their locators, and cuts off the columns
// that were not asked for. A payload that cannot be read is left out; the rest
// of the row is still worth having.
func (e *Engine) finish(s *selection, files payloads, r lake.Row) lake.Row {
	for _, i := range s.blobs {
		place, _ := r[i].([]byte)
		if r[i] = []byte{}; len(place) == 0 {
			continue
		}
		l, err := decodeLocator(place)
		if err == nil {
			r[i], err = files.read(s.home(r), l)
		}
		if err != nil {
			e.log.Error("telemetry payload cannot be read", "error", err)
			r[i] = nil
		}
	}
	n := len(s.plan.Columns)
	return r[:n:n]
}

// home returns the partition of a row that has payloads.
func (s *selection) home(r lake.Row) key {
	received, _ := r[s.arrived].(telemetry.Time)
	return key{s.plan.Table.Classes()[0], lake.DayOf(received)}
}

// find returns the rows of the selection in order, and opens the files that
// their payloads are in. When they are ordered by time, it goes from partition to
// partition, two, four, eight at a time, and stops when what is left cannot come
// before what was found.
func (e *Engine) find(ctx context.Context, inst *instance, s *selection, files payloads) ([]lake.Row, error) {
	p := s.plan
	left, err := e.concerned(ctx, inst, p)
	if err != nil {
		return nil, err
	}
	if len(p.Order) == 0 || p.Order[0].By != lake.When {
		return e.query(ctx, inst, s, p, left, files)
	}
	sortByTime(left, p.Table, p.Order[0].Desc)
	var found []lake.Row
	for step := 1; len(left) > 0; step *= 2 {
		n := min(step, len(left))
		rows, err := e.query(ctx, inst, s, p, left[:n], files)
		if err != nil {
			return nil, err
		}
		found = s.merge(found, rows)
		if len(found) == p.Limit {
			p = s.beyond(p, found)
		}
		left = slices.DeleteFunc(left[n:], func(part *partition) bool { return !part.concerns(p) })
	}
	return found, nil
}

// beyond narrows p to rows that would displace one of found.
func (s *selection) beyond(p lake.Plan, found []lake.Row) lake.Plan {
	last := found[len(found)-1][s.places[0]].(telemetry.Time)
	if p.Order[0].Desc {
		p.From = max(p.From, last)
	} else if p.To == 0 || last < p.To {
		p.To = last + 1
	}
	return p
}

// merge combines two ordered results.
func (s *selection) merge(a, b []lake.Row) []lake.Row {
	if len(a) == 0 {
		return b
	}
	all := append(a, b...)
	slices.SortStableFunc(all, func(x, y lake.Row) int {
		return lake.CompareRows(x, y, s.plan.Order, s.places)
	})
	return all[:min(len(all), s.plan.Limit)]
}

// query asks the given partitions together.
func (e *Engine) query(ctx context.Context, inst *instance, s *selection, p lake.Plan, parts []*partition, files payloads) ([]lake.Row, error) {
	v, err := e.view(ctx, inst, p, parts)
	if err != nil || len(v) == 0 {
		return nil, err
	}
	defer v.release()
	c := s.render(p, v)
	rows, err := collect(ctx, inst, c.text.String(), c.args, s.types)
	if err != nil || len(s.blobs) == 0 {
		return rows, err
	}
	homes := map[key]bool{}
	for _, r := range rows {
		homes[s.home(r)] = true
	}
	for _, part := range v {
		if homes[part.key] {
			if err := files.open(part); err != nil {
				return nil, err
			}
		}
	}
	return rows, nil
}

func (s *selection) render(p lake.Plan, parts []*partition) *clause {
	r := renderer{table: p.Table, used: map[string]bool{}}
	var sel, cond, from, c clause
	for _, col := range s.columns {
		sel.comma()
		r.value(&sel, r.ref(col))
	}
	r.where(&cond, p)
	r.from(&from, parts)
	c.write("SELECT ", sel.text.String(), from.text.String(), " WHERE ", cond.text.String())
	c.args = append(sel.args, cond.args...)
	c.order(p.Order, func(i int) int { return s.places[i] + 1 })
	c.write(" LIMIT ", strconv.Itoa(p.Limit))
	return &c
}

// sortByTime puts the partition first that has the first row by time.
func sortByTime(parts []*partition, t lake.Table, desc bool) {
	slices.SortStableFunc(parts, func(a, b *partition) int {
		x, _ := a.state()
		y, _ := b.state()
		if desc {
			return -cmp.Compare(x.Tables[t].Newest, y.Tables[t].Newest)
		}
		return cmp.Compare(x.Tables[t].Oldest, y.Tables[t].Oldest)
	})
}
