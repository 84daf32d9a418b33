package op

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"belfry/internal/errs"
	"belfry/internal/issue"
	"belfry/internal/lake"
	"belfry/internal/query"
	"belfry/internal/telemetry"
)

// EventSummary is an event as lists show it.
type EventSummary struct {
	ID          string            `json:"id" doc:"32 hex digits."`
	ProjectID   int64             `json:"project_id"`
	Time        Time              `json:"time" doc:"When it happened."`
	ReceivedAt  Time              `json:"received_at"`
	Level       string            `json:"level"`
	Title       string            `json:"title"`
	Release     OrNull[string]    `json:"release"`
	Environment OrNull[string]    `json:"environment"`
	User        OrNull[EventUser] `json:"user"`
	Tags        map[string]string `json:"tags"`
	URL         OrNull[string]    `json:"url"`
}

// EventUser is the person who met an event, as far as that is known.
type EventUser struct {
	ID    string `json:"id,omitempty"`
	Email string `json:"email,omitempty"`
	Name  string `json:"name,omitempty"`
	IP    string `json:"ip,omitempty"`
}

// Event is an event with everything that is known of it.
type Event struct {
	EventSummary
	IssueID     int64          `json:"issue_id"`
	Culprit     string         `json:"culprit"`
	Platform    string         `json:"platform"`
	TraceID     OrNull[string] `json:"trace_id"`
	SpanID      OrNull[string] `json:"span_id"`
	Payload     Payload        `json:"payload"`
	Attachments []Attachment   `json:"attachments"`
	Feedback    []Feedback     `json:"feedback"`
	FirstID     OrNull[string] `json:"first_id" doc:"The oldest event of the issue that is still there."`
	PreviousID  OrNull[string] `json:"previous_id" doc:"The next older one."`
	NextID      OrNull[string] `json:"next_id" doc:"The next newer one."`
	LatestID    OrNull[string] `json:"latest_id"`
}

// Payload is the event in its canonical form: the Sentry event schema in one
// shape, whatever variant was sent, with why it was grouped as it was.
type Payload json.RawMessage

// MarshalJSON implements json.Marshaler.
func (p Payload) MarshalJSON() ([]byte, error) { return json.RawMessage(p).MarshalJSON() }

// Schema implements huma.SchemaProvider.
func (Payload) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		Type: huma.TypeObject, AdditionalProperties: true,
		Description: "The event as stored: the Sentry event schema in one canonical shape, with “grouping” and “notes”.",
	}
}

func (o *Ops) eventOperations() []Operation {
	notFound := []int{http.StatusNotFound}
	return []Operation{
		define(Operation{
			ID: "listIssueEvents", Method: http.MethodGet, Path: "/issues/{issue_id}/events", Tag: "events", Permission: Read,
			Summary: "Events of an issue, newest first", Errors: notFound,
		}, o.listIssueEvents),
		define(Operation{
			ID: "listEvents", Method: http.MethodGet, Path: "/events", Tag: "events", Permission: Read,
			Summary: "Events of all projects, newest first", Errors: notFound,
		}, o.listEvents),
		define(Operation{
			ID: "getIssueEvent", Method: http.MethodGet, Path: "/issues/{issue_id}/events/{which}", Tag: "events", Permission: Read,
			Summary: "An event of an issue", Errors: notFound,
		}, o.getIssueEvent),
		define(Operation{
			ID: "getEvent", Method: http.MethodGet, Path: "/projects/{project_id}/events/{event_id}", Tag: "events", Permission: Read,
			Summary: "An event", Description: "It is not found until it is digested, which takes less than a second.", Errors: notFound,
		}, o.getEvent),
		define(Operation{
			ID: "getAttachment", Method: http.MethodGet, Path: "/projects/{project_id}/events/{event_id}/attachments/{attachment_id}",
			Tag: "events", Permission: Read, Streams: true,
			Summary: "A file that came with an event", Errors: notFound,
		}, o.getAttachment),
	}
}

// events names the events of an issue for the lake.
func (o *Ops) events(ctx context.Context, i issue.Issue) (query.Issue, error) {
	prints, err := o.Issues.Fingerprints(ctx, i.ID)
	return query.Issue{Projects: []int64{i.Project}, Fingerprints: prints, Since: i.FirstSeen}, err
}

