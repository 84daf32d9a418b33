package archtest

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	ownerLine   = regexp.MustCompile(`(?m)\A-- owner: ([a-z]+)$`)
	createTable = regexp.MustCompile(`(?i)CREATE TABLE (?:IF NOT EXISTS )?([a-z_]+)`)
	writesTable = regexp.MustCompile(`(?is)\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+([a-z_]+)\b`)
)

// owners maps each table to the package that its migration names.
func owners(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob(root + "/internal/db/migrations/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no migrations found: %v", err)
	}
	out := map[string]string{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		owner := ownerLine.FindSubmatch(text)
		if owner == nil {
			t.Errorf("%s does not begin with an -- owner: line", filepath.Base(f))
			continue
		}
		for _, m := range createTable.FindAllSubmatch(text, -1) {
			out[string(m[1])] = string(owner[1])
		}
	}
	return out
}

func TestOnlyTheOwnerWritesATable(t *testing.T) {
	t.Parallel()
	owner := owners(t)
	for _, s := range sources(t) {
		if s.test || !strings.HasPrefix(s.pkg, "internal/") || strings.HasPrefix(s.pkg, "internal/lake") {
			continue
		}
		pkg := strings.TrimPrefix(s.pkg, "internal/")
		eachString(s.ast, func(lit *ast.BasicLit, text string) {
			for _, m := range writesTable.FindAllStringSubmatch(text, -1) {
				if o, known := owner[m[1]]; known && o != pkg {
					t.Errorf("%s writes table %s, which %s owns", s.at(lit), m[1], o)
				}
			}
		})
	}
}

func eachString(f *ast.File, yield func(*ast.BasicLit, string)) {
	ast.Inspect(f, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil {
				yield(lit, text)
			}
		}
		return true
	})
}
