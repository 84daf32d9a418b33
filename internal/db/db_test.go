package db_test

import (
	"context"
	"errors"
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/errs"
)

const insert = `INSERT INTO instance (name, value) VALUES (?, ?)`

func count(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	if err := d.Get(t.Context(), &n, `SELECT COUNT(*) FROM instance`); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTransactCommitsOrRollsBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		boom := errors.New("boom")
		check := func(want int, fail error) {
			t.Helper()
			err := d.Transact(t.Context(), func(tx *db.DB) error {
				return tx.Transact(t.Context(), func(inner *db.DB) error {
					if _, err := inner.Exec(t.Context(), insert, "a", "1"); err != nil {
						return err
					}
					return fail
				})
			})
			if !errors.Is(err, fail) {
				t.Errorf("Transact = %v, want %v", err, fail)
			}
			if got := count(t, d); got != want {
				t.Errorf("%d rows, want %d", got, want)
			}
		}
		check(0, boom)
		check(1, nil)
	})
}

func TestTransactRollsBackOnPanic(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		func() {
			defer func() { _ = recover() }()
			_ = d.Transact(t.Context(), func(tx *db.DB) error {
				_, _ = tx.Exec(t.Context(), insert, "a", "1")
				panic("boom")
			})
		}()
		if got := count(t, d); got != 0 {
			t.Errorf("%d rows after a panic, want 0", got)
		}
	})
}

func TestErrorsAreClassified(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		if _, err := d.Exec(ctx, insert, "a", "1"); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Exec(ctx, insert, "a", "2"); !db.IsUnique(err) {
			t.Errorf("IsUnique(%v) = false", err)
		}
		var v string
		err := d.Get(ctx, &v, `SELECT value FROM instance WHERE name = ?`, "b")
		if got := db.NoRows(err, "No such fact."); !errs.Is(got, errs.NotFound) {
			t.Errorf("NoRows = %v", got)
		}
	})
}

func TestLikeTakesWildcardsLiterally(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, name := range []string{"100%", "1000", `a\b`, "a_b", "axb"} {
			if _, err := d.Exec(t.Context(), insert, name, "x"); err != nil {
				t.Fatal(err)
			}
		}
		check := func(needle string, want int) {
			t.Helper()
			var got int
			err := d.Get(t.Context(), &got, `SELECT COUNT(*) FROM instance WHERE name LIKE ? ESCAPE '\'`, db.Like(needle))
			if err != nil || got != want {
				t.Errorf("LIKE %q found %d (%v), want %d", needle, got, err, want)
			}
		}
		check("0%", 1)
		check("a_b", 1)
		check(`\`, 1)
		check("0", 2)
	})
}

func TestMigrateTwice(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if ok, err := d.Migrated(context.Background()); !ok || err != nil {
			t.Errorf("Migrated = %v, %v", ok, err)
		}
	})
}

func TestSize(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if n, err := d.Size(t.Context()); n < 4096 || err != nil {
			t.Errorf("Size = %d, %v", n, err)
		}
	})
}
