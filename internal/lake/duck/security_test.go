package duck

import (
	"os"
	"path/filepath"
	"testing"
)

// Even a statement that were not ours could not reach the rest of the machine.
func TestNothingOutsideTheDirectory(t *testing.T) {
	t.Parallel()
	dir, outside := filepath.Join(t.TempDir(), "it's here"), t.TempDir()
	secret := filepath.Join(outside, "secret.csv")
	if err := os.WriteFile(secret, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	e, err := Open(t.Context(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}()
	check := func(statement string) {
		t.Helper()
		rows, err := e.inst.db.QueryContext(t.Context(), statement)
		if err == nil {
			defer rows.Close()
			for rows.Next() {
			}
			err = rows.Err()
		}
		if err == nil {
			t.Errorf("%s was allowed", statement)
		}
	}
	check("SELECT * FROM read_csv(" + literal(secret) + ")")
	check("SELECT * FROM read_text(" + literal(secret) + ")")
	check("SELECT * FROM read_blob(" + literal(secret) + ")")
	check("SELECT * FROM " + literal(secret))
	check("SELECT * FROM glob(" + literal(outside+"/*") + ")")
	check("SELECT * FROM read_text(" + literal(filepath.Join(dir, "..", "..", "*")) + ")")
	check("SELECT * FROM read_csv('https://example.org/a.csv')")
	check("COPY (SELECT 1) TO " + literal(filepath.Join(outside, "out.csv")))
	check("ATTACH " + literal(filepath.Join(outside, "x.duckdb")))
	check("EXPORT DATABASE " + literal(filepath.Join(outside, "x")))
	check("INSTALL httpfs")
	check("LOAD httpfs")
	check("SET enable_external_access = true")
	check("SET allowed_directories = ['/']")
	check("SET memory_limit = '100GB'")
	check("SET lock_configuration = false")
	check("RESET enable_external_access")
	check("CREATE SECRET s (TYPE http)")
	if files, err := os.ReadDir(outside); err != nil || len(files) != 1 {
		t.Errorf("%d files outside, %v", len(files), err)
	}
}
