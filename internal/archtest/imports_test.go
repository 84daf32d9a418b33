package archtest

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

func itoa(n int) string { return strconv.Itoa(n) }

// rank of each package below internal/; a package imports strictly lower ranks.
// Families (lake/duck, ingest/sentry) have the rank of their parent.
var rank = map[string]int{
	"errs": 0, "run": 0, "db": 0, "blob": 0, "secret": 0, "fetch": 0, "spool": 0, "job": 0, "feed": 0,
	"telemetry": 1, "cond": 1,
	"scrub": 2, "symbol": 2, "group": 2, "lake": 2, "query": 2, "brief": 2, "collect": 2, "notify": 2, "tracker": 2, "llm": 2,
	"account": 3, "project": 3, "release": 3, "artifact": 3, "issue": 3, "monitor": 3, "ticket": 3, "dbwatch": 3, "media": 3, "dash": 3, "outbox": 3, "comment": 3,
	"digest": 4, "rule": 4, "assist": 4,
	"op":     5,
	"ingest": 6, "api": 6, "mcp": 6, "compat": 6, "agent": 6, "demo": 6,
	"app": 7, "archtest": 8,
}

// sameRank lists the edges that are allowed within a rank.
var sameRank = []string{
	"* -> errs", "job -> db", "job -> run", "feed -> db", "feed -> run", "spool -> run", "query -> lake",
	"issue -> project", "issue -> release", "comment -> issue", "ticket -> issue", "ticket -> outbox", "artifact -> release",
	"monitor -> project", "dbwatch -> project", "media -> project", "dash -> project", "* -> account",
}

func TestImportsPointDownward(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		from, inside := strings.CutPrefix(s.pkg, "internal/")
		if !inside {
			continue
		}
		for _, path := range s.imports() {
			to, ok := strings.CutPrefix(path, "internal/")
			if ok && !allowed(from, to, s.test) {
				t.Errorf("%s imports %s: rank %d may not import rank %d", s.path, to, rank[family(from)], rank[family(to)])
			}
		}
	}
}

// allowed also lets tests use the test benches of lower packages and, within a
// family, a child use its parent.
func allowed(from, to string, test bool) bool {
	a, b := family(from), family(to)
	switch {
	case a == b:
		return test || isBench(from) || strings.HasPrefix(from, to+"/")
	case rank[b] < rank[a]:
		return true
	case test && isBench(to):
		return true
	}
	return slices.Contains(sameRank, a+" -> "+b) || (rank[a] == rank[b] && slices.Contains(sameRank, "* -> "+b))
}

func family(pkg string) string {
	f, _, _ := strings.Cut(pkg, "/")
	return f
}

func isBench(pkg string) bool { return strings.HasSuffix(pkg, "test") }

func TestEveryPackageHasARank(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if pkg, ok := strings.CutPrefix(s.pkg, "internal/"); ok {
			if _, known := rank[family(pkg)]; !known {
				t.Errorf("%s: package %s has no rank", s.path, pkg)
			}
		}
	}
}

func TestOnlyTheRightPackagesLinkHeavyOrForeignCode(t *testing.T) {
	t.Parallel()
	only := map[string][]string{
		"github.com/duckdb/duckdb-go/v2":   {"internal/lake/duck"},
		"modernc.org/sqlite":               {"internal/db"},
		"github.com/jackc/pgx/v5/stdlib":   {"internal/db"},
		"github.com/danielgtaylor/huma/v2": {"internal/op", "internal/op/optest", "internal/api"},
		"belfry/internal/lake/duck":        {"internal/app", "internal/lake/duck", "bench"},
	}
	for _, s := range sources(t) {
		for _, i := range s.ast.Imports {
			path := strings.Trim(i.Path.Value, `"`)
			if places, limited := only[path]; limited && !slices.Contains(places, s.pkg) {
				t.Errorf("%s imports %s: only %s may", s.path, path, strings.Join(places, ", "))
			}
		}
	}
}
