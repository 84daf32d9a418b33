package op

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zones are named by the reader's browser, whatever this machine knows

	"belfry/internal/account"
	"belfry/internal/errs"
	"belfry/internal/issue"
	"belfry/internal/query"
	"belfry/internal/telemetry"
)

// Span is the part of a text that a problem speaks of.
type Span struct {
	From int `json:"from" doc:"The first character, counted from 0 in UTF-16 code units, as JavaScript does."`
	To   int `json:"to" doc:"The character after the last one."`
}

// IssueFilter is part of the input of operations on many issues.
type IssueFilter struct {
	Query       string    `query:"query" maxLength:"2000" doc:"A search, such as “is:unresolved level:>=error release:1.2*”; see the guide."`
	Kind        string    `query:"kind" maxLength:"50"`
	Level       string    `query:"level" enum:"fatal,error,warning,info,debug,trace"`
	Environment string    `query:"environment" maxLength:"200" doc:"Was seen in it."`
	Release     string    `query:"release" maxLength:"200" doc:"Was seen in it."`
	From        time.Time `query:"from" doc:"Was last seen then or later."`
	To          time.Time `query:"to" doc:"Was first seen before."`
	Zone        string    `query:"tz" maxLength:"60" doc:"The time zone that days in the search are meant in, such as “Europe/Berlin”; UTC by default."`
}

// filter understands f for issues of some projects. The status is that of the
// tab, "all" or empty for any; a search that asks for a state of its own wins.
func (o *Ops) filter(ctx context.Context, c Caller, f IssueFilter, status string, scope []issue.Scope) (out issue.Filter, err error) {
	out = issue.Filter{Scope: scope, Kind: f.Kind, From: since(f.From), To: since(f.To)}
	if out.Where, err = o.search(ctx, c, query.Issues, f.Query, f.Zone); err != nil {
		return out, err
	}
	if status != "all" && !issue.AsksForState(out.Where) {
		out.Status = issue.Status(status)
	}
	for _, field := range []struct {
		name, value string
		typ         query.Type
	}{{"level", f.Level, query.Severity}, {"environment", f.Environment, query.Text}, {"release", f.Release, query.Text}} {
		if field.value != "" {
			out.Where = out.Where.With(query.Match(field.name, field.typ, field.value))
		}
	}
	return out, nil
}

// since is 0 for the time that was not given.
func since(t time.Time) telemetry.Time {
	if t.IsZero() {
		return 0
	}
	return telemetry.At(t)
}

// search understands a text, and finds out who is meant in it.
func (o *Ops) search(ctx context.Context, c Caller, in query.Fields, text, zone string) (query.Expr, error) {
	where, err := time.LoadLocation(zone)
	if err != nil || zone == "Local" {
		return query.Expr{}, errs.Field("query.tz", "There is no time zone %.60q. Use a name such as Europe/Berlin.", zone)
	}
	e, err := query.Grammar{Fields: in, Now: o.now(), Zone: where}.Parse(text)
	if err != nil {
		return e, &errs.Error{Kind: errs.Invalid, Field: "query.query", Public: err.Error(), Err: err}
	}
	return e, e.Each(func(t *query.Term) error {
		if t.Type != query.Member || t.Tag {
			return nil
		}
		t.Values, err = o.people(ctx, c, t.Values)
		return err
	})
}

// people turns names into the numbers of users: 0 is nobody.
func (o *Ops) people(ctx context.Context, c Caller, named []query.Value) (users []query.Value, err error) {
	for _, v := range named {
		switch strings.ToLower(v.Text) {
		case "me":
			users = append(users, query.Value{Number: c.User.ID})
		case "none", "nobody":
			users = append(users, query.Value{Number: 0})
		default:
			found, err := o.Accounts.Find(ctx, c.Organization.ID, func(text string) bool { return v.Matches(text, true) })
			if err != nil {
				return nil, err
			}
			users = append(users, each(found, func(u account.User) query.Value { return query.Value{Number: u.ID} })...)
		}
	}
	return users, nil
}

// SearchKey is a key that a search may use.
type SearchKey struct {
	Key    string   `json:"key"`
	Type   string   `json:"type" enum:"text,prose,number,time,level,choice,person,tag"`
	About  string   `json:"about" doc:"One line for people; empty for tags."`
	Values []string `json:"values" doc:"All values there are, if these are few words."`
}

// SearchValue is a value of a key.
type SearchValue struct {
	Value string        `json:"value"`
	Label string        `json:"label" doc:"What people call it; often the value itself."`
	Count OrNull[int64] `json:"count" doc:"How many issues or events have it, where that is known."`
}

func (o *Ops) searchOperations() []Operation {
	notFound := []int{http.StatusNotFound}
	return []Operation{
		define(Operation{
			ID: "listSearchKeys", Method: http.MethodGet, Path: "/search/keys", Tag: "search", Permission: Read,
			Summary: "The keys that searches may use, tags that occur included", Errors: notFound,
		}, o.listSearchKeys),
		define(Operation{
			ID: "listSearchValues", Method: http.MethodGet, Path: "/search/values", Tag: "search", Permission: Read,
			Summary: "The values of a key that occur, the most frequent first", Errors: notFound,
		}, o.listSearchValues),
	}
}

