package issue

import (
	"cmp"
	"context"
	"maps"
	"slices"
)

// write stores what fold found out. The order is that in which all writers take
// rows: issues, what hangs on them, counts, projects; the feed comes last.
func (b *batch) write(ctx context.Context) error {
	steps := []func(context.Context) error{
		b.insertIssues, b.insertPrints, b.updateIssues, b.insertEvents, b.linkFeedback,
		b.writeWoken, b.writeParts, b.writeHours, b.writeFacets, b.writeCatalogue, b.writeSketches, b.writeActivities, b.writeCounts, b.writeProjects,
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

const insertColumns = `project_id, number, kind, title, culprit, level, status, priority, platform, times_seen, users_seen,
	first_seen, last_seen, first_release, last_release, resolved_at, regressed_at, status_changed_at, search`

func (i *Issue) values() []any {
	return []any{
		i.Project, i.Number, i.Kind, i.Title, i.Culprit, int64(i.Level), string(i.Status), i.Priority, i.Platform, i.TimesSeen, i.UsersSeen,
		int64(i.FirstSeen), int64(i.LastSeen), i.FirstRelease, i.LastRelease, int64(i.ResolvedAt), int64(i.RegressedAt), int64(i.StatusChangedAt),
		folded(i.Title, i.Culprit),
	}
}

func (b *batch) insertIssues(ctx context.Context) error {
	created := map[[2]int64]*tally{}
	r := newRows(19, len(b.touched))
	for _, t := range b.touched {
		if t.created {
			created[[2]int64{t.Project, t.Number}] = t
			r.add(t.values()...)
		}
	}
	type row struct {
		ID      int64 `db:"id"`
		Project int64 `db:"project_id"`
		Number  int64 `db:"number"`
	}
	inserted, err := returning[row](ctx, b.tx, r, `INSERT INTO issues (`+insertColumns+`)`, `RETURNING id, project_id, number`)
	for _, i := range inserted {
		created[[2]int64{i.Project, i.Number}].ID = i.ID
	}
	return err
}

// updateIssues is an upsert of rows that all exist: the only form in which both
// engines update many rows in one statement.
func (b *batch) updateIssues(ctx context.Context) error {
	old := slices.DeleteFunc(slices.Clone(b.touched), func(t *tally) bool { return t.created })
	slices.SortFunc(old, func(x, y *tally) int { return cmp.Compare(x.ID, y.ID) })
	r := newRows(20, len(old))
	for _, t := range old {
		r.add(append([]any{t.ID}, t.values()...)...)
	}
	return r.exec(ctx, b.tx, `INSERT INTO issues (id, `+insertColumns+`)`, `ON CONFLICT (id) DO UPDATE SET
		title = excluded.title, culprit = excluded.culprit, level = excluded.level, status = excluded.status, platform = excluded.platform,
		times_seen = excluded.times_seen, users_seen = excluded.users_seen, first_seen = excluded.first_seen, last_seen = excluded.last_seen,
		first_release = excluded.first_release, last_release = excluded.last_release, resolved_at = excluded.resolved_at,
		regressed_at = excluded.regressed_at, status_changed_at = excluded.status_changed_at, search = excluded.search`)
}

// writeWoken ends the snoozing, which updateIssues knows nothing of: it is rare.
func (b *batch) writeWoken(ctx context.Context) error {
	var ids []int64
	for _, t := range b.touched {
		if t.woken {
			ids = append(ids, t.ID)
		}
	}
	return execIn(ctx, b.tx, `UPDATE issues SET snooze_until = 0, snooze_events = 0 WHERE id IN (?)`, ids)
}

func (b *batch) insertPrints(ctx context.Context) error {
	r := newRows(3, 0)
	for _, key := range sortedPrints(b.prints) {
		if p := b.prints[key]; p.id == 0 {
			r.add(key.project, key.value, p.issue.ID)
		}
	}
	type row struct {
		ID          int64  `db:"id"`
		Project     int64  `db:"project_id"`
		Fingerprint string `db:"fingerprint"`
	}
	inserted, err := returning[row](ctx, b.tx, r, `INSERT INTO issue_fingerprints (project_id, fingerprint, issue_id)`,
		`RETURNING id, project_id, fingerprint`)
	for _, i := range inserted {
		b.prints[printKey{i.Project, i.Fingerprint}].id = i.ID
	}
	return err
}

func sortedPrints(prints map[printKey]*print) []printKey {
	return slices.SortedFunc(maps.Keys(prints), func(x, y printKey) int {
		return cmp.Or(cmp.Compare(x.project, y.project), cmp.Compare(x.value, y.value))
	})
}

func (b *batch) insertEvents(ctx context.Context) error {
	r := newRows(5, len(b.events))
	for i := range b.events {
		o := &b.events[i]
		id := b.prints[printKey{o.Project, o.Fingerprint}].id
		r.add(o.Project, o.Event[:], id, int64(o.Time), day(o.Received))
	}
	return r.exec(ctx, b.tx, `INSERT INTO event_index (project_id, event_id, fingerprint_id, time, day)`, ``)
}

func (b *batch) writeParts(ctx context.Context) error {
	slices.SortFunc(b.parts, func(x, y *tally) int { return cmp.Compare(y.ID, x.ID) })
	all := make([]Issue, len(b.parts))
	for i, t := range b.parts {
		all[i] = t.Issue
	}
	return saveParts(ctx, b.tx, all)
}

func (b *batch) writeHours(ctx context.Context) error {
	r := newRows(3, len(b.touched))
	for _, t := range b.counted() {
		for h, n := range t.hours {
			r.add(t.ID, h, n)
		}
	}
	return r.exec(ctx, b.tx, `INSERT INTO issue_hours (issue_id, hour, events)`,
		`ON CONFLICT (issue_id, hour) DO UPDATE SET events = issue_hours.events + excluded.events`)
}

func (b *batch) writeFacets(ctx context.Context) error {
	all, n := slices.Clone(b.counted()), 0
	for _, t := range all {
		n += len(t.facets)
	}
	slices.SortFunc(all, func(x, y *tally) int { return cmp.Compare(x.ID, y.ID) }) // neighbours share a page
	r := newRows(6, n)
	for _, t := range all {
		for _, f := range sortedFacets(t.facets) {
			e := t.facets[f]
			r.add(t.ID, f.name, f.value, e.events, int64(e.first), int64(e.last))
		}
	}
	return r.exec(ctx, b.tx, `INSERT INTO issue_facets (issue_id, name, value, events, first_seen, last_seen)`, `
		ON CONFLICT (issue_id, name, value) DO UPDATE SET events = issue_facets.events + excluded.events,
			first_seen = CASE WHEN excluded.first_seen < issue_facets.first_seen THEN excluded.first_seen ELSE issue_facets.first_seen END,
			last_seen = CASE WHEN excluded.last_seen > issue_facets.last_seen THEN excluded.last_seen ELSE issue_facets.last_seen END`)
}

func (b *batch) writeSketches(ctx context.Context) error {
	r := newRows(2, 0)
	for _, t := range b.counted() {
		if t.sketch != nil {
			r.add(t.ID, t.sketch)
		}
	}
	return r.exec(ctx, b.tx, `INSERT INTO issue_users (issue_id, sketch)`, `ON CONFLICT (issue_id) DO UPDATE SET sketch = excluded.sketch`)
}

func (b *batch) writeActivities(ctx context.Context) error {
	var all []Activity
	for _, t := range b.touched {
		if t.regressed != nil {
			all = append(all, Activity{
				Issue: t.ID, At: t.RegressedAt, Action: ActionRegressed,
				From: string(Resolved), To: string(Open), Detail: t.regressed.Release,
			})
		}
		if t.woken {
			all = append(all, Activity{Issue: t.ID, At: t.StatusChangedAt, Action: ActionUnsnoozed, From: "snoozed", To: string(Open), Detail: byEvents})
		}
	}
	return b.store.record(ctx, b.tx, all...)
}

func (b *batch) writeCounts(ctx context.Context) error {
	c := counts{}
	for _, t := range b.touched {
		c.move(&t.Issue, t.before)
	}
	return c.write(ctx, b.tx)
}

func (b *batch) writeProjects(ctx context.Context) error {
	totals, hours := newRows(4, len(b.projects)), newRows(3, len(b.projects))
	for _, id := range slices.Sorted(maps.Keys(b.projects)) {
		p := b.projects[id]
		totals.add(id, p.numbers, p.events, int64(p.lastEvent))
		for h, n := range p.hours {
			hours.add(id, h, n)
		}
	}
	err := totals.exec(ctx, b.tx, `INSERT INTO issue_projects (project_id, numbers, events, last_event)`, `
		ON CONFLICT (project_id) DO UPDATE SET numbers = excluded.numbers, events = issue_projects.events + excluded.events,
			last_event = CASE WHEN excluded.last_event > issue_projects.last_event THEN excluded.last_event ELSE issue_projects.last_event END`)
	if err != nil {
		return err
	}
	return hours.exec(ctx, b.tx, `INSERT INTO project_hours (project_id, hour, events)`,
		`ON CONFLICT (project_id, hour) DO UPDATE SET events = project_hours.events + excluded.events`)
}
