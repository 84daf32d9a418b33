package project

import (
	"context"
	"strings"

	"belfry/internal/db"
	"belfry/internal/errs"
)

// Group is a set of projects that are shown together.
type Group struct {
	ID   int64  `db:"id"`
	Name string `db:"name"`
}

const maxGroups = 100 // of an organization

// Groups returns the groups of an organization by name.
func (s *Store) Groups(ctx context.Context, organization int64) (all []Group, err error) {
	defer errs.Wrap(&err, "project.Groups(%d)", organization)
	err = s.db.Select(ctx, &all, `SELECT id, name FROM project_groups WHERE organization_id = ? ORDER BY name_key`, organization)
	return all, err
}

// GroupOf returns the group of each project that is in one.
func (s *Store) GroupOf(ctx context.Context, organization int64) (groups map[int64]int64, err error) {
	defer errs.Wrap(&err, "project.GroupOf(%d)", organization)
	return s.pairs(ctx, `SELECT m.project_id AS project_id, m.group_id AS value FROM project_group_members m
		JOIN project_groups g ON g.id = m.group_id WHERE g.organization_id = ?`, organization)
}

// CreateGroup makes an empty group.
func (s *Store) CreateGroup(ctx context.Context, organization int64, name string) (g Group, err error) {
	defer errs.Wrap(&err, "project.CreateGroup")
	if g.Name, err = checkName(name); err != nil {
		return g, err
	}
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		var count int64
		if err := tx.Get(ctx, &count, `SELECT COUNT(*) FROM project_groups WHERE organization_id = ?`, organization); err != nil {
			return err
		}
		if count >= maxGroups {
			return errs.New(errs.Conflict, "There are %d groups. Delete one before you make another.", count)
		}
		return tx.Returning(ctx, &g.ID, `INSERT INTO project_groups (organization_id, name, name_key) VALUES (?, ?, ?) RETURNING id`,
			organization, g.Name, strings.ToLower(g.Name))
	})
	return g, groupTaken(err)
}

func groupTaken(err error) error {
	if db.IsUnique(err) {
		return &errs.Error{Kind: errs.Conflict, Field: "name", Public: "Another group has this name.", Err: err}
	}
	return err
}

// RenameGroup gives a group another name.
func (s *Store) RenameGroup(ctx context.Context, organization, id int64, name string) (g Group, err error) {
	defer errs.Wrap(&err, "project.RenameGroup(%d)", id)
	if g.Name, err = checkName(name); err != nil {
		return g, err
	}
	err = s.db.Returning(ctx, &g.ID, `UPDATE project_groups SET name = ?, name_key = ? WHERE id = ? AND organization_id = ? RETURNING id`,
		g.Name, strings.ToLower(g.Name), id, organization)
	return g, groupTaken(db.NoRows(err, "There is no such group."))
}

// DeleteGroup removes a group; its projects stay.
func (s *Store) DeleteGroup(ctx context.Context, organization, id int64) (err error) {
	defer errs.Wrap(&err, "project.DeleteGroup(%d)", id)
	return s.db.Transact(ctx, func(tx *db.DB) error {
		var gone int64
		err := tx.Returning(ctx, &gone, `DELETE FROM project_groups WHERE id = ? AND organization_id = ? RETURNING id`, id, organization)
		if err != nil {
			return db.NoRows(err, "There is no such group.")
		}
		_, err = tx.Exec(ctx, `DELETE FROM project_group_members WHERE group_id = ?`, id)
		return err
	})
}

// setGroup puts a project into a group, or into none with 0.
func setGroup(ctx context.Context, tx *db.DB, organization, project, group int64) error {
	if group == 0 {
		_, err := tx.Exec(ctx, `DELETE FROM project_group_members WHERE project_id = ?`, project)
		return err
	}
	var id int64
	err := tx.Get(ctx, &id, `SELECT id FROM project_groups WHERE id = ? AND organization_id = ?`, group, organization)
	if err = db.NoRows(err, "There is no such group."); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO project_group_members (project_id, group_id) VALUES (?, ?)
		ON CONFLICT (project_id) DO UPDATE SET group_id = excluded.group_id`, project, group)
	return err
}

// pairs reads a value per project.
func (s *Store) pairs(ctx context.Context, query string, args ...any) (map[int64]int64, error) {
	var rows []struct {
		Project int64 `db:"project_id"`
		Value   int64 `db:"value"`
	}
	err := s.db.Select(ctx, &rows, query, args...)
	out := make(map[int64]int64, len(rows))
	for _, r := range rows {
		out[r.Project] = r.Value
	}
	return out, err
}
