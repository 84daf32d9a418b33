package issue_test

import (
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/feed"
	"belfry/internal/issue"
)

// What few issues have is counted exactly among many, what is frequent about.
func TestCountsOfManyIssuesAreEstimated(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, statement := range []string{
			`WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 30000)
				INSERT INTO issues (project_id, number, kind, title, culprit, level, status, priority, platform, times_seen, users_seen,
				first_seen, last_seen, first_release, last_release, resolved_at, regressed_at, status_changed_at, search)
				SELECT 1, n, 'error', 't', 'c', n % 3 + 4, CASE WHEN n % 10 = 3 THEN 'resolved' ELSE 'open' END, n % 100, 'python', n, n, n, n, '', '', 0, 0, 0,
				CASE WHEN n % 1000 = 7 THEN 'zeppelin' ELSE 'balloon' END FROM c`,
			`INSERT INTO issue_counts (project_id, kind, status, issues) SELECT project_id, kind, status, COUNT(*) FROM issues GROUP BY project_id, kind, status`,
		} {
			if _, err := d.Exec(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
		s := issue.New(d, feed.New(d))
		check := func(text string, exact bool, open, resolved int64) {
			t.Helper()
			n, got, err := s.CountsAbout(t.Context(), issue.Filter{Scope: scope, Where: where(text)})
			if err != nil || got != exact {
				t.Fatalf("%s: exact %v, %v", text, got, err)
			}
			near := func(a, b int64) bool { return a == b || !exact && a > b*85/100 && a < b*115/100 }
			if !near(n[issue.Open], open) || !near(n[issue.Resolved], resolved) {
				t.Errorf("%s: %v, want %d and %d, exact %v", text, n, open, resolved, exact)
			}
		}
		check("", true, 27000, 3000)
		check("is:open", true, 27000, 0)
		check("kind:error !is:resolved", true, 27000, 0)
		check("zeppelin", true, 30, 0)
		check("balloon", false, 26970, 3000)
		check("level:error", false, 9000, 1000)
		check("priority:>=50 balloon", false, 13500, 1500)
		check("platform:php", false, 0, 0)
	})
}
