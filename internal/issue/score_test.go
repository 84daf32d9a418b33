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

func TestTrendsAreScored(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		const hourly = 3600 * second
		n := byte(0)
		add := func(title string, hours ...int) {
			for _, h := range hours {
				n++
				at := begin + telemetry.Time(h)*hourly
				applyAll(t, d, s, []issue.Occurrence{{
					Project: int64(len(title)), Event: telemetry.EventID{n}, Fingerprint: title, Title: title, Time: at, Received: at,
				}})
			}
		}
		add("up", 100, 99, 77, 76, 53, 52) // 3 in the last day, 2 in the one before, 1 earlier
		add("down", 76, 75, 53)
		add("gone", 10)
		check := func(now int, want string) {
			t.Helper()
			if err := s.ScoreTrends(t.Context(), begin+telemetry.Time(now)*hourly+hourly/2); err != nil {
				t.Fatal(err)
			}
			projects := []issue.Scope{{Project: 2}, {Project: 4}}
			got := ""
			for _, i := range list(t, s, issue.Filter{Scope: projects}, issue.Listing{Sort: issue.ByTrend, Limit: 10}) {
				got += fmt.Sprint(i.Title, i.TrendScore, " ")
			}
			if got != want {
				t.Errorf("after %d hours: %s, want %s", now, got, want)
			}
		}
		check(100, "up1 gone0 down-3 ")
		check(76, "down3 up1 gone0 ")
		check(500, "gone0 down0 up0 ")
	})
}
