package dash_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/dash"
	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/errs"
)

func TestViewsAreSeenByTheirMakerOrByAll(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := dash.New(d)
		add := func(organization, user int64, area, name string, shared bool) dash.View {
			v := dash.View{Organization: organization, User: user, Area: area, Name: name, Shared: shared, State: map[string]string{"query": name}}
			v, err := s.Create(t.Context(), v, 1)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		mine := add(1, 7, dash.Issues, " b mine ", false)
		shared := add(1, 8, dash.Issues, "a shared", true)
		theirs := add(1, 8, dash.Issues, "theirs", false)
		add(2, 7, dash.Issues, "elsewhere", true)
		add(1, 7, dash.Events, "events", true)
		all, err := s.List(t.Context(), 1, 7, dash.Issues)
		if diff := cmp.Diff([]dash.View{shared, mine}, all); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
		if _, err := s.Get(t.Context(), 1, 7, theirs.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("somebody else's view: %v", err)
		}
		mine.Name, mine.Shared, mine.Project, mine.State = "new", true, 3, map[string]string{"sort": "events"}
		if _, err := s.Save(t.Context(), mine, 2); err != nil {
			t.Fatal(err)
		}
		got, err := s.Get(t.Context(), 1, 8, mine.ID)
		if diff := cmp.Diff(mine, got); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
		if err := s.DeleteProject(t.Context(), 3); err != nil {
			t.Error(err)
		}
		if _, err := s.Get(t.Context(), 1, 7, mine.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("a view of a deleted project: %v", err)
		}
		if err := s.Delete(t.Context(), shared.ID); err != nil {
			t.Error(err)
		}
		if all, err = s.List(t.Context(), 1, 7, dash.Issues); err != nil || len(all) != 0 {
			t.Errorf("%v, %v remain", all, err)
		}
	})
}

func TestViewsHaveLimits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := dash.New(d)
		check := func(v dash.View, want errs.Kind, field string) {
			t.Helper()
			_, err := s.Create(t.Context(), v, 1)
			if err == nil || errs.KindOf(err) != want || errs.FieldOf(err) != field {
				t.Errorf("%+v: %v", v, err)
			}
		}
		check(dash.View{Name: " "}, errs.Invalid, "name")
		check(dash.View{Name: strings.Repeat("x", 101)}, errs.Invalid, "name")
		check(dash.View{Name: "x\x00"}, errs.Invalid, "name")
		check(dash.View{Name: "x", State: map[string]string{"query": strings.Repeat("x", 16_000)}}, errs.Invalid, "state")
		for n := range 200 {
			if _, err := s.Create(t.Context(), dash.View{Name: fmt.Sprint(n), User: 5}, 1); err != nil {
				t.Fatal(err)
			}
		}
		check(dash.View{Name: "one more", User: 5}, errs.Conflict, "")
	})
}
