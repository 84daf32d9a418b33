package issue

import (
	"context"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// trendHours is the length of each of the two periods that a trend compares.
const trendHours = 24

// ScoreTrends brings TrendScore of all issues up to date: their events of the
// last 24 hours, the one that now is in included, minus those of the 24 before.
// Only issues that were seen in this time, or had a score, are looked at.
func (s *Store) ScoreTrends(ctx context.Context, now telemetry.Time) (err error) {
	defer errs.Wrap(&err, "issue.ScoreTrends")
	var projects []int64
	if err := s.d.Select(ctx, &projects, `SELECT project_id FROM issue_projects ORDER BY project_id`); err != nil {
		return err
	}
	since := (hour(now) - 2*trendHours + 1) * microsPerHour
	for _, project := range projects {
		for _, status := range Statuses {
			for _, which := range []condition{{`last_seen >= ?`, []any{since}}, {`trend_score > 0`, nil}, {`trend_score < 0`, nil}} {
				if err := s.scoreSome(ctx, project, status, which, now); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// scoreSome scores the issues of a project in a state for which a condition
// holds, each range of an index.
func (s *Store) scoreSome(ctx context.Context, project int64, status Status, which condition, now telemetry.Time) error {
	var ids []int64
	err := s.d.Select(ctx, &ids, `SELECT id FROM issues WHERE project_id = ? AND status = ? AND `+which.text,
		append([]any{project, string(status)}, which.args...)...)
	for len(ids) > 0 && err == nil {
		n := min(len(ids), maxIn)
		err = s.scoreChunk(ctx, project, ids[:n], now)
		ids = ids[n:]
	}
	return err
}

func (s *Store) scoreChunk(ctx context.Context, project int64, ids []int64, now telemetry.Time) error {
	const score = `COALESCE((SELECT CAST(SUM(CASE WHEN h.hour > ? THEN h.events ELSE -h.events END) AS BIGINT)
		FROM issue_hours h WHERE h.issue_id = issues.id AND h.hour > ? AND h.hour <= ?), 0)`
	last := hour(now)
	bounds := []any{last - trendHours, last - 2*trendHours, last}
	text, args, err := db.In(`UPDATE issues SET trend_score = `+score+` WHERE trend_score <> `+score+` AND id IN (?)`,
		append(append(bounds[:3:3], bounds...), ids)...)
	if err != nil {
		return err
	}
	return s.d.Transact(ctx, func(tx *db.DB) error {
		// Whoever counts takes the project first; so does this.
		if _, err := tx.Exec(ctx, `UPDATE issue_projects SET events = events WHERE project_id = ?`, project); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, text, args...)
		return err
	})
}
