package issue_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/issue"
)

func traits(title, culprit string, frames ...string) issue.Traits {
	t := (&issue.Issue{Title: title, Culprit: culprit}).TraitsOf()
	t.Frames = frames
	return t
}

func TestTraitsOf(t *testing.T) {
	t.Parallel()
	check := func(title, typ, words string) {
		t.Helper()
		got := traits(title, "c")
		if got.Type != typ || fmt.Sprint(got.Words) != words || got.Culprit != "c" {
			t.Errorf("%q: %+v", title, got)
		}
	}
	check("TypeError: x is not a function, is it", "TypeError", "[function is it not]")
	check("java.lang.OutOfMemoryError", "java.lang.OutOfMemoryError", "[]")
	check("Order 4711 failed: timeout", "", "[failed order timeout]")
	check("connection: refused", "", "[connection refused]")
	check("", "", "[]")
}

func TestLikeness(t *testing.T) {
	t.Parallel()
	check := func(a, b issue.Traits, want float64, reasons string) {
		t.Helper()
		got, why := issue.Likeness(a, b)
		back, _ := issue.Likeness(b, a)
		if math.Abs(got-want) > 0.005 || got != back || fmt.Sprint(why) != reasons {
			t.Errorf("%v and %v: %.3f (%.3f the other way) %v, want %.3f %s", a, b, got, back, why, want, reasons)
		}
	}
	full := traits("TypeError: cannot read items", "cart", "a", "b", "c")
	check(full, full, 1, "[{type TypeError 0 0} {culprit cart 0 0} {message  3 3} {frames  3 3}]")
	check(full, traits("TypeError: cannot read price", "cart", "a", "b", "d"), 0.2+0.2+0.25*0.5+0.35*0.5, "[{type TypeError 0 0} {culprit cart 0 0} {message  2 4} {frames  2 4}]")
	check(full, traits("KeyError: nothing alike", "basket", "x"), 0, "[]")
	check(full, traits("", ""), 0, "[]")
	// The same type alone is not enough, with nothing else to go by or with all the rest different.
	check(traits("TypeError", ""), traits("TypeError", ""), 0.364, "[{type TypeError 0 0}]")
	check(full, traits("TypeError: other words", "basket"), 0.2/0.65, "[{type TypeError 0 0}]")
	check(traits("took 12 seconds to answer", ""), traits("took 15 seconds to answer", ""), 0.455, "[{message  4 4}]")
}

func TestNeighbours(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, all := shelf(t, d)
		if _, err := s.SetStatus(t.Context(), 1, all["100% CPU"].ID, issue.Archived, begin); err != nil {
			t.Fatal(err)
		}
		found, err := s.Neighbours(t.Context(), all["TypeError: x is null"])
		var titles []string
		for _, i := range found {
			titles = append(titles, i.Title)
		}
		if want := []string{"Ärger im Übergang", "100% CPU"}; err != nil || !slices.Equal(titles, want) {
			t.Errorf("%q, %v", titles, err)
		}
	})
}
