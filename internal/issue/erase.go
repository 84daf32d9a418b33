package issue

import (
	"context"
	"maps"
	"slices"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/feed"
	"belfry/internal/job"
	"belfry/internal/telemetry"
)

// EraseJob is the kind of the job that forgets the events of deleted issues; its
// arguments are EraseArgs.
const EraseJob = "issue.erase"

// EraseArgs name the fingerprints that deleted issues had.
type EraseArgs struct {
	Project int64   `json:"project_id"`
	Prints  []int64 `json:"prints"`
}

// Delete removes issues and everything about them for good, and returns how many
// there were; an event with one of their fingerprints makes a new issue. Which
// events they had is forgotten by an EraseJob, since that takes a walk through
// all events of the project. It works in transactions of 500 issues.
func (s *Store) Delete(ctx context.Context, ids []int64, now telemetry.Time) (n int64, err error) {
	defer errs.Wrap(&err, "issue.Delete(%d)", len(ids))
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	for part := range slices.Chunk(ids, editChunk) {
		d := deleting{store: s, now: now}
		if err := s.d.Transact(ctx, func(tx *db.DB) error { return d.run(ctx, tx, part) }); err != nil {
			return n, err
		}
		n += int64(len(d.issues))
		d.forget()
	}
	return n, nil
}

// deleting is the removal of some issues at work.
type deleting struct {
	store  *Store
	tx     *db.DB
	now    telemetry.Time
	issues []Issue
	prints map[int64][]int64 // by project
}

func (d *deleting) run(ctx context.Context, tx *db.DB, ids []int64) (err error) {
	d.tx = tx
	if err := d.hold(ctx, ids); err != nil || len(d.issues) == 0 {
		return err
	}
	ids = ids[:0:0]
	c, entries := counts{}, []feed.Entry(nil)
	for _, i := range d.issues {
		ids = append(ids, i.ID)
		c[countKey{i.Project, i.Kind, i.Status}]--
		entries = append(entries, feed.Entry{Topic: Topic, Project: i.Project, Subject: i.ID, Change: Deleted, At: int64(d.now)})
	}
	if err := d.readPrints(ctx, ids); err != nil {
		return err
	}
	if err := d.takeHours(ctx); err != nil {
		return err
	}
	if err := d.store.deleteRows(ctx, tx, ids); err != nil {
		return err
	}
	if err := c.write(ctx, tx); err != nil {
		return err
	}
	if err := d.eraseLater(ctx); err != nil {
		return err
	}
	return d.store.feed.Append(ctx, tx, entries...)
}

// hold keeps others from counting events in the projects, as a merge does, and
// reads the issues that are still there.
func (d *deleting) hold(ctx context.Context, ids []int64) error {
	projects, err := d.store.ProjectsOf(ctx, d.tx, ids)
	if err != nil {
		return err
	}
	for _, p := range slices.Compact(slices.Sorted(maps.Values(projects))) {
		if _, err := d.tx.Exec(ctx, `UPDATE issue_projects SET numbers = numbers WHERE project_id = ?`, p); err != nil {
			return err
		}
	}
	d.issues, err = held(ctx, d.tx, ids)
	return err
}

func (d *deleting) readPrints(ctx context.Context, ids []int64) error {
	type row struct {
		ID      int64 `db:"id"`
		Project int64 `db:"project_id"`
	}
	found, err := selectIn[row](ctx, d.tx, `SELECT id, project_id FROM issue_fingerprints WHERE issue_id IN (?)`, ids)
	d.prints = map[int64][]int64{}
	for _, f := range found {
		d.prints[f.Project] = append(d.prints[f.Project], f.ID)
	}
	return err
}

