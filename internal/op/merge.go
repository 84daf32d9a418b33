package op

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"belfry/internal/errs"
	"belfry/internal/issue"
	"belfry/internal/lake"
	"belfry/internal/query"
	"belfry/internal/telemetry"
)

// IssueName names an issue.
type IssueName struct {
	ID      int64  `json:"id"`
	ShortID string `json:"short_id"`
}

// Fingerprint is one of the fingerprints of an issue, with its own figures.
type Fingerprint struct {
	Fingerprint   string              `json:"fingerprint"`
	Title         string              `json:"title" doc:"Of its newest event."`
	Culprit       string              `json:"culprit"`
	Level         string              `json:"level"`
	Events        int64               `json:"events"`
	Users         int64               `json:"users"`
	FirstSeen     Time                `json:"first_seen"`
	LastSeen      Time                `json:"last_seen"`
	FirstRelease  OrNull[string]      `json:"first_release"`
	LastRelease   OrNull[string]      `json:"last_release"`
	From          OrNull[IssueName]   `json:"from" doc:"The issue that it came with in a merge; null for this one."`
	LatestEventID OrNull[string]      `json:"latest_event_id" doc:"Null when its events are no longer kept."`
	Grouping      OrNull[GroupingWhy] `json:"grouping" doc:"Why the newest event has this fingerprint."`
}

// GroupingWhy says what was hashed to a fingerprint.
type GroupingWhy struct {
	Version    int                 `json:"version"`
	Method     string              `json:"method"`
	Hash       string              `json:"hash"`
	Components []GroupingComponent `json:"components"`
}

// GroupingComponent is one part of what was hashed, in order.
type GroupingComponent struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	From  string `json:"from,omitempty" doc:"What it was before it was normalised, where that differs."`
	Used  bool   `json:"used" doc:"False: looked at, but left out."`
	Note  string `json:"note,omitempty"`
}

// Merge is an issue that was merged into another.
type Merge struct {
	ID           int64          `json:"id"`
	At           Time           `json:"at"`
	Actor        OrNull[Person] `json:"actor" doc:"Null for Belfry itself."`
	Issue        IssueName      `json:"issue" doc:"The one that was merged; its short id leads to the target while it lasts."`
	Title        string         `json:"title"`
	Events       int64          `json:"events" doc:"That it had."`
	Fingerprints int64          `json:"fingerprints" doc:"That it had."`
	UndoneAt     OrNull[Time]   `json:"undone_at"`
	UndoneBy     OrNull[Person] `json:"undone_by"`
}

func (o *Ops) mergeOperations() []Operation {
	notFound := []int{http.StatusNotFound}
	return []Operation{
		define(Operation{
			ID: "mergeIssues", Method: http.MethodPost, Path: "/issues/{issue_id}/merge", Tag: "issues", Permission: Write,
			Summary: "Merge other issues into one",
			Description: "The other issues become part of this one, which keeps its number and state: fingerprints, figures and history. " +
				"Their short ids lead here until they are taken out again.",
			Errors: notFound,
		}, o.mergeIssues),
		define(Operation{
			ID: "listIssueMerges", Method: http.MethodGet, Path: "/issues/{issue_id}/merges", Tag: "issues", Permission: Read,
			Summary: "What was merged into an issue, newest first", Errors: notFound,
		}, o.listIssueMerges),
		define(Operation{
			ID: "listIssueFingerprints", Method: http.MethodGet, Path: "/issues/{issue_id}/fingerprints", Tag: "issues", Permission: Read,
			Summary: "The fingerprints of an issue, the one with most events first", Errors: notFound,
		}, o.listIssueFingerprints),
		define(Operation{
			ID: "unmergeIssue", Method: http.MethodPost, Path: "/issues/{issue_id}/unmerge", Tag: "issues", Permission: Write,
			Summary: "Take fingerprints out of an issue",
			Description: "Answers the issues that they are in then: an issue that was merged comes back when the last of its fingerprints leaves; " +
				"others make a new issue. At least one fingerprint stays.",
			Errors: notFound,
		}, o.unmergeIssue),
	}
}

func (o *Ops) mergeIssues(ctx context.Context, c Caller, in *struct {
	IssuePath
	Body struct {
		Issues []int64 `json:"issues" minItems:"1" maxItems:"500" doc:"Of the same project and kind."`
	}
},
) (*issueOutput, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	if i, err = o.Issues.Merge(ctx, c.User.ID, i.ID, in.Body.Issues, o.now()); err != nil {
		return nil, err
	}
	return o.describeIssue(ctx, c, i)
}

func (o *Ops) unmergeIssue(ctx context.Context, c Caller, in *struct {
	IssuePath
	Body struct {
		Fingerprints []string `json:"fingerprints" minItems:"1" maxItems:"2000"`
	}
},
) (*issuesOutput, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	back, err := o.Issues.Unmerge(ctx, c.User.ID, i.ID, in.Body.Fingerprints, o.now())
	if err != nil {
		return nil, err
	}
	all, err := o.describeIssues(ctx, c, back...)
	return &issuesOutput{list(all)}, err
}

type mergesOutput struct{ Body Page[Merge] }

