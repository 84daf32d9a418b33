package issue_test

import (
	"fmt"
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/issue"
	"belfry/internal/telemetry"
)

func TestDistributions(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, nil)
		facet := func(of int64, name, value string, events int64) {
			t.Helper()
			if _, err := d.Exec(t.Context(), `INSERT INTO issue_facets (issue_id, name, value, events, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?)`,
				of, name, value, events, int64(1), int64(2)); err != nil {
				t.Fatal(err)
			}
		}
		for i := range int64(12) {
			facet(1, "browser", fmt.Sprintf("Chrome %02d", i), i/2+1)
		}
		facet(1, "release", "1.0", 50)
		facet(1, "release", "1%", 3)
		facet(2, "release", "9.9", 9)
		all, err := s.Distributions(t.Context(), 1, 2)
		if err != nil || fmt.Sprint(all) != "[{release 53 2 [{1.0 50 1 2} {1% 3 1 2}]} {browser 42 12 [{Chrome 10 6 1 2} {Chrome 11 6 1 2}]}]" {
			t.Errorf("%v, %v", all, err)
		}
		page := func(prefix string, after *issue.FacetPlace, limit int) (found []issue.Facet, values string) {
			t.Helper()
			found, err := s.FacetPage(t.Context(), 1, "browser", prefix, after, limit)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				values += f.Value[7:] + " "
			}
			return found, values
		}
		walked := ""
		for after := (*issue.FacetPlace)(nil); ; {
			found, part := page("CHROME", after, 5)
			if len(found) == 0 {
				break
			}
			walked += part
			last := found[len(found)-1].Place()
			after = &last
		}
		if walked != "10 11 08 09 06 07 04 05 02 03 00 01 " {
			t.Error(walked)
		}
		if _, values := page("chrome 1", nil, 9); values != "10 11 " {
			t.Error(values)
		}
		if _, values := page("1%", nil, 9); values != "" {
			t.Error(values)
		}
	})
}

func TestTrendIn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, nil)
		for h, n := range map[int64]int64{10: 1, 11: 2, 500: 4, 5000: 8} {
			if _, err := d.Exec(t.Context(), `INSERT INTO issue_hours (issue_id, hour, events) VALUES (1, ?, ?)`, h, n); err != nil {
				t.Fatal(err)
			}
		}
		const hour = 3600 * second
		check := func(from, to telemetry.Time, first, steps int64, counts string) {
			t.Helper()
			got, err := s.TrendIn(t.Context(), 1, from, to)
			var seen []int64
			for i, n := range got.Counts {
				if n > 0 {
					seen = append(seen, int64(i), n)
				}
			}
			if err != nil || got.From != telemetry.Time(first)*hour || int64(len(got.Counts)) != steps || fmt.Sprint(seen) != counts {
				t.Errorf("from %d %s, %d steps of %s, %v, %v", got.From/hour, got.Step, len(got.Counts), got.Step, seen, err)
			}
		}
		check(10*hour+5, 11*hour+5, 10, 2, "[0 1 1 2]")
		check(11*hour, 11*hour, 11, 1, "[0 2]")
		check(0, 500*hour, 0, 167, "[3 3 166 4]")
		check(0, 5000*hour, 0, 105, "[0 3 10 4 104 8]")
	})
}