// takeHours takes the events of the issues out of what their projects had.
func (d *deleting) takeHours(ctx context.Context) error {
	of := map[int64][]int64{}
	for _, i := range d.issues {
		of[i.Project] = append(of[i.Project], i.ID)
	}
	for _, project := range slices.Sorted(maps.Keys(of)) {
		found, err := selectIn[hourRow](ctx, d.tx, `SELECT issue_id AS of, hour, events FROM issue_hours WHERE issue_id IN (?)`, of[project])
		if err != nil {
			return err
		}
		hours := map[int64]int64{}
		for _, h := range found {
			hours[h.Hour] += h.Events
		}
		r := newRows(3, len(hours))
		for _, h := range slices.Sorted(maps.Keys(hours)) {
			r.add(project, h, hours[h])
		}
		err = r.exec(ctx, d.tx, `INSERT INTO project_hours (project_id, hour, events)`, `ON CONFLICT (project_id, hour) DO UPDATE SET
			events = CASE WHEN project_hours.events > excluded.events THEN project_hours.events - excluded.events ELSE 0 END`)
		if err != nil {
			return err
		}
	}
	return nil
}

// maxErase bounds the fingerprints of one job.
const maxErase = 2_000

func (d *deleting) eraseLater(ctx context.Context) error {
	for _, project := range slices.Sorted(maps.Keys(d.prints)) {
		for part := range slices.Chunk(d.prints[project], maxErase) {
			if _, err := job.Insert(ctx, d.tx, job.New{Kind: EraseJob, Args: EraseArgs{project, part}}, d.now.Std()); err != nil {
				return err
			}
		}
	}
	return nil
}

// forget drops what is remembered of what is gone, once that is certain.
func (d *deleting) forget() {
	if len(d.issues) == 0 {
		return
	}
	for _, i := range d.issues {
		d.store.memory.forget(owner{false, i.ID})
	}
	for _, prints := range d.prints {
		for _, id := range prints {
			d.store.memory.forget(owner{false, -id})
		}
	}
	d.store.feed.Wake()
}

// Erase forgets the events of deleted issues with their attachments and feedback.
// The hashes of blobs that nothing refers to any more are handed to drop. Called
// again after a failure it goes on.
func (s *Store) Erase(ctx context.Context, a EraseArgs, drop func(hashes []string) error) (err error) {
	defer errs.Wrap(&err, "issue.Erase(%d of project %d)", len(a.Prints), a.Project)
	if len(a.Prints) == 0 {
		return nil
	}
	after, more := []byte{}, true
	for more {
		var end []byte
		if end, more, err = s.chunkEnd(ctx, a.Project, after); err != nil {
			return err
		}
		if err := s.eraseRange(ctx, a, after, end, drop); err != nil {
			return err
		}
		after = end
	}
	return execIn(ctx, s.d, `DELETE FROM feedback WHERE fingerprint_id IN (?)`, a.Prints)
}

func (s *Store) eraseRange(ctx context.Context, a EraseArgs, after, end []byte, drop func([]string) error) error {
	events, err := selectIn[[]byte](ctx, s.d, `SELECT event_id FROM event_index
		WHERE project_id = ? AND event_id > ? AND event_id <= ? AND fingerprint_id IN (?)`, a.Prints, a.Project, after, end)
	if err != nil || len(events) == 0 {
		return err
	}
	type row struct {
		ID   int64  `db:"id"`
		Hash string `db:"hash"`
	}
	files, err := selectIn[row](ctx, s.d, `SELECT id, hash FROM attachments WHERE project_id = ? AND event_id IN (?)`, events, a.Project)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(files, maxIn) {
		ids, hashes := make([]int64, len(part)), map[string]struct{}{}
		for n, f := range part {
			ids[n], hashes[f.Hash] = f.ID, struct{}{}
		}
		if err := s.dropBlobs(ctx, ids, hashes, drop); err != nil {
			return err
		}
	}
	return s.d.Transact(ctx, func(tx *db.DB) error {
		_, err := tx.Exec(ctx, `UPDATE issue_projects SET events = events - ? WHERE project_id = ?`, len(events), a.Project)
		if err != nil {
			return err
		}
		return execIn(ctx, tx, `DELETE FROM event_index WHERE project_id = ? AND event_id IN (?)`, events, a.Project)
	})
}
