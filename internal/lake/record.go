package lake

import (
	"cmp"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Record is a row of a batch in the one form that engines store.
type Record struct {
	Table    Table
	Class    Class
	Day      telemetry.Time // of receipt, UTC: rows of one class and day are kept together
	Seq      uint64
	Project  int64
	Time     telemetry.Time
	Received telemetry.Time
	Values   []any // in the order of Table.Columns; valid until the next record
}

// lastDay is the last one whose name sorts after all before it.
var lastDay = telemetry.At(time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC))

// Records yields all rows of b, table by table. Values are put right on the way,
// so that all engines store the same: text is made valid UTF-8, and a float that
// is not a number becomes 0.
func (b Batch) Records() iter.Seq[Record] {
	return func(yield func(Record) bool) {
		_ = eachEvent(b.Events, yield) &&
			eachItem(b.Logs, Logs, logColumns, logClass, yield) &&
			eachItem(b.Spans, Spans, spanColumns, always[telemetry.Span](ClassSpan), yield) &&
			eachItem(b.Samples, Samples, sampleColumns, always[telemetry.Sample](ClassSample), yield) &&
			eachItem(b.CheckIns, CheckIns, checkInColumns, always[telemetry.CheckIn](ClassSample), yield) &&
			eachItem(b.Sessions, Sessions, sessionColumns, always[telemetry.Session](ClassSample), yield)
	}
}

// Check reports sequences that an engine would lose: those that go back within
// a table, and those beyond 63 bits.
func (b Batch) Check() error {
	seq := func(e Event) uint64 { return e.Seq }
	return cmp.Or(ascending(b.Events, seq), ascending(b.Logs, seqOf), ascending(b.Spans, seqOf),
		ascending(b.Samples, seqOf), ascending(b.CheckIns, seqOf), ascending(b.Sessions, seqOf))
}

// Len returns the number of rows in b.
func (b Batch) Len() int {
	return len(b.Events) + len(b.Logs) + len(b.Spans) + len(b.Samples) + len(b.CheckIns) + len(b.Sessions)
}

func seqOf[T any](it Item[T]) uint64 { return it.Seq }

func ascending[T any](rows []T, seq func(T) uint64) error {
	last := uint64(0)
	for _, r := range rows {
		s := seq(r)
		if s < last || s > math.MaxInt64 {
			return errs.New(errs.Invalid, "The batch is out of order: sequence %d follows %d.", s, last)
		}
		last = s
	}
	return nil
}

func always[T any](c Class) func(*T) Class { return func(*T) Class { return c } }

func logClass(l *telemetry.Log) Class {
	if l.Level >= telemetry.LevelWarning {
		return ClassError
	}
	return ClassNoise
}

func eachEvent(events []Event, yield func(Record) bool) bool {
	f := newFlattener(Events, eventColumns)
	for i := range events {
		if !yield(f.record(events[i].Seq, ClassError, &events[i])) {
			return false
		}
	}
	return true
}

func eachItem[T any](items []Item[T], t Table, cols []column[T], class func(*T) Class, yield func(Record) bool) bool {
	f := newFlattener(t, cols)
	for i := range items {
		v := &items[i].Value
		if !yield(f.record(items[i].Seq, class(v), v)) {
			return false
		}
	}
	return true
}

// flattener turns the rows of one table into records, one after the other.
type flattener[T any] struct {
	table  Table
	cols   []column[T]
	values []any
	seq    uint64
	pos    int64
}

func newFlattener[T any](t Table, cols []column[T]) *flattener[T] {
	return &flattener[T]{table: t, cols: cols, values: make([]any, len(cols)+2)}
}

func (f *flattener[T]) record(seq uint64, class Class, row *T) Record {
	if seq != f.seq {
		f.seq, f.pos = seq, 0
	}
	f.values[0], f.values[1] = int64(seq), f.pos
	f.pos++
	for i, c := range f.cols {
		f.values[i+2] = canonical(c.of(row))
	}
	r := Record{Table: f.table, Class: class, Seq: seq, Values: f.values}
	r.Project, _ = f.values[2].(int64)
	r.Time, _ = f.values[3].(telemetry.Time)
	r.Received, _ = f.values[4].(telemetry.Time)
	r.Day = DayOf(r.Received)
	return r
}

// DayOf returns the day of receipt that a row is kept with.
func DayOf(received telemetry.Time) telemetry.Time {
	return min(max(received, 0), lastDay).Day()
}

// canonical returns v as all engines store it.
func canonical(v any) any {
	switch x := v.(type) {
	case string:
		if !utf8.ValidString(x) {
			return clean(x)
		}
	case float64:
		return number(x)
	case map[string]string:
		return cleanMap(x, utf8.ValidString, clean)
	case map[string]float64:
		return cleanMap(x, func(f float64) bool { return f != 0 && !math.IsNaN(f) }, number)
	}
	return v
}

// number returns 0 for what is not one, and for -0, which engines treat differently.
func number(f float64) float64 {
	if math.IsNaN(f) || f == 0 {
		return 0
	}
	return f
}

func clean(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// cleanMap returns m itself when all in it is sound. Of keys that become equal
// the first in order wins.
func cleanMap[V any](m map[string]V, sound func(V) bool, value func(V) V) map[string]V {
	ok := true
	for k, v := range m {
		ok = ok && utf8.ValidString(k) && sound(v)
	}
	if ok {
		return m
	}
	out := make(map[string]V, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		if _, taken := out[clean(k)]; !taken {
			out[clean(k)] = value(m[k])
		}
	}
	return out
}
