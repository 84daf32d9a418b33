package op

import (
	"context"
	"strings"
	"time"

	"belfry/internal/errs"
	"belfry/internal/issue"
	"belfry/internal/query"
	"belfry/internal/telemetry"
)

// FacetSpread says how the events of an issue spread over the values of
// something that they are told apart by.
type FacetSpread struct {
	Name   string       `json:"name" doc:"“release”, “environment”, “user”, or a tag."`
	Events int64        `json:"events" doc:"How many have it; of users, those that are still kept."`
	Values int64        `json:"values" doc:"How many different ones there are; of users, about."`
	Top    []FacetValue `json:"top" doc:"The most frequent ones."`
}

// FacetValue is a value with how often and when it was seen.
type FacetValue struct {
	Value     string `json:"value"`
	Label     string `json:"label,omitempty" doc:"Of a user, the e-mail address or name."`
	Query     string `json:"query" doc:"The search that finds its events."`
	Events    int64  `json:"events"`
	FirstSeen Time   `json:"first_seen"`
	LastSeen  Time   `json:"last_seen"`
}

// facetTop is how many values of each facet are shown beside an issue.
const facetTop = 10

// userFacet is the name of the facet that is made of users.
const userFacet = "user"

type facetsOutput struct{ Body Page[FacetSpread] }

func (o *Ops) listIssueFacets(ctx context.Context, c Caller, in *IssuePath) (*facetsOutput, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	found, err := o.Issues.Distributions(ctx, i.ID, facetTop)
	if err != nil {
		return nil, err
	}
	all := []FacetSpread{}
	for _, d := range found {
		if !strings.HasPrefix(d.Name, "user.") { // the people stand together
			all = append(all, FacetSpread{d.Name, d.Events, d.Values, each(d.Top, valueOf(d.Name))})
		}
	}
	people, err := o.peopleOf(ctx, i, facetTop)
	if len(people) > 0 {
		s := FacetSpread{Name: userFacet, Values: max(i.UsersSeen, int64(len(people))), Top: each(people, personValue)}
		for _, p := range people {
			s.Events += p.Events
		}
		all = append(all, s)
	}
	return &facetsOutput{list(all)}, err
}

func valueOf(name string) func(issue.Facet) FacetValue {
	return func(f issue.Facet) FacetValue {
		return FacetValue{Value: f.Value, Query: filterBy(name, f.Value), Events: f.Events, FirstSeen: Time(f.FirstSeen), LastSeen: Time(f.LastSeen)}
	}
}

func personValue(p query.Person) FacetValue {
	kind, value, _ := strings.Cut(p.Key, ":")
	label := p.Email
	if label == "" {
		label = p.Name
	}
	if label == "" {
		label = value
	}
	return FacetValue{
		Value: p.Key, Label: label, Query: filterBy("user."+kind, value), Events: p.Events, FirstSeen: Time(p.First), LastSeen: Time(p.Last),
	}
}

// filterBy writes the search for a value.
func filterBy(name, value string) string {
	if strings.ContainsAny(value, " \"\\*:()[],<>!'") || value == "" {
		value = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
	}
	return name + ":" + value
}

// peopleOf returns those who met an issue most often.
func (o *Ops) peopleOf(ctx context.Context, i issue.Issue, limit int) ([]query.Person, error) {
	if i.UsersSeen == 0 {
		return nil, nil
	}
	of, err := o.events(ctx, i)
	if err != nil {
		return nil, err
	}
	return rows(ctx, o.Lake, query.People(of, limit), query.PersonOf)
}

type facetOutput struct{ Body Page[FacetValue] }

func (o *Ops) listIssueFacetValues(ctx context.Context, c Caller, in *struct {
	IssuePath
	Paging
	Name   string `path:"name" maxLength:"200" doc:"“release”, “environment”, “user”, or a tag."`
	Prefix string `query:"prefix" maxLength:"200" doc:"Only values that begin with it, in any case; not of users."`
},
) (*facetOutput, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	if in.Name == userFacet { // those beyond a page met it rarely
		people, err := o.peopleOf(ctx, i, in.Limit)
		return &facetOutput{list(each(people, personValue))}, err
	}
	var after *issue.FacetPlace
	if err := in.after(&after); err != nil {
		return nil, err
	}
	found, err := o.Issues.FacetPage(ctx, i.ID, in.Name, in.Prefix, after, in.Limit+1)
	if err != nil {
		return nil, err
	}
	page, err := paged(found, in.Limit, func(f issue.Facet) any { return f.Place() })
	return &facetOutput{Page[FacetValue]{each(page.Items, valueOf(in.Name)), page.NextCursor}}, err
}

// The ranges of a trend that people choose: below fineRange the steps are of
// minutes or seconds, and counted from the events that are kept.
const (
	fineRange  = 12 * time.Hour
	leastRange = time.Minute
	mostRange  = 400 * 24 * time.Hour
)

// trendIn returns the trend of an issue within a range of time.
func (o *Ops) trendIn(ctx context.Context, i issue.Issue, from, to telemetry.Time) (Trend, error) {
	length := to.Sub(from)
	if length < leastRange || length > mostRange {
		return Trend{}, errs.Field("query.to", "Choose a range between a minute and 400 days.")
	}
	if length > fineRange {
		t, err := o.Issues.TrendIn(ctx, i.ID, from, to)
		return Trend{From: Time(t.From), StepSeconds: int64(t.Step.Seconds()), Counts: t.Counts}, err
	}
	of, err := o.events(ctx, i)
	if err != nil {
		return Trend{}, err
	}
	step := fineStep(length)
	first := from - from%telemetry.Time(step.Microseconds())
	out := Trend{From: Time(first), StepSeconds: int64(step.Seconds()), Counts: make([]int64, (to-1-first)/telemetry.Time(step.Microseconds())+1)}
	end := first + telemetry.Time(step.Microseconds())*telemetry.Time(len(out.Counts))
	found, err := rows(ctx, o.Lake, query.Steps(of, query.Range{From: first, To: end}, step), query.StepCount)
	for _, c := range found {
		out.Counts[(c.At-first)/telemetry.Time(step.Microseconds())] = c.N
	}
	return out, err
}

// fineStep divides a length of time into about a hundred steps.
func fineStep(length time.Duration) time.Duration {
	for _, step := range []time.Duration{time.Second, 5 * time.Second, 15 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute} {
		if length/step <= 120 {
			return step
		}
	}
	return 10 * time.Minute
}
