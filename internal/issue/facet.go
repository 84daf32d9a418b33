package issue

import (
	"context"
	"strings"
	"time"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Distribution says how the events of an issue spread over the values of a
// facet.
type Distribution struct {
	Name   string
	Events int64 // that have the facet
	Values int64 // how many there are
	Top    []Facet
}

// maxNames bounds how many facets of an issue are shown.
const maxNames = 100

// Distributions returns the facets of an issue, each with its most frequent
// values; those that most events have come first.
func (s *Store) Distributions(ctx context.Context, issue int64, top int) (all []Distribution, err error) {
	defer errs.Wrap(&err, "issue.Distributions(%d)", issue)
	type row struct {
		Name  string `db:"name"`
		Total int64  `db:"total"`
		N     int64  `db:"n"`
		Facet
	}
	var found []row
	err = s.d.Select(ctx, &found, `SELECT name, value, events, first_seen, last_seen, n, total FROM (
			SELECT name, value, events, first_seen, last_seen,
				ROW_NUMBER() OVER (PARTITION BY name ORDER BY events DESC, value) AS place,
				COUNT(*) OVER (PARTITION BY name) AS n,
				CAST(SUM(events) OVER (PARTITION BY name) AS BIGINT) AS total
			FROM issue_facets WHERE issue_id = ?
		) f WHERE place <= ? ORDER BY total DESC, name, place LIMIT ?`, issue, top, top*maxNames)
	for _, r := range found {
		if len(all) == 0 || all[len(all)-1].Name != r.Name {
			all = append(all, Distribution{Name: r.Name, Events: r.Total, Values: r.N})
		}
		last := &all[len(all)-1]
		last.Top = append(last.Top, r.Facet)
	}
	return all, err
}

// FacetPlace is the place of a value among those of its facet.
type FacetPlace struct {
	Events int64  `json:"n"`
	Value  string `json:"v"`
}

// Place returns where f stands.
func (f Facet) Place() FacetPlace { return FacetPlace{f.Events, f.Value} }

// FacetPage returns up to limit values of a facet of an issue that begin with
// prefix, in any case, the most frequent first, after a place if that is not nil.
func (s *Store) FacetPage(ctx context.Context, issue int64, name, prefix string, after *FacetPlace, limit int) (all []Facet, err error) {
	defer errs.Wrap(&err, "issue.FacetPage(%d, %.40q)", issue, name)
	query := `SELECT value, events, first_seen, last_seen FROM issue_facets WHERE issue_id = ? AND name = ?`
	args := []any{issue, name}
	if prefix != "" {
		query += ` AND lower(value) LIKE ? ESCAPE '\'`
		args = append(args, strings.TrimPrefix(db.Like(strings.ToLower(fit(prefix, maxShort))), "%"))
	}
	if after != nil {
		query += ` AND (events < ? OR (events = ? AND value > ?))`
		args = append(args, after.Events, after.Events, after.Value)
	}
	err = s.d.Select(ctx, &all, query+` ORDER BY events DESC, value LIMIT ?`, append(args, limit)...)
	return all, err
}

// TrendIn returns the events of an issue per hour, or a whole number of hours,
// within a range of time that is made wider to whole steps: at most about 200.
func (s *Store) TrendIn(ctx context.Context, issue int64, from, to telemetry.Time) (t Trend, err error) {
	defer errs.Wrap(&err, "issue.TrendIn(%d)", issue)
	step := stepFor(hour(to) - hour(from) + 1)
	first := hour(from) / step * step
	n := (hour(to)-first)/step + 1
	t = Trend{From: telemetry.Time(first * microsPerHour), Step: time.Duration(step) * time.Hour, Counts: make([]int64, n)}
	found, err := hoursOf(ctx, s.d, `SELECT issue_id AS of, hour, events FROM issue_hours WHERE issue_id = ? AND hour >= ? AND hour < ?`,
		issue, first, first+step*n)
	for _, h := range found {
		t.Counts[(h.Hour-first)/step] += h.Events
	}
	return t, err
}

// stepFor returns the length of steps, in hours, that divide a number of hours
// into about 200 at most.
func stepFor(hours int64) int64 {
	for _, step := range []int64{1, 2, 3, 6, 12, 24} {
		if hours/step <= 200 {
			return step
		}
	}
	return (hours/200/24 + 1) * 24
}
