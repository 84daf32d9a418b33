package project_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/errs"
	"belfry/internal/project"
	"belfry/internal/telemetry"
)

func TestAuthenticate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ctx := project.New(d), t.Context()
		p, k := create(t, s, "Shop")
		other, otherKey := create(t, s, "Other")
		check := func(id int64, key, want string) {
			t.Helper()
			got, err := s.Authenticate(ctx, id, key)
			text := kind(err) + " " + errs.PublicOf(err)
			if err == nil {
				text = fmt.Sprintf("key %d", got.ID)
			}
			if !strings.Contains(text, want) {
				t.Errorf("Authenticate(%d, %s) = %q, want %q", id, key, text, want)
			}
		}
		ok := fmt.Sprintf("key %d", k.ID)
		check(p.ID, k.PublicKey, ok)
		check(p.ID, strings.ToUpper(k.PublicKey), ok)
		check(p.ID, "", "unauthenticated A key has 32")
		check(p.ID, strings.Repeat("g", 32), "unauthenticated A key has 32")
		check(p.ID, k.PublicKey+"00", "unauthenticated A key has 32")
		check(p.ID, strings.Repeat("0", 32), "unauthenticated This key is not known")
		check(other.ID, k.PublicKey, "forbidden This key belongs to another project")
		check(999, k.PublicKey, "forbidden This key belongs to another project")

		off, on := false, true
		change := func(_ any, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		change(s.UpdateKey(ctx, p.ID, k.ID, project.KeyChange{Enabled: &off}))
		check(p.ID, k.PublicKey, "forbidden This key is disabled")
		change(s.UpdateKey(ctx, p.ID, k.ID, project.KeyChange{Enabled: &on}))
		check(p.ID, k.PublicKey, ok)
		archived, active := project.Archived, project.Active
		change(s.Update(ctx, org, p.ID, project.Change{Status: &archived}))
		check(p.ID, k.PublicKey, "forbidden The project “Shop” is archived")
		change(s.Update(ctx, org, p.ID, project.Change{Status: &active}))
		rotated, err := s.RotateKey(ctx, p.ID, k.ID, now)
		change(rotated, err)
		check(p.ID, k.PublicKey, "unauthenticated This key is not known")
		check(p.ID, rotated.PublicKey, ok)
		change(nil, s.DeleteKey(ctx, p.ID, k.ID))
		check(p.ID, rotated.PublicKey, "unauthenticated This key is not known")
		change(nil, s.Delete(ctx, org, other.ID, now))
		check(other.ID, otherKey.PublicKey, "forbidden The project is being deleted")
		if _, err := s.Settings(ctx, other.ID); kind(err) != "not_found" {
			t.Errorf("Settings of a deleted project = %v", err)
		}
		yes := true
		change(s.Update(ctx, org, p.ID, project.Change{Settings: project.SettingsChange{ScrubIP: &yes}}))
		if settings, err := s.Settings(ctx, p.ID); err != nil || !settings.ScrubIP {
			t.Errorf("Settings = %+v, %v", settings, err)
		}
	})
}

// Two stores stand for two processes on one database.
func TestChangesOfOtherProcessesAreSeenWithinSeconds(t *testing.T) {
	d := dbtest.SQLite(t)
	a, b := project.New(d), project.New(d)
	p, k := create(t, a, "Shop")
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		check := func(key project.Key, want string) {
			t.Helper()
			if _, err := b.Authenticate(ctx, p.ID, key.PublicKey); kind(err) != want {
				t.Errorf("Authenticate = %v, want %s", err, want)
			}
		}
		check(k, "ok")
		off := false
		if _, err := a.UpdateKey(ctx, p.ID, k.ID, project.KeyChange{Enabled: &off}); err != nil {
			t.Fatal(err)
		}
		check(k, "ok") // not yet
		time.Sleep(3 * time.Second)
		check(k, "forbidden")
		made, err := a.CreateKey(ctx, p.ID, "new", 0, now)
		if err != nil {
			t.Fatal(err)
		}
		check(made, "unauthenticated")
		time.Sleep(time.Second)
		check(made, "ok")
	})
}

