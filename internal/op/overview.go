package op

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"time"

	"belfry/internal/errs"
	"belfry/internal/issue"
	"belfry/internal/lake"
	"belfry/internal/project"
	"belfry/internal/query"
	"belfry/internal/telemetry"
)

// Overview is what somebody looks at first.
type Overview struct {
	Regressed Calls             `json:"regressed" doc:"Open issues that came back in the last 7 days."`
	New       Calls             `json:"new" doc:"Open issues that were first seen today."`
	Rising    Calls             `json:"rising" doc:"Open issues with clearly more events in the last 24 hours than in those before."`
	Mine      Calls             `json:"mine" doc:"Open issues that are assigned to the caller."`
	Mix       Mix               `json:"mix"`
	Projects  []OverviewProject `json:"projects" doc:"Active projects, in the caller's order."`
	Groups    []ProjectGroup    `json:"groups" doc:"All groups, whatever was asked for."`
	Favorites int64             `json:"favorites" doc:"How many active projects the caller has starred."`
	All       int64             `json:"all" doc:"How many active projects there are."`
}

// Calls is how many issues call for attention, and the first of them.
type Calls struct {
	Count int64   `json:"count" doc:"At most 1000."`
	Items []Issue `json:"items"`
}

// Mix is what came in over time.
type Mix struct {
	From        Time        `json:"from"`
	StepSeconds int64       `json:"step_seconds"`
	Series      []MixSeries `json:"series"`
}

// MixSeries is one kind of records of one level.
type MixSeries struct {
	Kind   string         `json:"kind" enum:"error,log,span,check_in"`
	Level  OrNull[string] `json:"level" doc:"Null for kinds without levels."`
	Counts []int64        `json:"counts"`
}

// OverviewProject is a project with its signal.
type OverviewProject struct {
	Project
	Trend14d      []int64        `json:"trend_14d" doc:"Events per 12 hours of the last 14 days, oldest first."`
	Week          int64          `json:"week" doc:"Events of the last 7 days."`
	WeekBefore    int64          `json:"week_before" doc:"Events of the 7 days before."`
	ToReview      int64          `json:"to_review" doc:"Open issues that nobody has taken."`
	LatestRelease OrNull[string] `json:"latest_release" doc:"The one that was first seen last, within 30 days."`
}

func (o *Ops) overviewOperations() []Operation {
	return []Operation{
		define(Operation{
			ID: "getOverview", Method: http.MethodGet, Path: "/overview", Tag: "overview", Permission: Read,
			Summary: "What needs attention, and how the projects are", Errors: []int{http.StatusNotFound},
		}, o.getOverview),
	}
}

type overviewInput struct {
	Period    string `query:"period" enum:"24h,7d,30d" default:"24h" doc:"Of the mix."`
	Group     int64  `query:"group" doc:"Only the projects of this group."`
	Favorites bool   `query:"favorites" doc:"Only the projects that the caller has starred."`
	Zone      string `query:"tz" maxLength:"100" default:"UTC" doc:"Where today begins, such as “Europe/Oslo”."`
}

type overviewOutput struct{ Body Overview }

const overviewCalls = 6

func (o *Ops) getOverview(ctx context.Context, c Caller, in *overviewInput) (*overviewOutput, error) {
	today, err := startOfDay(o.Now(), in.Zone)
	if err != nil {
		return nil, err
	}
	var out Overview
	shown, err := o.overviewProjects(ctx, c, in, &out)
	if err != nil {
		return nil, err
	}
	scope := each(shown, func(p project.Project) issue.Scope { return issue.Scope{Project: p.ID, Slug: p.Slug} })
	look := issue.Look{Scope: scope, User: c.User.ID, Limit: overviewCalls}
	week := o.now().Add(-7 * 24 * time.Hour)
	for _, part := range []struct {
		into  *Calls
		why   issue.Attention
		since telemetry.Time
	}{
		{&out.Regressed, issue.CameBack, week}, {&out.New, issue.IsNew, today}, {&out.Rising, issue.Rises, 0}, {&out.Mine, issue.IsMine, 0},
	} {
		look.Since = part.since
		if *part.into, err = o.calls(ctx, c, part.why, look); err != nil {
			return nil, err
		}
	}
	if out.Projects, err = o.signals(ctx, c, shown); err != nil {
		return nil, err
	}
	out.Mix, err = o.mix(ctx, scope, in.Period)
	return &overviewOutput{out}, err
}

// startOfDay returns when today began in a time zone.
func startOfDay(now time.Time, zone string) (telemetry.Time, error) {
	place, err := time.LoadLocation(zone)
	if err != nil {
		return 0, errs.Field("query.tz", "%.100q is no time zone. Use a name such as “Europe/Oslo”.", zone)
	}
	y, m, d := now.In(place).Date()
	return telemetry.At(time.Date(y, m, d, 0, 0, 0, 0, place)), nil
}

func (o *Ops) calls(ctx context.Context, c Caller, why issue.Attention, look issue.Look) (Calls, error) {
	found, err := o.Issues.Attending(ctx, why, look)
	if err != nil {
		return Calls{}, err
	}
	items, err := o.describeIssues(ctx, c, found.Issues...)
	return Calls{Count: found.Count, Items: orEmpty(items)}, err
}

