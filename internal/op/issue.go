package op

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"belfry/internal/errs"
	"belfry/internal/issue"
	"belfry/internal/telemetry"
)

// Issue is one problem with its figures.
type Issue struct {
	ID           int64          `json:"id"`
	ShortID      string         `json:"short_id" doc:"Such as “SHOP-12”."`
	ProjectID    int64          `json:"project_id"`
	Project      ProjectName    `json:"project"`
	Kind         string         `json:"kind"`
	Title        string         `json:"title"`
	Culprit      string         `json:"culprit"`
	Level        string         `json:"level" doc:"The highest ever seen."`
	Status       string         `json:"status" enum:"open,resolved,ignored,archived"`
	Priority     int            `json:"priority" minimum:"0" maximum:"100"`
	Assignee     OrNull[Person] `json:"assignee"`
	Snooze       OrNull[Snooze] `json:"snooze" doc:"When it wakes; null unless it is ignored until then."`
	Tags         []Tag          `json:"tags" doc:"Those that people gave it."`
	Followers    int64          `json:"followers" doc:"How many people are told of what happens to it."`
	Followed     bool           `json:"followed" doc:"By the caller."`
	Comments     int64          `json:"comments_count"`
	Platform     string         `json:"platform"`
	TimesSeen    int64          `json:"times_seen"`
	UsersSeen    int64          `json:"users_seen" doc:"Exact for some hundreds, then about 2 % off."`
	FirstSeen    Time           `json:"first_seen"`
	LastSeen     Time           `json:"last_seen"`
	FirstRelease OrNull[string] `json:"first_release"`
	LastRelease  OrNull[string] `json:"last_release"`
	Environments []string       `json:"environments,omitempty" doc:"Where it was seen, the most frequent first; of single issues only."`
	Fingerprint  string         `json:"fingerprint" doc:"The first one, if there are several."`
	RegressedAt  OrNull[Time]   `json:"regressed_at" doc:"When it last came back after it was resolved."`
	MergedFrom   string         `json:"merged_from,omitempty" doc:"The name it was asked for by, if that is an issue that was merged into this one."`
	Trend        []int64        `json:"trend" doc:"Events per hour of the last 24, or per day of the last 14 where that was asked for; oldest first."`
}

// ProjectName says which project something belongs to.
type ProjectName struct {
	ID   int64  `json:"id"`
	Slug string `json:"slug"`
	Name string `json:"name"`
}

// Person is a user who is mentioned.
type Person struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// IssueCounts are the numbers of issues by status.
type IssueCounts struct {
	Open     int64 `json:"open"`
	Resolved int64 `json:"resolved"`
	Ignored  int64 `json:"ignored"`
	Archived int64 `json:"archived"`
	All      int64 `json:"all"`

	Approximate bool `json:"approximate" doc:"There are so many issues that the numbers are estimates."`
}

// Trend is a number of events per step of time.
type Trend struct {
	From        Time    `json:"from"`
	StepSeconds int64   `json:"step_seconds"`
	Counts      []int64 `json:"counts"`
}

// Activity is a line in the history of an issue.
type Activity struct {
	ID     int64          `json:"id"`
	At     Time           `json:"at"`
	Actor  OrNull[Person] `json:"actor" doc:"Null for Belfry itself; with the id 0 a token of the project."`
	Action string         `json:"action" doc:"“status”, “snoozed”, “unsnoozed”, “regressed”, “assigned”, “priority”, “tagged”, “untagged”, “commented”, “merged” or “unmerged”; more will come."`
	From   OrNull[string] `json:"from"`
	To     OrNull[string] `json:"to"`
	Detail OrNull[string] `json:"detail" doc:"Of a regression the release it came back in, of a merge the other issue's title, of snoozing the number of events."`
}

func (o *Ops) issueOperations() []Operation {
	notFound := []int{http.StatusNotFound}
	return []Operation{
		define(Operation{
			ID: "listIssues", Method: http.MethodGet, Path: "/issues", Tag: "issues", Permission: Read,
			Summary: "Issues of all projects", Errors: notFound,
		}, o.listIssues),
		define(Operation{
			ID: "listProjectIssues", Method: http.MethodGet, Path: "/projects/{project_id}/issues", Tag: "issues", Permission: Read,
			Summary: "Issues of a project", Errors: notFound,
		}, o.listProjectIssues),
		define(Operation{
			ID: "countIssues", Method: http.MethodGet, Path: "/issues/counts", Tag: "issues", Permission: Read,
			Summary: "How many issues there are in each status", Errors: notFound,
		}, o.countIssues),
		define(Operation{
			ID: "getIssue", Method: http.MethodGet, Path: "/issues/{issue_id}", Tag: "issues", Permission: Read,
			Summary: "An issue", Errors: notFound,
		}, o.getIssue),
		define(Operation{
			ID: "getIssueTrend", Method: http.MethodGet, Path: "/issues/{issue_id}/trend", Tag: "issues", Permission: Read,
			Summary: "Events of an issue over time", Errors: notFound,
		}, o.getIssueTrend),
		define(Operation{
			ID: "listIssueActivity", Method: http.MethodGet, Path: "/issues/{issue_id}/activity", Tag: "issues", Permission: Read,
			Summary: "The history of an issue, newest first", Errors: notFound,
		}, o.listIssueActivity),
		define(Operation{
			ID: "listIssueFeedback", Method: http.MethodGet, Path: "/issues/{issue_id}/feedback", Tag: "issues", Permission: Read,
			Summary: "What users said about an issue, newest first", Errors: notFound,
		}, o.listIssueFeedback),
	}
}