func TestIntakeGoesOnWithoutTheDatabase(t *testing.T) {
	d := dbtest.SQLite(t)
	s, fresh := project.New(d), project.New(d)
	p, k := create(t, s, "Shop")
	if _, err := s.Authenticate(t.Context(), p.ID, k.PublicKey); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		for range 3 {
			time.Sleep(time.Minute)
			if _, err := s.Authenticate(t.Context(), p.ID, k.PublicKey); err != nil {
				t.Error(err)
			}
		}
		if _, err := fresh.Authenticate(t.Context(), p.ID, k.PublicKey); kind(err) != "unavailable" {
			t.Errorf("without any knowledge: %v", err)
		}
	})
}

func TestDiscards(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ctx := project.New(d), t.Context()
		one := telemetry.Discard{Project: 1, Time: now, Source: "client", Category: "error", Reason: "sample_rate", Quantity: 2}
		for range 3 {
			s.CountDiscard(one)
		}
		odd := one
		odd.Reason, odd.Quantity = "<script>", 1
		s.CountDiscard(odd)
		negative := one
		negative.Quantity = -5
		s.CountDiscard(negative)
		later := one
		later.Time, later.Quantity = now.Add(2*time.Hour), 10
		boom := errors.New("boom")
		err := d.Transact(ctx, func(tx *db.DB) error { return errors.Join(s.AddDiscards(ctx, tx, []telemetry.Discard{one}), boom) })
		if !errors.Is(err, boom) {
			t.Fatal(err)
		}
		err = d.Transact(ctx, func(tx *db.DB) error { return s.AddDiscards(ctx, tx, []telemetry.Discard{later, later, negative}) })
		if err := errors.Join(err, s.Flush(ctx), s.Flush(ctx)); err != nil {
			t.Fatal(err)
		}
		check := func(since telemetry.Time, want string) {
			t.Helper()
			all, err := s.Discards(ctx, since)
			var parts []string
			for _, d := range all {
				parts = append(parts, fmt.Sprint(d.Project, " ", d.Source, " ", d.Category, " ", d.Reason, " ", d.Quantity, " ", d.Time.Sub(now.Hour())))
			}
			if got := strings.Join(parts, "; "); got != want || err != nil {
				t.Errorf("Discards = %q, %v, want %q", got, err, want)
			}
		}
		check(now, "1 client error sample_rate 26 2h0m0s; 1 client error other 1 0s")
		check(now.Add(time.Hour), "1 client error sample_rate 20 2h0m0s")
		if err := s.TrimDiscards(ctx, now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		check(0, "1 client error sample_rate 20 2h0m0s")
	})
}

func TestDiscardsAreBoundedAndSurviveAFailure(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	s := project.New(d)
	for i := range 20_000 {
		s.CountDiscard(telemetry.Discard{Project: 1, Time: now, Source: "client", Category: "error", Reason: fmt.Sprint("r", i), Quantity: 1})
	}
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Flush(canceled); err == nil {
		t.Fatal("Flush without a database succeeded")
	}
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	var row struct {
		Rows int64 `db:"n"`
		Sum  int64 `db:"total"`
	}
	err := d.Get(t.Context(), &row, `SELECT COUNT(*) AS n, SUM(quantity) AS total FROM discards`)
	if err != nil || row.Rows > 5001 || row.Sum != 20_000 {
		t.Errorf("%+v, %v", row, err)
	}
}

func TestRunWritesTheLastUseAndTheRestAtTheEnd(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := project.New(d)
		p, k := create(t, s, "Shop")
		before := time.Now().UnixMicro()
		if _, err := s.Authenticate(t.Context(), p.ID, k.PublicKey); err != nil {
			t.Fatal(err)
		}
		if all, err := s.Keys(t.Context(), p.ID); err != nil || int64(all[0].LastUsed) < before {
			t.Errorf("not shown at once: %+v, %v", all, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.Run(ctx, slog.New(slog.DiscardHandler)); err != nil {
			t.Error(err)
		}
		var at int64
		if err := d.Get(t.Context(), &at, `SELECT last_used_at FROM project_keys WHERE id = ?`, k.ID); err != nil || at < before {
			t.Errorf("last use %d, %v", at, err)
		}
	})
}

func BenchmarkAuthenticate(b *testing.B) {
	s := project.New(dbtest.SQLite(b))
	p, k, err := s.Create(b.Context(), org, "Shop", "go", now)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Authenticate(b.Context(), p.ID, k.PublicKey); err != nil {
			b.Fatal(err)
		}
	}
}
