package issue_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/feed"
	"belfry/internal/issue"
	"belfry/internal/query"
	"belfry/internal/telemetry"
)

// known is what the plain filter knows of an issue.
type known struct {
	issue.Issue
	slug   string
	facets map[string]map[string]bool
}

// plainly evaluates a search in memory, one issue after the other.
func plainly(e query.Expr, k known) bool {
	is := func(part query.Expr) bool { return plainly(part, k) }
	switch e.Kind {
	case query.Not:
		return !is(e.Of[0])
	case query.Or:
		return slices.ContainsFunc(e.Of, is)
	case query.And:
		return !slices.ContainsFunc(e.Of, func(part query.Expr) bool { return !is(part) })
	}
	t := e.Term
	if t.Op == query.Has {
		return k.has(t)
	}
	return slices.ContainsFunc(t.Values, func(v query.Value) bool { return k.is(t, v) })
}

func (k known) has(t query.Term) bool {
	switch {
	case t.Tag:
		return len(k.facets[t.Key]) > 0
	case t.Key == "platform":
		return k.Platform != ""
	case t.Key == "assigned":
		return k.Assignee != 0
	case t.Key == "followed":
		return k.ID%8 < 3
	}
	return len(k.facets[t.Key]) > 0
}

func (k known) is(t query.Term, v query.Value) bool {
	if t.Tag {
		return k.seen(t.Key, v)
	}
	switch t.Key {
	case "":
		text := strings.ToLower(k.Title + "\n" + k.Culprit)
		return issue.ShortID(k.slug, k.Number) == strings.ToUpper(v.Text) || contains(text, v)
	case "is":
		return k.state(v.Text, v.Period.From)
	case "level":
		return ordered(t.Op, int64(k.Level), int64(v.Level))
	case "times_seen":
		return ordered(t.Op, k.TimesSeen, v.Number)
	case "priority":
		return ordered(t.Op, int64(k.Priority), v.Number)
	case "assigned":
		return k.Assignee == v.Number
	case "followed":
		return k.ID%8 == v.Number
	case "platform":
		return v.Matches(k.Platform, false)
	case "project":
		return v.Matches(k.slug, true)
	case "first_seen":
		return (v.Period.From == 0 || k.FirstSeen >= v.Period.From) && (v.Period.To == 0 || k.FirstSeen < v.Period.To)
	}
	return k.seen(t.Key, v)
}

// contains looks for the pieces of v one after the other.
func contains(text string, v query.Value) bool {
	pieces := v.Pattern
	if pieces == nil {
		pieces = []string{v.Text}
	}
	for _, p := range pieces {
		_, rest, ok := strings.Cut(text, strings.ToLower(p))
		if !ok {
			return false
		}
		text = rest
	}
	return true
}

func (k known) seen(name string, v query.Value) bool {
	if v.Text == "" {
		return len(k.facets[name]) == 0
	}
	for value := range k.facets[name] {
		if v.Matches(value, false) {
			return true
		}
	}
	return false
}

func (k known) state(word string, since telemetry.Time) bool {
	switch word {
	case "open", "unresolved":
		return k.Status == issue.Open
	case "resolved", "ignored", "archived":
		return string(k.Status) == word
	case "snoozed":
		return k.Status == issue.Ignored && (k.SnoozeUntil > 0 || k.SnoozeEvents > 0)
	case "regressed":
		return k.Status == issue.Open && k.RegressedAt > 0
	case "new":
		return k.FirstSeen >= since
	case "assigned":
		return k.Assignee != 0
	}
	return k.Assignee == 0
}

func ordered(op query.Op, a, b int64) bool {
	switch op {
	case query.Less:
		return a < b
	case query.LessEq:
		return a <= b
	case query.More:
		return a > b
	case query.MoreEq:
		return a >= b
	}
	return a == b
}

func pick(t *rapid.T, from ...string) string { return rapid.SampledFrom(from).Draw(t, "choice") }

var (
	titles   = []string{"TypeError: x is null", "Ärger im Übergang", "100% CPU_a", `C:\app*`, "timeout", "a", "x y"}
	browsers = []string{"Firefox", "firefox", "Fire_x", "F*x", "Chrome [1]", "x?", "é"}
)

// searchText draws a search that can be understood.
func searchText(t *rapid.T, depth int) string {
	switch n := rapid.IntRange(0, 5).Draw(t, "form"); {
	case depth > 0 && n == 0:
		return "(" + searchText(t, depth-1) + " OR " + searchText(t, depth-1) + ")"
	case depth > 0 && n == 1:
		return searchText(t, depth-1) + " " + searchText(t, depth-1)
	case depth > 0 && n == 2:
		return "!(" + searchText(t, depth-1) + ")"
	}
	word := pick(t, "", "!") + pick(t,
		"is:"+pick(t, "open", "unresolved", "resolved", "ignored", "snoozed", "archived", "regressed", "new", "assigned", "unassigned"),
		"level:"+pick(t, "", ">", ">=", "<", "<=")+pick(t, "error", "warning", "fatal"),
		"times_seen:"+pick(t, "", ">", ">=", "<", "<=")+pick(t, "1", "2", "3"), "priority:"+pick(t, "50", ">50"),
		"browser:"+pick(t, "Firefox", "F*x", `F\*x`, "*ire*", "Fire_x", `"Chrome [1]"`, "*[1]", "x?", "*?", "é", "É", "f*", `""`, "[Firefox,x*]", "*"),
		"release:"+pick(t, "1.0", "1.*", `""`, "[1.0,2.0]"), "environment:production", "has:"+pick(t, "browser", "release", "platform", "assigned", "followed", "nothing"), "followed:me",
		"platform:"+pick(t, "python", "p*", `""`), "project:"+pick(t, "shop", "SHOP*", "nope"), "first_seen:"+pick(t, "-30m", "+30m", "today"),
		pick(t, "null", "TYPE", "über", "ÄRGER", `"x is"`, "%", "_", `c:\app`, "t*e", "shop-1", "shop-2-2", `"x  y"`, "a", "*"),
	)
	return word
}

