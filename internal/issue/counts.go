package issue

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/query"
)

// Counts returns how many issues f wants in each state; the state in f does not
// matter.
func (s *Store) Counts(ctx context.Context, f Filter) (n map[Status]int64, err error) {
	defer errs.Wrap(&err, "issue.Counts")
	n = map[Status]int64{}
	if len(f.Scope) == 0 {
		return n, nil
	}
	f.Status = ""
	if err := s.choose(ctx, &f); err != nil {
		return nil, err
	}
	var text string
	var args []any
	if f.plain() {
		text, args = f.ready()
	} else if text, args, err = s.counting(ctx, f); err != nil {
		return nil, err
	}
	var found []struct {
		Status Status `db:"status"`
		Issues int64  `db:"issues"`
	}
	err = s.d.Select(ctx, &found, text, args...)
	for _, r := range found {
		n[r.Status] = r.Issues
	}
	return n, err
}

// ready returns the statement for a filter that asks for nothing special: the
// numbers are there already.
func (f Filter) ready() (text string, args []any) {
	c := condition{}
	c.and(`project_id IN `+db.Values(1, len(f.Scope)), f.projects()...)
	f.narrow(&c)
	f.match(&c)
	return `SELECT status, CAST(SUM(issues) AS BIGINT) AS issues FROM issue_counts WHERE ` + c.text + ` GROUP BY status`, c.args
}

// counting returns the statement that looks at each issue. To read all issues in
// the order they are stored in is several times as fast as to look one after
// the other up by an index, so the index, which the plus sign disables, is used
// only if it leads to few of them.
func (s *Store) counting(ctx context.Context, f Filter) (text string, args []any, err error) {
	if f.by.text != "" {
		c := s.driven(f)
		return `SELECT status, COUNT(*) AS issues FROM issues WHERE ` + c.text + ` GROUP BY status`, c.args, nil
	}
	var here, all int64
	err = s.d.Get(ctx, &all, `SELECT CAST(COALESCE(SUM(issues), 0) AS BIGINT) FROM issue_counts`)
	if err == nil {
		err = s.d.Get(ctx, &here, `SELECT CAST(COALESCE(SUM(issues), 0) AS BIGINT) FROM issue_counts
			WHERE project_id IN `+db.Values(1, len(f.Scope)), f.projects()...)
	}
	column := `project_id`
	if here > all/4 {
		column = `+project_id`
	}
	c := condition{}
	c.and(column+` IN `+db.Values(1, len(f.Scope)), f.projects()...)
	f.narrow(&c)
	f.match(&c)
	return `SELECT status, COUNT(*) AS issues FROM issues WHERE ` + c.text + ` GROUP BY status`, c.args, err
}

func (f Filter) projects() []any {
	ids := make([]any, len(f.Scope))
	for i, p := range f.Scope {
		ids[i] = p.Project
	}
	return ids
}

// plain reports whether f asks for nothing that issue_counts does not know.
func (f Filter) plain() bool {
	counted := true
	_ = f.Where.Each(func(t *query.Term) error {
		switch {
		case t.Tag:
			counted = false
		case t.Key == "is":
			counted = counted && !slices.ContainsFunc(t.Values, func(v query.Value) bool {
				return stateOf(v.Text) == "" || v.Text == "snoozed" || v.Text == "regressed"
			})
		default:
			counted = counted && (t.Key == "kind" || t.Key == "project")
		}
		return nil
	})
	return counted && f.From == 0 && f.To == 0
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
