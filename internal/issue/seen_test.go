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

// An issue keeps 100 values of a tag, wherever batches are cut and whether the
// program was started anew in between; what comes later is counted together.
func TestValuesOfTagsAreBounded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		id := int64(0)
		for n := 0; n < 260; n += 20 {
			var occ []issue.Occurrence
			for i := range 20 {
				o := one(0, n+i, nil)
				o.Event = telemetry.EventID{byte(n + i), byte((n + i) >> 8)}
				o.Tags = []telemetry.Tag{{Key: "request", Value: fmt.Sprint((n + i) % 130)}, {Key: "browser", Value: "Firefox"}}
				occ = append(occ, o)
			}
			id = applyAll(t, d, s, occ)[0].Issue
			if n == 120 {
				s = issue.New(d, feed.New(d))
			}
		}
		check := func(name string, values int, events, other int64) {
			t.Helper()
			var rows []struct {
				Value  string `db:"value"`
				Events int64  `db:"events"`
			}
			if err := d.Select(t.Context(), &rows, `SELECT value, events FROM issue_facets WHERE issue_id = ? AND name = ?`, id, name); err != nil {
				t.Fatal(err)
			}
			kept, sum, rest := 0, int64(0), int64(0)
			for _, r := range rows {
				if r.Value == issue.Other {
					rest += r.Events
					continue
				}
				kept++
				sum += r.Events
			}
			if kept != values || sum != events || rest != other {
				t.Errorf("%s has %d values with %d events and %d others, want %d, %d, %d", name, kept, sum, rest, values, events, other)
			}
		}
		check("request", 100, 200, 60)
		check("browser", 1, 260, 0)
		found, err := s.FacetValues(t.Context(), scope, "browser", "fire", 10)
		if err != nil || len(found) != 1 || found[0].Value != "Firefox" || found[0].Count != 1 {
			t.Errorf("the catalogue has %v, %v", found, err)
		}
	})
}

// Beyond 500 events every eighth stands for eight.
func TestTagsOfManyEventsAreSampled(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		var occ []issue.Occurrence
		for n := range 500 + 8*40 {
			o := one(0, n, func(o *issue.Occurrence) { o.Environment = "production" })
			o.Event = telemetry.EventID{byte(n), byte(n >> 8), 15: byte(n)}
			o.Tags = []telemetry.Tag{{Key: "browser", Value: "Firefox"}}
			if n == 501 { // none that stands for others
				o.Tags[0].Value = "Chrome"
			}
			occ = append(occ, o)
		}
		id := applyAll(t, d, s, occ)[0].Issue
		for name, want := range map[string]string{"browser": "Firefox 820, Chrome 1, ", issue.Environment: "production 820, "} {
			found, err := s.Facets(t.Context(), id, name)
			got := ""
			for _, f := range found {
				got += fmt.Sprint(f.Value, " ", f.Events, ", ")
			}
			if err != nil || got != want {
				t.Errorf("%s: %s, want %s; %v", name, got, want, err)
			}
		}
	})
}