// rows runs a plan and reads its rows.
func rows[T any](ctx context.Context, e lake.Engine, p lake.Plan, read func(lake.Row) (T, error)) (all []T, err error) {
	var unread error
	err = e.Run(ctx, p, func(r lake.Row) bool {
		var v T
		if v, unread = read(r); unread == nil {
			all = append(all, v)
		}
		return unread == nil
	})
	if err == nil {
		err = unread
	}
	return all, err
}

// search finds up to n events of an issue before a time, or after it with
// newer set. It looks where the hourly counts say that they are, and everywhere
// if they are not there: the lake may have lost some to its disk budget.
func search[T any](ctx context.Context, o *Ops, id int64, from telemetry.Time, newer bool, n int,
	plan func(query.Range) lake.Plan, read func(lake.Row) (T, error),
) ([]T, error) {
	bound, all, err := o.Issues.Reach(ctx, id, from, newer, int64(n))
	if err != nil {
		return nil, err
	}
	in := query.Range{From: bound}
	if newer {
		in = query.Range{To: bound}
	}
	found, err := rows(ctx, o.Lake, plan(in), read)
	if err != nil || len(found) >= n || all {
		return found, err
	}
	return rows(ctx, o.Lake, plan(query.Range{}), read)
}

// The ends of time, as far as events have one.
const (
	endOfTime   = telemetry.Time(1) << 60
	startOfTime = -endOfTime
)

type eventsOutput struct{ Body Page[EventSummary] }

func (o *Ops) listIssueEvents(ctx context.Context, c Caller, in *struct {
	IssuePath
	EventFilter
	Paging
},
) (*eventsOutput, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	if !in.plain() {
		return o.findIssueEvents(ctx, c, i, in.EventFilter, in.Paging)
	}
	of, err := o.events(ctx, i)
	if err != nil {
		return nil, err
	}
	var before *query.Place
	if err := in.after(&before); err != nil {
		return nil, err
	}
	from := endOfTime
	if before != nil {
		from = before.Time
	}
	found, err := search(ctx, o, i.ID, from, false, in.Limit+1, func(r query.Range) lake.Plan {
		return query.EventsOf(of, before, r, in.Limit+1)
	}, query.Summary)
	if err != nil {
		return nil, err
	}
	page, err := paged(found, in.Limit, func(e query.EventSummary) any { return e.Place() })
	return &eventsOutput{Page[EventSummary]{each(page.Items, summaryOf), page.NextCursor}}, err
}

func summaryOf(e query.EventSummary) EventSummary {
	out := EventSummary{
		ID: e.ID.String(), ProjectID: e.Project, Time: Time(e.Time), ReceivedAt: Time(e.Received), Level: e.Level.String(), Title: e.Title,
		Release: orNull(e.Release), Environment: orNull(e.Environment), Tags: e.Tags, URL: orNull(e.URL),
		User: orNull(EventUser{ID: e.UserID, Email: e.UserEmail, Name: e.UserName, IP: e.UserIP}),
	}
	if out.Tags == nil {
		out.Tags = map[string]string{}
	}
	return out
}

type eventOutput struct{ Body Event }

func (o *Ops) getIssueEvent(ctx context.Context, c Caller, in *struct {
	IssuePath
	Which string `path:"which" maxLength:"36" doc:"“latest”, “oldest”, or the id of an event."`
},
) (*eventOutput, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	of, err := o.events(ctx, i)
	if err != nil {
		return nil, err
	}
	at, err := o.which(ctx, i, of, in.Which)
	if err != nil {
		return nil, err
	}
	return o.event(ctx, i.ID, of, i.Project, at)
}

// which finds the event that a path means.
func (o *Ops) which(ctx context.Context, i issue.Issue, of query.Issue, which string) (query.Place, error) {
	if which == "latest" || which == "oldest" {
		found, err := o.edge(ctx, i.ID, of, which == "oldest")
		if err == nil && len(found) == 0 {
			return query.Place{}, errs.New(errs.NotFound, "The events of this issue are no longer kept.")
		}
		if err != nil {
			return query.Place{}, err
		}
		return found[0], nil
	}
	id, err := telemetry.ParseEventID(which)
	if err != nil {
		return query.Place{}, errNoEvent()
	}
	h, err := o.Issues.EventHint(ctx, i.Project, id)
	if err == nil && h.Issue != i.ID {
		err = errNoEvent()
	}
	return query.Place{Time: h.Time, ID: id}, err
}

