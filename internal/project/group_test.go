package project_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/project"
)

func TestGroups(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, s := t.Context(), project.New(d)
		p, _ := create(t, s, "Shop")
		check := func(err error, want string) {
			t.Helper()
			if kind(err) != want {
				t.Errorf("got %v, want %s", err, want)
			}
		}
		web, err := s.CreateGroup(ctx, org, " Web ")
		check(err, "ok")
		_, err = s.CreateGroup(ctx, org, "WEB")
		check(err, "conflict name")
		_, err = s.CreateGroup(ctx, org, " ")
		check(err, "invalid name")
		back, err := s.CreateGroup(ctx, org, "Back")
		check(err, "ok")
		_, err = s.RenameGroup(ctx, org, back.ID, "web")
		check(err, "conflict name")
		_, err = s.RenameGroup(ctx, org+1, back.ID, "Other")
		check(err, "not_found")
		_, err = s.RenameGroup(ctx, org, back.ID, "Back office")
		check(err, "ok")
		all, err := s.Groups(ctx, org)
		check(err, "ok")
		if diff := cmp.Diff([]project.Group{{ID: back.ID, Name: "Back office"}, {ID: web.ID, Name: "Web"}}, all); diff != "" {
			t.Error(diff)
		}
		in := func(want map[int64]int64) {
			t.Helper()
			got, err := s.GroupOf(ctx, org)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Error(err, diff)
			}
		}
		put := func(group int64, want string) {
			t.Helper()
			_, err := s.Update(ctx, org, p.ID, project.Change{Group: &group})
			check(err, want)
		}
		put(web.ID, "ok")
		in(map[int64]int64{p.ID: web.ID})
		put(back.ID, "ok")
		in(map[int64]int64{p.ID: back.ID})
		put(999, "not_found")
		put(0, "ok")
		in(map[int64]int64{})
		put(web.ID, "ok")
		check(s.DeleteGroup(ctx, org+1, web.ID), "not_found")
		check(s.DeleteGroup(ctx, org, web.ID), "ok")
		check(s.DeleteGroup(ctx, org, web.ID), "not_found")
		in(map[int64]int64{})
	})
}

func TestFavoritesAndOrder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, s := t.Context(), project.New(d)
		a, _ := create(t, s, "A")
		b, _ := create(t, s, "B")
		const me, other = 1, 2
		for _, err := range []error{
			s.SetFavorite(ctx, me, a.ID, true), s.SetFavorite(ctx, me, a.ID, true), s.SetFavorite(ctx, other, b.ID, true),
			s.SetOrder(ctx, me, []int64{b.ID, a.ID, b.ID}), s.SetOrder(ctx, other, []int64{a.ID}),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		expect := func(stars map[int64]bool, places map[int64]int64) {
			t.Helper()
			gotStars, err := s.Favorites(ctx, me)
			if diff := cmp.Diff(stars, gotStars); diff != "" || err != nil {
				t.Error(err, diff)
			}
			gotPlaces, err := s.Places(ctx, me)
			if diff := cmp.Diff(places, gotPlaces); diff != "" || err != nil {
				t.Error(err, diff)
			}
		}
		expect(map[int64]bool{a.ID: true}, map[int64]int64{b.ID: 0, a.ID: 1})
		if err := s.SetFavorite(ctx, me, a.ID, false); err != nil {
			t.Fatal(err)
		}
		if err := s.SetOrder(ctx, me, nil); err != nil {
			t.Fatal(err)
		}
		expect(map[int64]bool{}, map[int64]int64{})
	})
}

func TestLook(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := project.New(d)
		p, _ := create(t, s, "Shop")
		for _, c := range []struct{ icon, color, want string }{
			{"cart", "teal", "ok"},
			{"", "", "ok"},
			{"skull", "", "invalid icon"},
			{"", "ultraviolet", "invalid color"},
		} {
			got, err := s.Update(t.Context(), org, p.ID, project.Change{Settings: project.SettingsChange{Icon: &c.icon, Color: &c.color}})
			if kind(err) != c.want || err == nil && (got.Settings.Icon != c.icon || got.Settings.Color != c.color) {
				t.Errorf("%+v: %v, %+v", c, err, got.Settings)
			}
		}
	})
}
