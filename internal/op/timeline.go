package op

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"belfry/internal/errs"
	"belfry/internal/issue"
	"belfry/internal/lake"
	"belfry/internal/query"
	"belfry/internal/telemetry"
)

// Timeline is what happened around an event and belongs to it.
type Timeline struct {
	From  Time           `json:"from"`
	To    Time           `json:"to"`
	At    Time           `json:"at" doc:"When the event happened."`
	Ties  []TimelineTie  `json:"ties" doc:"What others are found by, the strongest first."`
	Items []TimelineItem `json:"items" doc:"Oldest first, with the event itself."`
	Cut   []string       `json:"cut" doc:"The kinds of which there are more: those nearest to the event are shown."`
}

// TimelineTie is something that records have in common.
type TimelineTie struct {
	By    string `json:"by" enum:"trace,request,session,user"`
	Value string `json:"value"`
}

// TimelineItem is one record.
type TimelineItem struct {
	Kind      string             `json:"kind" enum:"event,log,span,check_in,session"`
	ID        string             `json:"id" doc:"Of the event, span, check-in or session; of a log, that of its span. May be empty."`
	ProjectID int64              `json:"project_id"`
	Time      Time               `json:"time" doc:"Of a span, its start."`
	Duration  OrNull[int64]      `json:"duration_us" doc:"Microseconds, where there is a duration."`
	Level     string             `json:"level,omitempty"`
	Title     string             `json:"title"`
	Detail    string             `json:"detail" doc:"Culprit, logger and service, operation or environment."`
	Status    string             `json:"status,omitempty" doc:"Of a span or check-in."`
	ParentID  string             `json:"parent_id,omitempty" doc:"Of a span."`
	Ties      []string           `json:"ties" doc:"What it shares with the event; “time” of check-ins, which only happened in the project."`
	Issue     OrNull[IssueNames] `json:"issue" doc:"Of an event."`
}

// IssueNames is an issue that is mentioned.
type IssueNames struct {
	ID      int64  `json:"id"`
	ShortID string `json:"short_id"`
	Title   string `json:"title"`
	Status  string `json:"status"`
}

// The reach of a timeline: to each side, and how many records of each kind.
const (
	timelineReach = 5 * 60 * 1_000_000
	timelineLimit = 150
)

var timelineKinds = map[lake.Table]string{
	lake.Events: "event", lake.Logs: "log", lake.Spans: "span", lake.CheckIns: "check_in", lake.Sessions: "session",
}

type timelineOutput struct{ Body Timeline }

func (o *Ops) getEventTimeline(ctx context.Context, c Caller, in *struct {
	EventPath
	Minutes int `query:"minutes" minimum:"1" maximum:"60" default:"5" doc:"How far to look, to each side."`
},
) (*timelineOutput, error) {
	id, err := in.id(ctx, o, c)
	if err != nil {
		return nil, err
	}
	h, err := o.Issues.EventHint(ctx, in.Project, id)
	if err != nil {
		return nil, err
	}
	e, err := o.stored(ctx, in.Project, query.Place{Time: h.Time, ID: id})
	if err != nil {
		return nil, err
	}
	scope, err := o.scope(ctx, c)
	if err != nil {
		return nil, err
	}
	a := query.AnchorOf(e)
	reach := telemetry.Time(in.Minutes) * timelineReach / 5
	out := Timeline{From: Time(a.Time - reach), To: Time(a.Time + reach), At: Time(a.Time), Ties: tiesOf(a), Cut: []string{}}
	found, err := o.moments(ctx, a, scope, query.Range{From: a.Time - reach, To: a.Time + reach}, &out)
	if err != nil {
		return nil, err
	}
	out.Items, err = o.timelineItems(ctx, scope, found)
	return &timelineOutput{out}, err
}

// stored reads the payload of an event.
func (o *Ops) stored(ctx context.Context, project int64, at query.Place) (*telemetry.Event, error) {
	found, err := rows(ctx, o.Lake, query.EventByID(project, at.ID, at.Time), query.Whole)
	if err == nil && len(found) == 0 {
		err = errs.New(errs.NotFound, "This event is no longer kept.")
	}
	if err != nil {
		return nil, err
	}
	return decoded(found[0])
}

