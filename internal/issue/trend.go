package issue

import (
	"context"
	"time"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Trend is a number of events per step of time.
type Trend struct {
	From   telemetry.Time
	Step   time.Duration
	Counts []int64
}

// Period is a length of time that trends are shown for.
type Period string

// The periods.
const (
	Day       Period = "24h"
	Week      Period = "7d"
	TwoWeeks  Period = "14d"
	Month     Period = "30d"
	ThreeMths Period = "90d"
)

// steps returns how long the steps of p are, in hours, and how many there are.
func (p Period) steps() (hours, n int64) {
	switch p {
	case Week:
		return 1, 7 * 24
	case TwoWeeks:
		return 3, 14 * 8
	case Month:
		return 6, 30 * 4
	case ThreeMths:
		return 24, 90
	default:
		return 1, 24
	}
}

// TrendOf returns the trend of an issue up to and with the step that now is in.
// Steps begin where the hours, or days, of UTC do.
func (s *Store) TrendOf(ctx context.Context, issue int64, p Period, now telemetry.Time) (t Trend, err error) {
	defer errs.Wrap(&err, "issue.TrendOf(%d, %s)", issue, p)
	step, n := p.steps()
	first := hour(now)/step*step - (n-1)*step
	t = Trend{From: telemetry.Time(first * microsPerHour), Step: time.Duration(step) * time.Hour, Counts: make([]int64, n)}
	found, err := hoursOf(ctx, s.d, `SELECT issue_id AS of, hour, events FROM issue_hours WHERE issue_id = ? AND hour >= ? AND hour < ?`,
		issue, first, first+n*step)
	for _, h := range found {
		t.Counts[(h.Hour-first)/step] += h.Events
	}
	return t, err
}

// Trends returns the events per hour of some issues, for the given number of
// hours up to and with the one that now is in, oldest first.
func (s *Store) Trends(ctx context.Context, issues []int64, hours int, now telemetry.Time) (trends map[int64][]int64, err error) {
	defer errs.Wrap(&err, "issue.Trends(%d)", len(issues))
	return trends, s.perHour(ctx, &trends, `SELECT issue_id AS of, hour, events FROM issue_hours
		WHERE hour >= ? AND hour < ? AND issue_id IN (?)`, issues, hours, now)
}

func (s *Store) perHour(ctx context.Context, into *map[int64][]int64, query string, ids []int64, hours int, now telemetry.Time) error {
	trends := make(map[int64][]int64, len(ids))
	for _, id := range ids {
		trends[id] = make([]int64, hours)
	}
	*into = trends
	first := hour(now) - int64(hours) + 1
	found, err := selectIn[hourRow](ctx, s.d, query, ids, first, first+int64(hours))
	for _, h := range found {
		trends[h.Of][h.Hour-first] = h.Events
	}
	return err
}

type hourRow struct {
	Of     int64 `db:"of"`
	Hour   int64 `db:"hour"`
	Events int64 `db:"events"`
}

func hoursOf(ctx context.Context, d *db.DB, query string, args ...any) (found []hourRow, err error) {
	err = d.Select(ctx, &found, query, args...)
	return found, err
}

// ProjectStats is what the list of projects shows.
type ProjectStats struct {
	OpenIssues int64
	Events24h  int64
	Trend      []int64        // per hour, the last 24, oldest first
	LastEvent  telemetry.Time // received; 0 if there never was one
}

// ProjectStats returns the figures of some projects, also of those without any.
func (s *Store) ProjectStats(ctx context.Context, projects []int64, now telemetry.Time) (stats map[int64]ProjectStats, err error) {
	defer errs.Wrap(&err, "issue.ProjectStats(%d)", len(projects))
	var trends map[int64][]int64
	err = s.perHour(ctx, &trends, `SELECT project_id AS of, hour, events FROM project_hours
		WHERE hour >= ? AND hour < ? AND project_id IN (?)`, projects, 24, now)
	if err != nil {
		return nil, err
	}
	open, err := s.perProject(ctx, `SELECT project_id AS of, CAST(SUM(issues) AS BIGINT) AS n FROM issue_counts
		WHERE status = 'open' AND project_id IN (?) GROUP BY project_id`, projects)
	if err != nil {
		return nil, err
	}
	last, err := s.perProject(ctx, `SELECT project_id AS of, last_event AS n FROM issue_projects WHERE project_id IN (?)`, projects)
	stats = make(map[int64]ProjectStats, len(projects))
	for _, p := range projects {
		one := ProjectStats{OpenIssues: open[p], Trend: trends[p], LastEvent: telemetry.Time(last[p])}
		for _, n := range one.Trend {
			one.Events24h += n
		}
		stats[p] = one
	}
	return stats, err
}

func (s *Store) perProject(ctx context.Context, query string, projects []int64) (map[int64]int64, error) {
	type row struct {
		Of int64 `db:"of"`
		N  int64 `db:"n"`
	}
	found, err := selectIn[row](ctx, s.d, query, projects)
	n := make(map[int64]int64, len(found))
	for _, r := range found {
		n[r.Of] = r.N
	}
	return n, err
}
