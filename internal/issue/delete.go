package issue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"belfry/internal/db"
	"belfry/internal/errs"
)

// Contents is what a project holds, and what deleting it takes away.
type Contents struct {
	Issues          int64 `db:"issues"`
	Events          int64 `db:"events"`
	Feedback        int64 `db:"feedback"`
	Attachments     int64 `db:"attachments"`
	AttachmentBytes int64 `db:"attachment_bytes"`
}

// Contents counts what a project holds.
func (s *Store) Contents(ctx context.Context, project int64) (c Contents, err error) {
	defer errs.Wrap(&err, "issue.Contents(%d)", project)
	err = s.d.Get(ctx, &c, `SELECT
		(SELECT CAST(COALESCE(SUM(issues), 0) AS BIGINT) FROM issue_counts WHERE project_id = ?) AS issues,
		COALESCE((SELECT events FROM issue_projects WHERE project_id = ?), 0) AS events,
		(SELECT COUNT(*) FROM feedback WHERE project_id = ?) AS feedback,
		(SELECT COUNT(*) FROM attachments WHERE project_id = ?) AS attachments,
		(SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM attachments WHERE project_id = ?) AS attachment_bytes`,
		project, project, project, project, project)
	return c, err
}

// DeleteProject removes everything of a project, piece by piece, each in its own
// transaction; called again after a failure it goes on. The hashes of blobs that
// no other project uses are handed to drop. Nothing may be counted in the
// project meanwhile.
func (s *Store) DeleteProject(ctx context.Context, project int64, drop func(hashes []string) error) (err error) {
	defer errs.Wrap(&err, "issue.DeleteProject(%d)", project)
	if err := s.deleteIssues(ctx, project); err != nil {
		return err
	}
	if err := s.deleteEvents(ctx, project); err != nil {
		return err
	}
	if _, err := s.dropAttachments(ctx, `project_id = ?`, project, drop); err != nil {
		return err
	}
	_, err = s.deleteChunks(ctx, `DELETE FROM feedback WHERE id IN (SELECT id FROM feedback WHERE project_id = ? LIMIT ?)`, project)
	if err != nil {
		return err
	}
	return s.d.Transact(ctx, func(tx *db.DB) error {
		for _, query := range []string{
			`DELETE FROM project_hours WHERE project_id = ?`, `DELETE FROM issue_counts WHERE project_id = ?`, `DELETE FROM issue_projects WHERE project_id = ?`,
		} {
			if _, err := tx.Exec(ctx, query, project); err != nil {
				return err
			}
		}
		return deleteCatalogue(ctx, tx, project)
	})
}

func (s *Store) deleteIssues(ctx context.Context, project int64) error {
	for {
		var ids []int64
		err := s.d.Select(ctx, &ids, `SELECT id FROM issues WHERE project_id = ? ORDER BY id LIMIT 500`, project)
		if err != nil || len(ids) == 0 {
			return err
		}
		if err := s.d.Transact(ctx, func(tx *db.DB) error { return s.deleteRows(ctx, tx, ids) }); err != nil {
			return err
		}
	}
}

// deleteRows removes issues and all that is said about them, here and in other
// packages, save their events.
func (s *Store) deleteRows(ctx context.Context, tx *db.DB, ids []int64) error {
	for _, forget := range s.OnDelete {
		if err := forget(ctx, tx, ids); err != nil {
			return fmt.Errorf("forget what is said about %d issues: %w", len(ids), err)
		}
	}
	if err := forgetParts(ctx, tx, ids); err != nil {
		return err
	}
	if err := clearFigures(ctx, tx, ids); err != nil {
		return err
	}
	for _, query := range []string{
		`DELETE FROM issue_tags WHERE issue_id IN (?)`, `DELETE FROM activities WHERE issue_id IN (?)`,
		`DELETE FROM issue_fingerprints WHERE issue_id IN (?)`, `DELETE FROM issues WHERE id IN (?)`,
	} {
		if err := execIn(ctx, tx, query, ids); err != nil {
			return err
		}
	}
	return nil
}

// deleteEvents walks through the index in pieces, as pruneEvents does.
func (s *Store) deleteEvents(ctx context.Context, project int64) error {
	for {
		var end []byte
		err := s.d.Get(ctx, &end, `SELECT event_id FROM event_index WHERE project_id = ? ORDER BY event_id LIMIT 1 OFFSET ?`, project, pruneChunk)
		if isNone(err) {
			_, err = s.d.Exec(ctx, `DELETE FROM event_index WHERE project_id = ?`, project)
			return err
		}
		if err != nil {
			return err
		}
		if _, err := s.d.Exec(ctx, `DELETE FROM event_index WHERE project_id = ? AND event_id <= ?`, project, end); err != nil {
			return err
		}
	}
}

func isNone(err error) bool { return errors.Is(err, sql.ErrNoRows) }