// IssuePath is part of the input of operations on an issue.
type IssuePath struct {
	Issue string `path:"issue_id" maxLength:"100" doc:"The id, or the short id, such as “SHOP-12”."`
}

// issue returns an issue that c may see.
func (o *Ops) issue(ctx context.Context, c Caller, ref string) (issue.Issue, error) {
	scope, err := o.scope(ctx, c)
	if err != nil {
		return issue.Issue{}, err
	}
	return o.Issues.Get(ctx, scope, ref)
}

// IssueListing is part of the input of lists of issues.
type IssueListing struct {
	IssueFilter
	Paging
	Status string `query:"status" enum:"open,resolved,ignored,archived,all" default:"open"`
	Sort   string `query:"sort" enum:"last_seen,first_seen,events,users,level,trend,priority" default:"last_seen"`
	Order  string `query:"order" enum:"asc,desc" default:"desc"`
	Trend  string `query:"trend" enum:"24h,14d" default:"24h" doc:"The trend of each issue: the last 24 hours, or the last 14 days."`
}

// ProjectsFilter is part of the input of operations over several projects.
type ProjectsFilter struct {
	Projects []int64 `query:"project,explode" maxItems:"200" doc:"Only these projects."`
}

type issuesOutput struct{ Body Page[Issue] }

func (o *Ops) listIssues(ctx context.Context, c Caller, in *struct {
	IssueListing
	ProjectsFilter
},
) (*issuesOutput, error) {
	return o.issuesPage(ctx, c, in.IssueListing, in.Projects)
}

func (o *Ops) listProjectIssues(ctx context.Context, c Caller, in *struct {
	ProjectPath
	IssueListing
},
) (*issuesOutput, error) {
	return o.issuesPage(ctx, c, in.IssueListing, []int64{in.Project})
}

func (o *Ops) issuesPage(ctx context.Context, c Caller, in IssueListing, projects []int64) (*issuesOutput, error) {
	scope, err := o.scope(ctx, c, projects...)
	if err != nil {
		return nil, err
	}
	f, err := o.filter(ctx, c, in.IssueFilter, in.Status, scope)
	if err != nil {
		return nil, err
	}
	l := issue.Listing{Sort: issue.Sort(in.Sort), Ascending: in.Order == "asc", Limit: in.Limit + 1}
	if err := in.after(&l.After); err != nil {
		return nil, err
	}
	found, err := o.Issues.List(ctx, f, l)
	if err != nil {
		return nil, err
	}
	page, err := paged(found, in.Limit, func(i issue.Issue) any { return i.Position(l.Sort) })
	if err != nil {
		return nil, err
	}
	items, err := o.describeIssues(ctx, c, page.Items...)
	if err == nil && in.Trend == string(issue.TwoWeeks) {
		err = o.dailyTrends(ctx, items)
	}
	return &issuesOutput{Page[Issue]{items, page.NextCursor}}, err
}

