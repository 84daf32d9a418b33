package issue_test

import (
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/feed"
	"belfry/internal/issue"
)

// warehouse fills a database with many issues at once, without counting events:
// titles have words of all frequencies, tags are common (half of the issues),
// rare (one in 1,000) and single.
func warehouse(b *testing.B, d *db.DB, n int) *issue.Store {
	b.Helper()
	numbers := `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?) `
	for _, statement := range []string{
		numbers + `INSERT INTO issues (project_id, number, kind, title, culprit, level, status, priority, platform, times_seen, users_seen,
			first_seen, last_seen, first_release, last_release, resolved_at, regressed_at, status_changed_at, search)
			SELECT n % 3 + 1, n, 'error', 'ValueError: invalid literal for int', 'shop.views in total', n % 3 + 4,
			CASE WHEN n % 10 = 3 THEN 'resolved' ELSE 'open' END, n % 100, 'python', n * 7919 % 10007, n * 31 % 997,
			n * 1000000, n * 1000000 + n % 977, '1.0', '1.1', 0, 0, 0,
			'valueerror: invalid literal for int in step ' || (n * 7919 % 1000003) || CASE WHEN n % 1000 = 7 THEN ' zeppelin' ELSE '' END FROM c`,
		`INSERT INTO issue_counts (project_id, kind, status, issues) SELECT project_id, kind, status, COUNT(*) FROM issues GROUP BY project_id, kind, status`,
		numbers + `INSERT INTO issue_facets (issue_id, name, value, events, first_seen, last_seen) SELECT n, 'environment', CASE WHEN n % 2 = 0 THEN 'production' ELSE 'staging' END, 1, 1, 1 FROM c`,
		numbers + `INSERT INTO issue_facets (issue_id, name, value, events, first_seen, last_seen) SELECT n, 'release', '1.' || (n % 1000), 1, 1, 1 FROM c`,
		numbers + `INSERT INTO issue_facets (issue_id, name, value, events, first_seen, last_seen) SELECT n, 'user.email', n || '@example.org', 1, 1, 1 FROM c`,
	} {
		args := []any{n}
		if statement[0] == 'I' {
			args = nil
		}
		if _, err := d.Exec(b.Context(), statement, args...); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := d.Exec(b.Context(), `ANALYZE`); err != nil {
		b.Fatal(err)
	}
	return issue.New(d, feed.New(d))
}

// BenchmarkSearch measures pages and counts of searches: -issues says of how
// many issues.
func BenchmarkSearch(b *testing.B) {
	for engine, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(engine, func(b *testing.B) {
			s := warehouse(b, open(b), *issuesBefore)
			for _, text := range []string{
				"", "is:unresolved", "zeppelin", `"step 77"`, "valueerror", "nowhere", "release:1.77", "environment:staging", "environment:moon", "user.email:500@example.org",
				"level:>=error times_seen:>9000", "zeppelin environment:staging", "!environment:staging", "release:1.7* is:unresolved", "has:user.email", "assigned:me",
			} {
				f := issue.Filter{Scope: scope, Status: issue.Open, Where: where(text)}
				b.Run(text+"/list", func(b *testing.B) {
					for b.Loop() {
						if _, err := s.List(b.Context(), f, issue.Listing{Sort: issue.ByEvents, Limit: 51}); err != nil {
							b.Fatal(err)
						}
					}
				})
				b.Run(text+"/counts", func(b *testing.B) {
					for b.Loop() {
						if _, _, err := s.CountsAbout(b.Context(), f); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		})
	}
}
