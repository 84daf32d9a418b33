package issue

import (
	"context"
	"fmt"

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
	ActionAssigned  = "assigned"  // from and to users, by their ids; nobody is empty
	ActionPriority  = "priority"
	ActionSnoozed   = "snoozed"   // to a time, or empty; the detail is after how many events
	ActionUnsnoozed = "unsnoozed" // the detail is “time” or “events”
	ActionTagged    = "tagged"    // to “key:value”
	ActionUntagged  = "untagged"  // from “key:value”
	ActionCommented = "commented" // the detail is the id of the comment
)

// Activity is a line in the history of an issue.
type Activity struct {
	ID     int64          `db:"id"`
	Issue  int64          `db:"issue_id"`
	At     telemetry.Time `db:"at"`
	Actor  int64          `db:"actor_id"`   // a user, 0 for Belfry itself
	Token  string         `db:"actor_name"` // of the project's token that acted, empty for others
	Action string         `db:"action"`
	From   string         `db:"was"`
	To     string         `db:"became"`
	Detail string         `db:"detail"`
}

// Actor is who changes an issue: a user, or the token of a project by its name.
// The zero Actor is Belfry itself.
type Actor struct {
	User  int64
	Token string
}

// Record writes lines into the histories of issues, in tx.
func (s *Store) Record(ctx context.Context, tx *db.DB, all ...Activity) (err error) {
	defer errs.Wrap(&err, "issue.Record(%d)", len(all))
	return s.record(ctx, tx, all...)
}

// record writes lines of history and lets those know who want to.
func (s *Store) record(ctx context.Context, tx *db.DB, all ...Activity) error {
	if len(all) == 0 {
		return nil
	}
	if err := record(ctx, tx, all...); err != nil {
		return err
	}
	for _, hear := range s.OnActivity {
		if err := hear(ctx, tx, all); err != nil {
			return fmt.Errorf("tell of %d changes: %w", len(all), err)
		}
	}
	return nil
}

func record(ctx context.Context, tx *db.DB, all ...Activity) error {
	r := newRows(8, len(all))
	for _, a := range all {
		r.add(a.Issue, int64(a.At), a.Actor, a.Token, a.Action, a.From, a.To, a.Detail)
	}
	return r.exec(ctx, tx, `INSERT INTO activities (issue_id, at, actor_id, actor_name, action, was, became, detail)`, ``)
}

// Activity returns the history of an issue, newest first, at most limit lines
// before the given one, or from the newest when before is 0.
func (s *Store) Activity(ctx context.Context, issue, before int64, limit int) (all []Activity, err error) {
	defer errs.Wrap(&err, "issue.Activity(%d)", issue)
	query := `SELECT id, issue_id, at, actor_id, actor_name, action, was, became, detail FROM activities WHERE issue_id = ?`
	args := []any{issue}
	if before > 0 {
		query, args = query+` AND id < ?`, append(args, before)
	}
	err = s.d.Select(ctx, &all, query+` ORDER BY id DESC LIMIT ?`, append(args, limit)...)
	return all, err
}
