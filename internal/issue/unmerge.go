package issue

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/feed"
	"belfry/internal/telemetry"
)

// Unmerge takes fingerprints out of an issue and returns the issues they are
// in then. One that was merged comes back, with its number, state and history,
// when the last of its fingerprints leaves; fingerprints that leave others of
// their issue behind make a new one, those of the same issue together. At least
// one fingerprint stays.
func (s *Store) Unmerge(ctx context.Context, actor, id int64, fingerprints []string, now telemetry.Time) (back []Issue, err error) {
	defer errs.Wrap(&err, "issue.Unmerge(%d of %d)", len(fingerprints), id)
	if len(fingerprints) == 0 {
		return nil, errs.Field("fingerprints", "Choose at least one fingerprint.")
	}
	err = s.d.Transact(ctx, func(tx *db.DB) error {
		m := merging{store: s, tx: tx, actor: actor, now: now}
		back, err = m.unmerge(ctx, id, fingerprints)
		return err
	})
	if err == nil {
		s.feed.Wake()
	}
	return back, err
}

func (m *merging) unmerge(ctx context.Context, id int64, fingerprints []string) (back []Issue, err error) {
	all, err := m.take(ctx, id)
	if err != nil {
		return nil, err
	}
	from := all[id]
	prints, err := printsOf(ctx, m.tx, []int64{id})
	if err != nil {
		return nil, err
	}
	staying, groups, err := separate(prints, fingerprints)
	if err != nil {
		return nil, err
	}
	for _, home := range slices.Sorted(maps.Keys(groups)) {
		i, err := m.leave(ctx, from, home, groups[home], staying)
		if err != nil {
			return nil, err
		}
		from.shiftSnooze(-i.TimesSeen)
		back = append(back, i)
	}
	if err := from.rebuild(ctx, m.tx, staying); err != nil {
		return nil, err
	}
	ids := []int64{id}
	for _, i := range back {
		ids = append(ids, i.ID)
	}
	m.forget(ids, prints)
	return back, m.tell(ctx, from, back)
}

// separate splits the fingerprints of an issue into those that stay and those
// that leave, by their home.
func separate(prints []printRow, leaving []string) (staying []printRow, groups map[int64][]printRow, err error) {
	groups = map[int64][]printRow{}
	for _, p := range prints {
		if slices.Contains(leaving, p.Fingerprint) {
			groups[p.Home] = append(groups[p.Home], p)
		} else {
			staying = append(staying, p)
		}
	}
	for _, f := range leaving {
		if !slices.ContainsFunc(prints, func(p printRow) bool { return p.Fingerprint == f }) {
			return nil, nil, errs.Field("fingerprints", "The issue has no fingerprint %.40q.", f)
		}
	}
	if len(staying) == 0 {
		return nil, nil, errs.Field("fingerprints", "At least one fingerprint stays with the issue.")
	}
	return staying, groups, nil
}

// leave gives fingerprints of one home an issue: their former one, when all of
// them leave, or a new one.
func (m *merging) leave(ctx context.Context, from *Issue, home int64, prints, staying []printRow) (i Issue, err error) {
	whole := home != from.ID && !slices.ContainsFunc(staying, func(p printRow) bool { return p.Home == home })
	if whole {
		i, err = m.revive(ctx, from.ID, home)
	} else {
		i, err = m.split(ctx, from)
	}
	if err != nil {
		return i, err
	}
	ids := make([]int64, len(prints))
	for n := range prints {
		prints[n].Issue, prints[n].Home, ids[n] = i.ID, i.ID, prints[n].ID
	}
	if err := execIn(ctx, m.tx, `UPDATE issue_fingerprints SET issue_id = ?, home_id = ? WHERE id IN (?)`, ids, i.ID, i.ID); err != nil {
		return i, err
	}
	before := i
	if err := i.rebuild(ctx, m.tx, prints); err != nil {
		return i, err
	}
	if whole && before.Status == Resolved && i.TimesSeen > before.TimesSeen {
		return i, m.reopen(ctx, &i)
	}
	return i, nil
}

