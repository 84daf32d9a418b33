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

// Plan asks one table one question: either rows (Columns) or groups (GroupBy,
// Aggregates or both). Wherever a column is named, a key of a map column may be
// named too: "tags.browser", "attributes.http.method", "measures.lcp".
//
// Without GroupBy there is exactly one group, also of no rows; a group of no
// rows counts 0 and has no other values.
type Plan struct {
	Table    Table
	Projects []int64        // never empty: what the caller may see
	From, To telemetry.Time // From ≤ time < To; zero means open
	Where    Expr           // nil means all

	Columns    []string // for rows
	GroupBy    []Key
	Aggregates []Aggregate

	Order []Order // the engine adds nothing: end with seq and pos when paging
	Limit int     // 1 to MaxLimit
}

// Key is what groups are made of: a column, or the bucket that its value falls
// into, named by the bucket's lower end (or the least value of 64 bits, should
// that lie below).
type Key struct {
	Column string
	Bucket int64  // microseconds, or units of an Int column; 0 means the value itself
	As     string // its name in Order; the column's when empty
}

// Name returns what k is called in Order.
func (k Key) Name() string {
	if k.As == "" {
		return k.Column
	}
	return k.As
}

// Aggregate computes one value of a group, over those of its rows for which
// Where holds.
type Aggregate struct {
	Func   Func
	Column string
	Arg    float64 // quantile, 0 to 1
	Where  Expr    // nil means all
	As     string  // its name in Order; the function's when empty
}

// Name returns what a is called in Order.
func (a Aggregate) Name() string {
	if a.As == "" {
		return string(a.Func)
	}
	return a.As
}

// Func is an aggregate function.
type Func string

// The aggregate functions. Numbers that a map does not have are left out.
const (
	Count    Func = "count"    // of rows, int64; takes no column
	Distinct Func = "distinct" // of values but the empty text, int64
	Min      Func = "min"
	Max      Func = "max"
	Sum      Func = "sum" // float64, as the two below
	Avg      Func = "avg"
	Quantile Func = "quantile" // may be approximate
)

// Order sorts by a column, key or aggregate name. Text sorts by its bytes;
// missing numbers come last either way.
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

// The comparisons. A key that a map of texts does not have equals the empty
// text; one that a map of numbers does not have compares with nothing. Case is
// that of single letters: an engine need not know the special cases of Unicode.
const (
	Eq       Op = "eq" // any of the values
	Less     Op = "lt"
	LessEq   Op = "le"
	More     Op = "gt"
	MoreEq   Op = "ge"
	Contains Op = "contains" // any of the values, without regard to case
	Prefix   Op = "prefix"
	Match    Op = "match"  // any of the patterns: * is any text, \ takes what follows it literally; case matters
	Exists   Op = "exists" // not empty, 0 or false; in a map of numbers: there
)

// Row is one row of a result, in the order of Columns, or of GroupBy followed by
// Aggregates. Values have the Go type of their column's Type, or are nil: a
// number that a map does not have, an aggregate of nothing. The receiver may
// keep it.
type Row []any
