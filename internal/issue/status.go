package issue

import (
	"context"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/feed"
	"belfry/internal/telemetry"
)

// SetStatus moves an issue to a state on behalf of a user and returns it as it
// is then. Moving it to where it is changes and records nothing.
func (s *Store) SetStatus(ctx context.Context, actor, id int64, to Status, now telemetry.Time) (i Issue, err error) {
	defer errs.Wrap(&err, "issue.SetStatus(%d, %s)", id, to)
	changed := false
	err = s.d.Transact(ctx, func(tx *db.DB) error {
		if i, err = held(ctx, tx, id); err != nil {
			return err
		}
		before := i.Status
		if changed = i.setStatus(to, now); !changed {
			return nil
		}
		return s.saveStatus(ctx, tx, actor, &i, before)
	})
	if err == nil && changed {
		s.feed.Wake()
	}
	return i, err
}

// held reads an issue that is about to be changed.
func held(ctx context.Context, tx *db.DB, id int64) (i Issue, err error) {
	err = tx.Get(ctx, &i, `SELECT `+columns+` FROM issues WHERE id = ?`+forUpdate(tx), id)
	return i, missing(err)
}

func missing(err error) error {
	if isNone(err) {
		return errs.New(errs.NotFound, "There is no such issue.")
	}
	return err
}

func (s *Store) saveStatus(ctx context.Context, tx *db.DB, actor int64, i *Issue, before Status) error {
	_, err := tx.Exec(ctx, `UPDATE issues SET status = ?, resolved_at = ?, status_changed_at = ? WHERE id = ?`,
		string(i.Status), int64(i.ResolvedAt), int64(i.StatusChangedAt), i.ID)
	if err != nil {
		return err
	}
	a := Activity{Issue: i.ID, At: i.StatusChangedAt, Actor: actor, Action: ActionStatus, From: string(before), To: string(i.Status)}
	if err := record(ctx, tx, a); err != nil {
		return err
	}
	c := counts{}
	c.move(i, before)
	if err := c.write(ctx, tx); err != nil {
		return err
	}
	return s.feed.Append(ctx, tx, feed.Entry{Topic: Topic, Project: i.Project, Subject: i.ID, Change: Moved, At: int64(i.StatusChangedAt)})
}
