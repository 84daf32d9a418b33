package issue

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/axiomhq/hyperloglog"

	"belfry/internal/db"
)

// An issue that was merged is the sum of parts, one per fingerprint. Parts are
// counted like issues, beside them, from the moment they meet: so a part can
// leave again with exactly the figures it would have had alone, however long
// ago its events were forgotten.

const partColumns = `id, title, culprit, level, platform, times_seen, users_seen, first_seen, last_seen, first_release, last_release`

// partsOf returns the figures of the parts with these fingerprints, as issues
// whose ids are those of the fingerprints, negative.
func partsOf(ctx context.Context, tx *db.DB, prints []int64) ([]Issue, error) {
	return selectIn[Issue](ctx, tx, `SELECT -id AS id, title, culprit, level, platform, times_seen, users_seen, first_seen, last_seen,
		first_release, last_release FROM issue_parts WHERE id IN (?)`, prints)
}

// saveParts writes the figures of parts, which need not exist before.
func saveParts(ctx context.Context, tx *db.DB, parts []Issue) error {
	r := newRows(11, len(parts))
	for _, p := range parts {
		r.add(-p.ID, p.Title, p.Culprit, int64(p.Level), p.Platform, p.TimesSeen, p.UsersSeen,
			int64(p.FirstSeen), int64(p.LastSeen), p.FirstRelease, p.LastRelease)
	}
	return r.exec(ctx, tx, `INSERT INTO issue_parts (`+partColumns+`)`, `ON CONFLICT (id) DO UPDATE SET
		title = excluded.title, culprit = excluded.culprit, level = excluded.level, platform = excluded.platform,
		times_seen = excluded.times_seen, users_seen = excluded.users_seen, first_seen = excluded.first_seen, last_seen = excluded.last_seen,
		first_release = excluded.first_release, last_release = excluded.last_release`)
}

// printRow is a fingerprint as it is stored.
type printRow struct {
	ID          int64  `db:"id"`
	Fingerprint string `db:"fingerprint"`
	Issue       int64  `db:"issue_id"`
	Home        int64  `db:"home_id"` // 0 while it is alone
}

// printsOf returns the fingerprints of some issues in the order they came.
func printsOf(ctx context.Context, d *db.DB, issues []int64) ([]printRow, error) {
	found, err := selectIn[printRow](ctx, d, `SELECT id, fingerprint, issue_id, home_id FROM issue_fingerprints WHERE issue_id IN (?)`, issues)
	slices.SortFunc(found, func(x, y printRow) int { return cmp.Compare(x.ID, y.ID) })
	return found, err
}

// part makes the only fingerprint of an issue a part of it, with the figures of
// the issue.
func (i *Issue) part(ctx context.Context, tx *db.DB, p *printRow) error {
	figures := *i
	figures.ID = -p.ID
	if err := saveParts(ctx, tx, []Issue{figures}); err != nil {
		return err
	}
	p.Home = i.ID
	if _, err := tx.Exec(ctx, `UPDATE issue_fingerprints SET home_id = ? WHERE id = ?`, p.Home, p.ID); err != nil {
		return err
	}
	return sum(ctx, tx, -p.ID, []int64{i.ID})
}

