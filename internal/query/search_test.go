package query_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"belfry/internal/lake"
	"belfry/internal/lake/laketest"
	"belfry/internal/query"
	"belfry/internal/telemetry"
)

// plainly evaluates a search over events in memory.
func plainly(e query.Expr, v lake.Event) bool {
	is := func(part query.Expr) bool { return plainly(part, v) }
	switch e.Kind {
	case query.Not:
		return !is(e.Of[0])
	case query.Or:
		return slices.ContainsFunc(e.Of, is)
	case query.And:
		return !slices.ContainsFunc(e.Of, func(part query.Expr) bool { return !is(part) })
	}
	t := e.Term
	text, tag := texts(v)[t.Key], v.Tags[t.Key]
	if t.Tag {
		text = tag
	}
	if t.Op == query.Has {
		return text != ""
	}
	return slices.ContainsFunc(t.Values, func(value query.Value) bool {
		switch {
		case t.Tag:
			return value.Matches(text, false)
		case t.Key == "":
			return slices.ContainsFunc([]string{v.Title, v.Message, v.URL, v.UserEmail}, func(in string) bool { return holds(in, value) })
		case t.Key == "level":
			return levels(t.Op, v.Level, value.Level)
		case t.Key == "time":
			return (value.Period.From == 0 || v.Time >= value.Period.From) && (value.Period.To == 0 || v.Time < value.Period.To)
		case t.Key == "project":
			return value.Matches(text, true)
		case t.Type == query.Prose:
			return holds(text, value)
		}
		return value.Matches(text, false)
	})
}

func texts(v lake.Event) map[string]string {
	return map[string]string{
		"title": v.Title, "message": v.Message, "url": v.URL, "user.email": v.UserEmail, "release": v.Release, "trace": v.TraceID, "id": v.ID.String(),
		"project": fmt.Sprint("p", v.Project),
	}
}

func holds(text string, v query.Value) bool {
	pieces := v.Pattern
	if pieces == nil {
		pieces = []string{v.Text}
	}
	return !slices.ContainsFunc(pieces, func(p string) bool { return !strings.Contains(strings.ToLower(text), strings.ToLower(p)) })
}

func levels(op query.Op, a, b telemetry.Level) bool {
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

func searchText(t *rapid.T, depth int) string {
	switch n := rapid.IntRange(0, 5).Draw(t, "form"); {
	case depth > 0 && n == 0:
		return "(" + searchText(t, depth-1) + " OR " + searchText(t, depth-1) + ")"
	case depth > 0 && n == 1:
		return searchText(t, depth-1) + " " + searchText(t, depth-1)
	case depth > 0 && n == 2:
		return "!(" + searchText(t, depth-1) + ")"
	}
	return pick(t, "", "!") + pick(t,
		"level:"+pick(t, "", ">", ">=", "<", "<=")+pick(t, "error", "warning", "fatal"), "time:"+pick(t, "-5m", "+5m", "today", "<2026-11-21T14:20Z"),
		"browser:"+pick(t, "Firefox", "F*x", `F\*x`, `*\*`, "f*", `""`, "[Firefox,x*]", "*", "%"), "release:"+pick(t, "1.0", "1.*", `""`, `*\`),
		"has:"+pick(t, "browser", "release", "trace", "nothing"), "user.email:"+pick(t, "*@example.org", "a@example.org"),
		"title:"+pick(t, "NULL", `"x is"`, "t*e"), "message:"+pick(t, "open", "%"), "id:"+pick(t, strings.Repeat("0", 30)+"07", "nonsense"),
		"project:"+pick(t, "p1", "P*", "nope"), pick(t, "null", "EXAMPLE", "/cart", "x*open", `"100%"`, "_"),
	)
}

// TestSearchesFindWhatAPlainFilterFinds compares the plans of searches with a
// filter that looks at one event after the other.
func TestSearchesFindWhatAPlainFilterFinds(t *testing.T) {
	t.Parallel()
	m := laketest.NewMemory()
	var b lake.Batch
	for n := range 80 {
		b.Events = append(b.Events, lake.Event{
			Seq: uint64(n + 1), Project: int64(n%2 + 1), ID: telemetry.EventID{15: byte(n)}, Time: now - telemetry.Time(n)*20_000_000, Received: now,
			Level: telemetry.Level(n%3 + 4), Title: []string{"TypeError: x is null", "timeout", "100% CPU"}[n%3], Message: []string{"", "cannot open", "x_%"}[n/3%3],
			URL: []string{"", "http://shop/cart"}[n%2], UserEmail: []string{"", "a@example.org", "b@example.org"}[n/2%3], Release: []string{"", "1.0", `1.1\`}[n/4%3],
			Tags: map[string]string{"browser": []string{"Firefox", "F*x", "x1", "100%", ""}[n%5]}, TraceID: []string{"", "t"}[n/5%2],
		})
	}
	if err := m.Append(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := searchText(t, 2)
		e, err := query.Grammar{Fields: query.Events, Now: now}.Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		var want, got []string
		for _, v := range b.Events {
			if plainly(e, v) {
				want = append(want, v.ID.String())
			}
		}
		where := e.On(func(v query.Value) (ids []int64) {
			for id := range int64(2) {
				if v.Matches(fmt.Sprint("p", id+1), true) {
					ids = append(ids, id+1)
				}
			}
			return ids
		})
		err = m.Run(t.Context(), query.Matching([]int64{1, 2}, where, nil, query.Range{}, 100), func(r lake.Row) bool {
			s, err := query.Summary(r)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, s.ID.String())
			return true
		})
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%s finds %v, want %v; %v", text, got, want, err)
		}
	})
}
