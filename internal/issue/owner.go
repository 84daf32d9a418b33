package issue

import (
	"context"
	"maps"
	"slices"

	"belfry/internal/errs"
)

// PrintKey is a fingerprint in its project.
type PrintKey struct {
	Project     int64
	Fingerprint string
}

// Owners returns the issues that fingerprints belong to; what is not known is
// left out.
func (s *Store) Owners(ctx context.Context, keys []PrintKey) (owners map[PrintKey]Issue, err error) {
	defer errs.Wrap(&err, "issue.Owners(%d)", len(keys))
	byProject := map[int64][]string{}
	for _, k := range keys {
		byProject[k.Project] = append(byProject[k.Project], k.Fingerprint)
	}
	type row struct {
		Fingerprint string `db:"fingerprint"`
		Issue       int64  `db:"issue_id"`
	}
	of, ids := map[PrintKey]int64{}, map[int64]struct{}{}
	for project, prints := range byProject {
		slices.Sort(prints)
		found, err := selectIn[row](ctx, s.d, `SELECT fingerprint, issue_id FROM issue_fingerprints WHERE project_id = ? AND fingerprint IN (?)`,
			slices.Compact(prints), project)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			of[PrintKey{project, f.Fingerprint}], ids[f.Issue] = f.Issue, struct{}{}
		}
	}
	issues, err := selectIn[Issue](ctx, s.d, `SELECT `+columns+` FROM issues WHERE id IN (?)`, slices.Sorted(maps.Keys(ids)))
	byID := make(map[int64]Issue, len(issues))
	for _, i := range issues {
		byID[i.ID] = i
	}
	owners = make(map[PrintKey]Issue, len(of))
	for k, id := range of {
		if i, there := byID[id]; there {
			owners[k] = i
		}
	}
	return owners, err
}
