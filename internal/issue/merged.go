package issue

import (
	"cmp"
	"context"
	"slices"

	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

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
