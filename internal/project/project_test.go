package project_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/account"
	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/errs"
	"belfry/internal/project"
	"belfry/internal/telemetry"
)

var now = telemetry.At(time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC))

const org = 1

// kind is what tests compare of an error.
func kind(err error) string {
	if err == nil {
		return "ok"
	}
	if f := errs.FieldOf(err); f != "" {
		return errs.KindOf(err).String() + " " + f
	}
	return errs.KindOf(err).String()
}

func create(t *testing.T, s *project.Store, name string) (project.Project, project.Key) {
	t.Helper()
	p, k, err := s.Create(t.Context(), org, name, "go", now)
	if err != nil {
		t.Fatal(err)
	}
	return p, k
}

func TestCreate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := project.New(d)
		if o, err := account.New(d).DefaultOrganization(t.Context()); err != nil || o.ID != org {
			t.Fatalf("the first organization is %d, %v", o.ID, err)
		}
		check := func(name, platform, want string) {
			t.Helper()
			p, k, err := s.Create(t.Context(), org, name, platform, now)
			got := kind(err)
			if err == nil {
				got = p.Slug + " " + p.Platform
				if len(k.PublicKey) != 32 || !k.Enabled || k.Project != p.ID {
					t.Errorf("key %+v", k)
				}
				stored, err := s.Get(t.Context(), org, p.ID)
				if diff := cmp.Diff(p, stored); diff != "" || err != nil {
					t.Errorf("stored otherwise: %v\n%s", err, diff)
				}
			}
			if got != want {
				t.Errorf("Create(%.30q, %.30q) = %q, want %q", name, platform, got, want)
			}
		}
		check("Shop", "node", "shop node")
		check("shop", "Python-Django", "shop-2 python-django")
		check(" SHOP! ", "", "shop-3 other")
		check("Überraschung & Co. KG", "go", "uberraschung-co-kg go")
		check("42", "go", "project-42 go")
		check("商店", "go", "project go")
		check("Ada's", "go", "adas go")
		check(strings.Repeat("long ", 20), "go", "long-long-long-long-long-long-long-long-long-long go")
		check(strings.Repeat("long ", 20), "go", "long-long-long-long-long-long-long-long-long-2 go")
		check("", "go", "invalid name")
		check(strings.Repeat("x", 101), "go", "invalid name")
		check("Shop", "no such thing!", "invalid platform")
	})
}

func TestCreateAtOnceGivesDistinctSlugs(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := project.New(d)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if _, _, err := s.Create(t.Context(), org, "Shop", "go", now); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if all, err := s.List(t.Context(), org); err != nil || len(all) != 4 {
			t.Errorf("%d projects, %v", len(all), err)
		}
	})
}

func TestEnsureIsIdempotent(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := project.New(d)
		p1, k1, err1 := s.Ensure(t.Context(), org, "Shop", "go", now)
		p2, k2, err2 := s.Ensure(t.Context(), org, " Shop ", "node", now)
		if err := errors.Join(err1, err2); err != nil || p1.ID != p2.ID || k1.PublicKey != k2.PublicKey || p2.Platform != "go" {
			t.Fatalf("%v %+v %+v %+v %+v", err, p1, p2, k1, k2)
		}
		if err := s.DeleteKey(t.Context(), p1.ID, k1.ID); err != nil {
			t.Fatal(err)
		}
		_, k3, err := s.Ensure(t.Context(), org, "Shop", "go", now)
		if err != nil || k3.PublicKey == k1.PublicKey || !k3.Enabled {
			t.Errorf("without a key: %+v, %v", k3, err)
		}
	})
}

