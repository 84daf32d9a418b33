package duck

import (
	"strings"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// clause is a piece of SQL with the values of its parameters, in order.
type clause struct {
	text strings.Builder
	args []any
}

func (c *clause) write(parts ...string) {
	for _, p := range parts {
		c.text.WriteString(p)
	}
}

// bind writes a parameter.
func (c *clause) bind(v any) {
	c.text.WriteByte('?')
	if _, ok := v.(telemetry.EventID); ok {
		c.text.WriteString("::UUID")
	}
	c.args = append(c.args, bound(v))
}

func (c *clause) bindList(vs []any) {
	c.write("(")
	for i, v := range vs {
		if i > 0 {
			c.write(", ")
		}
		c.bind(v)
	}
	c.write(")")
}

// bound returns v in the form that DuckDB's driver takes.
func bound(v any) any {
	switch x := v.(type) {
	case telemetry.Time:
		return int64(x)
	case telemetry.Level:
		return uint8(x)
	case telemetry.EventID:
		return x.String()
	}
	return v
}

// renderer turns parts of a checked plan into SQL, and notes the columns that
// they read.
type renderer struct {
	table lake.Table
	used  map[string]bool
}

func (r *renderer) ref(column string) lake.Ref {
	ref, _ := r.table.Ref(column) // the plan was checked
	r.used[ref.Name] = true
	return ref
}

// value writes the expression for a column or the key of a map.
func (r *renderer) value(c *clause, ref lake.Ref) {
	switch {
	case !ref.Keyed:
		c.write(name(ref.Name))
	case ref.Type == lake.FloatMap:
		c.write("TRY_CAST(nullif(")
		r.stored(c, ref)
		c.write(", '') AS DOUBLE)")
	default:
		c.write("CASE WHEN contains(")
		r.stored(c, ref)
		c.write(", chr(29)) THEN replace(replace(replace(")
		r.stored(c, ref)
		c.write(", chr(29) || '2', chr(31)), chr(29) || '1', chr(30)), chr(29) || '0', chr(29)) ELSE ")
		r.stored(c, ref)
		c.write(" END")
	}
}

// stored writes the expression for the value of a key as it is encoded.
func (r *renderer) stored(c *clause, ref lake.Ref) {
	c.write("split_part(split_part(", name(ref.Name), ", ")
	c.bind(entryOf(ref.Key))
	c.write(", 2), chr(31), 1)")
}

// where writes the condition that selects the rows of p.
func (r *renderer) where(c *clause, p lake.Plan) {
	r.used[lake.Project], r.used[lake.When] = true, true
	c.write(name(lake.Project), " IN ")
	projects := make([]any, len(p.Projects))
	for i, id := range p.Projects {
		projects[i] = id
	}
	c.bindList(projects)
	if p.From != 0 {
		c.write(" AND ", name(lake.When), " >= ")
		c.bind(p.From)
	}
	if p.To != 0 {
		c.write(" AND ", name(lake.When), " < ")
		c.bind(p.To)
	}
	if p.Where != nil {
		c.write(" AND ")
		r.expr(c, p.Where)
	}
}

func (r *renderer) expr(c *clause, e lake.Expr) {
	switch e := e.(type) {
	case lake.And:
		r.join(c, e, " AND ", "true")
	case lake.Or:
		r.join(c, e, " OR ", "false")
	case lake.Not:
		c.write("NOT ")
		r.expr(c, e.Of)
	case lake.Cmp:
		r.cmp(c, e)
	}
}

func (r *renderer) join(c *clause, parts []lake.Expr, word, none string) {
	c.write("(")
	for i, e := range parts {
		if i > 0 {
			c.write(word)
		}
		r.expr(c, e)
	}
	if len(parts) == 0 {
		c.write(none)
	}
	c.write(")")
}

func (r *renderer) cmp(c *clause, e lake.Cmp) {
	ref := r.ref(e.Column)
	values := make([]any, len(e.Values))
	for i, v := range e.Values {
		values[i], _ = lake.Value(ref.Values(), v) // the plan was checked
	}
	// A number that is not in its map makes the comparison unknown, which
	// must not survive a negation.
	if missing := ref.Keyed && ref.Type == lake.FloatMap; missing {
		c.write("coalesce(")
		defer c.write(", false)")
	}
	switch e.Op {
	case lake.Eq:
		r.equal(c, ref, values)
	case lake.Less, lake.LessEq, lake.More, lake.MoreEq:
		c.write("(")
		r.value(c, ref)
		c.write(signs[e.Op])
		c.bind(values[0])
		c.write(")")
	case lake.Contains, lake.Prefix, lake.Match:
		r.text(c, ref, e.Op, values)
	case lake.Exists:
		r.exists(c, ref)
	}
}

var signs = map[lake.Op]string{lake.Less: " < ", lake.LessEq: " <= ", lake.More: " > ", lake.MoreEq: " >= "}

func (r *renderer) equal(c *clause, ref lake.Ref, values []any) {
	if len(values) == 0 {
		c.write("false")
		return
	}
	if ref.Keyed && ref.Type == lake.TextMap && len(values) <= 20 {
		r.entries(c, ref, lake.Eq, values)
		return
	}
	c.write("(")
	r.value(c, ref)
	c.write(" IN ")
	c.bindList(values)
	c.write(")")
}

func (r *renderer) text(c *clause, ref lake.Ref, op lake.Op, values []any) {
	if len(values) == 0 {
		c.write("false")
		return
	}
	if op == lake.Prefix && ref.Keyed {
		r.entries(c, ref, op, values)
		return
	}
	c.write("(")
	for i, v := range values {
		if i > 0 {
			c.write(" OR ")
		}
		switch op {
		case lake.Prefix:
			c.write("starts_with(")
			r.value(c, ref)
			c.write(", ")
			c.bind(v)
			c.write(")")
			continue
		case lake.Match:
			r.value(c, ref)
			c.write(` LIKE `)
			c.bind(likeOf(v.(string)))
			c.write(` ESCAPE '\'`)
			continue
		}
		c.write("contains(lower(")
		r.value(c, ref)
		c.write("), lower(")
		c.bind(v)
		c.write("))")
	}
	c.write(")")
}

// likeOf returns the pattern as LIKE takes it, with a backslash as escape.
func likeOf(pattern string) string {
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		c := pattern[i]
		switch {
		case c == '*':
			b.WriteByte('%')
			continue
		case c == '\\' && i+1 < len(pattern):
			i++
			c = pattern[i]
		}
		if c == '%' || c == '_' || c == '\\' {
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	return b.String()
}

// entries writes a search for entries of a map that have, or begin with, one of
// the values. A key that is not there has the empty value.
func (r *renderer) entries(c *clause, ref lake.Ref, op lake.Op, values []any) {
	col, key, end := name(ref.Name), entryOf(ref.Key), separator
	if op == lake.Prefix {
		end = ""
	}
	c.write("(")
	for i, v := range values {
		if i > 0 {
			c.write(" OR ")
		}
		if v == "" {
			c.write("NOT contains(", col, ", ")
			c.bind(key)
			c.write(") OR ")
		}
		c.write("contains(", col, ", ")
		c.bind(key + escaper.Replace(v.(string)) + end)
		c.write(")")
	}
	c.write(")")
}

func (r *renderer) exists(c *clause, ref lake.Ref) {
	col := name(ref.Name)
	if ref.Keyed {
		c.write("(contains(", col, ", ")
		c.bind(entryOf(ref.Key))
		c.write(") AND NOT contains(", col, ", ")
		c.bind(entryOf(ref.Key) + separator)
		c.write("))")
		return
	}
	switch ref.Type {
	case lake.Text, lake.TextMap, lake.FloatMap:
		c.write("(", col, " <> '')")
	case lake.Int, lake.Time, lake.Level, lake.Float:
		c.write("(", col, " <> 0)")
	case lake.Bool:
		c.write(col)
	case lake.ID:
		c.write("(", col, " <> '00000000-0000-0000-0000-000000000000'::UUID)")
	case lake.Blob:
		c.write("(octet_length(", col, ") > 0)")
	}
}

// from writes the union of one table over the partitions, as far as its columns
// are used.
func (r *renderer) from(c *clause, parts []*partition) {
	var cols []string
	for _, col := range r.table.Columns() {
		if r.used[col.Name] {
			cols = append(cols, name(col.Name))
		}
	}
	list := strings.Join(cols, ", ")
	c.write(" FROM (")
	for i, p := range parts {
		if i > 0 {
			c.write(" UNION ALL ")
		}
		c.write("SELECT ", list, " FROM ", p.table(r.table))
	}
	c.write(") AS r")
}
