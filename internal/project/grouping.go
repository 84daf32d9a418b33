package project

import (
	"context"
	"slices"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/group"
)

// GroupingChange is a change of how events become issues; nil leaves a field as
// it is. It concerns the events that come from now on.
type GroupingChange struct {
	Version *int
	Rules   *[]group.Rule
}

// Apply returns s after the change. An error names the field in a body that has
// version and rules.
func (c GroupingChange) Apply(s group.Settings, versions []group.Version) (group.Settings, error) {
	if c.Version != nil {
		if !slices.ContainsFunc(versions, func(v group.Version) bool { return v.Number == *c.Version }) {
			return s, errs.Field("version", "There is no version %d of the grouping rules.", *c.Version)
		}
		s.Version = *c.Version
	}
	if c.Rules == nil {
		return s, nil
	}
	if len(*c.Rules) > group.MaxRules {
		return s, errs.Field("rules", "Use at most %d rules.", group.MaxRules)
	}
	for i, r := range *c.Rules {
		if err := r.Check(); err != nil {
			return s, errs.Field("rules", "Rule %d: %v.", i+1, err)
		}
	}
	s.Rules = *c.Rules
	return s, nil
}

// SetGrouping changes how the events of a project become issues.
func (s *Store) SetGrouping(ctx context.Context, organization, id int64, c GroupingChange) (p Project, err error) {
	defer errs.Wrap(&err, "project.SetGrouping(%d)", id)
	defer s.changed()
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		if p, err = get(ctx, tx, organization, id); err != nil {
			return err
		}
		if p.Settings.Grouping, err = c.Apply(p.Settings.Grouping, group.Versions()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE projects SET settings = ? WHERE id = ?`, p.Settings, id)
		return err
	})
	return p, err
}