// overviewProjects returns the projects that are asked for, in the caller's
// order, and says of the others how many there are.
func (o *Ops) overviewProjects(ctx context.Context, c Caller, in *overviewInput, out *Overview) ([]project.Project, error) {
	seen, err := o.visible(ctx, c)
	if err != nil {
		return nil, err
	}
	active := slices.DeleteFunc(seen, func(p project.Project) bool { return p.Status != project.Active })
	groups, err := o.Projects.GroupOf(ctx, c.Organization.ID)
	if err != nil {
		return nil, err
	}
	stars, err := o.Projects.Favorites(ctx, c.User.ID)
	if err != nil {
		return nil, err
	}
	if err := o.inOrder(ctx, c, active); err != nil {
		return nil, err
	}
	if out.Groups, err = o.describeGroups(ctx, c, active, groups); err != nil {
		return nil, err
	}
	var shown []project.Project
	for _, p := range active {
		out.All++
		if stars[p.ID] {
			out.Favorites++
		}
		if (in.Group == 0 || groups[p.ID] == in.Group) && (!in.Favorites || stars[p.ID]) {
			shown = append(shown, p)
		}
	}
	return shown, nil
}

// visible returns the projects that c may see, by name.
func (o *Ops) visible(ctx context.Context, c Caller) ([]project.Project, error) {
	scope, err := o.scope(ctx, c)
	if err != nil {
		return nil, err
	}
	may := make(map[int64]bool, len(scope))
	for _, s := range scope {
		may[s.Project] = true
	}
	all, err := o.Projects.List(ctx, c.Organization.ID)
	return slices.DeleteFunc(all, func(p project.Project) bool { return !may[p.ID] }), err
}

// inOrder sorts projects as c has put them; those without a place come last.
func (o *Ops) inOrder(ctx context.Context, c Caller, all []project.Project) error {
	places, err := o.Projects.Places(ctx, c.User.ID)
	place := func(p project.Project) int64 {
		if n, ok := places[p.ID]; ok {
			return n
		}
		return int64(len(places))
	}
	slices.SortStableFunc(all, func(a, b project.Project) int { return cmp.Compare(place(a), place(b)) })
	return err
}

// signals adds the figures of the overview to projects.
func (o *Ops) signals(ctx context.Context, c Caller, shown []project.Project) ([]OverviewProject, error) {
	if len(shown) == 0 {
		return []OverviewProject{}, nil
	}
	described, err := o.describeProjects(ctx, c, shown...)
	if err != nil {
		return nil, err
	}
	ids := each(shown, func(p project.Project) int64 { return p.ID })
	found, err := o.Issues.Signals(ctx, ids, o.now())
	if err != nil {
		return nil, err
	}
	releases, err := o.latestReleases(ctx, ids)
	return each(described, func(p Project) OverviewProject {
		s := found[p.ID]
		return OverviewProject{
			Project: p, Trend14d: s.Trend, Week: s.Week, WeekBefore: s.WeekBefore, ToReview: s.Unassigned,
			LatestRelease: orNull(releases[p.ID]),
		}
	}), err
}

func (o *Ops) latestReleases(ctx context.Context, projects []int64) (map[int64]string, error) {
	latest := map[int64]string{}
	since := query.Range{From: o.now().Add(-30 * 24 * time.Hour)}
	found, err := rows(ctx, o.Lake, query.Releases(projects, since), query.ReleaseRow)
	for _, r := range found {
		if latest[r.Project] == "" {
			latest[r.Project] = r.Version
		}
	}
	return latest, err
}

// mixSteps are the periods with the length of their steps.
var mixSteps = map[string]struct{ period, step time.Duration }{
	"24h": {24 * time.Hour, time.Hour},
	"7d":  {7 * 24 * time.Hour, 6 * time.Hour},
	"30d": {30 * 24 * time.Hour, 24 * time.Hour},
}

// mix counts what came in, kind by kind; within one the worst comes first.
func (o *Ops) mix(ctx context.Context, scope []issue.Scope, period string) (Mix, error) {
	length := mixSteps[period]
	step := telemetry.Time(length.step.Microseconds())
	end := (o.now()/step + 1) * step
	in := query.Range{From: end.Add(-length.period), To: end}
	m := Mix{From: Time(in.From), StepSeconds: int64(length.step.Seconds()), Series: []MixSeries{}}
	if len(scope) == 0 {
		return m, nil
	}
	projects := each(scope, func(s issue.Scope) int64 { return s.Project })
	for _, t := range []struct {
		kind  string
		table lake.Table
	}{{"error", lake.Events}, {"log", lake.Logs}, {"span", lake.Spans}, {"check_in", lake.CheckIns}} {
		found, err := rows(ctx, o.Lake, query.Mix(t.table, projects, in, length.step), query.MixCount(t.table))
		if err != nil {
			return m, err
		}
		m.Series = append(m.Series, seriesOf(t.kind, found, in, step)...)
	}
	return m, nil
}

// seriesOf makes a series of each level, the worst first.
func seriesOf(kind string, found []query.Count, in query.Range, step telemetry.Time) []MixSeries {
	byLevel := map[telemetry.Level][]int64{}
	for _, f := range found {
		if byLevel[f.Level] == nil {
			byLevel[f.Level] = make([]int64, (in.To-in.From)/step)
		}
		byLevel[f.Level][(f.At-in.From)/step] += f.N
	}
	var all []MixSeries
	for _, level := range slices.Backward(slices.Sorted(maps.Keys(byLevel))) {
		all = append(all, MixSeries{Kind: kind, Level: orNull(level.String()), Counts: byLevel[level]})
	}
	return all
}
