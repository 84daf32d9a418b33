package lake

import (
	"strings"

	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Type is the type of a column, and so of the values in it.
type Type uint8

// The column types, with the Go type of their values.
const (
	Text     Type = iota // string, valid UTF-8
	Int                  // int64
	Float                // float64, never NaN
	Bool                 // bool
	Time                 // telemetry.Time
	Level                // telemetry.Level
	ID                   // telemetry.EventID
	Blob                 // []byte
	TextMap              // map[string]string
	FloatMap             // map[string]float64
)

// Column is a column of a table.
type Column struct {
	Name string
	Type Type
}

// The columns that every table begins with. Seq and pos together name a row:
// the sequence of the spool record it came from, and its place among the rows
// of that sequence in its table.
const (
	Seq     = "seq"
	Pos     = "pos"
	Project = "project"
	When    = "time"
	Arrived = "received"
)

// column is a column of a table whose rows are made of a T.
type column[T any] struct {
	name string
	typ  Type
	of   func(*T) any
}

// Columns returns the columns of t in their stored order, or nil when there is
// no such table.
func (t Table) Columns() []Column {
	switch t {
	case Events:
		return columnsOf(eventColumns)
	case Logs:
		return columnsOf(logColumns)
	case Spans:
		return columnsOf(spanColumns)
	case Samples:
		return columnsOf(sampleColumns)
	case CheckIns:
		return columnsOf(checkInColumns)
	case Sessions:
		return columnsOf(sessionColumns)
	}
	return nil
}

func columnsOf[T any](own []column[T]) []Column {
	all := make([]Column, 0, len(own)+2)
	all = append(all, Column{Seq, Int}, Column{Pos, Int})
	for _, c := range own {
		all = append(all, Column{c.name, c.typ})
	}
	return all
}

// Tables lists the tables of a class.
func (c Class) Tables() []Table {
	switch c {
	case ClassError:
		return []Table{Events, Logs}
	case ClassNoise:
		return []Table{Logs}
	case ClassSpan:
		return []Table{Spans}
	case ClassSample:
		return []Table{Samples, CheckIns, Sessions}
	}
	return nil
}

// Classes lists the classes that hold rows of t.
func (t Table) Classes() []Class {
	switch t {
	case Events:
		return []Class{ClassError}
	case Logs:
		return []Class{ClassError, ClassNoise}
	case Spans:
		return []Class{ClassSpan}
	case Samples, CheckIns, Sessions:
		return []Class{ClassSample}
	}
	return nil
}

// Ref is what a name in a plan stands for: a column, or one key of a map.
type Ref struct {
	Column
	Index int    // of the column in Table.Columns
	Key   string // of the map
	Keyed bool
}

// Values returns the type of the values that r yields: that of the column, or
// of the map's elements.
func (r Ref) Values() Type {
	if !r.Keyed {
		return r.Type
	}
	if r.Type == FloatMap {
		return Float
	}
	return Text
}

// Ref resolves a name such as "level" or "tags.browser".
func (t Table) Ref(name string) (Ref, error) {
	base, key, keyed := strings.Cut(name, ".")
	for i, c := range t.Columns() {
		if c.Name != base {
			continue
		}
		if keyed && c.Type != TextMap && c.Type != FloatMap {
			break
		}
		return Ref{Column: c, Index: i, Key: clean(key), Keyed: keyed}, nil
	}
	return Ref{}, errs.New(errs.Invalid, "There is no column %.64q in %s.", name, t)
}

var eventColumns = []column[Event]{
	{Project, Int, func(e *Event) any { return e.Project }},
	{When, Time, func(e *Event) any { return e.Time }},
	{Arrived, Time, func(e *Event) any { return e.Received }},
	{"id", ID, func(e *Event) any { return e.ID }},
	{"fingerprint", Text, func(e *Event) any { return e.Fingerprint }},
	{"level", Level, func(e *Event) any { return e.Level }},
	{"platform", Text, func(e *Event) any { return e.Platform }},
	{"title", Text, func(e *Event) any { return e.Title }},
	{"culprit", Text, func(e *Event) any { return e.Culprit }},
	{"message", Text, func(e *Event) any { return e.Message }},
	{"logger", Text, func(e *Event) any { return e.Logger }},
	{"transaction", Text, func(e *Event) any { return e.Transaction }},
	{"server_name", Text, func(e *Event) any { return e.ServerName }},
	{"release", Text, func(e *Event) any { return e.Release }},
	{"environment", Text, func(e *Event) any { return e.Environment }},
	{"user_key", Text, func(e *Event) any { return e.UserKey }},
	{"user_id", Text, func(e *Event) any { return e.UserID }},
	{"user_email", Text, func(e *Event) any { return e.UserEmail }},
	{"user_name", Text, func(e *Event) any { return e.UserName }},
	{"user_ip", Text, func(e *Event) any { return e.UserIP }},
	{"url", Text, func(e *Event) any { return e.URL }},
	{"trace_id", Text, func(e *Event) any { return e.TraceID }},
	{"span_id", Text, func(e *Event) any { return e.SpanID }},
	{"sdk", Text, func(e *Event) any { return e.SDK }},
	{"tags", TextMap, func(e *Event) any { return e.Tags }},
	{"payload", Blob, func(e *Event) any { return e.Payload }},
}

var logColumns = []column[telemetry.Log]{
	{Project, Int, func(l *telemetry.Log) any { return l.Project }},
	{When, Time, func(l *telemetry.Log) any { return l.Time }},
	{Arrived, Time, func(l *telemetry.Log) any { return l.Received }},
	{"level", Level, func(l *telemetry.Log) any { return l.Level }},
	{"body", Text, func(l *telemetry.Log) any { return l.Body }},
	{"service", Text, func(l *telemetry.Log) any { return l.Service }},
	{"logger", Text, func(l *telemetry.Log) any { return l.Logger }},
	{"host", Text, func(l *telemetry.Log) any { return l.Host }},
	{"environment", Text, func(l *telemetry.Log) any { return l.Environment }},
	{"release", Text, func(l *telemetry.Log) any { return l.Release }},
	{"trace_id", Text, func(l *telemetry.Log) any { return l.TraceID }},
	{"span_id", Text, func(l *telemetry.Log) any { return l.SpanID }},
	{"attributes", TextMap, func(l *telemetry.Log) any { return l.Attributes }},
}

// The time of a span is its start.
var spanColumns = []column[telemetry.Span]{
	{Project, Int, func(s *telemetry.Span) any { return s.Project }},
	{When, Time, func(s *telemetry.Span) any { return s.Start }},
	{Arrived, Time, func(s *telemetry.Span) any { return s.Received }},
	{"duration", Int, func(s *telemetry.Span) any { return s.Duration }},
	{"trace_id", Text, func(s *telemetry.Span) any { return s.TraceID }},
	{"span_id", Text, func(s *telemetry.Span) any { return s.SpanID }},
	{"parent_id", Text, func(s *telemetry.Span) any { return s.ParentID }},
	{"segment", Bool, func(s *telemetry.Span) any { return s.Segment }},
	{"segment_id", Text, func(s *telemetry.Span) any { return s.SegmentID }},
	{"name", Text, func(s *telemetry.Span) any { return s.Name }},
	{"op", Text, func(s *telemetry.Span) any { return s.Op }},
	{"status", Text, func(s *telemetry.Span) any { return s.Status }},
	{"kind", Text, func(s *telemetry.Span) any { return s.Kind }},
	{"service", Text, func(s *telemetry.Span) any { return s.Service }},
	{"environment", Text, func(s *telemetry.Span) any { return s.Environment }},
	{"release", Text, func(s *telemetry.Span) any { return s.Release }},
	{"platform", Text, func(s *telemetry.Span) any { return s.Platform }},
	{"user_key", Text, func(s *telemetry.Span) any { return s.UserKey }},
	{"attributes", TextMap, func(s *telemetry.Span) any { return s.Attributes }},
	{"measures", FloatMap, func(s *telemetry.Span) any { return s.Measures }},
}

var sampleColumns = []column[telemetry.Sample]{
	{Project, Int, func(s *telemetry.Sample) any { return s.Project }},
	{When, Time, func(s *telemetry.Sample) any { return s.Time }},
	{Arrived, Time, func(s *telemetry.Sample) any { return s.Received }},
	{"name", Text, func(s *telemetry.Sample) any { return s.Name }},
	{"type", Text, func(s *telemetry.Sample) any { return s.Type }},
	{"unit", Text, func(s *telemetry.Sample) any { return s.Unit }},
	{"value", Float, func(s *telemetry.Sample) any { return s.Value }},
	{"service", Text, func(s *telemetry.Sample) any { return s.Service }},
	{"environment", Text, func(s *telemetry.Sample) any { return s.Environment }},
	{"release", Text, func(s *telemetry.Sample) any { return s.Release }},
	{"trace_id", Text, func(s *telemetry.Sample) any { return s.TraceID }},
	{"attributes", TextMap, func(s *telemetry.Sample) any { return s.Attributes }},
}

var checkInColumns = []column[telemetry.CheckIn]{
	{Project, Int, func(c *telemetry.CheckIn) any { return c.Project }},
	{When, Time, func(c *telemetry.CheckIn) any { return c.Time }},
	{Arrived, Time, func(c *telemetry.CheckIn) any { return c.Received }},
	{"id", Text, func(c *telemetry.CheckIn) any { return c.ID }},
	{"monitor", Text, func(c *telemetry.CheckIn) any { return c.Monitor }},
	{"status", Text, func(c *telemetry.CheckIn) any { return c.Status }},
	{"duration", Int, func(c *telemetry.CheckIn) any { return c.Duration }},
	{"environment", Text, func(c *telemetry.CheckIn) any { return c.Environment }},
	{"release", Text, func(c *telemetry.CheckIn) any { return c.Release }},
	{"config", Text, func(c *telemetry.CheckIn) any { return string(c.Config) }},
}

// The time of a session is when it started.
var sessionColumns = []column[telemetry.Session]{
	{Project, Int, func(s *telemetry.Session) any { return s.Project }},
	{When, Time, func(s *telemetry.Session) any { return s.Started }},
	{Arrived, Time, func(s *telemetry.Session) any { return s.Received }},
	{"id", Text, func(s *telemetry.Session) any { return s.ID }},
	{"user_key", Text, func(s *telemetry.Session) any { return s.UserKey }},
	{"status", Text, func(s *telemetry.Session) any { return s.Status }},
	{"init", Bool, func(s *telemetry.Session) any { return s.Init }},
	{"sequence", Int, func(s *telemetry.Session) any { return s.Sequence }},
	{"errors", Int, func(s *telemetry.Session) any { return s.Errors }},
	{"duration", Int, func(s *telemetry.Session) any { return s.Duration }},
	{"count", Int, func(s *telemetry.Session) any { return s.Count }},
	{"release", Text, func(s *telemetry.Session) any { return s.Release }},
	{"environment", Text, func(s *telemetry.Session) any { return s.Environment }},
}
