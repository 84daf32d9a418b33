package duck

import (
	"context"
	"math"
	"strconv"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// groups answers a grouped plan with one statement over all partitions.
func (e *Engine) groups(ctx context.Context, inst *instance, p lake.Plan) ([]lake.Row, error) {
	v, err := e.view(ctx, inst, p, e.partitions())
	if err != nil {
		return nil, err
	}
	defer v.release()
	if len(v) == 0 {
		return none(p), nil
	}
	c, types := renderGroups(p, v)
	rows, err := collect(ctx, inst, c.text.String(), c.args, types)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		scale(p, r)
	}
	return rows, nil
}

// none is the answer when there is nothing to look at.
func none(p lake.Plan) []lake.Row {
	if len(p.GroupBy) > 0 {
		return nil
	}
	r := make(lake.Row, len(p.Aggregates))
	for i, a := range p.Aggregates {
		if a.Func == lake.Count || a.Func == lake.Distinct {
			r[i] = int64(0)
		}
	}
	return []lake.Row{r}
}

func renderGroups(p lake.Plan, parts []*partition) (*clause, []lake.Type) {
	r := renderer{table: p.Table, used: map[string]bool{}}
	var sel, cond, from clause
	var types []lake.Type
	places := map[string]int{}
	for _, k := range p.GroupBy {
		types = append(types, r.key(&sel, k))
		places[k.Name()] = len(types)
	}
	for _, a := range p.Aggregates {
		types = append(types, r.aggregate(&sel, a))
		places[a.Name()] = len(types)
	}
	r.where(&cond, p)
	r.from(&from, parts)

	var c clause
	c.write("SELECT ", sel.text.String(), from.text.String(), " WHERE ", cond.text.String())
	c.args = append(sel.args, cond.args...)
	word := " GROUP BY "
	for i := range p.GroupBy {
		c.write(word, strconv.Itoa(i+1))
		word = ", "
	}
	c.order(p.Order, func(i int) int { return places[p.Order[i].By] })
	c.write(" LIMIT ", strconv.Itoa(p.Limit))
	return &c, types
}

// order writes the order by the places of the columns, which count from 1.
func (c *clause) order(orders []lake.Order, place func(i int) int) {
	word := " ORDER BY "
	for i, o := range orders {
		c.write(word, strconv.Itoa(place(i)))
		if o.Desc {
			c.write(" DESC")
		}
		c.write(" NULLS LAST")
		word = ", "
	}
}

func (c *clause) comma() {
	if c.text.Len() > 0 {
		c.write(", ")
	}
}

// key writes a group key; buckets are numbered, see scale.
func (r *renderer) key(c *clause, k lake.Key) lake.Type {
	ref := r.ref(k.Column)
	c.comma()
	if k.Bucket == 0 {
		r.value(c, ref)
		return ref.Values()
	}
	col, width := name(ref.Name), strconv.FormatInt(k.Bucket, 10)
	// Division rounds towards zero; buckets go on below it.
	c.write("(", col, " // ", width, " - CASE WHEN ", col, " < 0 AND ", col, " % ", width, " <> 0 THEN 1 ELSE 0 END)::BIGINT")
	return ref.Values()
}

// scale turns the numbers of buckets into their lower ends. DuckDB would refuse
// the whole answer if one of them were out of range.
func scale(p lake.Plan, r lake.Row) {
	for i, k := range p.GroupBy {
		if k.Bucket == 0 {
			continue
		}
		switch n := r[i].(type) {
		case int64:
			r[i] = times(n, k.Bucket)
		case telemetry.Time:
			r[i] = telemetry.Time(times(int64(n), k.Bucket))
		}
	}
}

// times returns the lower end of bucket n, or the least number when it is below.
func times(n, width int64) int64 {
	if n < math.MinInt64/width {
		return math.MinInt64
	}
	return n * width
}

func (r *renderer) aggregate(c *clause, a lake.Aggregate) lake.Type {
	c.comma()
	var ref lake.Ref
	if a.Column != "" {
		ref = r.ref(a.Column)
	}
	t := lake.Float
	switch a.Func {
	case lake.Count:
		c.write("count(*)")
		t = lake.Int
	case lake.Distinct:
		r.distinct(c, ref)
		t = lake.Int
	case lake.Min, lake.Max:
		c.write(string(a.Func), "(")
		r.value(c, ref)
		c.write(")")
		t = ref.Values()
	case lake.Sum, lake.Avg:
		c.write(string(a.Func), "(")
		r.value(c, ref)
		c.write("::DOUBLE)")
	case lake.Quantile:
		c.write("quantile_cont(")
		r.value(c, ref)
		c.write("::DOUBLE, ", strconv.FormatFloat(a.Arg, 'f', -1, 64), ")")
	}
	if a.Where != nil {
		c.write(" FILTER (WHERE ")
		r.expr(c, a.Where)
		c.write(")")
	}
	return t
}

// distinct is exact: DuckDB's estimate is too rough for small numbers.
func (r *renderer) distinct(c *clause, ref lake.Ref) {
	if ref.Values() != lake.Text {
		c.write("count(DISTINCT ")
		r.value(c, ref)
		c.write(")")
		return
	}
	c.write("count(DISTINCT nullif(")
	r.value(c, ref)
	c.write(", ''))")
}
