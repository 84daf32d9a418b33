package issue

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"belfry/internal/db"
	"belfry/internal/errs"
)

// Counts returns how many issues f wants in each state; the state in f does not
// matter.
func (s *Store) Counts(ctx context.Context, f Filter) (n map[Status]int64, err error) {
	defer errs.Wrap(&err, "issue.Counts")
	type row struct {
		Status Status `db:"status"`
		Issues int64  `db:"issues"`
	}
	n = map[Status]int64{}
	for part := range slices.Chunk(f.Scope, maxBranches) {
		query, args := f.counting(part)
		var found []row
		if err := s.d.Select(ctx, &found, query, args...); err != nil {
			return nil, err
		}
		for _, r := range found {
			n[r.Status] += r.Issues
		}
	}
	return n, nil
}

// counting returns the statement that counts for some projects. Unless f wants
// something special the numbers are there already.
func (f Filter) counting(part []Scope) (query string, args []any) {
	ids := make([]any, len(part))
	for i, p := range part {
		ids[i] = p.Project
	}
	if f.plain() {
		c := condition{}
		c.and(`project_id IN `+db.Values(1, len(ids)), ids...)
		f.narrow(&c)
		return `SELECT status, CAST(SUM(issues) AS BIGINT) AS issues FROM issue_counts WHERE ` + c.text + ` GROUP BY status`, c.args
	}
	either := ``
	for i, scope := range part {
		c := condition{}
		c.and(`project_id = ?`, scope.Project)
		f.narrow(&c)
		f.match(&c, scope)
		if i > 0 {
			either += ` OR `
		}
		either += `(` + c.text + `)`
		args = append(args, c.args...)
	}
	return `SELECT status, COUNT(*) AS issues FROM issues WHERE ` + either + ` GROUP BY status`, args
}

// plain reports whether f asks for nothing that issue_counts does not know.
func (f Filter) plain() bool {
	return strings.TrimSpace(f.Query) == "" && len(f.Levels) == 0 && f.Release == "" && f.Environment == ""
}

// counts collects by how much the numbers of issues per kind and status change.
type counts map[countKey]int64

type countKey struct {
	project int64
	kind    string
	status  Status
}

// move notes that i, which was in the state before, is in its present one. A new
// issue was in none.
func (c counts) move(i *Issue, before Status) {
	if i.Status == before {
		return
	}
	c[countKey{i.Project, i.Kind, i.Status}]++
	if before != "" {
		c[countKey{i.Project, i.Kind, before}]--
	}
}

func (c counts) write(ctx context.Context, tx *db.DB) error {
	r := newRows(4, len(c))
	keys := slices.SortedFunc(maps.Keys(c), func(x, y countKey) int {
		return cmp.Or(cmp.Compare(x.project, y.project), cmp.Compare(x.kind, y.kind), cmp.Compare(x.status, y.status))
	})
	for _, k := range keys {
		if c[k] != 0 {
			r.add(k.project, k.kind, string(k.status), c[k])
		}
	}
	return r.exec(ctx, tx, `INSERT INTO issue_counts (project_id, kind, status, issues)`,
		`ON CONFLICT (project_id, kind, status) DO UPDATE SET issues = issue_counts.issues + excluded.issues`)
}