func TestListByStatus(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := project.New(d)
		create(t, s, "beta")
		create(t, s, "Alpha")
		old, _ := create(t, s, "old")
		gone, _ := create(t, s, "gone")
		archived := project.Archived
		_, err := s.Update(t.Context(), org, old.ID, project.Change{Status: &archived})
		if err := errors.Join(err, s.Delete(t.Context(), org, gone.ID, now)); err != nil {
			t.Fatal(err)
		}
		check := func(organization int64, want string, statuses ...project.Status) {
			t.Helper()
			all, err := s.List(t.Context(), organization, statuses...)
			var names []string
			for _, p := range all {
				names = append(names, p.Name)
			}
			if got := strings.Join(names, " "); got != want || err != nil {
				t.Errorf("List(%d, %v) = %q, %v, want %q", organization, statuses, got, err, want)
			}
		}
		check(org, "Alpha beta old")
		check(org, "Alpha beta", project.Active)
		check(org, "old", project.Archived)
		check(org+1, "")
		for _, id := range []int64{gone.ID, 999} {
			if _, err := s.Get(t.Context(), org, id); kind(err) != "not_found" {
				t.Errorf("Get(%d) = %v", id, err)
			}
		}
		if _, err := s.Get(t.Context(), org+1, old.ID); kind(err) != "not_found" {
			t.Errorf("Get from another organization = %v", err)
		}
	})
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := project.New(d)
		p, _ := create(t, s, "Shop")
		create(t, s, "Other")
		check := func(c project.Change, want string) {
			t.Helper()
			got, err := s.Update(t.Context(), org, p.ID, c)
			text := kind(err)
			if err == nil {
				text = fmt.Sprint(got.Name, " ", got.Slug, " ", got.Platform, " ", got.Status, " ",
					got.Settings.ScrubIP, got.Settings.ScrubEmail, got.Settings.ScrubKeys, got.Settings.SafeKeys)
				if stored, err := s.Get(t.Context(), org, p.ID); err != nil || !cmp.Equal(stored, got) {
					t.Errorf("stored %+v, %v", stored, err)
				}
			}
			if text != want {
				t.Errorf("Update = %q, want %q", text, want)
			}
		}
		str := func(s string) *string { return &s }
		keys := func(s ...string) *[]string { return &s }
		yes, deleting := true, project.Deleting
		check(project.Change{}, "Shop shop go active false false [] []")
		check(project.Change{Name: str("Laden"), Slug: str("Laden-1")}, "Laden laden-1 go active false false [] []")
		check(project.Change{Settings: project.SettingsChange{ScrubIP: &yes, ScrubKeys: keys("iban", " iban ", "", "pin")}}, "Laden laden-1 go active true false [iban pin] []")
		check(project.Change{Settings: project.SettingsChange{ScrubEmail: &yes, SafeKeys: keys("token_count")}}, "Laden laden-1 go active true true [iban pin] [token_count]")
		check(project.Change{Settings: project.SettingsChange{ScrubKeys: keys()}}, "Laden laden-1 go active true true [] [token_count]")
		check(project.Change{Name: str(" ")}, "invalid name")
		check(project.Change{Slug: str("other")}, "conflict slug")
		check(project.Change{Slug: str("12")}, "invalid slug")
		check(project.Change{Slug: str("a--b")}, "invalid slug")
		check(project.Change{Slug: str("-a")}, "invalid slug")
		check(project.Change{Slug: str("a b")}, "invalid slug")
		check(project.Change{Slug: str(strings.Repeat("a", 51))}, "invalid slug")
		check(project.Change{Platform: str("a/b")}, "invalid platform")
		check(project.Change{Status: &deleting}, "invalid status")
		check(project.Change{Settings: project.SettingsChange{SafeKeys: keys(strings.Repeat("k", 101))}}, "invalid settings.safe_keys")
		check(project.Change{Settings: project.SettingsChange{ScrubKeys: keys(strings.Fields(strings.Repeat("k1 ", 300))...)}}, "Laden laden-1 go active true true [k1] [token_count]")
	})
}

