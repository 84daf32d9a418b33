package issue

import (
	"strings"
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/query"
)

// explain returns how the engine goes about a query. PostgreSQL is kept from
// reading whole tables, which it prefers while they are empty.
func explain(t *testing.T, d *db.DB, query string, args ...any) string {
	t.Helper()
	var lines []string
	err := d.Transact(t.Context(), func(tx *db.DB) error {
		if d.Engine() == db.Postgres {
			for _, off := range []string{`enable_seqscan`, `enable_bitmapscan`} {
				if _, err := tx.Exec(t.Context(), `SET LOCAL `+off+` = off`); err != nil {
					return err
				}
			}
			return tx.Select(t.Context(), &lines, `EXPLAIN (COSTS OFF) `+query, args...)
		}
		var steps []struct {
			ID     int    `db:"id"`
			Parent int    `db:"parent"`
			Unused int    `db:"notused"`
			Detail string `db:"detail"`
		}
		err := tx.Select(t.Context(), &steps, `EXPLAIN QUERY PLAN `+query, args...)
		for _, s := range steps {
			lines = append(lines, s.Detail)
		}
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return strings.Join(lines, "\n")
}

// Each page of the inbox is read from an index in its order, from the place
// where it begins, and never sorted.
func TestListsAreReadFromAnIndex(t *testing.T) {
	t.Parallel()
	search, err := query.Grammar{Fields: query.Issues}.Parse("xyz environment:y")
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		check := func(sort Sort, index, column string) {
			t.Helper()
			for _, ascending := range []bool{true, false} {
				l := Listing{Sort: sort, Ascending: ascending, After: &Position{Value: 5, ID: 7}, Limit: 50}
				f := Filter{Scope: []Scope{{Project: 1}}, Status: Open, Kind: "error", Where: search}
				for part, branch := range f.branches(l) {
					query, args := l.statement([]condition{branch})
					plan := explain(t, d, query, args...)
					if !strings.Contains(plan, index) || strings.Contains(strings.ToUpper(plan), "SORT") || strings.Contains(plan, "TEMP B-TREE") {
						t.Errorf("by %s (ascending %v) is sorted:\n%s", sort, ascending, plan)
					}
					// Where the page begins is found in the index, not by looking.
					begin := [][2]string{{column + "=? AND id", column + " = '5'::"}, {column, column}}[part]
					if d.Engine() == db.SQLite && !strings.Contains(plan, "(project_id=? AND status=? AND "+begin[0]) ||
						d.Engine() == db.Postgres && !strings.Contains(plan, begin[1]) {
						t.Errorf("by %s (ascending %v) does not begin where the page does:\n%s", sort, ascending, plan)
					}
				}
			}
		}
		check(ByLastSeen, "issues_by_last_seen", "last_seen")
		check(ByFirstSeen, "issues_by_first_seen", "first_seen")
		check(ByEvents, "issues_by_events", "times_seen")
		check(ByUsers, "issues_by_users", "users_seen")
		check(ByLevel, "issues_by_level", "level")
		check(ByTrend, "issues_by_trend", "trend_score")
		check(ByPriority, "issues_by_priority", "priority")
	})
}

// What is asked for every event, or on every page, uses a key.
func TestHotQueriesUseAKey(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		check := func(query string, args ...any) {
			t.Helper()
			plan := explain(t, d, query, args...)
			if strings.Contains(plan, "SCAN") || strings.Contains(plan, "Seq Scan") {
				t.Errorf("%s\n%s", query, plan)
			}
		}
		id := make([]byte, 16)
		check(`SELECT event_id FROM event_index WHERE project_id = ? AND event_id IN (?, ?)`, 1, id, id)
		check(`SELECT id, fingerprint, issue_id FROM issue_fingerprints WHERE project_id = ? AND fingerprint IN (?, ?)`, 1, "a", "b")
		check(`SELECT issue_id, hour, events FROM issue_hours WHERE hour >= ? AND hour < ? AND issue_id IN (?, ?)`, 1, 2, 3, 4)
		check(`SELECT id FROM activities WHERE issue_id = ? AND id < ? ORDER BY id DESC LIMIT 5`, 1, 2)
		check(`SELECT id FROM attachments WHERE project_id = ? AND event_id = ? ORDER BY id LIMIT 5`, 1, id)
		check(`SELECT f.id FROM feedback f JOIN issue_fingerprints p ON p.id = f.fingerprint_id WHERE p.issue_id = ? ORDER BY f.id DESC LIMIT 5`, 1)
		check(`SELECT id FROM feedback WHERE fingerprint_id = 0 AND event_id IS NOT NULL AND project_id = ? AND event_id IN (?, ?)`, 1, id, id)
		check(`SELECT 1 FROM attachments WHERE hash IN (?, ?)`, "a", "b")
	})
}
