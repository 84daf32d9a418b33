package lake

import "belfry/internal/telemetry"

// Table names a table of the lake.
type Table string

// The tables.
const (
	Events   Table = "events"
	Logs     Table = "logs"
	Spans    Table = "spans"
	Samples  Table = "samples"
	CheckIns Table = "check_ins"
	Sessions Table = "sessions"
)

// Plan asks one table one question: either rows (Columns) or groups
// (Aggregates, with or without GroupBy).
type Plan struct {
	Table    Table
	Projects []int64        // never empty: what the caller may see
	From, To telemetry.Time // From ≤ time < To; zero means open
	Where    Expr           // nil means all

	Columns    []string // for rows
	GroupBy    []Key
	Aggregates []Aggregate

	Order []Order // the engine adds nothing: give a total order when paging
	Limit int     // 1 to 10,000
}

// Key is what groups are made of: a column, or a time bucket of it.
type Key struct {
	Column string
	Bucket int64 // microseconds; 0 means the value itself
	As     string
}

// Aggregate computes one value of a group.
type Aggregate struct {
	Func   Func
	Column string
	Arg    float64 // quantile, 0 to 1
	As     string
}

// Func is an aggregate function.
type Func string

// The aggregate functions. Distinct is approximate; Quantile may be.
const (
	Count    Func = "count"
	Distinct Func = "distinct"
	Min      Func = "min"
	Max      Func = "max"
	Sum      Func = "sum"
	Avg      Func = "avg"
	Quantile Func = "quantile"
)

// Order sorts by a column, key or aggregate name.
type Order struct {
	By   string
	Desc bool
}

// Expr is a condition on a row. The types are And, Or, Not and Cmp.
type Expr interface{ expr() }

// And holds when all parts hold; empty holds.
type And []Expr

// Or holds when any part holds; empty does not.
type Or []Expr

// Not holds when its part does not.
type Not struct{ Of Expr }

// Cmp compares a column, or a key of a map column ("tags.browser",
// "attributes.http.method"), with values.
type Cmp struct {
	Column string
	Op     Op
	Values []any // string, int64, float64, bool, telemetry.Time, telemetry.Level, telemetry.EventID
}

func (And) expr() {}
func (Or) expr()  {}
func (Not) expr() {}
func (Cmp) expr() {}

// Op is a comparison.
type Op string

// The comparisons. A missing map key equals the empty string.
const (
	Eq       Op = "eq" // any of the values
	Less     Op = "lt"
	LessEq   Op = "le"
	More     Op = "gt"
	MoreEq   Op = "ge"
	Contains Op = "contains" // any of the values, without regard to case
	Prefix   Op = "prefix"
	Exists   Op = "exists" // non-empty
)

// Row is one row of a result, in the order of Columns, or of GroupBy followed by
// Aggregates. Values are string, int64, float64, []byte, bool, map[string]string,
// telemetry.Time, telemetry.Level, telemetry.EventID or nil, by the column's type.
type Row []any
