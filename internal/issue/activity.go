package issue

import (
	"context"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// The actions in the history of an issue.
const (
	ActionStatus    = "status"
	ActionRegressed = "regressed" // the detail is the release it came back in
	ActionMerged    = "merged"    // another issue was: its number and title
	ActionUnmerged  = "unmerged"  // to the issue with a number, or from it
)

// Activity is a line in the history of an issue.
type Activity struct {
	ID     int64          `db:"id"`
	Issue  int64          `db:"issue_id"`
	At     telemetry.Time `db:"at"`
	Actor  int64          `db:"actor_id"` // a user, 0 for Belfry itself
	Action string         `db:"action"`
	From   string         `db:"was"`
	To     string         `db:"became"`
	Detail string         `db:"detail"`
}

func record(ctx context.Context, tx *db.DB, all ...Activity) error {
	r := newRows(7, len(all))
	for _, a := range all {
		r.add(a.Issue, int64(a.At), a.Actor, a.Action, a.From, a.To, a.Detail)
	}
	return r.exec(ctx, tx, `INSERT INTO activities (issue_id, at, actor_id, action, was, became, detail)`, ``)
}

// Activity returns the history of an issue, newest first, at most limit lines
// before the given one, or from the newest when before is 0.
func (s *Store) Activity(ctx context.Context, issue, before int64, limit int) (all []Activity, err error) {
	defer errs.Wrap(&err, "issue.Activity(%d)", issue)
	query := `SELECT id, issue_id, at, actor_id, action, was, became, detail FROM activities WHERE issue_id = ?`
	args := []any{issue}
	if before > 0 {
		query, args = query+` AND id < ?`, append(args, before)
	}
	err = s.d.Select(ctx, &all, query+` ORDER BY id DESC LIMIT ?`, append(args, limit)...)
	return all, err
}