// SearchIn is part of the input of operations about searches.
type SearchIn struct {
	ProjectsFilter
	In string `query:"in" enum:"issues,events" default:"issues" doc:"What is searched."`
}

func (in SearchIn) fields() query.Fields {
	if in.In == "events" {
		return query.Events
	}
	return query.Issues
}

type searchKeysOutput struct{ Body Page[SearchKey] }

func (o *Ops) listSearchKeys(ctx context.Context, c Caller, in *SearchIn) (*searchKeysOutput, error) {
	scope, err := o.scope(ctx, c, in.Projects...)
	if err != nil {
		return nil, err
	}
	all := each(in.fields(), func(f query.Field) SearchKey {
		values := f.Choices
		if f.Type == query.Severity {
			values = levelNames
		}
		return SearchKey{f.Name, f.Type.String(), f.About, orEmpty(values)}
	})
	names, err := o.Issues.FacetNames(ctx, scope)
	for _, name := range names {
		if _, known := in.fields().Find(name); !known {
			all = append(all, SearchKey{name, "tag", "", []string{}})
		}
	}
	return &searchKeysOutput{list(all)}, err
}

var levelNames = []string{"fatal", "error", "warning", "info", "debug", "trace"}

// maxSuggested is how many values are suggested.
const maxSuggested = 50

type searchValuesOutput struct{ Body Page[SearchValue] }

func (o *Ops) listSearchValues(ctx context.Context, c Caller, in *struct {
	SearchIn
	Key    string `query:"key" maxLength:"200"`
	Prefix string `query:"prefix" maxLength:"200" doc:"What is typed already; case does not matter."`
},
) (*searchValuesOutput, error) {
	if in.Key == "" {
		return nil, errs.Field("query.key", "Say which key: key=release.")
	}
	scope, err := o.scope(ctx, c, in.Projects...)
	if err != nil {
		return nil, err
	}
	values, err := o.valuesOf(ctx, c, in.fields(), in.Key, in.Prefix, scope)
	return &searchValuesOutput{list(values)}, err
}

// valuesOf suggests values of a key.
func (o *Ops) valuesOf(ctx context.Context, c Caller, fields query.Fields, key, prefix string, scope []issue.Scope) ([]SearchValue, error) {
	f, known := fields.Find(key)
	begins := func(text string) bool { return strings.HasPrefix(strings.ToLower(text), strings.ToLower(prefix)) }
	switch {
	case known && f.Type == query.Severity:
		return words(levelNames, begins), nil
	case known && f.Type == query.Choice:
		return words(f.Choices, begins), nil
	case known && f.Type == query.Member:
		return o.suggestPeople(ctx, c, begins, scope)
	case known && f.Name == "project":
		return words(each(scope, func(s issue.Scope) string { return s.Slug }), begins), nil
	case known && f.Type == query.When:
		return words([]string{"-1h", "-24h", "-7d", "-30d", "+7d", "today", "yesterday"}, begins), nil
	case known:
		key = f.Name
	}
	found, err := o.Issues.FacetValues(ctx, scope, key, prefix, maxSuggested)
	return each(found, func(v issue.FacetCount) SearchValue { return SearchValue{v.Value, v.Value, Some(v.Count)} }), err
}

func words(all []string, wanted func(string) bool) []SearchValue {
	out := []SearchValue{}
	for _, w := range all {
		if wanted(w) && len(out) < maxSuggested {
			out = append(out, SearchValue{Value: w, Label: w})
		}
	}
	return out
}

// suggestPeople names members who may see one of the projects, those who may not
// come in any more included: issues may still be theirs.
func (o *Ops) suggestPeople(ctx context.Context, c Caller, begins func(string) bool, scope []issue.Scope) ([]SearchValue, error) {
	out := words([]string{"me", "none"}, begins)
	all, err := o.Accounts.Members(ctx, c.Organization.ID)
	for _, m := range all {
		sees := slices.ContainsFunc(scope, func(s issue.Scope) bool { return m.Access().Sees(s.Project) })
		if sees && (begins(m.Name) || begins(m.Email)) && len(out) < maxSuggested {
			out = append(out, SearchValue{Value: m.Email, Label: m.Name})
		}
	}
	return out, err
}

// dailyTrends gives issues their trend of 14 times 24 hours up to now.
func (o *Ops) dailyTrends(ctx context.Context, all []Issue) error {
	const days = 14
	hours, err := o.Issues.Trends(ctx, each(all, func(i Issue) int64 { return i.ID }), days*24, o.now())
	for n := range all {
		all[n].Trend = make([]int64, days)
		for h, events := range hours[all[n].ID] {
			all[n].Trend[h/24] += events
		}
	}
	return err
}
