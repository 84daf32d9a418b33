package issue

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/feed"
	"belfry/internal/telemetry"
)

// The limits of a merge. They keep the plans over an issue's events within what
// the lake takes.
const (
	MaxMerge  = 500   // issues merged at once
	maxPrints = 2_000 // fingerprints of an issue
)

// Move carries what other packages keep about the issue from over to the issue
// to, in the transaction that merges or separates the two. On the way back it
// carries only what came from there.
type Move func(ctx context.Context, tx *db.DB, from, to int64) error

// Merge makes issues part of another one of the same project and kind: their
// fingerprints, figures and history become the target's, which keeps its
// number, state and assignee. The merged issues are gone; Get finds the target
// under their names until Unmerge brings them back.
func (s *Store) Merge(ctx context.Context, actor, target int64, sources []int64, now telemetry.Time) (i Issue, err error) {
	defer errs.Wrap(&err, "issue.Merge(%d into %d)", len(sources), target)
	sources = slices.Compact(slices.Sorted(slices.Values(sources)))
	switch {
	case len(sources) == 0:
		return i, errs.Field("issues", "Choose at least one other issue.")
	case len(sources) > MaxMerge:
		return i, errs.Field("issues", "Merge at most %d issues at once.", MaxMerge)
	case slices.Contains(sources, target):
		return i, errs.Field("issues", "An issue cannot be merged into itself.")
	}
	err = s.d.Transact(ctx, func(tx *db.DB) error {
		m := merging{store: s, tx: tx, actor: actor, now: now}
		i, err = m.merge(ctx, target, sources)
		return err
	})
	if err == nil {
		s.feed.Wake()
	}
	return i, err
}

// merging is one merge or unmerge at work.
type merging struct {
	store *Store
	tx    *db.DB
	actor int64
	now   telemetry.Time
}

// take holds the project of an issue, as Apply does, and then the issues: until
// the end of the transaction nobody counts events of them.
func (m *merging) take(ctx context.Context, ids ...int64) (map[int64]*Issue, error) {
	var project int64
	if err := m.tx.Get(ctx, &project, `SELECT project_id FROM issues WHERE id = ?`, ids[0]); err != nil {
		return nil, missing(err)
	}
	if _, err := m.tx.Exec(ctx, `UPDATE issue_projects SET numbers = numbers WHERE project_id = ?`, project); err != nil {
		return nil, err
	}
	found, err := selectIn[Issue](ctx, m.tx, `SELECT `+columns+` FROM issues WHERE id IN (?) ORDER BY id`+forUpdate(m.tx), slices.Sorted(slices.Values(ids)))
	if err != nil {
		return nil, err
	}
	all := make(map[int64]*Issue, len(found))
	for n := range found {
		if found[n].Project == project { // of others the caller may not even know that they exist
			all[found[n].ID] = &found[n]
		}
	}
	if len(all) != len(ids) {
		return nil, errs.New(errs.NotFound, "One of the issues is not there, or belongs to another project.")
	}
	return all, nil
}

func (m *merging) merge(ctx context.Context, target int64, sources []int64) (Issue, error) {
	ids := append([]int64{target}, sources...)
	all, err := m.take(ctx, ids...)
	if err != nil {
		return Issue{}, err
	}
	into := all[target]
	for _, i := range all {
		if i.Kind != into.Kind {
			return Issue{}, errs.Field("issues", "Only issues of one kind can be merged.")
		}
	}
	prints, err := m.parts(ctx, all, ids)
	if err != nil {
		return Issue{}, err
	}
	if err := m.remember(ctx, all, prints, into, sources); err != nil {
		return Issue{}, err
	}
	if err := m.move(ctx, into.ID, sources); err != nil {
		return Issue{}, err
	}
	for _, id := range sources {
		into.shiftSnooze(all[id].TimesSeen)
	}
	if err := into.rebuild(ctx, m.tx, prints); err != nil {
		return Issue{}, err
	}
	m.forget(ids, prints)
	return *into, m.conclude(ctx, all, into, sources)
}

// shiftSnooze keeps the number of events until i wakes when others come to it or
// leave it.
func (i *Issue) shiftSnooze(events int64) {
	if i.SnoozeEvents > 0 {
		i.SnoozeEvents = max(1, i.SnoozeEvents+events)
	}
}

// parts returns the fingerprints of some issues, and makes parts of those that
// were alone.
func (m *merging) parts(ctx context.Context, all map[int64]*Issue, ids []int64) ([]printRow, error) {
	prints, err := printsOf(ctx, m.tx, ids)
	if err != nil {
		return nil, err
	}
	if len(prints) > maxPrints {
		return nil, errs.Field("issues", "An issue has at most %d fingerprints.", maxPrints)
	}
	for n := range prints {
		if p := &prints[n]; p.Home == 0 {
			if err := all[p.Issue].part(ctx, m.tx, p); err != nil {
				return nil, err
			}
		}
	}
	return prints, nil
}

