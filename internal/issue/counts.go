package issue

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"belfry/internal/db"
)

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
