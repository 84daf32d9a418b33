package query

import (
	"slices"
	"strings"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// Tie says what a record of a timeline shares with the event it is about.
type Tie string

// The ties, the strongest first. Nearby is that of check-ins, which name
// nothing but their monitor: they happened in the project at the time.
const (
	ByTrace   Tie = "trace"
	ByRequest Tie = "request"
	BySession Tie = "session"
	ByUser    Tie = "user"
	Nearby    Tie = "time"
)

// Anchor is the event that a timeline is about, with what ties others to it;
// what is empty ties nothing.
type Anchor struct {
	Project int64 // whose users, requests and sessions are meant; a trace may span several
	Time    telemetry.Time
	Trace   string
	Request string
	Session string
	User    string // telemetry.User.Key
}

// The names under which programs send the id of a request or a session, as a
// tag or an attribute.
var (
	requestKeys = []string{
		"request_id", "requestId", "request.id", "http.request_id", "http.request.id", "x-request-id", "X-Request-Id", "correlation_id", "correlationId",
	}
	sessionKeys = []string{"session_id", "sessionId", "session.id", "replay_id", "replayId", "replay.id"}
)

// RequestKey and SessionKey report whether a name is one of those under which
// the id of a request, or of a session, is sent.
func RequestKey(name string) bool { return slices.Contains(requestKeys, name) }

// SessionKey reports whether a name is that of a session's id.
func SessionKey(name string) bool { return slices.Contains(sessionKeys, name) }

// tied is a table that timelines read, and where it keeps what ties.
type tied struct {
	columns []string // those of the record, followed by those of the ties
	ties    []tie
}

// tie names the columns in which a table holds something that ties.
type tie struct {
	by      Tie
	columns []string
}

func in(column string, keys []string) []string {
	all := make([]string, len(keys))
	for i, k := range keys {
		all[i] = column + "." + k
	}
	return all
}

// tables returns how each table of a timeline is read.
func tables(table lake.Table) tied {
	switch table {
	case lake.Events:
		return tied{
			[]string{lake.When, lake.Project, "id", "level", "title", "culprit", "fingerprint", "platform"},
			[]tie{{ByTrace, []string{"trace_id"}}, {ByRequest, in("tags", requestKeys)}, {BySession, in("tags", sessionKeys)}, {ByUser, []string{"user_key"}}},
		}
	case lake.Logs:
		return tied{
			[]string{lake.When, lake.Project, "span_id", "level", "body", "logger", "service", "host"},
			[]tie{{ByTrace, []string{"trace_id"}}, {ByRequest, in("attributes", requestKeys)}, {BySession, in("attributes", sessionKeys)}, {ByUser, in("attributes", userKeys)}},
		}
	case lake.Spans:
		return tied{
			[]string{lake.When, lake.Project, "span_id", "duration", "name", "op", "status", "parent_id"},
			[]tie{{ByTrace, []string{"trace_id"}}, {ByRequest, in("attributes", requestKeys)}, {BySession, in("attributes", sessionKeys)}, {ByUser, []string{"user_key"}}},
		}
	case lake.CheckIns:
		return tied{[]string{lake.When, lake.Project, "id", "duration", "monitor", "status", "environment", "release"}, nil}
	case lake.Sessions:
		return tied{[]string{lake.When, lake.Project, "id", "duration", "status", "release", "environment", "user_key"}, []tie{{ByUser, []string{"user_key"}}}}
	}
	return tied{}
}

// userKeys are the attributes of a log that name a user, by the kind of key.
var userKeys = []string{"user.id", "user.email", "user.name", "user.username", "user.ip"}

// TimelineTables are those that a timeline is made of.
var TimelineTables = []lake.Table{lake.Events, lake.Logs, lake.Spans, lake.CheckIns, lake.Sessions}

// values returns what the columns of a tie are compared with, "" for nothing.
func (a Anchor) value(by Tie, table lake.Table) string {
	switch by {
	case ByTrace:
		return a.Trace
	case ByRequest:
		return a.Request
	case BySession:
		return a.Session
	case ByUser:
		if table == lake.Logs { // without the mark of what it is
			_, value, _ := strings.Cut(a.User, ":")
			return value
		}
		return a.User
	default:
		return ""
	}
}

// where returns what is tied to a, or false when nothing of the table can be.
func (a Anchor) where(table lake.Table) (lake.Expr, bool) {
	own := lake.Cmp{Column: lake.Project, Op: lake.Eq, Values: []any{a.Project}}
	if table == lake.CheckIns {
		return own, true
	}
	var trace, rest lake.Or
	for _, t := range tables(table).ties {
		value := a.value(t.by, table)
		if value == "" {
			continue
		}
		for _, c := range t.columns {
			cmp := lake.Cmp{Column: c, Op: lake.Eq, Values: []any{value}}
			if t.by == ByTrace {
				trace = append(trace, cmp)
			} else {
				rest = append(rest, cmp)
			}
		}
	}
	if len(rest) > 0 {
		trace = append(trace, lake.And{own, rest})
	}
	return trace, len(trace) > 0
}

// Timeline asks for up to limit records of a table that are tied to an event,
// in a range of time and nearest to the event first: those before it, or those
// after it and at the same moment. It is false when nothing can be tied.
func Timeline(a Anchor, table lake.Table, projects []int64, in Range, after bool, limit int) (lake.Plan, bool) {
	where, ok := a.where(table)
	if !ok {
		return lake.Plan{}, false
	}
	p := lake.Plan{
		Table: table, Projects: projects, From: in.From, To: a.Time, Where: where, Limit: limit,
		Order: []lake.Order{{By: lake.When, Desc: !after}, {By: lake.Seq, Desc: !after}, {By: lake.Pos, Desc: !after}},
	}
	if after {
		p.From, p.To = a.Time, in.To
	}
	t := tables(table)
	p.Columns = slices.Clone(t.columns)
	for _, t := range t.ties {
		p.Columns = append(p.Columns, t.columns...)
	}
	return p, true
}

// Moment is a record of a timeline, whatever table it is of.
type Moment struct {
	Table       lake.Table
	Time        telemetry.Time
	Project     int64
	ID          string // of the event, span or check-in; for a log, that of its span
	Level       telemetry.Level
	Title       string
	Detail      string // culprit, logger and service, operation, environment
	Status      string // of a span or check-in
	Duration    int64  // microseconds, -1 when not known or not of this kind
	Parent      string // of a span
	Fingerprint string // of an event
	Ties        []Tie
}

// ReadMoment returns the reader of the rows that Timeline asks for.
func ReadMoment(a Anchor, table lake.Table) func(lake.Row) (Moment, error) {
	t := tables(table)
	columns := len(t.columns)
	for _, t := range t.ties {
		columns += len(t.columns)
	}
	return func(r lake.Row) (Moment, error) {
		m := Moment{Table: table, Duration: -1}
		if err := m.read(r, columns); err != nil {
			return m, err
		}
		m.Ties = a.tiesOf(table, r[len(t.columns):])
		return m, nil
	}
}

func (m *Moment) read(r lake.Row, columns int) error {
	var more, last string
	var err error
	switch m.Table {
	case lake.Events:
		var id telemetry.EventID
		err = scan(r, columns, &m.Time, &m.Project, &id, &m.Level, &m.Title, &m.Detail, &m.Fingerprint, &more)
		m.ID = id.String()
	case lake.Logs:
		err = scan(r, columns, &m.Time, &m.Project, &m.ID, &m.Level, &m.Title, &m.Detail, &more, &last)
		m.Detail = joined(m.Detail, more, last)
	case lake.Spans:
		err = scan(r, columns, &m.Time, &m.Project, &m.ID, &m.Duration, &m.Title, &m.Detail, &m.Status, &m.Parent)
	case lake.CheckIns:
		err = scan(r, columns, &m.Time, &m.Project, &m.ID, &m.Duration, &m.Title, &m.Status, &m.Detail, &more)
	case lake.Sessions:
		err = scan(r, columns, &m.Time, &m.Project, &m.ID, &m.Duration, &m.Status, &more, &last)
		m.Title, m.Detail = "Session "+m.Status, joined(more, last)
	}
	return err
}

func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// tiesOf returns what a row shares with the event, given the values of the
// columns that tie.
func (a Anchor) tiesOf(table lake.Table, values lake.Row) (all []Tie) {
	if table == lake.CheckIns {
		return []Tie{Nearby}
	}
	for _, t := range tables(table).ties {
		wanted := a.value(t.by, table)
		if wanted != "" && slices.Contains(values[:len(t.columns)], any(wanted)) {
			all = append(all, t.by)
		}
		values = values[len(t.columns):]
	}
	return all
}