// TestSearchesFindWhatAPlainFilterFinds compares the databases with a filter
// that looks at one issue after the other.
func TestSearchesFindWhatAPlainFilterFinds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		facets := crowd(t, d, s)
		var all []known
		for _, i := range list(t, s, issue.Filter{Scope: scope}, issue.Listing{Limit: 1000}) {
			all = append(all, known{i, scope[i.Project-1].Slug, facets[i.ID]})
		}
		if len(all) < 50 {
			t.Fatalf("only %d issues", len(all))
		}
		rapid.Check(t, func(t *rapid.T) {
			text := searchText(t, 2)
			e, err := query.Grammar{Fields: query.Issues, Now: begin + 3600*second}.Parse(text)
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			_ = e.Each(func(t *query.Term) error {
				if t.Key == "followed" && t.Op == query.Equal {
					t.Values[0].Number = 2 // as op finds out who is meant
				}
				return nil
			})
			compare(t, s, text, e, all)
		})
	})
}

func compare(t *rapid.T, s *issue.Store, text string, e query.Expr, all []known) {
	var want, got []int64
	states := map[issue.Status]int64{}
	for _, k := range all {
		if plainly(e, k) {
			want = append(want, k.ID)
			states[k.Status]++
		}
	}
	f := issue.Filter{Scope: scope, Where: e}
	page, err := s.List(t.Context(), f, issue.Listing{Limit: 1000})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	for _, i := range page {
		got = append(got, i.ID)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("%s finds %v, want %v", text, got, want)
	}
	counts, err := s.Counts(t.Context(), f)
	if err != nil || fmt.Sprint(counts) != fmt.Sprint(states) {
		t.Fatalf("%s counts %v, want %v; %v", text, counts, states, err)
	}
	var every []int64
	for ids, err := range s.Find(t.Context(), f) {
		if err != nil {
			t.Fatal(err)
		}
		every = append(every, ids...)
	}
	slices.Sort(want)
	if !slices.Equal(every, want) {
		t.Fatalf("%s: Find yields %v, want %v", text, every, want)
	}
}

// crowd makes issues that differ in all that searches ask for, and returns what
// they were seen with.
func crowd(t *testing.T, d *db.DB, s *issue.Store) map[int64]map[string]map[string]bool {
	t.Helper()
	facets := map[int64]map[string]map[string]bool{}
	for n := range 160 {
		which := n * 7 % 60
		at := begin + telemetry.Time(which)*60*second
		o := issue.Occurrence{
			Project: int64(which%3 + 1), Event: telemetry.EventID{byte(n)}, Fingerprint: fmt.Sprint(which), Time: at, Received: at,
			Title: titles[which%len(titles)], Culprit: []string{"", "views in total"}[which%2], Level: telemetry.Level(which%3 + 4),
			Platform: []string{"", "python", "php"}[which%3], Release: []string{"", "1.0", "1.1", "2.0"}[n%4], Environment: []string{"", "production"}[which/2%2],
		}
		if n%3 > 0 {
			o.Tags = []telemetry.Tag{{Key: "browser", Value: browsers[n%len(browsers)]}}
		}
		id := applyAll(t, d, s, []issue.Occurrence{o})[0].Issue
		if facets[id] == nil {
			facets[id] = map[string]map[string]bool{}
		}
		for _, f := range append(o.Tags, telemetry.Tag{Key: "release", Value: o.Release}, telemetry.Tag{Key: "environment", Value: o.Environment}) {
			if f.Value != "" {
				if facets[id][f.Key] == nil {
					facets[id][f.Key] = map[string]bool{}
				}
				facets[id][f.Key][f.Value] = true
			}
		}
	}
	for _, change := range []string{
		`status = 'resolved' WHERE id % 5 = 1`, `status = 'ignored' WHERE id % 5 = 2`, `status = 'archived' WHERE id % 11 = 3`,
		`snooze_until = 5 WHERE id % 3 = 0`, `snooze_events = 5 WHERE id % 7 = 0`, `assignee_id = id % 3 WHERE id % 2 = 0`,
		`regressed_at = 5 WHERE id % 4 = 0`, `priority = 70 WHERE id % 6 = 0`,
	} {
		if _, err := d.Exec(t.Context(), `UPDATE issues SET `+change); err != nil {
			t.Fatal(err)
		}
	}
	for _, recount := range []string{
		`INSERT INTO followers (issue_id, user_id) SELECT id, id % 8 FROM issues WHERE id % 8 < 3`,
		`DELETE FROM issue_counts`,
		`INSERT INTO issue_counts (project_id, kind, status, issues) SELECT project_id, kind, status, COUNT(*) FROM issues GROUP BY project_id, kind, status`,
	} {
		if _, err := d.Exec(t.Context(), recount); err != nil {
			t.Fatal(err)
		}
	}
	return facets
}
