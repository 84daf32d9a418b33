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

// Name is how an issue is named to people.
type Name struct {
	ID      int64
	ShortID string
	Title   string
}

// Named returns the names of some issues, of those that are in scope.
func (s *Store) Named(ctx context.Context, scope []Scope, ids []int64) (names map[int64]Name, err error) {
	defer errs.Wrap(&err, "issue.Named(%d)", len(ids))
	slugs := make(map[int64]string, len(scope))
	for _, p := range scope {
		slugs[p.Project] = p.Slug
	}
	found, err := selectIn[Issue](ctx, s.d, `SELECT id, project_id, number, title FROM issues WHERE id IN (?)`, ids)
	names = make(map[int64]Name, len(found))
	for _, i := range found {
		if slug, ok := slugs[i.Project]; ok {
			names[i.ID] = Name{i.ID, ShortID(slug, i.Number), i.Title}
		}
	}
	return names, err
}
