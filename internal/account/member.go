package account

import (
	"context"
	"slices"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Membership is a user's place in an organization.
type Membership struct {
	Organization int64          `db:"organization_id"`
	User         int64          `db:"user_id"`
	Role         Role           `db:"role"`
	AllProjects  bool           `db:"all_projects"`
	Disabled     bool           `db:"disabled"`  // may not come in
	Confirmed    bool           `db:"confirmed"` // false: waits for an administrator
	Joined       telemetry.Time `db:"joined_at"`
}

// insertMember lets a user into an organization, with the projects of a
// membership that does not see all of them.
func insertMember(ctx context.Context, tx *db.DB, m Membership, projects ...int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO members (organization_id, user_id, role, all_projects, disabled, confirmed, joined_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, m.Organization, m.User, m.Role, m.AllProjects, m.Disabled, m.Confirmed, m.Joined)
	if err != nil {
		return err
	}
	return setProjects(ctx, tx, m, projects)
}

// setProjects replaces the list of projects that a member sees.
func setProjects(ctx context.Context, tx *db.DB, m Membership, projects []int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM project_access WHERE organization_id = ? AND user_id = ?`, m.Organization, m.User)
	if err != nil || m.AllProjects || len(projects) == 0 {
		return err
	}
	projects = slices.Clone(projects)
	slices.Sort(projects)
	projects = slices.Compact(projects)
	var args []any
	for _, p := range projects {
		args = append(args, m.Organization, m.User, p)
	}
	_, err = tx.Exec(ctx, `INSERT INTO project_access (organization_id, user_id, project_id) VALUES `+db.Values(len(projects), 3), args...)
	return err
}

// owned is a conflict unless an organization has an owner who can sign in. The
// caller has written the organization's row, so that two changes that each
// leave the other's owner do not both pass.
func owned(ctx context.Context, tx *db.DB, organization int64) error {
	var owners int64
	err := tx.Get(ctx, &owners, `SELECT COUNT(*) FROM members m JOIN users u ON u.id = m.user_id
		WHERE m.organization_id = ? AND m.role = ? AND m.confirmed AND NOT m.disabled AND NOT u.disabled`, organization, RoleOwner)
	if err == nil && owners == 0 {
		err = errs.New(errs.Conflict, "The organization needs an owner. Make somebody else an owner first.")
	}
	return err
}
