package account

import (
	"context"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

const maxOrganizations = 100 // of an installation: all of a user's are in one list

// OwnOrganization is an organization as somebody who may come in sees it.
type OwnOrganization struct {
	Organization
	Role Role `db:"role"`
}

const ownOrganizations = `SELECT ` + organizationColumns + `, m.role FROM organizations o
	JOIN members m ON m.organization_id = o.id AND m.confirmed AND NOT m.disabled WHERE m.user_id = ? `

// Organizations returns the organizations into which a user may come, the
// oldest first.
func (s *Store) Organizations(ctx context.Context, user int64) (all []OwnOrganization, err error) {
	defer errs.Wrap(&err, "account.Organizations(%d)", user)
	err = s.db.Select(ctx, &all, ownOrganizations+`ORDER BY o.id LIMIT ?`, user, maxOrganizations)
	return all, err
}

// CreateOrganization makes an organization, whose owner is by's user. The audit
// logs of both organizations, by's and the new one, hear of it.
func (s *Store) CreateOrganization(ctx context.Context, by Actor, name string, now telemetry.Time) (o Organization, err error) {
	defer errs.Wrap(&err, "account.CreateOrganization")
	if o.Name, err = checkName(name); err != nil {
		return o, err
	}
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		if err := insertOrganization(ctx, tx, &o, by, now); err != nil {
			return err
		}
		m := Membership{Organization: o.ID, User: by.User.ID, Role: RoleOwner, AllProjects: true, Confirmed: true, Joined: now}
		if err := insertMember(ctx, tx, m); err != nil {
			return err
		}
		within := by
		within.Organization = o
		for _, log := range []Actor{by, within} {
			if err := record(ctx, tx, log, "organization.created", o.target(), nil, now); err != nil {
				return err
			}
		}
		return nil
	})
	return o, err
}

func insertOrganization(ctx context.Context, tx *db.DB, o *Organization, by Actor, now telemetry.Time) error {
	// Writing by's organization first makes two of them wait for each other.
	if _, err := tx.Exec(ctx, `UPDATE organizations SET name = name WHERE id = ?`, by.Organization.ID); err != nil {
		return err
	}
	var count int64
	if err := tx.Get(ctx, &count, `SELECT COUNT(*) FROM organizations`); err != nil {
		return err
	}
	if count >= maxOrganizations {
		return errs.New(errs.Conflict, "There are %d organizations, and no room for more.", count)
	}
	return tx.Returning(ctx, &o.ID, `INSERT INTO organizations (name, created_at) VALUES (?, ?) RETURNING id`, o.Name, now)
}

// RenameOrganization gives by's organization another name.
func (s *Store) RenameOrganization(ctx context.Context, by Actor, name string, now telemetry.Time) (o Organization, err error) {
	defer errs.Wrap(&err, "account.RenameOrganization(%d)", by.Organization.ID)
	o = by.Organization
	if o.Name, err = checkName(name); err != nil {
		return o, err
	}
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		if _, err := tx.Exec(ctx, `UPDATE organizations SET name = ? WHERE id = ?`, o.Name, o.ID); err != nil {
			return err
		}
		return record(ctx, tx, by, "organization.updated", o.target(), Detail{"name": by.Organization.Name + " → " + o.Name}, now)
	})
	return o, err
}

// SwitchOrganization makes by's session act in another organization of by's
// user from now on, and returns who that is there. The other organization's
// audit log hears of it, as of somebody who comes in.
func (s *Store) SwitchOrganization(ctx context.Context, by Actor, organization int64, now telemetry.Time) (id Identity, err error) {
	defer errs.Wrap(&err, "account.SwitchOrganization(%d)", organization)
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		var o OwnOrganization
		if err := tx.Get(ctx, &o, ownOrganizations+`AND o.id = ?`, by.User.ID, organization); err != nil {
			return db.NoRows(err, "You do not belong to this organization.")
		}
		if _, err := tx.Exec(ctx, `UPDATE sessions SET organization_id = ? WHERE hash = ?`, organization, by.Session); err != nil {
			return err
		}
		by.Organization = o.Organization
		return record(ctx, tx, by, "session.switched", by.User.target(), nil, now)
	})
	if err != nil {
		return id, err
	}
	return s.bySession(ctx, by.Session, now)
}

func (o Organization) target() Target { return Target{Type: "organization", ID: o.ID, Name: o.Name} }
