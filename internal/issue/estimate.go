package issue

import (
	"context"
	"math"

	"belfry/internal/db"
	"belfry/internal/errs"
)

// The size of an estimate: so many ranges of ids, spread evenly, with so many
// ids each.
const (
	maxCounted   = 20_000 // issues that are counted one by one
	sampleRanges = 64
	sampleLength = 64
)

// CountsAbout is Counts at a bounded cost: what is frequent among very many
// issues is estimated from about four thousand of them, to two digits. Then
// exact is false.
func (s *Store) CountsAbout(ctx context.Context, f Filter) (n map[Status]int64, exact bool, err error) {
	defer errs.Wrap(&err, "issue.CountsAbout")
	if len(f.Scope) == 0 || f.plain() {
		n, err = s.Counts(ctx, f)
		return n, true, err
	}
	var here, all int64
	f.Status = ""
	if err := s.choose(ctx, &f); err != nil {
		return nil, false, err
	}
	if f.by.text == "" {
		if here, all, err = s.sizes(ctx, f); err != nil {
			return nil, false, err
		}
	}
	if here <= maxCounted {
		n, err = s.Counts(ctx, f)
		return n, true, err
	}
	n, err = s.estimate(ctx, f, all)
	return n, false, err
}

// sizes returns how many issues there are in scope, and everywhere.
func (s *Store) sizes(ctx context.Context, f Filter) (here, all int64, err error) {
	err = s.d.Get(ctx, &all, `SELECT CAST(COALESCE(SUM(issues), 0) AS BIGINT) FROM issue_counts`)
	if err == nil {
		err = s.d.Get(ctx, &here, `SELECT CAST(COALESCE(SUM(issues), 0) AS BIGINT) FROM issue_counts
			WHERE project_id IN `+db.Values(1, len(f.Scope)), f.projects()...)
	}
	return here, all, err
}

func (s *Store) estimate(ctx context.Context, f Filter, all int64) (map[Status]int64, error) {
	var ends struct {
		First int64 `db:"first"`
		Last  int64 `db:"last"`
	}
	if err := s.d.Get(ctx, &ends, `SELECT COALESCE((SELECT MIN(id) FROM issues), 0) AS first, COALESCE((SELECT MAX(id) FROM issues), 0) AS last`); err != nil {
		return nil, err
	}
	c := condition{}
	c.and(s.unindexed(`project_id`)+` IN `+db.Values(1, len(f.Scope)), f.projects()...)
	f.narrow(&c)
	f.match(&c)
	var args []any
	for i := range int64(sampleRanges) {
		from := ends.First + (ends.Last-ends.First)*i/sampleRanges
		args = append(args, from, from+sampleLength)
	}
	var found []struct {
		Status Status `db:"status"`
		Looked int64  `db:"looked"`
		Wanted int64  `db:"wanted"`
	}
	err := s.d.Select(ctx, &found, `WITH r (low, high) AS (VALUES `+bigints(sampleRanges)+`)
		SELECT status, COUNT(*) AS looked, COALESCE(SUM(CASE WHEN `+c.text+` THEN 1 ELSE 0 END), 0) AS wanted
		FROM r CROSS JOIN issues WHERE issues.id >= r.low AND issues.id < r.high GROUP BY status`, append(args, c.args...)...)
	looked, n := int64(0), map[Status]int64{}
	for _, r := range found {
		looked += r.Looked
	}
	for _, r := range found {
		if r.Wanted > 0 {
			n[r.Status] = rounded(float64(r.Wanted) / float64(looked) * float64(all))
		}
	}
	return n, err
}

// bigints is db.Values for pairs of whole numbers whose type PostgreSQL cannot
// tell from where they stand.
func bigints(n int) (text string) {
	for i := range n {
		if i > 0 {
			text += `, `
		}
		text += `(CAST(? AS BIGINT), CAST(? AS BIGINT))`
	}
	return text
}

// rounded keeps two digits.
func rounded(x float64) int64 {
	if x < 100 {
		return int64(math.Round(x))
	}
	unit := math.Pow(10, math.Floor(math.Log10(x))-1)
	return int64(math.Round(x/unit) * unit)
}