// remember writes down what the sources were. Those that were merged into them
// before are now with the target.
func (m *merging) remember(ctx context.Context, all map[int64]*Issue, prints []printRow, into *Issue, sources []int64) error {
	err := execIn(ctx, m.tx, `UPDATE issue_merges SET issue_id = ? WHERE undone_at = 0 AND issue_id IN (?)`, sources, into.ID)
	if err != nil {
		return err
	}
	had := map[int64]int64{}
	for _, p := range prints {
		had[p.Issue]++
	}
	r := newRows(12, len(sources))
	for _, id := range sources {
		i := all[id]
		state, err := json.Marshal(i)
		if err != nil {
			return fmt.Errorf("write down issue %d: %w", id, err)
		}
		r.add(i.Project, int64(m.now), m.actor, id, i.Number, i.Title, i.TimesSeen, had[id], string(state), into.ID, 0, 0)
	}
	return r.exec(ctx, m.tx, `INSERT INTO issue_merges (project_id, at, actor_id, source_id, number, title, events, prints, state,
		issue_id, undone_at, undone_by)`, ``)
}

// withOrigin are the tables whose rows follow an issue that is merged, and
// remember where they come from.
var withOrigin = [...]string{"activities", "issue_tags"}

// move gives the target what hangs on the sources, and removes them.
func (m *merging) move(ctx context.Context, target int64, sources []int64) error {
	if err := execIn(ctx, m.tx, `UPDATE issue_fingerprints SET issue_id = ? WHERE issue_id IN (?)`, sources, target); err != nil {
		return err
	}
	for _, table := range withOrigin {
		err := execIn(ctx, m.tx, `UPDATE `+table+` SET origin_id = CASE WHEN origin_id = 0 THEN issue_id ELSE origin_id END, issue_id = ?
			WHERE issue_id IN (?)`, sources, target)
		if err != nil {
			return err
		}
	}
	for _, from := range sources {
		for _, move := range m.store.OnMerge {
			if err := move(ctx, m.tx, from, target); err != nil {
				return fmt.Errorf("move what issue %d has to %d: %w", from, target, err)
			}
		}
	}
	if err := clearFigures(ctx, m.tx, sources); err != nil {
		return err
	}
	return execIn(ctx, m.tx, `DELETE FROM issues WHERE id IN (?)`, sources)
}

// forget drops what is remembered of the facets of issues and parts, which have
// changed. Nobody counts events of them until the transaction ends.
func (m *merging) forget(issues []int64, prints []printRow) {
	for _, id := range issues {
		m.store.memory.forget(owner{id: id})
	}
	for _, p := range prints {
		m.store.memory.forget(owner{id: -p.ID})
	}
}

// conclude corrects the numbers of issues and tells what was done.
func (m *merging) conclude(ctx context.Context, all map[int64]*Issue, into *Issue, sources []int64) error {
	c, lines := counts{}, []Activity(nil)
	entries := []feed.Entry{m.entry(into, Merged)}
	for _, id := range sources {
		i := all[id]
		c[countKey{i.Project, i.Kind, i.Status}]--
		lines = append(lines, m.line(into.ID, ActionMerged, i.Number, 0, i.Title))
		entries = append(entries, m.entry(i, Merged))
	}
	if err := record(ctx, m.tx, lines...); err != nil {
		return err
	}
	if err := c.write(ctx, m.tx); err != nil {
		return err
	}
	slices.SortFunc(entries, func(x, y feed.Entry) int { return cmp.Compare(x.Subject, y.Subject) })
	return m.store.feed.Append(ctx, m.tx, entries...)
}

func (m *merging) entry(i *Issue, change string) feed.Entry {
	return feed.Entry{Topic: Topic, Project: i.Project, Subject: i.ID, Change: change, At: int64(m.now)}
}

// line is a line of history about the issue with number from coming, or going
// to the one with number to.
func (m *merging) line(about int64, action string, from, to int64, title string) Activity {
	name := func(number int64) string {
		if number == 0 {
			return ""
		}
		return strconv.FormatInt(number, 10)
	}
	return Activity{Issue: about, At: m.now, Actor: m.actor, Action: action, From: name(from), To: name(to), Detail: title}
}

// Print is a fingerprint of an issue with its own figures.
type Print struct {
	Fingerprint  string
	Home         int64  // the issue it came from, 0 for this one
	HomeNumber   int64  // of that issue, 0 for this one
	Title        string // of its newest event
	Culprit      string
	Level        telemetry.Level
	Events       int64
	Users        int64 // about
	FirstSeen    telemetry.Time
	LastSeen     telemetry.Time
	FirstRelease string
	LastRelease  string
}

