package op

import (
	"context"
	"strconv"
	"time"

	"belfry/internal/issue"
	"belfry/internal/lake"
	"belfry/internal/query"
)

// EventFilter is part of the input of operations on many events.
type EventFilter struct {
	Query string    `query:"query" maxLength:"2000" doc:"A search, such as “browser:Firefox user.email:*@example.org”; see the guide."`
	From  time.Time `query:"from" doc:"Happened then or later."`
	To    time.Time `query:"to" doc:"Happened before."`
	Zone  string    `query:"tz" maxLength:"60" doc:"The time zone that days in the search are meant in, such as “Europe/Berlin”; UTC by default."`
}

// plain reports whether f wants all events.
func (f EventFilter) plain() bool { return f.Query == "" && f.From.IsZero() && f.To.IsZero() }

func (f EventFilter) span() query.Range { return query.Range{From: since(f.From), To: since(f.To)} }

func (o *Ops) listEvents(ctx context.Context, c Caller, in *struct {
	EventFilter
	ProjectsFilter
	Paging
},
) (*eventsOutput, error) {
	scope, err := o.scope(ctx, c, in.Projects...)
	if err != nil {
		return nil, err
	}
	where, err := o.where(ctx, c, in.EventFilter, scope)
	if err != nil {
		return nil, err
	}
	return o.findEvents(ctx, each(scope, func(s issue.Scope) int64 { return s.Project }), where, in.span(), in.Paging)
}

// findIssueEvents looks for events of an issue, between the first and the last.
func (o *Ops) findIssueEvents(ctx context.Context, c Caller, i issue.Issue, f EventFilter, page Paging) (*eventsOutput, error) {
	scope, err := o.scope(ctx, c, i.Project)
	if err != nil {
		return nil, err
	}
	where, err := o.where(ctx, c, f, scope)
	if err != nil {
		return nil, err
	}
	of, err := o.events(ctx, i)
	if err != nil {
		return nil, err
	}
	in := f.span()
	in.From = max(in.From, i.FirstSeen)
	if in.To == 0 || in.To > i.LastSeen+1 {
		in.To = i.LastSeen + 1
	}
	return o.findEvents(ctx, of.Projects, lake.And{of.Events(), where}, in, page)
}

// where understands a search for events.
func (o *Ops) where(ctx context.Context, c Caller, f EventFilter, scope []issue.Scope) (lake.Expr, error) {
	e, err := o.search(ctx, c, query.Events, f.Query, f.Zone)
	return e.On(func(v query.Value) (ids []int64) {
		for _, p := range scope {
			if v.Matches(p.Slug, true) || v.Text == strconv.FormatInt(p.Project, 10) {
				ids = append(ids, p.Project)
			}
		}
		return ids
	}), err
}

func (o *Ops) findEvents(ctx context.Context, projects []int64, where lake.Expr, in query.Range, page Paging) (*eventsOutput, error) {
	var before *query.Place
	if err := page.after(&before); err != nil {
		return nil, err
	}
	if len(projects) == 0 {
		return &eventsOutput{list[EventSummary](nil)}, nil
	}
	found, err := rows(ctx, o.Lake, query.Matching(projects, where, before, in, page.Limit+1), query.Summary)
	if err != nil {
		return nil, err
	}
	out, err := paged(found, page.Limit, func(e query.EventSummary) any { return e.Place() })
	return &eventsOutput{Page[EventSummary]{each(out.Items, summaryOf), out.NextCursor}}, err
}
