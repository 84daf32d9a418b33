package issue

import (
	"context"
	"strings"

	"belfry/internal/db"
	"belfry/internal/errs"
)

// FacetCount is a value of a facet and how many issues were seen with it, about.
type FacetCount struct {
	Value string `db:"value"`
	Count int64  `db:"n"`
}

// FacetNames returns the facets that issues in scope have, kind and platform
// among them.
func (s *Store) FacetNames(ctx context.Context, scope []Scope) (names []string, err error) {
	defer errs.Wrap(&err, "issue.FacetNames")
	if len(scope) == 0 {
		return nil, nil
	}
	err = s.d.Select(ctx, &names, `SELECT name FROM project_facets WHERE project_id IN `+db.Values(1, len(scope))+`
		GROUP BY name ORDER BY name LIMIT ?`, append(Filter{Scope: scope}.projects(), maxProjectNames)...)
	return names, err
}

// FacetValues returns the values of a facet that begin with prefix, in any case,
// the most frequent first.
func (s *Store) FacetValues(ctx context.Context, scope []Scope, name, prefix string, limit int) (found []FacetCount, err error) {
	defer errs.Wrap(&err, "issue.FacetValues(%.40q)", name)
	if len(scope) == 0 {
		return nil, nil
	}
	pattern := strings.TrimPrefix(db.Like(strings.ToLower(fit(prefix, maxShort))), "%")
	args := append(Filter{Scope: scope}.projects(), name, pattern, limit)
	err = s.d.Select(ctx, &found, `SELECT value, CAST(SUM(issues) AS BIGINT) AS n FROM project_facets
		WHERE project_id IN `+db.Values(1, len(scope))+` AND name = ? AND lower(value) LIKE ? ESCAPE '\'
		GROUP BY value ORDER BY n DESC, value LIMIT ?`, args...)
	return found, err
}