// Prints returns the fingerprints of an issue with their figures, the one with
// most events first.
func (s *Store) Prints(ctx context.Context, of Issue) (all []Print, err error) {
	defer errs.Wrap(&err, "issue.Prints(%d)", of.ID)
	prints, err := printsOf(ctx, s.d, []int64{of.ID})
	if err != nil {
		return nil, err
	}
	ids, homes := []int64{}, []int64{}
	for _, p := range prints {
		ids = append(ids, p.ID)
		if p.Home != 0 && p.Home != of.ID {
			homes = append(homes, p.Home)
		}
	}
	parts, err := partsOf(ctx, s.d, ids)
	if err != nil {
		return nil, err
	}
	figures := make(map[int64]Issue, len(parts))
	for _, p := range parts {
		figures[-p.ID] = p
	}
	numbers, err := s.mergedNumbers(ctx, homes)
	for _, p := range prints {
		f, ok := figures[p.ID]
		if !ok {
			f = of // it is alone
		}
		all = append(all, f.print(p, numbers[p.Home]))
	}
	slices.SortStableFunc(all, func(x, y Print) int { return cmp.Compare(y.Events, x.Events) })
	return all, err
}

func (i *Issue) print(p printRow, number int64) Print {
	out := Print{
		Fingerprint: p.Fingerprint, HomeNumber: number, Title: i.Title, Culprit: i.Culprit, Level: i.Level, Events: i.TimesSeen, Users: i.UsersSeen,
		FirstSeen: i.FirstSeen, LastSeen: i.LastSeen, FirstRelease: i.FirstRelease, LastRelease: i.LastRelease,
	}
	if number != 0 {
		out.Home = p.Home
	}
	return out
}

// mergedNumbers returns the numbers of merged issues.
func (s *Store) mergedNumbers(ctx context.Context, ids []int64) (map[int64]int64, error) {
	slices.Sort(ids)
	type row struct {
		ID     int64 `db:"source_id"`
		Number int64 `db:"number"`
	}
	found, err := selectIn[row](ctx, s.d, `SELECT source_id, number FROM issue_merges WHERE undone_at = 0 AND source_id IN (?)`, slices.Compact(ids))
	numbers := make(map[int64]int64, len(found))
	for _, f := range found {
		numbers[f.ID] = f.Number
	}
	return numbers, err
}

// MergeRecord is a merge in the history of an issue.
type MergeRecord struct {
	ID       int64          `db:"id"`
	At       telemetry.Time `db:"at"`
	Actor    int64          `db:"actor_id"` // a user, 0 for Belfry itself
	Source   int64          `db:"source_id"`
	Number   int64          `db:"number"` // of the issue that was merged
	Title    string         `db:"title"`  // its
	Events   int64          `db:"events"` // that it had
	Prints   int64          `db:"prints"` // that it had
	Into     int64          `db:"issue_id"`
	UndoneAt telemetry.Time `db:"undone_at"` // 0 while it lasts
	UndoneBy int64          `db:"undone_by"`
}

const mergeColumns = `id, at, actor_id, source_id, number, title, events, prints, issue_id, undone_at, undone_by`

// Merges returns the merges into an issue, the undone ones too, newest first, at
// most limit before the given one, or from the newest when before is 0.
func (s *Store) Merges(ctx context.Context, issue, before int64, limit int) (all []MergeRecord, err error) {
	defer errs.Wrap(&err, "issue.Merges(%d)", issue)
	query, args := `SELECT `+mergeColumns+` FROM issue_merges WHERE issue_id = ?`, []any{issue}
	if before > 0 {
		query, args = query+` AND id < ?`, append(args, before)
	}
	err = s.d.Select(ctx, &all, query+` ORDER BY id DESC LIMIT ?`, append(args, limit)...)
	return all, err
}

// mergedID returns the issue that the one with this id is part of now.
func (s *Store) mergedID(ctx context.Context, id int64) (into int64, err error) {
	err = s.d.Get(ctx, &into, `SELECT issue_id FROM issue_merges WHERE source_id = ? AND undone_at = 0`, id)
	return into, err
}

// mergedNumber is mergedID by the number in a project.
func (s *Store) mergedNumber(ctx context.Context, project, number int64) (into int64, err error) {
	err = s.d.Get(ctx, &into, `SELECT issue_id FROM issue_merges WHERE project_id = ? AND number = ? AND undone_at = 0`, project, number)
	return into, err
}

// ByFingerprint returns the issues that fingerprints of a project belong to.
func (s *Store) ByFingerprint(ctx context.Context, project int64, prints []string) (of map[string]Issue, err error) {
	defer errs.Wrap(&err, "issue.ByFingerprint(%d, %d)", project, len(prints))
	type row struct {
		Print string `db:"fingerprint"`
		Issue
	}
	found, err := selectIn[row](ctx, s.d, `SELECT p.fingerprint, i.id, i.project_id, i.number, i.title FROM issue_fingerprints p
		JOIN issues i ON i.id = p.issue_id WHERE p.project_id = ? AND p.fingerprint IN (?)`, prints, project)
	of = make(map[string]Issue, len(found))
	for _, f := range found {
		of[f.Print] = f.Issue
	}
	return of, err
}
