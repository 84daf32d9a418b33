package query

import (
	"slices"

	"belfry/internal/errs"
	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// Issue names what is asked about: the events with these fingerprints in these
// projects.
type Issue struct {
	Projects     []int64 // never empty
	Fingerprints []string
	Since        telemetry.Time // its first event; what is older belonged to one that was deleted
}

// Place is where an event stands among those of its issue.
type Place struct {
	Time telemetry.Time    `json:"t"`
	ID   telemetry.EventID `json:"e"`
}

// Range is a time range, From ≤ time < To; zero means open.
type Range struct{ From, To telemetry.Time }

// EventSummary is an event as lists show it.
type EventSummary struct {
	ID          telemetry.EventID
	Project     int64
	Time        telemetry.Time
	Received    telemetry.Time
	Level       telemetry.Level
	Title       string
	Release     string
	Environment string
	UserID      string
	UserEmail   string
	UserName    string
	UserIP      string
	URL         string
	Tags        map[string]string
}

// Place returns where e stands.
func (e *EventSummary) Place() Place { return Place{e.Time, e.ID} }

// Event is an event with everything that is stored of it.
type Event struct {
	EventSummary
	Culprit     string
	Fingerprint string
	Platform    string
	TraceID     string
	SpanID      string
	Payload     []byte // for lake.PayloadJSON
}

var (
	summaryColumns = []string{
		"id", lake.Project, lake.When, lake.Arrived, "level", "title", "release", "environment",
		"user_id", "user_email", "user_name", "user_ip", "url", "tags",
	}
	eventColumns = append(slices.Clip(summaryColumns), "culprit", "fingerprint", "platform", "trace_id", "span_id", "payload")
	placeColumns = []string{lake.When, "id"}
)

func (i Issue) plan(in Range) lake.Plan {
	prints := make([]any, len(i.Fingerprints))
	for n, f := range i.Fingerprints {
		prints[n] = f
	}
	return lake.Plan{
		Table: lake.Events, Projects: i.Projects, From: max(in.From, i.Since), To: in.To,
		Where: lake.Cmp{Column: "fingerprint", Op: lake.Eq, Values: prints},
	}
}

// EventsOf asks for a page of summaries of an issue's events, newest first:
// those before a place, or from the newest when it is nil.
func EventsOf(i Issue, before *Place, in Range, limit int) lake.Plan {
	p := i.plan(in)
	p.Columns, p.Order, p.Limit = summaryColumns, order(false), limit
	if before != nil {
		beyond(&p, *before, false)
	}
	return p
}

// Edge asks for the place of the newest or the oldest event of an issue.
func Edge(i Issue, oldest bool, in Range) lake.Plan {
	p := i.plan(in)
	p.Columns, p.Order, p.Limit = placeColumns, order(oldest), 1
	return p
}

// Neighbour asks for the place of the event next to one, the newer or the older.
func Neighbour(i Issue, of Place, newer bool, in Range) lake.Plan {
	p := Edge(i, newer, in)
	beyond(&p, of, newer)
	return p
}

// EventByID asks for one event with its payload. Its time, which the issue knows,
// spares the engine a search; zero is allowed.
func EventByID(project int64, id telemetry.EventID, at telemetry.Time) lake.Plan {
	p := lake.Plan{
		Table: lake.Events, Projects: []int64{project}, Columns: eventColumns,
		Where: lake.Cmp{Column: "id", Op: lake.Eq, Values: []any{id}},
		Order: order(false), Limit: 1,
	}
	if at != 0 {
		p.From, p.To = at, at+1
	}
	return p
}

func order(oldestFirst bool) []lake.Order {
	return []lake.Order{{By: lake.When, Desc: !oldestFirst}, {By: "id", Desc: !oldestFirst}}
}

// beyond restricts p to what is newer or older than a place, and its range of
// time with it.
func beyond(p *lake.Plan, of Place, newer bool) {
	op := lake.Less
	if newer {
		op = lake.More
		p.From = max(p.From, of.Time)
	} else if p.To == 0 || p.To > of.Time+1 {
		p.To = of.Time + 1
	}
	p.Where = lake.And{p.Where, lake.Or{
		lake.Cmp{Column: lake.When, Op: op, Values: []any{of.Time}},
		lake.And{
			lake.Cmp{Column: lake.When, Op: lake.Eq, Values: []any{of.Time}},
			lake.Cmp{Column: "id", Op: op, Values: []any{of.ID}},
		},
	}}
}

// Summary reads a row of EventsOf.
func Summary(r lake.Row) (e EventSummary, err error) {
	err = e.read(r, len(summaryColumns))
	return e, err
}

func (e *EventSummary) read(r lake.Row, columns int) error {
	return scan(r, columns, &e.ID, &e.Project, &e.Time, &e.Received, &e.Level, &e.Title, &e.Release, &e.Environment,
		&e.UserID, &e.UserEmail, &e.UserName, &e.UserIP, &e.URL, &e.Tags)
}

// Whole reads a row of EventByID.
func Whole(r lake.Row) (e Event, err error) {
	if err := e.read(r, len(eventColumns)); err != nil {
		return e, err
	}
	err = scan(r[len(summaryColumns):], len(eventColumns)-len(summaryColumns),
		&e.Culprit, &e.Fingerprint, &e.Platform, &e.TraceID, &e.SpanID, &e.Payload)
	return e, err
}

// At reads a row of Edge or Neighbour.
func At(r lake.Row) (p Place, err error) {
	err = scan(r, len(placeColumns), &p.Time, &p.ID)
	return p, err
}

// scan copies the first values of a row, which has the given number of columns.
// It names the column whose type is not what the plan asked for.
func scan(r lake.Row, columns int, to ...any) error {
	if len(r) != columns {
		return errs.New(errs.Internal, "a row has %d columns, not %d", len(r), columns)
	}
	for i, dest := range to {
		ok := false
		switch dest := dest.(type) {
		case *string:
			*dest, ok = r[i].(string)
		case *int64:
			*dest, ok = r[i].(int64)
		case *[]byte:
			*dest, ok = r[i].([]byte)
		case *map[string]string:
			*dest, ok = r[i].(map[string]string)
		case *telemetry.Time:
			*dest, ok = r[i].(telemetry.Time)
		case *telemetry.Level:
			*dest, ok = r[i].(telemetry.Level)
		case *telemetry.EventID:
			*dest, ok = r[i].(telemetry.EventID)
		}
		if !ok && r[i] != nil {
			return errs.New(errs.Internal, "column %d of a row is a %T, not a %T", i, r[i], dest)
		}
	}
	return nil
}
