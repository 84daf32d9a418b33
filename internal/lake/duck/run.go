package duck

import (
	"context"
	"database/sql"
	"slices"

	"belfry/internal/errs"
	"belfry/internal/lake"
)

// Run implements lake.Engine. Results are collected before they are handed out,
// so that a slow receiver holds nothing up; payloads are read as they are handed
// out.
func (e *Engine) Run(ctx context.Context, p lake.Plan, yield func(lake.Row) bool) (err error) {
	defer errs.Wrap(&err, "duck.Run(%s)", p.Table)
	if err := p.Check(); err != nil {
		return err
	}
	if p.Grouped() {
		var rows []lake.Row
		err := e.ask(ctx, p.Table, func(inst *instance) (err error) {
			rows, err = e.groups(ctx, inst, p)
			return err
		})
		return hand(rows, err, yield)
	}
	return e.runRows(ctx, p, yield)
}

func hand(rows []lake.Row, err error, yield func(lake.Row) bool) error {
	if err != nil {
		return err
	}
	for _, r := range rows {
		if !yield(r) {
			break
		}
	}
	return nil
}

// ask runs a question about a table when it is its turn. When it meets damage,
// the broken partitions are set aside, and it runs once more without them.
func (e *Engine) ask(ctx context.Context, t lake.Table, f func(*instance) error) error {
	select {
	case e.slots <- struct{}{}:
		defer func() { <-e.slots }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	err := e.use(f)
	if corrupt(err) && e.probe(ctx, t) {
		err = e.use(f)
	}
	return explain(ctx, err)
}

// probe reads all of a table in all partitions, and sets aside those where that
// fails. It reports whether there were any.
func (e *Engine) probe(ctx context.Context, t lake.Table) bool {
	found := false
	for _, p := range e.partitions() {
		if !p.concerns(lake.Plan{Table: t}) {
			continue
		}
		_ = e.use(func(inst *instance) error {
			if err := e.hold(ctx, inst, p, reading); err != nil {
				return err
			}
			defer p.lock.RUnlock()
			var sum any
			err := inst.db.QueryRowContext(ctx, "SELECT bit_xor(hash(r)) FROM "+p.table(t)+" r").Scan(&sum)
			if corrupt(err) {
				found = e.setAside(ctx, p, err) || found
			}
			return err // which matters only when it is fatal
		})
	}
	return found
}

// view is a set of partitions that are attached and held for reading.
type view []*partition

func (v view) release() {
	for _, p := range v {
		p.lock.RUnlock()
	}
}

// concerned returns the partitions that may have rows for p. It looks into those
// that the catalogue does not know.
func (e *Engine) concerned(ctx context.Context, inst *instance, p lake.Plan) ([]*partition, error) {
	var out []*partition
	for _, part := range e.partitions() {
		if _, known := part.state(); !known && part.concerns(p) {
			if err := e.learnOf(ctx, inst, part); err != nil {
				return nil, err
			}
		}
		if part.concerns(p) {
			out = append(out, part)
		}
	}
	return out, nil
}

// view holds those of the partitions that may have rows for p.
func (e *Engine) view(ctx context.Context, inst *instance, p lake.Plan, among []*partition) (view, error) {
	var v view
	for _, part := range among {
		if !part.concerns(p) {
			continue
		}
		if err := e.hold(ctx, inst, part, reading); err != nil {
			if !fatal(err) && e.setAside(ctx, part, err) {
				continue
			}
			v.release()
			return nil, err
		}
		if part.gone || !part.concerns(p) {
			part.lock.RUnlock()
			continue
		}
		v = append(v, part)
	}
	return v, nil
}

// concerns reports whether p may find rows in the partition.
func (p *partition) concerns(plan lake.Plan) bool {
	if !slices.Contains(plan.Table.Classes(), p.class) || p.fault() != "" {
		return false
	}
	sum, known := p.state()
	if !known {
		return true
	}
	x := sum.Tables[plan.Table]
	return x.Rows > 0 && (plan.To == 0 || x.Oldest < plan.To) && (plan.From == 0 || x.Newest >= plan.From)
}

// collect runs a statement and converts its rows, whose columns have the given
// types.
func collect(ctx context.Context, inst *instance, statement string, args []any, types []lake.Type) (_ []lake.Row, err error) {
	rows, err := inst.db.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, err
	}
	defer func() {
		if c := rows.Close(); err == nil {
			err = c
		}
	}()
	var all []lake.Row
	for rows.Next() {
		r, err := scan(rows, types)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, rows.Err()
}

func scan(rows *sql.Rows, types []lake.Type) (lake.Row, error) {
	r := make(lake.Row, len(types))
	into := make([]any, len(types))
	for i := range r {
		into[i] = &r[i]
	}
	if err := rows.Scan(into...); err != nil {
		return nil, err
	}
	for i, t := range types {
		v, err := loaded(t, r[i])
		if err != nil {
			return nil, err
		}
		r[i] = v
	}
	return r, nil
}
