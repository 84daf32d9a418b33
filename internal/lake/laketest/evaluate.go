package laketest

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// selects reports whether p is about the row, which has all columns.
func selects(p lake.Plan, r lake.Row) bool {
	when := r[3].(telemetry.Time)
	return slices.Contains(p.Projects, r[2].(int64)) &&
		(p.From == 0 || when >= p.From) && (p.To == 0 || when < p.To) &&
		holds(p.Table, p.Where, r)
}

func holds(t lake.Table, e lake.Expr, r lake.Row) bool {
	is := func(part lake.Expr) bool { return holds(t, part, r) }
	switch e := e.(type) {
	case lake.And:
		return !slices.ContainsFunc(e, func(part lake.Expr) bool { return !is(part) })
	case lake.Or:
		return slices.ContainsFunc(e, is)
	case lake.Not:
		return !is(e.Of)
	case lake.Cmp:
		return compares(t, e, r)
	}
	return true
}

func compares(t lake.Table, e lake.Cmp, r lake.Row) bool {
	ref, _ := t.Ref(e.Column) // the plan was checked
	v := valueOf(ref, r)
	if e.Op == lake.Exists {
		return exists(v, ref.Keyed)
	}
	if v == nil {
		return false
	}
	return slices.ContainsFunc(e.Values, func(with any) bool {
		with, _ = lake.Value(ref.Values(), with)
		c := lake.Compare(v, with)
		switch e.Op {
		case lake.Eq:
			return c == 0
		case lake.Less:
			return c < 0
		case lake.LessEq:
			return c <= 0
		case lake.More:
			return c > 0
		case lake.MoreEq:
			return c >= 0
		case lake.Contains:
			return strings.Contains(strings.ToLower(v.(string)), strings.ToLower(with.(string)))
		case lake.Prefix:
			return strings.HasPrefix(v.(string), with.(string))
		case lake.Match:
			return pattern(with.(string)).MatchString(v.(string))
		}
		return false
	})
}

// pattern is a pattern of lake.Match as a regular expression.
func pattern(s string) *regexp.Regexp {
	var b strings.Builder
	literal := false
	for i, r := range s {
		switch {
		case literal:
			b.WriteString(regexp.QuoteMeta(string(r)))
			literal = false
		case r == '*':
			b.WriteString(".*")
		case r == '\\' && i+1 < len(s):
			literal = true
		default:
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	return regexp.MustCompile("(?s)^" + b.String() + "$")
}

func exists(v any, keyed bool) bool {
	switch x := v.(type) {
	case nil:
		return false
	case string:
		return x != ""
	case int64:
		return x != 0
	case float64:
		return x != 0 || keyed
	case bool:
		return x
	case telemetry.Time:
		return x != 0
	case telemetry.Level:
		return x != 0
	case telemetry.EventID:
		return !x.IsZero()
	case []byte:
		return len(x) > 0
	case map[string]string:
		return len(x) > 0
	case map[string]float64:
		return len(x) > 0
	}
	return false
}

// groups makes the groups of p from the rows that it selects.
func groups(p lake.Plan, rows []lake.Row) []lake.Row {
	type group struct {
		keys lake.Row
		rows []lake.Row
	}
	var names []string
	all := map[string]*group{}
	if len(p.GroupBy) == 0 {
		names, all[""] = []string{""}, &group{}
	}
	for _, r := range rows {
		keys := keysOf(p, r)
		name := fmt.Sprintf("%#v", keys)
		if len(p.GroupBy) == 0 {
			name = ""
		}
		if all[name] == nil {
			names, all[name] = append(names, name), &group{keys: keys}
		}
		all[name].rows = append(all[name].rows, r)
	}
	var out []lake.Row
	for _, name := range names {
		r := slices.Clone(all[name].keys)
		for _, a := range p.Aggregates {
			r = append(r, aggregate(p.Table, a, all[name].rows))
		}
		out = append(out, r)
	}
	return ordered(p, out)
}

func ordered(p lake.Plan, groups []lake.Row) []lake.Row {
	places := map[string]int{}
	for i, k := range p.GroupBy {
		places[k.Name()] = i
	}
	for i, a := range p.Aggregates {
		places[a.Name()] = len(p.GroupBy) + i
	}
	var at []int
	for _, o := range p.Order {
		at = append(at, places[o.By])
	}
	slices.SortStableFunc(groups, func(a, b lake.Row) int { return lake.CompareRows(a, b, p.Order, at) })
	return groups[:min(len(groups), p.Limit)]
}

func keysOf(p lake.Plan, r lake.Row) lake.Row {
	var keys lake.Row
	for _, k := range p.GroupBy {
		ref, _ := p.Table.Ref(k.Column)
		v := valueOf(ref, r)
		if k.Bucket > 0 {
			v = bucket(v, k.Bucket)
		}
		keys = append(keys, v)
	}
	return keys
}

func bucket(v any, width int64) any {
	switch x := v.(type) {
	case telemetry.Time:
		return telemetry.Time(floor(int64(x), width))
	case int64:
		return floor(x, width)
	}
	return v
}

func floor(x, width int64) int64 {
	n := x / width
	if x%width < 0 {
		n--
	}
	if low := n * width; low <= x {
		return low
	}
	return math.MinInt64
}

func aggregate(t lake.Table, a lake.Aggregate, rows []lake.Row) any {
	var values []any
	for _, r := range rows {
		if a.Where != nil && !holds(t, a.Where, r) {
			continue
		}
		if a.Func == lake.Count {
			values = append(values, true)
			continue
		}
		ref, _ := t.Ref(a.Column)
		if v := valueOf(ref, r); v != nil {
			values = append(values, v)
		}
	}
	slices.SortStableFunc(values, lake.Compare)
	switch a.Func {
	case lake.Count:
		return int64(len(values))
	case lake.Distinct:
		values = slices.DeleteFunc(values, func(v any) bool { return v == "" })
		return int64(len(slices.CompactFunc(values, equal)))
	}
	if len(values) == 0 {
		return nil
	}
	switch a.Func {
	case lake.Min:
		return values[0]
	case lake.Max:
		return values[len(values)-1]
	case lake.Sum:
		return sum(values)
	case lake.Avg:
		return sum(values) / float64(len(values))
	}
	return quantile(values, a.Arg)
}

func sum(values []any) float64 {
	s := 0.0
	for _, v := range values {
		s += number(v)
	}
	return s
}

func number(v any) float64 {
	if n, ok := v.(int64); ok {
		return float64(n)
	}
	return v.(float64)
}

// quantile interpolates between the two values around q.
func quantile(sorted []any, q float64) float64 {
	at := q * float64(len(sorted)-1)
	low, high := number(sorted[int(math.Floor(at))]), number(sorted[int(math.Ceil(at))])
	return low + (high-low)*(at-math.Floor(at))
}
