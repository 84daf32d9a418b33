package account

import (
	"context"
	"slices"

	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Role is what a user may do in an organization.
type Role string

// The roles. Each may do what the ones after it may: viewers look, members work
// on issues, admins look after projects and people, owners after everything.
const (
	RoleOwner  Role = "owner"
	RoleAdmin  Role = "admin"
	RoleMember Role = "member"
	RoleViewer Role = "viewer"
)

// roles are all of them, the weakest first.
var roles = []Role{RoleViewer, RoleMember, RoleAdmin, RoleOwner}

// AtLeast reports whether r may do what other may. The empty role may nothing.
func (r Role) AtLeast(other Role) bool {
	return r.known() && slices.Index(roles, r) >= slices.Index(roles, other)
}

func (r Role) known() bool { return slices.Contains(roles, r) }

// Access is which projects of an organization somebody may see.
type Access struct {
	All      bool
	Projects []int64 // ascending; empty when All
}

// Sees reports whether a includes a project of the organization.
func (a Access) Sees(project int64) bool {
	if a.All {
		return true
	}
	_, found := slices.BinarySearch(a.Projects, project)
	return found
}

// Access returns which projects id may see.
func (s *Store) Access(ctx context.Context, id Identity) (a Access, err error) {
	defer errs.Wrap(&err, "account.Access(%d)", id.User.ID)
	switch {
	case id.Project != 0:
		return Access{Projects: []int64{id.Project}}, nil
	case id.AllProjects:
		return Access{All: true}, nil
	}
	err = s.db.Select(ctx, &a.Projects, `SELECT project_id FROM project_access
		WHERE organization_id = ? AND user_id = ? ORDER BY project_id`, id.Organization.ID, id.User.ID)
	return a, err
}

// Again returns what the credential of id allows by now: somebody may have
// signed out, or may see less than before. Long requests ask it.
func (s *Store) Again(ctx context.Context, id Identity, now telemetry.Time) (_ Identity, err error) {
	defer errs.Wrap(&err, "account.Again")
	if id.Session != "" {
		return s.bySession(ctx, id.Session, now)
	}
	t, err := tokenBy(ctx, s.db, `id = ?`, id.Token)
	if err != nil {
		return id, err
	}
	return s.byToken(ctx, t, now)
}