func (o *Ops) listIssueMerges(ctx context.Context, c Caller, in *struct {
	IssuePath
	Paging
},
) (*mergesOutput, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	var before int64
	if err := in.after(&before); err != nil {
		return nil, err
	}
	found, err := o.Issues.Merges(ctx, i.ID, before, in.Limit+1)
	if err != nil {
		return nil, err
	}
	page, err := paged(found, in.Limit, func(m issue.MergeRecord) any { return m.ID })
	if err != nil {
		return nil, err
	}
	var people []int64
	for _, m := range page.Items {
		people = append(people, m.Actor, m.UndoneBy)
	}
	names, err := o.Accounts.Names(ctx, people)
	if err != nil {
		return nil, err
	}
	slug, err := o.slug(ctx, c, i.Project)
	return &mergesOutput{Page[Merge]{
		each(page.Items, func(m issue.MergeRecord) Merge { return mergeOf(m, slug, names) }), page.NextCursor,
	}}, err
}

// slug returns what the short ids of a project begin with.
func (o *Ops) slug(ctx context.Context, c Caller, project int64) (string, error) {
	scope, err := o.scope(ctx, c, project)
	if err != nil {
		return "", err
	}
	return scope[0].Slug, nil
}

func mergeOf(m issue.MergeRecord, slug string, names map[int64]string) Merge {
	out := Merge{
		ID: m.ID, At: Time(m.At), Issue: IssueName{m.Source, issue.ShortID(slug, m.Number)}, Title: m.Title,
		Events: m.Events, Fingerprints: m.Prints, UndoneAt: timeOrNull(m.UndoneAt),
	}
	if m.Actor != 0 {
		out.Actor = Some(Person{m.Actor, names[m.Actor]})
	}
	if m.UndoneBy != 0 {
		out.UndoneBy = Some(Person{m.UndoneBy, names[m.UndoneBy]})
	}
	return out
}

type fingerprintsOutput struct{ Body Page[Fingerprint] }

func (o *Ops) listIssueFingerprints(ctx context.Context, c Caller, in *struct {
	IssuePath
	Cursor string `query:"cursor" maxLength:"1000" doc:"The next_cursor of the page before."`
	Limit  int    `query:"limit" minimum:"1" maximum:"50" default:"20" doc:"How many items at most."`
},
) (*fingerprintsOutput, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	var after string
	if err := (Paging{Cursor: in.Cursor}).after(&after); err != nil {
		return nil, err
	}
	prints, err := o.Issues.Prints(ctx, i)
	if err != nil {
		return nil, err
	}
	if at := slices.IndexFunc(prints, func(p issue.Print) bool { return p.Fingerprint == after }); at >= 0 {
		prints = prints[at+1:]
	}
	page, err := paged(prints, in.Limit, func(p issue.Print) any { return p.Fingerprint })
	if err != nil {
		return nil, err
	}
	slug, err := o.slug(ctx, c, i.Project)
	if err != nil {
		return nil, err
	}
	out := &fingerprintsOutput{Page[Fingerprint]{each(page.Items, func(p issue.Print) Fingerprint { return printOf(p, slug) }), page.NextCursor}}
	for n, p := range page.Items {
		if err := o.explain(ctx, i.Project, p, &out.Body.Items[n]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func printOf(p issue.Print, slug string) Fingerprint {
	out := Fingerprint{
		Fingerprint: p.Fingerprint, Title: p.Title, Culprit: p.Culprit, Level: p.Level.String(), Events: p.Events, Users: p.Users,
		FirstSeen: Time(p.FirstSeen), LastSeen: Time(p.LastSeen), FirstRelease: orNull(p.FirstRelease), LastRelease: orNull(p.LastRelease),
	}
	if p.Home != 0 {
		out.From = Some(IssueName{p.Home, issue.ShortID(slug, p.HomeNumber)})
	}
	return out
}

// explain adds what the newest event with a fingerprint says of its grouping.
func (o *Ops) explain(ctx context.Context, project int64, p issue.Print, out *Fingerprint) error {
	of := query.Issue{Projects: []int64{project}, Fingerprints: []string{p.Fingerprint}}
	found, err := rows(ctx, o.Lake, query.Edge(of, false, query.Range{From: p.LastSeen, To: p.LastSeen + 1}), query.At)
	if err != nil || len(found) == 0 {
		return err
	}
	events, err := rows(ctx, o.Lake, query.EventByID(project, found[0].ID, found[0].Time), query.Whole)
	if err != nil || len(events) == 0 {
		return err
	}
	out.LatestEventID = Some(found[0].ID.String())
	e, err := eventIn(events[0].Payload)
	if err == nil && e.Grouping != nil {
		out.Grouping = Some(whyOf(e.Grouping))
	}
	return err
}

// eventIn decodes a payload of the lake.
func eventIn(payload []byte) (e telemetry.Event, err error) {
	text, err := lake.PayloadJSON(payload)
	if err == nil {
		err = json.Unmarshal(text, &e)
	}
	if err != nil {
		return e, errs.With(errs.Internal, err, "A stored event cannot be read.")
	}
	return e, nil
}

func whyOf(g *telemetry.Grouping) GroupingWhy {
	return GroupingWhy{
		Version: g.Version, Method: g.Method, Hash: g.Hash,
		Components: each(g.Components, func(c telemetry.Component) GroupingComponent { return GroupingComponent(c) }),
	}
}

// nameMerged gives the lines of history about merges short ids for numbers.
func nameMerged(all []Activity, slug string) {
	name := func(number *OrNull[string]) {
		if number.Value == nil {
			return
		}
		if n, err := strconv.ParseInt(*number.Value, 10, 64); err == nil {
			*number = Some(issue.ShortID(slug, n))
		}
	}
	for n := range all {
		if a := &all[n]; a.Action == issue.ActionMerged || a.Action == issue.ActionUnmerged {
			name(&a.From)
			name(&a.To)
		}
	}
}