func decoded(e query.Event) (*telemetry.Event, error) {
	text, err := lake.PayloadJSON(e.Payload)
	if err != nil {
		return nil, err
	}
	var out telemetry.Event
	if err := json.Unmarshal(text, &out); err != nil {
		return nil, errs.With(errs.Internal, err, "The event is stored in a form that cannot be read.")
	}
	out.ID, out.Project, out.Time = e.ID, e.Project, e.Time
	return &out, nil
}

func tiesOf(a query.Anchor) []TimelineTie {
	all := []TimelineTie{
		{string(query.ByTrace), a.Trace},
		{string(query.ByRequest), a.Request},
		{string(query.BySession), a.Session},
		{string(query.ByUser), a.User},
	}
	return slices.DeleteFunc(all, func(t TimelineTie) bool { return t.Value == "" })
}

// moments reads what is tied to the event, of all kinds and in order of time.
func (o *Ops) moments(ctx context.Context, a query.Anchor, scope []issue.Scope, in query.Range, out *Timeline) (all []query.Moment, err error) {
	projects := each(scope, func(s issue.Scope) int64 { return s.Project })
	for _, table := range query.TimelineTables {
		cut := false
		for _, after := range []bool{false, true} {
			plan, ok := query.Timeline(a, table, projects, in, after, timelineLimit+1)
			if !ok {
				continue
			}
			found, err := rows(ctx, o.Lake, plan, query.ReadMoment(a, table))
			if err != nil {
				return nil, err
			}
			if len(found) > timelineLimit {
				found, cut = found[:timelineLimit], true
			}
			all = append(all, found...)
		}
		if cut {
			out.Cut = append(out.Cut, timelineKinds[table])
		}
	}
	slices.SortStableFunc(all, func(x, y query.Moment) int { return cmp.Compare(x.Time, y.Time) })
	return all, nil
}

// timelineItems adds the issues of events, as far as the caller may see them.
func (o *Ops) timelineItems(ctx context.Context, scope []issue.Scope, found []query.Moment) ([]TimelineItem, error) {
	var keys []issue.PrintKey
	for _, m := range found {
		if m.Fingerprint != "" {
			keys = append(keys, issue.PrintKey{Project: m.Project, Fingerprint: m.Fingerprint})
		}
	}
	owners, err := o.Issues.Owners(ctx, keys)
	slugs := map[int64]string{}
	for _, s := range scope {
		slugs[s.Project] = s.Slug
	}
	return each(found, func(m query.Moment) TimelineItem {
		item := timelineItem(m)
		if i, ok := owners[issue.PrintKey{Project: m.Project, Fingerprint: m.Fingerprint}]; ok {
			item.Issue = Some(IssueNames{i.ID, issue.ShortID(slugs[i.Project], i.Number), i.Title, string(i.Status)})
		}
		return item
	}), err
}

// maxLine bounds the text of a line; the record itself has all of it.
const maxLine = 500

func timelineItem(m query.Moment) TimelineItem {
	out := TimelineItem{
		Kind: timelineKinds[m.Table], ID: m.ID, ProjectID: m.Project, Time: Time(m.Time),
		Title: shortened(m.Title, maxLine), Detail: shortened(m.Detail, maxLine), Status: m.Status, ParentID: m.Parent,
		Ties: each(m.Ties, func(t query.Tie) string { return string(t) }),
	}
	if m.Level != telemetry.LevelUnset {
		out.Level = m.Level.String()
	}
	if m.Duration >= 0 {
		out.Duration = Some(m.Duration)
	}
	return out
}

// shortened returns at most n letters of s.
func shortened(s string, n int) string {
	if len(s) <= n {
		return s
	}
	count := 0
	for i := range s {
		if count++; count > n {
			return s[:i] + "…"
		}
	}
	return s
}