// describeIssues adds what lists show beside the issues themselves.
func (o *Ops) describeIssues(ctx context.Context, c Caller, all ...issue.Issue) ([]Issue, error) {
	projects, err := o.Projects.List(ctx, c.Organization.ID)
	if err != nil {
		return nil, err
	}
	names := make(map[int64]ProjectName, len(projects))
	for _, p := range projects {
		names[p.ID] = ProjectName{p.ID, p.Slug, p.Name}
	}
	ids := each(all, func(i issue.Issue) int64 { return i.ID })
	trends, err := o.Issues.Trends(ctx, ids, 24, o.now())
	if err != nil {
		return nil, err
	}
	prints, err := o.Issues.FirstFingerprints(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := each(all, func(i issue.Issue) Issue { return issueOf(i, names[i.Project], trends[i.ID], prints[i.ID]) })
	return out, o.describeTriage(ctx, c, all, out)
}

func issueOf(i issue.Issue, project ProjectName, trend []int64, fingerprint string) Issue {
	return Issue{
		ID: i.ID, ShortID: issue.ShortID(project.Slug, i.Number), ProjectID: i.Project, Project: project,
		Kind: i.Kind, Title: i.Title, Culprit: i.Culprit, Level: i.Level.String(), Status: string(i.Status), Priority: i.Priority,
		Platform: i.Platform, TimesSeen: i.TimesSeen, UsersSeen: i.UsersSeen, FirstSeen: Time(i.FirstSeen), LastSeen: Time(i.LastSeen),
		FirstRelease: orNull(i.FirstRelease), LastRelease: orNull(i.LastRelease), Fingerprint: fingerprint,
		RegressedAt: timeOrNull(i.RegressedAt), Snooze: snoozeOf(i), Trend: trend,
	}
}

type issueCountsOutput struct{ Body IssueCounts }

func (o *Ops) countIssues(ctx context.Context, c Caller, in *struct {
	IssueFilter
	ProjectsFilter
},
) (*issueCountsOutput, error) {
	scope, err := o.scope(ctx, c, in.Projects...)
	if err != nil {
		return nil, err
	}
	f, err := o.filter(ctx, c, in.IssueFilter, "all", scope)
	if err != nil {
		return nil, err
	}
	n, exact, err := o.Issues.CountsAbout(ctx, f)
	return &issueCountsOutput{IssueCounts{
		Approximate: !exact,
		Open:        n[issue.Open], Resolved: n[issue.Resolved], Ignored: n[issue.Ignored], Archived: n[issue.Archived],
		All: n[issue.Open] + n[issue.Resolved] + n[issue.Ignored] + n[issue.Archived],
	}}, err
}

type issueOutput struct{ Body Issue }

func (o *Ops) getIssue(ctx context.Context, c Caller, in *IssuePath) (*issueOutput, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	out, err := o.describeIssue(ctx, c, i)
	if err == nil && in.Issue != strconv.FormatInt(i.ID, 10) && !strings.EqualFold(in.Issue, out.Body.ShortID) {
		out.Body.MergedFrom = in.Issue
	}
	return out, err
}

func (o *Ops) describeIssue(ctx context.Context, c Caller, i issue.Issue) (*issueOutput, error) {
	all, err := o.describeIssues(ctx, c, i)
	if err != nil {
		return nil, err
	}
	environments, err := o.Issues.Facets(ctx, i.ID, issue.Environment)
	all[0].Environments = each(environments, func(f issue.Facet) string { return f.Value })
	return &issueOutput{all[0]}, err
}

type trendOutput struct{ Body Trend }

func (o *Ops) getIssueTrend(ctx context.Context, c Caller, in *struct {
	IssuePath
	Period string    `query:"period" enum:"24h,7d,14d,30d,90d" default:"24h"`
	From   time.Time `query:"from" doc:"With to, a range of a minute to 400 days instead of a period."`
	To     time.Time `query:"to"`
},
) (*trendOutput, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	if !in.From.IsZero() || !in.To.IsZero() {
		t, err := o.trendIn(ctx, i, telemetry.At(in.From), telemetry.At(in.To))
		return &trendOutput{t}, err
	}
	t, err := o.Issues.TrendOf(ctx, i.ID, issue.Period(in.Period), o.now())
	return &trendOutput{Trend{From: Time(t.From), StepSeconds: int64(t.Step.Seconds()), Counts: t.Counts}}, err
}

type activityOutput struct{ Body Page[Activity] }

func (o *Ops) listIssueActivity(ctx context.Context, c Caller, in *struct {
	IssuePath
	Paging
},
) (*activityOutput, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	var before int64
	if err := in.after(&before); err != nil {
		return nil, err
	}
	found, err := o.Issues.Activity(ctx, i.ID, before, in.Limit+1)
	if err != nil {
		return nil, err
	}
	names, err := o.Accounts.Names(ctx, peopleIn(found))
	if err != nil {
		return nil, err
	}
	page, err := paged(found, in.Limit, func(a issue.Activity) any { return a.ID })
	if err != nil {
		return nil, err
	}
	out := &activityOutput{Page[Activity]{each(page.Items, func(a issue.Activity) Activity { return activityOf(a, names) }), page.NextCursor}}
	slug, err := o.slug(ctx, c, i.Project)
	nameMerged(out.Body.Items, slug)
	return out, err
}

func activityOf(a issue.Activity, names map[int64]string) Activity {
	out := Activity{ID: a.ID, At: Time(a.At), Action: a.Action, From: orNull(a.From), To: orNull(a.To), Detail: orNull(a.Detail)}
	switch {
	case a.Actor != 0:
		out.Actor = Some(Person{a.Actor, names[a.Actor]})
	case a.Token != "":
		out.Actor = Some(Person{Name: a.Token})
	}
	if a.Action == issue.ActionAssigned {
		out.From, out.To = nameOf(a.From, names), nameOf(a.To, names)
	}
	return out
}

// peopleIn returns the users that lines of history speak of.
func peopleIn(lines []issue.Activity) (users []int64) {
	for _, a := range lines {
		users = append(users, a.Actor)
		if a.Action == issue.ActionAssigned {
			users = append(users, userIn(a.From), userIn(a.To))
		}
	}
	return users
}

// userIn reads the id of a user from a line of history, 0 for nobody.
func userIn(text string) int64 {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return id
}

func nameOf(user string, names map[int64]string) OrNull[string] {
	id := userIn(user)
	if id == 0 {
		return OrNull[string]{}
	}
	if name := names[id]; name != "" {
		return Some(name)
	}
	return Some("somebody who left")
}

// errNoEvent is what is said of an event that is not there, or not yet.
func errNoEvent() error {
	return errs.New(errs.NotFound, "There is no such event. One that was just sent takes a moment.")
}