func TestDeleteLeavesAJobAndRemoveEndsIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ctx := project.New(d), t.Context()
		p, _ := create(t, s, "Shop")
		kept, _ := create(t, s, "Kept")
		if err := s.AddDiscards(ctx, d, []telemetry.Discard{{Project: p.ID, Time: now, Source: "client", Category: "error", Reason: "x", Quantity: 1}}); err != nil {
			t.Fatal(err)
		}
		if err := s.Remove(ctx, p.ID); err != nil { // not asked for yet: changes nothing
			t.Fatal(err)
		}
		if err := s.Delete(ctx, org, p.ID, now); err != nil {
			t.Fatal(err)
		}
		if err := s.Delete(ctx, org, p.ID, now); kind(err) != "not_found" {
			t.Errorf("Delete again = %v", err)
		}
		var args string
		if err := d.Get(ctx, &args, `SELECT args FROM jobs WHERE kind = ?`, project.DeleteJob); err != nil || args != fmt.Sprintf(`{"project_id":%d}`, p.ID) {
			t.Errorf("job %q, %v", args, err)
		}
		for range 2 {
			if err := s.Remove(ctx, p.ID); err != nil {
				t.Error(err)
			}
		}
		var left int
		err := d.Get(ctx, &left, `SELECT (SELECT COUNT(*) FROM projects WHERE id = ?) + (SELECT COUNT(*) FROM project_keys WHERE project_id = ?)
			+ (SELECT COUNT(*) FROM discards WHERE project_id = ?)`, p.ID, p.ID, p.ID)
		if err != nil || left != 0 {
			t.Errorf("%d rows left, %v", left, err)
		}
		if next, _ := create(t, s, "Next"); next.ID <= kept.ID {
			t.Errorf("id %d was used before", next.ID)
		}
	})
}

func TestKeys(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ctx := project.New(d), t.Context()
		p, first := create(t, s, "Shop")
		k, err := s.CreateKey(ctx, p.ID, "CI", 60, now)
		if err != nil {
			t.Fatal(err)
		}
		name, off, rate, bad, empty := "Build", false, int64(5), int64(-1), ""
		check := func(project0, key int64, c project.KeyChange, want string) {
			t.Helper()
			got, err := s.UpdateKey(ctx, project0, key, c)
			text := kind(err)
			if err == nil {
				text = fmt.Sprint(got.Name, " ", got.Enabled, " ", got.RatePerMinute)
			}
			if text != want {
				t.Errorf("UpdateKey = %q, want %q", text, want)
			}
		}
		check(p.ID, k.ID, project.KeyChange{Name: &name}, "Build true 60")
		check(p.ID, k.ID, project.KeyChange{Enabled: &off, RatePerMinute: &rate}, "Build false 5")
		check(p.ID, k.ID, project.KeyChange{RatePerMinute: &bad}, "invalid rate_per_minute")
		check(p.ID, k.ID, project.KeyChange{Name: &empty}, "invalid name")
		check(p.ID+1, k.ID, project.KeyChange{}, "not_found")
		rotated, err := s.RotateKey(ctx, p.ID, k.ID, now.Add(time.Hour))
		if err != nil || rotated.PublicKey == k.PublicKey || rotated.ID != k.ID || rotated.Created != now.Add(time.Hour) {
			t.Errorf("RotateKey = %+v, %v", rotated, err)
		}
		all, err := s.Keys(ctx, p.ID)
		if err != nil || len(all) != 2 || all[0].ID != first.ID || all[1].PublicKey != rotated.PublicKey {
			t.Errorf("Keys = %+v, %v", all, err)
		}
		if err := s.DeleteKey(ctx, p.ID, k.ID); err != nil {
			t.Error(err)
		}
		if err := s.DeleteKey(ctx, p.ID, k.ID); kind(err) != "not_found" {
			t.Errorf("DeleteKey again = %v", err)
		}
		for i := range 99 {
			if _, err := s.CreateKey(ctx, p.ID, fmt.Sprint(i), 0, now); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.CreateKey(ctx, p.ID, "one too many", 0, now); kind(err) != "conflict" {
			t.Errorf("CreateKey = %v", err)
		}
	})
}
