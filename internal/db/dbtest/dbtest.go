// Package dbtest runs a test on a migrated, throw-away database of each engine.
//
// SQLite always; PostgreSQL where one is reachable, at the address in
// BELFRY_TEST_POSTGRES or on the local machine. With BELFRY_REQUIRE_SERVICES set
// a missing server fails the test instead of skipping it.
package dbtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"belfry/internal/db"
)

// Each runs f as a subtest on every engine, in parallel.
func Each(t *testing.T, f func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		f(t, SQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		f(t, Postgres(t))
	})
}

// SQLite returns a fresh database in a file of its own.
func SQLite(tb testing.TB) *db.DB {
	tb.Helper()
	return open(tb, filepath.Join(tb.TempDir(), "belfry.db"))
}

// Postgres returns a fresh schema, or skips the test when no server answers.
func Postgres(tb testing.TB) *db.DB {
	tb.Helper()
	return open(tb, PostgresDSN(tb))
}

// PostgresDSN makes a schema that is dropped with the test and returns a URL
// that uses it.
func PostgresDSN(tb testing.TB) string {
	tb.Helper()
	base := os.Getenv("BELFRY_TEST_POSTGRES")
	if base == "" {
		base = "postgres://postgres@127.0.0.1:5432/postgres?sslmode=disable"
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	admin, err := db.Open(ctx, base)
	if err != nil {
		missing(tb, err)
	}
	schema := "test_" + strings.ToLower(rand.Text())
	if _, err := admin.Exec(ctx, "CREATE SCHEMA "+schema); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if _, err := admin.Exec(context.Background(), "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			tb.Error(err)
		}
		_ = admin.Close()
	})
	return withSchema(tb, base, schema)
}

func withSchema(tb testing.TB, base, schema string) string {
	tb.Helper()
	u, err := url.Parse(base)
	if err != nil {
		tb.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

func missing(tb testing.TB, err error) {
	tb.Helper()
	msg := fmt.Sprintf("needs PostgreSQL (BELFRY_TEST_POSTGRES): %v", err)
	if os.Getenv("BELFRY_REQUIRE_SERVICES") != "" {
		tb.Fatal(msg)
	}
	tb.Skip(msg)
}

func open(tb testing.TB, dsn string) *db.DB {
	tb.Helper()
	d, err := db.Open(tb.Context(), dsn)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = d.Close() })
	if err := d.Migrate(tb.Context(), slog.New(slog.DiscardHandler)); err != nil {
		tb.Fatal(err)
	}
	return d
}
