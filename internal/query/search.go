package query

import (
	"strings"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// Matching asks for a page of events, newest first, for which where holds: those
// before a place, or from the newest when it is nil.
func Matching(projects []int64, where lake.Expr, before *Place, in Range, limit int) lake.Plan {
	p := lake.Plan{
		Table: lake.Events, Projects: projects, From: in.From, To: in.To, Where: where,
		Columns: summaryColumns, Order: order(false), Limit: limit,
	}
	if p.Where == nil {
		p.Where = lake.And{}
	}
	if before != nil {
		beyond(&p, *before, false)
	}
	return p
}

// Events returns the condition that an event belongs to i.
func (i Issue) Events() lake.Expr { return i.plan(Range{}).Where }

// columnsOf are the columns of the fields of events.
var columnsOf = map[string]string{
	"level": "level", "platform": "platform", "release": "release", "environment": "environment", "time": lake.When, "id": "id",
	"title": "title", "culprit": "culprit", "message": "message", "logger": "logger", "transaction": "transaction", "url": "url",
	"server_name": "server_name", "sdk": "sdk", "trace": "trace_id", "span": "span_id",
	"user.id": "user_id", "user.email": "user_email", "user.username": "user_name", "user.ip": "user_ip",
}

// anywhere are the columns that free text is looked for in.
var anywhere = []string{"title", "message", "culprit", "transaction", "url", "logger", "user_email", "user_name", "user_id"}

// On turns a search over Events into a condition of the lake; projects returns
// those that a value names.
func (e Expr) On(projects func(Value) []int64) lake.Expr {
	switch e.Kind {
	case Not:
		return lake.Not{Of: e.Of[0].On(projects)}
	case Is:
		return e.Term.on(projects)
	case Or:
		all := make(lake.Or, len(e.Of))
		for i, part := range e.Of {
			all[i] = part.On(projects)
		}
		return all
	default:
		all := make(lake.And, len(e.Of))
		for i, part := range e.Of {
			all[i] = part.On(projects)
		}
		return all
	}
}

func (t Term) on(projects func(Value) []int64) lake.Expr {
	column := columnsOf[t.Key]
	if t.Tag {
		column = "tags." + t.Key
	}
	switch {
	case !t.Tag && t.Key == "project":
		return t.projects(projects)
	case t.Op == Has:
		return lake.Cmp{Column: column, Op: lake.Exists}
	}
	var some lake.Or
	for _, v := range t.Values {
		some = append(some, t.value(column, v))
	}
	return some
}

func (t Term) projects(of func(Value) []int64) lake.Expr {
	if t.Op == Has {
		return lake.And{}
	}
	ids := []any{}
	for _, v := range t.Values {
		for _, id := range of(v) {
			ids = append(ids, id)
		}
	}
	return lake.Cmp{Column: lake.Project, Op: lake.Eq, Values: ids}
}

var comparisons = map[Op]lake.Op{Equal: lake.Eq, Less: lake.Less, LessEq: lake.LessEq, More: lake.More, MoreEq: lake.MoreEq}

// value is the condition that a column has one value.
func (t Term) value(column string, v Value) lake.Expr {
	switch {
	case t.Type == Severity:
		return lake.Cmp{Column: column, Op: comparisons[t.Op], Values: []any{v.Level}}
	case t.Type == When:
		return v.Period.on(column)
	case !t.Tag && t.Key == "id":
		return eventID(v.Text)
	case t.Key == "" && !t.Tag:
		return v.somewhere()
	case t.Type == Prose:
		return v.in(column)
	case v.Pattern != nil:
		return lake.Cmp{Column: column, Op: lake.Match, Values: []any{v.pattern()}}
	}
	return lake.Cmp{Column: column, Op: lake.Eq, Values: []any{v.Text}}
}

func (r Range) on(column string) lake.Expr {
	var both lake.And
	if r.From != 0 {
		both = append(both, lake.Cmp{Column: column, Op: lake.MoreEq, Values: []any{r.From}})
	}
	if r.To != 0 {
		both = append(both, lake.Cmp{Column: column, Op: lake.Less, Values: []any{r.To}})
	}
	return both
}

// eventID holds for the event with an id, and for none if it is no id.
func eventID(text string) lake.Expr {
	id, err := telemetry.ParseEventID(text)
	if err != nil {
		return lake.Or{}
	}
	return lake.Cmp{Column: "id", Op: lake.Eq, Values: []any{id}}
}

// somewhere holds where free text is found, or is the id of the event or of its
// trace.
func (v Value) somewhere() lake.Expr {
	var some lake.Or
	for _, column := range anywhere {
		some = append(some, v.in(column))
	}
	if len(v.Text) == 32 {
		some = append(some, eventID(v.Text), lake.Cmp{Column: "trace_id", Op: lake.Eq, Values: []any{strings.ToLower(v.Text)}})
	}
	return some
}

// in holds where a column contains a text in any case; of a pattern all pieces,
// wherever they are.
func (v Value) in(column string) lake.Expr {
	pieces := v.Pattern
	if pieces == nil {
		pieces = []string{v.Text}
	}
	all := make(lake.And, len(pieces))
	for i, piece := range pieces {
		all[i] = lake.Cmp{Column: column, Op: lake.Contains, Values: []any{piece}}
	}
	return all
}

// pattern returns a value with wildcards as lake.Match takes it.
func (v Value) pattern() string {
	pieces := make([]string, len(v.Pattern))
	for i, piece := range v.Pattern {
		pieces[i] = strings.NewReplacer(`\`, `\\`, `*`, `\*`).Replace(piece)
	}
	return strings.Join(pieces, "*")
}
