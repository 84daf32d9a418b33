package lake

import (
	"math"

	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// The limits of a plan. They bound the work of rendering it, not of running it.
const (
	MaxLimit  = 10_000 // rows of a result
	maxNodes  = 2_000  // expressions in a condition
	maxDepth  = 100    // of nested expressions
	maxValues = 10_000 // compared with, all together
	maxNames  = 100    // columns, keys, aggregates or orders
)

// Check reports what is wrong with p, as an error of kind Invalid. Engines call
// it first, so that they may rely on names and types.
func (p Plan) Check() error {
	switch {
	case p.Table.Columns() == nil:
		return errs.New(errs.Invalid, "There is no table %.64q.", p.Table)
	case len(p.Projects) == 0:
		return errs.New(errs.Invalid, "The plan names no project.")
	case p.Limit < 1 || p.Limit > MaxLimit:
		return errs.New(errs.Invalid, "The limit must be between 1 and %d.", MaxLimit)
	case len(p.Projects) > maxValues:
		return errs.New(errs.TooLarge, "The plan names more than %d projects.", maxValues)
	case max(len(p.Columns), len(p.GroupBy), len(p.Aggregates), len(p.Order)) > maxNames:
		return errs.New(errs.TooLarge, "The plan has more than %d columns.", maxNames)
	}
	c := checker{table: p.Table}
	if err := c.expr(p.Where, 0); err != nil {
		return err
	}
	if p.Grouped() {
		return c.groups(p)
	}
	return c.rows(p)
}

// Grouped reports whether p asks for groups rather than rows.
func (p Plan) Grouped() bool { return len(p.Aggregates) > 0 || len(p.GroupBy) > 0 }

type checker struct {
	table         Table
	nodes, values int
}

func (c *checker) rows(p Plan) error {
	if len(p.Columns) == 0 {
		return errs.New(errs.Invalid, "The plan asks for nothing: it has neither columns nor aggregates.")
	}
	for _, name := range p.Columns {
		if _, err := c.table.Ref(name); err != nil {
			return err
		}
	}
	for _, o := range p.Order {
		r, err := c.table.Ref(o.By)
		if err != nil {
			return err
		}
		if !sortable(r.Values()) {
			return errs.New(errs.Invalid, "Rows cannot be sorted by %s.", o.By)
		}
	}
	return nil
}

func (c *checker) groups(p Plan) error {
	if len(p.Columns) > 0 {
		return errs.New(errs.Invalid, "The plan asks for both rows and groups.")
	}
	names := map[string]int{}
	for _, k := range p.GroupBy {
		if err := c.key(k); err != nil {
			return err
		}
		names[k.Name()]++
	}
	for _, a := range p.Aggregates {
		if err := c.aggregate(a); err != nil {
			return err
		}
		names[a.Name()]++
	}
	for _, o := range p.Order {
		if n := names[o.By]; n != 1 {
			return errs.New(errs.Invalid, "Groups cannot be sorted by %.64q: %d columns of the result have that name.", o.By, n)
		}
	}
	return nil
}

func (c *checker) key(k Key) error {
	r, err := c.table.Ref(k.Column)
	switch {
	case err != nil:
		return err
	case !sortable(r.Values()):
		return errs.New(errs.Invalid, "Groups cannot be made of %s.", k.Column)
	case k.Bucket < 0, k.Bucket > 0 && r.Values() != Time && r.Values() != Int:
		return errs.New(errs.Invalid, "Buckets cannot be made of %s.", k.Column)
	}
	return nil
}

func (c *checker) aggregate(a Aggregate) error {
	if err := c.expr(a.Where, 0); err != nil {
		return err
	}
	if a.Func == Count {
		if a.Column != "" {
			return errs.New(errs.Invalid, "Count takes no column, only a condition.")
		}
		return nil
	}
	r, err := c.table.Ref(a.Column)
	if err != nil {
		return err
	}
	t, ok := r.Values(), false
	switch a.Func {
	case Distinct, Min, Max:
		ok = sortable(t)
	case Sum, Avg:
		ok = t == Int || t == Float
	case Quantile:
		ok = (t == Int || t == Float) && a.Arg >= 0 && a.Arg <= 1
	}
	if !ok {
		return errs.New(errs.Invalid, "%.64q does not work on %s.", a.Func, a.Column)
	}
	return nil
}

func (c *checker) expr(e Expr, depth int) error {
	if c.nodes++; c.nodes > maxNodes || depth > maxDepth {
		return errs.New(errs.TooLarge, "The condition has too many parts.")
	}
	switch e := e.(type) {
	case nil:
		return nil
	case And:
		return c.all(e, depth)
	case Or:
		return c.all(e, depth)
	case Not:
		if e.Of == nil {
			return errs.New(errs.Invalid, "The condition negates nothing.")
		}
		return c.expr(e.Of, depth+1)
	case Cmp:
		return c.cmp(e)
	}
	return errs.New(errs.Invalid, "The condition has an unknown part.")
}

func (c *checker) all(parts []Expr, depth int) error {
	for _, e := range parts {
		if e == nil {
			return errs.New(errs.Invalid, "The condition has an empty part.")
		}
		if err := c.expr(e, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) cmp(e Cmp) error {
	r, err := c.table.Ref(e.Column)
	if err != nil {
		return err
	}
	if c.values += len(e.Values); c.values > maxValues {
		return errs.New(errs.TooLarge, "The condition has more than %d values.", maxValues)
	}
	if !applies(e.Op, r.Values()) {
		return errs.New(errs.Invalid, "The comparison %.64q does not work on %s.", e.Op, e.Column)
	}
	if n := len(e.Values); e.Op == Exists && n != 0 || ranges(e.Op) && n != 1 {
		return errs.New(errs.Invalid, "The comparison %.64q on %s has %d values.", e.Op, e.Column, n)
	}
	for _, v := range e.Values {
		if _, err := Value(r.Values(), v); err != nil {
			return err
		}
	}
	return nil
}

func applies(op Op, t Type) bool {
	switch op {
	case Eq:
		return sortable(t)
	case Less, LessEq, More, MoreEq:
		return sortable(t) && t != Bool
	case Contains, Prefix, Match:
		return t == Text
	case Exists:
		return true
	}
	return false
}

func ranges(op Op) bool { return op == Less || op == LessEq || op == More || op == MoreEq }

func sortable(t Type) bool { return t != Blob && t != TextMap && t != FloatMap }

// Value returns v as a value of a column of type t, or an error of kind Invalid.
// Whole numbers serve as float64 too.
func Value(t Type, v any) (any, error) {
	if n, ok := v.(int); ok {
		v = int64(n)
	}
	if n, ok := v.(int64); ok && t == Float {
		v = float64(n)
	}
	ok := false
	switch x := v.(type) {
	case string:
		v, ok = clean(x), t == Text
	case int64:
		ok = t == Int
	case float64:
		ok = t == Float && !math.IsNaN(x)
	case bool:
		ok = t == Bool
	case telemetry.Time:
		ok = t == Time
	case telemetry.Level:
		ok = t == Level
	case telemetry.EventID:
		ok = t == ID
	}
	if !ok {
		return nil, errs.New(errs.Invalid, "A value of type %T cannot be compared with that column.", v)
	}
	return v, nil
}
