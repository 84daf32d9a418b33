package issue

import (
	"bytes"
	"context"
	"fmt"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Pruned tells what a pruning took away.
type Pruned struct {
	Events, Hours, Attachments, Feedback int64
}

// pruneChunk is how many rows one transaction looks at, so that pruning never
// keeps others waiting for long.
const pruneChunk = 5000

// Prune forgets the events, hours, attachments and feedback from before the
// given day. Issues, their counters and their history stay. The hashes of blobs
// that nothing refers to any more are handed to drop.
func (s *Store) Prune(ctx context.Context, before telemetry.Time, drop func(hashes []string) error) (p Pruned, err error) {
	defer errs.Wrap(&err, "issue.Prune(%v)", before.Day().Std())
	before = before.Day()
	if err := s.relink(ctx); err != nil {
		return p, err
	}
	if p.Events, err = s.pruneEvents(ctx, before); err != nil {
		return p, err
	}
	if p.Hours, err = s.pruneHours(ctx, before); err != nil {
		return p, err
	}
	if p.Attachments, err = s.dropAttachments(ctx, `received < ?`, int64(before), drop); err != nil {
		return p, err
	}
	p.Feedback, err = s.deleteChunks(ctx, `DELETE FROM feedback WHERE id IN (SELECT id FROM feedback WHERE received < ? LIMIT ?)`, int64(before))
	return p, err
}

// relink finds feedback that still waits although its event is counted: the two
// came at the same moment to two processes.
func (s *Store) relink(ctx context.Context) error {
	_, err := s.d.Exec(ctx, `UPDATE feedback SET fingerprint_id = COALESCE((SELECT e.fingerprint_id FROM event_index e
			WHERE e.project_id = feedback.project_id AND e.event_id = feedback.event_id), 0)
		WHERE fingerprint_id = 0 AND event_id IS NOT NULL`)
	return err
}

// pruneEvents walks through the index in the order of its key: it has no other,
// which would cost more on every event than this does once a day.
func (s *Store) pruneEvents(ctx context.Context, before telemetry.Time) (n int64, err error) {
	var projects []int64
	if err := s.d.Select(ctx, &projects, `SELECT project_id FROM issue_projects ORDER BY project_id`); err != nil {
		return 0, err
	}
	for _, project := range projects {
		after, more := []byte{}, true
		for more {
			var gone int64
			if gone, after, more, err = s.pruneRange(ctx, project, after, before); err != nil {
				return n, err
			}
			n += gone
		}
	}
	return n, nil
}

// pruneRange deletes the old ones among the next events after an id, and returns
// the id to go on from.
func (s *Store) pruneRange(ctx context.Context, project int64, after []byte, before telemetry.Time) (n int64, last []byte, more bool, err error) {
	end, more, err := s.chunkEnd(ctx, project, after)
	if err != nil {
		return 0, nil, false, err
	}
	err = s.d.Transact(ctx, func(tx *db.DB) error {
		// Whoever counts takes the project first; so does this.
		if _, err := tx.Exec(ctx, `UPDATE issue_projects SET events = events WHERE project_id = ?`, project); err != nil {
			return err
		}
		res, err := tx.Exec(ctx, `DELETE FROM event_index WHERE project_id = ? AND event_id > ? AND event_id <= ? AND day < ?`,
			project, after, end, day(before))
		if err != nil {
			return err
		}
		if n, err = res.RowsAffected(); err != nil || n == 0 {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE issue_projects SET events = events - ? WHERE project_id = ?`, n, project)
		return err
	})
	return n, end, more, err
}

// chunkEnd returns the last of the next events after an id that are looked at
// together, and whether there are more.
func (s *Store) chunkEnd(ctx context.Context, project int64, after []byte) (end []byte, more bool, err error) {
	err = s.d.Get(ctx, &end, `SELECT event_id FROM event_index WHERE project_id = ? AND event_id > ? ORDER BY event_id LIMIT 1 OFFSET ?`,
		project, after, pruneChunk-1)
	if isNone(err) {
		return bytes.Repeat([]byte{0xFF}, len(telemetry.EventID{})), false, nil
	}
	return end, true, err
}

// pruneHours walks through the parts and the issues, whose ids the hours are
// sorted by.
func (s *Store) pruneHours(ctx context.Context, before telemetry.Time) (n int64, err error) {
	var first, last int64
	if err := s.d.Get(ctx, &first, `SELECT COALESCE(MAX(id), 0) FROM issue_parts`); err != nil {
		return 0, err
	}
	if err := s.d.Get(ctx, &last, `SELECT COALESCE(MAX(id), 0) FROM issues`); err != nil {
		return 0, err
	}
	for id := -first - 1; id < last; id += pruneChunk {
		res, err := s.d.Exec(ctx, `DELETE FROM issue_hours WHERE issue_id > ? AND issue_id <= ? AND hour < ?`, id, id+pruneChunk, hour(before))
		if err != nil {
			return n, err
		}
		gone, err := res.RowsAffected()
		if n += gone; err != nil {
			return n, err
		}
		_, err = s.d.Exec(ctx, `DELETE FROM issue_facets WHERE issue_id > ? AND issue_id <= ? AND last_seen < ?`, id, id+pruneChunk, int64(before))
		if err != nil {
			return n, err
		}
	}
	_, err = s.d.Exec(ctx, `DELETE FROM project_hours WHERE hour < ?`, hour(before))
	return n, err
}

// deleteChunks runs a DELETE with one value and a limit until nothing is left.
func (s *Store) deleteChunks(ctx context.Context, query string, value any) (n int64, err error) {
	for {
		res, err := s.d.Exec(ctx, query, value, pruneChunk)
		if err != nil {
			return n, err
		}
		gone, err := res.RowsAffected()
		n += gone
		if err != nil || gone < pruneChunk {
			return n, err
		}
	}
}

// dropAttachments deletes the attachments for which where holds and hands the
// blobs that are not used by others to drop, before it forgets them: what
// remains after a crash is found again.
func (s *Store) dropAttachments(ctx context.Context, where string, value any, drop func([]string) error) (n int64, err error) {
	type row struct {
		ID   int64  `db:"id"`
		Hash string `db:"hash"`
	}
	for {
		var found []row
		if err := s.d.Select(ctx, &found, `SELECT id, hash FROM attachments WHERE `+where+` ORDER BY id LIMIT 500`, value); err != nil || len(found) == 0 {
			return n, err
		}
		ids, hashes := make([]int64, len(found)), map[string]struct{}{}
		for i, f := range found {
			ids[i], hashes[f.Hash] = f.ID, struct{}{}
		}
		if err := s.dropBlobs(ctx, ids, hashes, drop); err != nil {
			return n, err
		}
		n += int64(len(found))
	}
}

func (s *Store) dropBlobs(ctx context.Context, ids []int64, hashes map[string]struct{}, drop func([]string) error) error {
	all := make([]string, 0, len(hashes))
	for h := range hashes {
		all = append(all, h)
	}
	return s.d.Transact(ctx, func(tx *db.DB) error {
		query, args, err := db.In(`DELETE FROM attachments WHERE id IN (?)`, ids)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, query, args...); err != nil {
			return err
		}
		used, err := selectIn[string](ctx, tx, `SELECT DISTINCT hash FROM attachments WHERE hash IN (?)`, all)
		if err != nil {
			return err
		}
		for _, h := range used {
			delete(hashes, h)
		}
		all = all[:0]
		for h := range hashes {
			all = append(all, h)
		}
		if len(all) == 0 {
			return nil
		}
		if err := drop(all); err != nil {
			return fmt.Errorf("drop %d blobs: %w", len(all), err)
		}
		return nil
	})
}