func (o *Ops) edge(ctx context.Context, id int64, of query.Issue, oldest bool) ([]query.Place, error) {
	from := endOfTime
	if oldest {
		from = startOfTime
	}
	return search(ctx, o, id, from, oldest, 1, func(r query.Range) lake.Plan { return query.Edge(of, oldest, r) }, query.At)
}

func (o *Ops) neighbour(ctx context.Context, id int64, of query.Issue, at query.Place, newer bool) ([]query.Place, error) {
	return search(ctx, o, id, at.Time, newer, 1, func(r query.Range) lake.Plan { return query.Neighbour(of, at, newer, r) }, query.At)
}

// EventPath is part of the input of operations on an event.
type EventPath struct {
	ProjectPath
	Event string `path:"event_id" maxLength:"36" doc:"32 hex digits."`
}

// id returns the project, if c may see it, and the event that p names.
func (p EventPath) id(ctx context.Context, o *Ops, c Caller) (telemetry.EventID, error) {
	if _, err := o.scope(ctx, c, p.Project); err != nil {
		return telemetry.EventID{}, err
	}
	id, err := telemetry.ParseEventID(p.Event)
	if err != nil {
		return id, errNoEvent()
	}
	return id, nil
}

func (o *Ops) getEvent(ctx context.Context, c Caller, in *EventPath) (*eventOutput, error) {
	id, err := in.id(ctx, o, c)
	if err != nil {
		return nil, err
	}
	h, err := o.Issues.EventHint(ctx, in.Project, id)
	if err != nil {
		return nil, err
	}
	of, err := o.events(ctx, issue.Issue{ID: h.Issue, Project: in.Project})
	if err != nil {
		return nil, err
	}
	return o.event(ctx, h.Issue, of, in.Project, query.Place{Time: h.Time, ID: id})
}

// event reads an event and what is around it.
func (o *Ops) event(ctx context.Context, id int64, of query.Issue, project int64, at query.Place) (*eventOutput, error) {
	found, err := rows(ctx, o.Lake, query.EventByID(project, at.ID, at.Time), query.Whole)
	if err == nil && len(found) == 0 {
		err = errs.New(errs.NotFound, "This event is no longer kept.")
	}
	if err != nil {
		return nil, err
	}
	out := &eventOutput{eventOf(found[0], id)}
	payload, err := lake.PayloadJSON(found[0].Payload)
	if err != nil {
		return nil, err
	}
	out.Body.Payload = payload
	files, err := o.Issues.Attachments(ctx, project, at.ID)
	if err != nil {
		return nil, err
	}
	out.Body.Attachments = each(files, attachmentOf)
	said, err := o.Issues.FeedbackAbout(ctx, project, at.ID)
	if err != nil {
		return nil, err
	}
	out.Body.Feedback = each(said, feedbackOf)
	return out, o.surroundings(ctx, id, of, at, &out.Body)
}

func eventOf(e query.Event, id int64) Event {
	return Event{
		EventSummary: summaryOf(e.EventSummary), IssueID: id, Culprit: e.Culprit, Platform: e.Platform,
		TraceID: orNull(e.TraceID), SpanID: orNull(e.SpanID),
	}
}

// surroundings finds the events to go on to.
func (o *Ops) surroundings(ctx context.Context, id int64, of query.Issue, at query.Place, e *Event) error {
	for _, look := range []struct {
		to   *OrNull[string]
		find func() ([]query.Place, error)
	}{
		{&e.FirstID, func() ([]query.Place, error) { return o.edge(ctx, id, of, true) }},
		{&e.PreviousID, func() ([]query.Place, error) { return o.neighbour(ctx, id, of, at, false) }},
		{&e.NextID, func() ([]query.Place, error) { return o.neighbour(ctx, id, of, at, true) }},
		{&e.LatestID, func() ([]query.Place, error) { return o.edge(ctx, id, of, false) }},
	} {
		found, err := look.find()
		if err != nil {
			return err
		}
		if len(found) > 0 {
			*look.to = Some(found[0].ID.String())
		}
	}
	return nil
}