// unpart makes the only part of its own issue the issue itself.
func unpart(ctx context.Context, tx *db.DB, p *printRow) error {
	p.Home = 0
	if _, err := tx.Exec(ctx, `UPDATE issue_fingerprints SET home_id = 0 WHERE id = ?`, p.ID); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM issue_parts WHERE id = ?`, p.ID); err != nil {
		return err
	}
	return clearFigures(ctx, tx, []int64{-p.ID})
}

// ofFigures are the tables that say more of an issue or part than its row.
var ofFigures = [...]string{"issue_hours", "issue_facets", "issue_users"}

func clearFigures(ctx context.Context, tx *db.DB, ids []int64) error {
	for _, table := range ofFigures {
		if err := execIn(ctx, tx, `DELETE FROM `+table+` WHERE issue_id IN (?)`, ids); err != nil {
			return err
		}
	}
	return nil
}

// sum gives an issue or part, which has none, the hours, facets and users of
// others together.
func sum(ctx context.Context, tx *db.DB, to int64, of []int64) error {
	for part := range slices.Chunk(of, maxIn) {
		for _, query := range []string{
			`INSERT INTO issue_hours (issue_id, hour, events)
				SELECT CAST(? AS BIGINT), hour, CAST(SUM(events) AS BIGINT) FROM issue_hours WHERE issue_id IN (?) GROUP BY hour
				ON CONFLICT (issue_id, hour) DO UPDATE SET events = issue_hours.events + excluded.events`,
			`INSERT INTO issue_facets (issue_id, name, value, events, first_seen, last_seen)
				SELECT CAST(? AS BIGINT), name, value, CAST(SUM(events) AS BIGINT), MIN(first_seen), MAX(last_seen)
				FROM issue_facets WHERE issue_id IN (?) GROUP BY name, value
				ON CONFLICT (issue_id, name, value) DO UPDATE SET events = issue_facets.events + excluded.events,
				first_seen = CASE WHEN excluded.first_seen < issue_facets.first_seen THEN excluded.first_seen ELSE issue_facets.first_seen END,
				last_seen = CASE WHEN excluded.last_seen > issue_facets.last_seen THEN excluded.last_seen ELSE issue_facets.last_seen END`,
		} {
			if err := execIn(ctx, tx, query, part, to); err != nil {
				return err
			}
		}
	}
	return sumUsers(ctx, tx, to, of)
}

func sumUsers(ctx context.Context, tx *db.DB, to int64, of []int64) error {
	found, err := selectIn[[]byte](ctx, tx, `SELECT sketch FROM issue_users WHERE issue_id IN (?)`, of)
	if err != nil || len(found) == 0 {
		return err
	}
	text := found[0]
	if len(found) > 1 {
		if text, err = joined(found); err != nil {
			return fmt.Errorf("users of issue %d: %w", to, err)
		}
	}
	_, err = tx.Exec(ctx, `INSERT INTO issue_users (issue_id, sketch) VALUES (?, ?)`, to, text)
	return err
}

// joined returns the sketch of everybody who is in any of the given ones.
func joined(sketches [][]byte) ([]byte, error) {
	all, err := hyperloglog.NewSketch(sketchPrecision, true)
	if err != nil {
		return nil, err
	}
	for _, text := range sketches {
		var one hyperloglog.Sketch
		if err := one.UnmarshalBinary(text); err != nil {
			return nil, err
		}
		if err := all.Merge(&one); err != nil {
			return nil, err
		}
	}
	all.Estimate() // compacts
	return all.MarshalBinary()
}

// usersOf estimates how many people a sketch has seen; without one, nobody.
func usersOf(ctx context.Context, tx *db.DB, id int64) (int64, error) {
	var text []byte
	err := tx.Get(ctx, &text, `SELECT sketch FROM issue_users WHERE issue_id = ?`, id)
	if isNone(err) {
		return 0, nil
	}
	var sketch hyperloglog.Sketch
	if err == nil {
		err = sketch.UnmarshalBinary(text)
	}
	if err != nil {
		return 0, fmt.Errorf("users of issue %d: %w", id, err)
	}
	return int64(sketch.Estimate()), nil
}

// forgetParts removes what is kept about the parts of issues, and about what was
// merged into them, before they are deleted with their fingerprints.
func forgetParts(ctx context.Context, tx *db.DB, issues []int64) error {
	prints, err := printsOf(ctx, tx, issues)
	if err != nil {
		return err
	}
	var parts, figures []int64
	for _, p := range prints {
		if p.Home != 0 {
			parts, figures = append(parts, p.ID), append(figures, -p.ID)
		}
	}
	if err := clearFigures(ctx, tx, figures); err != nil {
		return err
	}
	if err := execIn(ctx, tx, `DELETE FROM issue_parts WHERE id IN (?)`, parts); err != nil {
		return err
	}
	return execIn(ctx, tx, `DELETE FROM issue_merges WHERE issue_id IN (?)`, issues)
}

// rebuild computes what i is from its fingerprints, which are parts or the only
// one, and stores it.
func (i *Issue) rebuild(ctx context.Context, tx *db.DB, prints []printRow) error {
	ids := make([]int64, len(prints))
	for n, p := range prints {
		ids[n] = p.ID
	}
	parts, err := partsOf(ctx, tx, ids)
	if err != nil {
		return err
	}
	if len(parts) != len(prints) {
		return fmt.Errorf("issue %d has %d fingerprints but %d parts", i.ID, len(prints), len(parts))
	}
	i.fold(parts)
	for n := range ids {
		ids[n] = -ids[n]
	}
	if err := clearFigures(ctx, tx, []int64{i.ID}); err != nil {
		return err
	}
	if err := sum(ctx, tx, i.ID, ids); err != nil {
		return err
	}
	if len(parts) > 1 {
		if i.UsersSeen, err = usersOf(ctx, tx, i.ID); err != nil {
			return err
		}
	}
	if len(prints) == 1 && prints[0].Home == i.ID {
		if err := unpart(ctx, tx, &prints[0]); err != nil {
			return err
		}
	}
	return i.saveFigures(ctx, tx)
}

// fold sets the figures of i to those of its parts together. What describes it
// is what the newest part says, as with events.
func (i *Issue) fold(parts []Issue) {
	slices.SortFunc(parts, func(x, y Issue) int { return cmp.Or(cmp.Compare(x.LastSeen, y.LastSeen), cmp.Compare(y.ID, x.ID)) })
	i.Title, i.Culprit, i.Platform, i.FirstRelease, i.LastRelease = "", "", "", "", ""
	i.TimesSeen, i.UsersSeen, i.Level, i.FirstSeen, i.LastSeen = 0, 0, 0, parts[0].FirstSeen, parts[0].LastSeen
	for _, p := range parts {
		i.TimesSeen += p.TimesSeen
		i.UsersSeen += p.UsersSeen // exact for one part; of several the sketch knows better
		i.Level = max(i.Level, p.Level)
		follow(&i.Title, p.Title, true)
		follow(&i.Culprit, p.Culprit, true)
		follow(&i.Platform, p.Platform, true)
		follow(&i.LastRelease, p.LastRelease, true)
		i.FirstSeen, i.LastSeen = min(i.FirstSeen, p.FirstSeen), max(i.LastSeen, p.LastSeen)
	}
	slices.SortStableFunc(parts, func(x, y Issue) int { return cmp.Compare(y.FirstSeen, x.FirstSeen) })
	for _, p := range parts {
		follow(&i.FirstRelease, p.FirstRelease, true)
	}
}

func (i *Issue) saveFigures(ctx context.Context, tx *db.DB) error {
	_, err := tx.Exec(ctx, `UPDATE issues SET title = ?, culprit = ?, level = ?, platform = ?, times_seen = ?, users_seen = ?,
		first_seen = ?, last_seen = ?, first_release = ?, last_release = ?, snooze_events = ?, search = ? WHERE id = ?`,
		i.Title, i.Culprit, int64(i.Level), i.Platform, i.TimesSeen, i.UsersSeen, int64(i.FirstSeen), int64(i.LastSeen),
		i.FirstRelease, i.LastRelease, i.SnoozeEvents, folded(i.Title, i.Culprit), i.ID)
	return err
}

// execIn runs a statement once per piece of values, for its "IN (?)", which must
// be its last placeholder.
func execIn[V any](ctx context.Context, tx *db.DB, query string, values []V, args ...any) error {
	for part := range slices.Chunk(values, maxIn) {
		text, flat, err := db.In(query, append(slices.Clip(args), part)...)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, text, flat...); err != nil {
			return err
		}
	}
	return nil
}
