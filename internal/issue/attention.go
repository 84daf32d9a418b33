package issue

import (
	"context"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Attention is a reason to look at an issue.
type Attention string

// The reasons. All are about open issues.
const (
	CameBack Attention = "regressed" // was resolved and came back since a time
	IsNew    Attention = "new"       // first seen since a time
	Rises    Attention = "rising"    // has clearly more events in the last 24 hours than in those before
	IsMine   Attention = "mine"      // is assigned to a user
)

// minRise is the least growth of events in a day that is worth a look.
const minRise = 5

// Calls is how many issues need attention for a reason, and the first of them.
type Calls struct {
	Count  int64 // at most maxCalls are counted
	Issues []Issue
}

const maxCalls = 1000

// Look says whose attention is asked for.
type Look struct {
	Scope []Scope
	Since telemetry.Time
	User  int64
	Limit int // of the issues that are returned
}

// Attending returns the open issues that need attention for a reason, the most
// urgent first.
func (s *Store) Attending(ctx context.Context, why Attention, l Look) (c Calls, err error) {
	defer errs.Wrap(&err, "issue.Attending(%s)", why)
	if len(l.Scope) == 0 {
		return c, nil
	}
	where, order, arg := l.clause(why)
	where = ` FROM issues WHERE status = ? AND ` + where + ` AND project_id IN ` + db.Values(1, len(l.Scope))
	args := append([]any{string(Open), arg}, Filter{Scope: l.Scope}.projects()...)
	err = s.d.Get(ctx, &c.Count, `SELECT COUNT(*) FROM (SELECT id`+where+` LIMIT ?) AS calls`, append(args, maxCalls)...)
	if err != nil || c.Count == 0 {
		return c, err
	}
	err = s.d.Select(ctx, &c.Issues, `SELECT `+columns+where+` ORDER BY `+order+`, id DESC LIMIT ?`, append(args, l.Limit)...)
	return c, err
}

func (l Look) clause(why Attention) (where, order string, arg any) {
	switch why {
	case CameBack:
		return `regressed_at > 0 AND regressed_at >= ?`, `regressed_at DESC`, int64(l.Since)
	case IsNew:
		return `first_seen >= ?`, `level DESC, times_seen DESC`, int64(l.Since)
	case IsMine:
		return `assignee_id = ?`, `last_seen DESC`, l.User
	default:
		return `trend_score >= ?`, `trend_score DESC`, minRise
	}
}

// Signal is what an overview says of a project.
type Signal struct {
	Trend      []int64 // per 12 hours, the last 14 days, oldest first
	Week       int64   // events of the last 7 days
	WeekBefore int64   // and of the 7 before
	Unassigned int64   // open issues that nobody has taken
}

const (
	signalStep  = 12 // hours
	signalSteps = 28
)

// Signals returns what an overview says of some projects.
func (s *Store) Signals(ctx context.Context, projects []int64, now telemetry.Time) (all map[int64]Signal, err error) {
	defer errs.Wrap(&err, "issue.Signals(%d)", len(projects))
	first := hour(now) - signalSteps*signalStep + 1
	found, err := selectIn[hourRow](ctx, s.d, `SELECT project_id AS of, (hour - ?) / ? AS hour, CAST(SUM(events) AS BIGINT) AS events
		FROM project_hours WHERE hour >= ? AND hour <= ? AND project_id IN (?) GROUP BY 1, 2`,
		projects, first, int64(signalStep), first, hour(now))
	if err != nil {
		return nil, err
	}
	all = make(map[int64]Signal, len(projects))
	for _, id := range projects {
		all[id] = Signal{Trend: make([]int64, signalSteps)}
	}
	for _, f := range found {
		all[f.Of].Trend[f.Hour] = f.Events
	}
	open, err := s.perProject(ctx, `SELECT project_id AS of, CAST(SUM(issues) AS BIGINT) AS n FROM issue_counts
		WHERE status = 'open' AND project_id IN (?) GROUP BY project_id`, projects)
	if err != nil {
		return nil, err
	}
	taken, err := s.perProject(ctx, `SELECT project_id AS of, COUNT(*) AS n FROM issues
		WHERE assignee_id > 0 AND status = 'open' AND project_id IN (?) GROUP BY project_id`, projects)
	for id, one := range all {
		for i, n := range one.Trend {
			if i >= signalSteps/2 {
				one.Week += n
			} else {
				one.WeekBefore += n
			}
		}
		one.Unassigned = open[id] - taken[id]
		all[id] = one
	}
	return all, err
}
