package issue

import (
	"context"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// SetStatus moves an issue to a state on behalf of a user and returns it as it
// is then. Moving it to where it is changes and records nothing.
func (s *Store) SetStatus(ctx context.Context, actor, id int64, to Status, now telemetry.Time) (i Issue, err error) {
	defer errs.Wrap(&err, "issue.SetStatus(%d, %s)", id, to)
	if _, err = s.Edit(ctx, Actor{User: actor}, []int64{id}, Edit{Status: &to}, now); err != nil {
		return i, err
	}
	i, err = s.byID(ctx, id)
	return i, missing(err)
}

func missing(err error) error {
	if isNone(err) {
		return errs.New(errs.NotFound, "There is no such issue.")
	}
	return err
}

// Wake reopens the snoozed issues whose time has come.
func (s *Store) Wake(ctx context.Context, now telemetry.Time) (n int64, err error) {
	defer errs.Wrap(&err, "issue.Wake")
	open := Open
	for {
		var ids []int64
		err := s.d.Select(ctx, &ids, `SELECT id FROM issues WHERE snooze_until > 0 AND snooze_until <= ? ORDER BY snooze_until, id LIMIT ?`,
			int64(now), editChunk)
		if err != nil || len(ids) == 0 {
			return n, err
		}
		woken, err := s.editSome(ctx, &editing{edit: Edit{Status: &open}, now: now, wakes: true}, ids)
		if n += woken; err != nil || woken == 0 {
			return n, err
		}
	}
}

// held reads issues that are about to be changed, in the order of their ids.
func held(ctx context.Context, tx *db.DB, ids []int64) ([]Issue, error) {
	return selectIn[Issue](ctx, tx, `SELECT `+columns+` FROM issues WHERE id IN (?) ORDER BY id`+forUpdate(tx), ids)
}

// Hold reads an issue that is about to be changed in tx: until its end nobody
// else changes or merges it.
func (s *Store) Hold(ctx context.Context, tx *db.DB, id int64) (i Issue, err error) {
	defer errs.Wrap(&err, "issue.Hold(%d)", id)
	err = tx.Get(ctx, &i, `SELECT `+columns+` FROM issues WHERE id = ?`+forUpdate(tx), id)
	return i, missing(err)
}

// ProjectsOf returns the projects of issues.
func (s *Store) ProjectsOf(ctx context.Context, tx *db.DB, ids []int64) (projects map[int64]int64, err error) {
	defer errs.Wrap(&err, "issue.ProjectsOf(%d)", len(ids))
	type row struct {
		ID      int64 `db:"id"`
		Project int64 `db:"project_id"`
	}
	found, err := selectIn[row](ctx, tx, `SELECT id, project_id FROM issues WHERE id IN (?)`, ids)
	projects = make(map[int64]int64, len(found))
	for _, f := range found {
		projects[f.ID] = f.Project
	}
	return projects, err
}