// revive brings a merged issue back as it was, with its history.
func (m *merging) revive(ctx context.Context, from, id int64) (i Issue, err error) {
	var state string
	err = m.tx.Get(ctx, &state, `SELECT state FROM issue_merges WHERE source_id = ? AND issue_id = ? AND undone_at = 0`, id, from)
	if err == nil {
		err = json.Unmarshal([]byte(state), &i)
	}
	if err != nil {
		return i, fmt.Errorf("read what issue %d was: %w", id, err)
	}
	r := newRows(20, 1)
	r.add(append([]any{i.ID}, i.values()...)...)
	if err := r.exec(ctx, m.tx, `INSERT INTO issues (id, `+insertColumns+`)`, ``); err != nil {
		return i, err
	}
	_, err = m.tx.Exec(ctx, `UPDATE issues SET assignee_id = ?, snooze_until = ?, snooze_events = ? WHERE id = ?`,
		i.Assignee, int64(i.SnoozeUntil), i.SnoozeEvents, i.ID)
	if err != nil {
		return i, err
	}
	for _, table := range withOrigin {
		_, err = m.tx.Exec(ctx, `UPDATE `+table+` SET issue_id = origin_id, origin_id = 0 WHERE issue_id = ? AND origin_id = ?`, from, id)
		if err != nil {
			return i, err
		}
	}
	_, err = m.tx.Exec(ctx, `UPDATE issue_merges SET undone_at = ?, undone_by = ? WHERE source_id = ? AND undone_at = 0`, int64(m.now), m.actor, id)
	if err != nil {
		return i, err
	}
	for _, move := range m.store.OnUnmerge {
		if err := move(ctx, m.tx, from, id); err != nil {
			return i, fmt.Errorf("move what issue %d had back from %d: %w", id, from, err)
		}
	}
	return i, nil
}

// split opens a new issue for fingerprints of another.
func (m *merging) split(ctx context.Context, from *Issue) (i Issue, err error) {
	i = Issue{
		Project: from.Project, Kind: from.Kind, Status: Open, Priority: defaultPriority,
		FirstSeen: from.FirstSeen, LastSeen: from.LastSeen, StatusChangedAt: m.now,
	}
	err = m.tx.Returning(ctx, &i.Number, `UPDATE issue_projects SET numbers = numbers + 1 WHERE project_id = ? RETURNING numbers`, i.Project)
	if err != nil {
		return i, err
	}
	r := newRows(19, 1)
	r.add(i.values()...)
	ids, err := returning[int64](ctx, m.tx, r, `INSERT INTO issues (`+insertColumns+`)`, `RETURNING id`)
	if err == nil {
		i.ID = ids[0]
	}
	return i, err
}

// reopen is what an event after the resolution would have done, had the issue
// been there.
func (m *merging) reopen(ctx context.Context, i *Issue) error {
	i.Status, i.ResolvedAt, i.RegressedAt, i.StatusChangedAt = Open, 0, m.now, m.now
	_, err := m.tx.Exec(ctx, `UPDATE issues SET status = ?, resolved_at = 0, regressed_at = ?, status_changed_at = ? WHERE id = ?`,
		string(i.Status), int64(m.now), int64(m.now), i.ID)
	if err != nil {
		return err
	}
	return record(ctx, m.tx, Activity{Issue: i.ID, At: m.now, Action: ActionRegressed, From: string(Resolved), To: string(Open), Detail: i.LastRelease})
}

// tell corrects the numbers of issues and says what was done.
func (m *merging) tell(ctx context.Context, from *Issue, back []Issue) error {
	c, lines := counts{}, []Activity(nil)
	entries := []feed.Entry{m.entry(from, Unmerged)}
	for n := range back {
		i := &back[n]
		c.move(i, "")
		lines = append(lines,
			m.line(from.ID, ActionUnmerged, 0, i.Number, i.Title),
			m.line(i.ID, ActionUnmerged, from.Number, 0, from.Title))
		entries = append(entries, m.entry(i, Unmerged))
	}
	if err := record(ctx, m.tx, lines...); err != nil {
		return err
	}
	if err := c.write(ctx, m.tx); err != nil {
		return err
	}
	return m.store.feed.Append(ctx, m.tx, entries...)
}
