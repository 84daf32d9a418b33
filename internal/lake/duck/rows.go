package duck

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// payloadRows is how many rows are fetched at a time when they have payloads.
const payloadRows = 64

func (e *Engine) runRows(ctx context.Context, p lake.Plan, yield func(lake.Row) bool) error {
	s := newSelection(p)
	var found []lake.Row
	err := e.ask(ctx, p.Table, func(inst *instance) (err error) {
		found, err = e.find(ctx, inst, s)
		return err
	})
	if err != nil {
		return err
	}
	if !s.late {
		return hand(s.trim(found), nil, yield)
	}
	for some := range slices.Chunk(found, payloadRows) {
		var rows []lake.Row
		err := e.ask(ctx, p.Table, func(inst *instance) (err error) {
			rows, err = e.fetch(ctx, inst, s, some)
			return err
		})
		if err != nil {
			return err
		}
		for _, r := range rows {
			if !yield(r) {
				return nil
			}
		}
	}
	return nil
}

// selection is a row plan with the columns that are really asked for: those of
// the plan followed by those that only its order needs. When payloads are
// wanted, the first question is just for the names of rows (late).
type selection struct {
	plan    lake.Plan
	late    bool
	columns []string
	types   []lake.Type
	places  []int // in columns, of the values to order by
}

func newSelection(p lake.Plan) *selection {
	s := &selection{plan: p, late: slices.ContainsFunc(p.Columns, func(c string) bool {
		ref, _ := p.Table.Ref(c)
		return ref.Type == lake.Blob
	})}
	if s.late {
		s.columns = []string{lake.Seq, lake.Pos, lake.Arrived}
	} else {
		s.columns = slices.Clone(p.Columns)
	}
	for _, o := range p.Order {
		at := slices.Index(s.columns, o.By)
		if at < 0 {
			at = len(s.columns)
			s.columns = append(s.columns, o.By)
		}
		s.places = append(s.places, at)
	}
	for _, c := range s.columns {
		ref, _ := p.Table.Ref(c)
		s.types = append(s.types, ref.Values())
	}
	return s
}

// trim cuts off the columns that only the order needed.
func (s *selection) trim(rows []lake.Row) []lake.Row {
	for i, r := range rows {
		rows[i] = r[:len(s.plan.Columns):len(s.plan.Columns)]
	}
	return rows
}

// find returns the rows of the selection in order. When they are ordered by
// time, it goes from partition to partition, two, four, eight at a time, and
// stops when what is left cannot come before what was found.
func (e *Engine) find(ctx context.Context, inst *instance, s *selection) ([]lake.Row, error) {
	p := s.plan
	v, err := e.view(ctx, inst, p, e.partitions())
	if err != nil || len(v) == 0 {
		return nil, err
	}
	defer v.release()
	if len(p.Order) == 0 || p.Order[0].By != lake.When {
		return s.query(ctx, inst, p, v)
	}
	left := slices.Clone(v)
	left.sortByTime(p.Table, p.Order[0].Desc)
	var found []lake.Row
	for step := 1; len(left) > 0; step *= 2 {
		n := min(step, len(left))
		rows, err := s.query(ctx, inst, p, left[:n])
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
func (s *selection) query(ctx context.Context, inst *instance, p lake.Plan, parts []*partition) ([]lake.Row, error) {
	r := renderer{table: p.Table, used: map[string]bool{}}
	var sel, cond, from clause
	for _, col := range s.columns {
		sel.comma()
		r.value(&sel, r.ref(col))
	}
	r.where(&cond, p)
	r.from(&from, parts)
	var c clause
	c.write("SELECT ", sel.text.String(), from.text.String(), " WHERE ", cond.text.String())
	c.args = append(sel.args, cond.args...)
	i := -1
	c.order(p.Order, func(lake.Order) int { i++; return s.places[i] + 1 })
	c.write(" LIMIT ", strconv.Itoa(p.Limit))
	return collect(ctx, inst, c.text.String(), c.args, s.types)
}

// sortByTime puts the partition first that has the first row by time.
func (v view) sortByTime(t lake.Table, desc bool) {
	slices.SortStableFunc(v, func(a, b *partition) int {
		x, _ := a.state()
		y, _ := b.state()
		if desc {
			return -cmp.Compare(x.Tables[t].Newest, y.Tables[t].Newest)
		}
		return cmp.Compare(x.Tables[t].Oldest, y.Tables[t].Oldest)
	})
}

// fetch reads the columns of the plan for rows that find has found, in their
// order. Rows that are gone by now are left out.
func (e *Engine) fetch(ctx context.Context, inst *instance, s *selection, found []lake.Row) ([]lake.Row, error) {
	v, err := e.view(ctx, inst, lake.Plan{Table: s.plan.Table}, e.homes(found))
	if err != nil || len(v) == 0 {
		return nil, err
	}
	defer v.release()
	r := renderer{table: s.plan.Table, used: map[string]bool{}}
	var sel, from clause
	types := make([]lake.Type, 0, len(s.plan.Columns)+2)
	for _, col := range append([]string{lake.Seq, lake.Pos}, s.plan.Columns...) {
		ref := r.ref(col)
		sel.comma()
		r.value(&sel, ref)
		types = append(types, ref.Values())
	}
	r.from(&from, v)
	seqs := make([]any, len(found))
	for i, f := range found {
		seqs[i] = f[0]
	}
	var c clause
	c.args = sel.args
	c.write("SELECT ", sel.text.String(), from.text.String(), " WHERE seq IN ")
	c.bindList(seqs)
	rows, err := collect(ctx, inst, c.text.String(), c.args, types)
	return pick(found, rows), err
}

// homes returns the partitions that hold the rows, by their day of receipt.
func (e *Engine) homes(found []lake.Row) []*partition {
	days := map[telemetry.Time]bool{}
	for _, f := range found {
		days[lake.DayOf(f[2].(telemetry.Time))] = true
	}
	return slices.DeleteFunc(e.partitions(), func(p *partition) bool { return !days[p.day] })
}

// pick puts rows, which begin with seq and pos, in the order of found.
func pick(found, rows []lake.Row) []lake.Row {
	type id struct{ seq, pos any }
	by := make(map[id]lake.Row, len(rows))
	for _, r := range rows {
		by[id{r[0], r[1]}] = r[2:]
	}
	var out []lake.Row
	for _, f := range found {
		if r, ok := by[id{f[0], f[1]}]; ok {
			out = append(out, r)
		}
	}
	return out
}
