package issue_test

import (
	"fmt"
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/feed"
	"belfry/internal/issue"
	"belfry/internal/telemetry"
)

func TestFindYieldsEveryIssueOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		var occ []issue.Occurrence
		for n := range 1234 {
			o := one(0, n, func(o *issue.Occurrence) { o.Project = int64(n%2 + 1) })
			o.Event, o.Fingerprint, o.Title = telemetry.EventID{byte(n), byte(n >> 8)}, fmt.Sprint(n), fmt.Sprint("number ", n%10, ".")
			occ = append(occ, o)
		}
		applyAll(t, d, s, occ)
		check := func(f issue.Filter, want, chunks int) {
			t.Helper()
			got, last := 0, int64(0)
			for ids, err := range s.Find(t.Context(), f) {
				if err != nil {
					t.Fatal(err)
				}
				chunks--
				for _, id := range ids {
					if id <= last {
						t.Errorf("%d comes after %d", id, last)
					}
					last = id
					got++
				}
			}
			if got != want || chunks != 0 {
				t.Errorf("Find(%+v) found %d, want %d; %d chunks too few", f, got, want, chunks)
			}
		}
		check(issue.Filter{Scope: scope}, 1234, 3)
		check(issue.Filter{Scope: scope[:1]}, 617, 2)
		check(issue.Filter{Scope: scope[2:]}, 0, 0)
		check(issue.Filter{}, 0, 0)
		check(issue.Filter{Scope: scope, Where: where(`"number 3."`)}, 124, 1)
		check(issue.Filter{Scope: scope, Where: where(`"number 3."`), Status: issue.Resolved}, 0, 0)
		check(issue.Filter{Scope: scope, Where: where(`is:resolved is:open`)}, 0, 0)
		check(issue.Filter{Scope: scope, From: begin + 1000*second}, 234, 1)
		for ids := range s.Find(t.Context(), issue.Filter{Scope: scope}) {
			if len(ids) != 500 {
				t.Errorf("the first chunk has %d", len(ids))
			}
			break
		}
	})
}
