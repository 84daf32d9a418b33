package query_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"belfry/internal/query"
	"belfry/internal/telemetry"
)

var update = flag.Bool("update", false, "write the golden files anew")

// now is a Saturday afternoon in Berlin.
var now = telemetry.At(time.Date(2026, 11, 21, 14, 30, 0, 0, time.UTC))

func grammar(t testing.TB, in query.Fields) query.Grammar {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return query.Grammar{Fields: in, Now: now, Zone: zone}
}

// picture shows a tree on one line.
func picture(e query.Expr) string {
	switch e.Kind {
	case query.Is:
		return term(e.Term)
	case query.Not:
		return "NOT " + picture(e.Of[0])
	}
	word := map[query.Kind]string{query.And: "AND", query.Or: "OR"}[e.Kind]
	parts := make([]string, len(e.Of))
	for i, part := range e.Of {
		parts[i] = picture(part)
	}
	return "(" + strings.Join(append([]string{word}, parts...), " ") + ")"
}

func term(t query.Term) string {
	op := [...]string{"=", "<", "<=", ">", ">=", "has"}[t.Op]
	name := t.Key
	if t.Tag {
		name = "#" + name
	}
	values := make([]string, len(t.Values))
	for i, v := range t.Values {
		switch {
		case t.Type == query.Number:
			values[i] = fmt.Sprint(v.Number)
		case t.Type == query.Severity:
			values[i] = v.Level.String()
		case t.Type == query.When:
			values[i] = moment(v.Period.From) + ".." + moment(v.Period.To)
		case v.Pattern != nil:
			values[i] = fmt.Sprintf("~%q", v.Pattern)
		default:
			values[i] = fmt.Sprintf("%q", v.Text)
		}
	}
	return fmt.Sprintf("%s%s%s@%d-%d", name, op, strings.Join(values, "|"), t.From, t.To)
}

func moment(t telemetry.Time) string {
	if t == 0 {
		return ""
	}
	return t.Std().Format("2006-01-02T15:04:05")
}

// Each line of the input files is a search; the golden file has its tree, or its
// mistake with the part of the text that is wrong.
func TestParse(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]query.Fields{"issues": query.Issues, "events": query.Events} {
		text, err := os.ReadFile("testdata/" + name + ".search")
		if err != nil {
			t.Fatal(err)
		}
		g := grammar(t, in)
		var out strings.Builder
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSuffix(line, "\n")
			e, err := g.Parse(line)
			result := picture(e)
			if wrong, ok := errors.AsType[*query.SyntaxError](err); ok {
				result = fmt.Sprintf("! %d-%d %s", wrong.From, wrong.To, wrong.Message)
			}
			fmt.Fprintf(&out, "%s\n    %s\n", line, result)
		}
		golden := "testdata/" + name + ".golden"
		if *update {
			if err := os.WriteFile(golden, []byte(out.String()), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil || string(want) != out.String() {
			t.Errorf("%s differs, %v:\n%s", golden, err, out.String())
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "is:open", `a "b" (c OR !d:[x,"y z"])`, "first_seen:>-24h", "tags[x]:*a*", "has:user.id", "😀(", "level:>=[a]", `\`, "!!", "OR"} {
		f.Add(s)
	}
	g := grammar(f, query.Issues)
	f.Fuzz(func(t *testing.T, s string) {
		e, err := g.Parse(s)
		wrong, ok := errors.AsType[*query.SyntaxError](err)
		if err != nil && (!ok || wrong.From < 0 || wrong.From >= wrong.To || wrong.To > 2*len(s)+2) {
			t.Errorf("%q: %v is at %+v", s, err, wrong)
		}
		err = e.Each(func(term *query.Term) error {
			if term.From > term.To || term.Op != query.Has && len(term.Values) == 0 {
				t.Errorf("%q has the term %+v", s, term)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestMatches(t *testing.T) {
	t.Parallel()
	check := func(pattern, text string, want bool) {
		t.Helper()
		e, err := grammar(t, query.Issues).Parse("tag:" + pattern)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Term.Values[0].Matches(text, false); got != want {
			t.Errorf("%s matches %s: %v", pattern, text, got)
		}
	}
	check("abc", "abc", true)
	check("abc", "ABC", false)
	check("a*", "abc", true)
	check("a*", "cab", false)
	check("*c", "abc", true)
	check("*c", "abcd", false)
	check("*ab", "abab", true)
	check("ab*ab", "ab", false)
	check("ab*ab", "abab", true)
	check("a*b*c", "axxbxxc", true)
	check("a*b*c", "axxcxxb", false)
	check("*", "", true)
	check("**", "x", true)
	check(`a\*`, "a*", true)
	check(`a\*`, "ab", false)
	check("*aa*aab", "aaab", false)
	check("*a*aab", "aaab", true)
}
