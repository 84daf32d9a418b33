package account

import (
	"context"
	"encoding/json"
	"time"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/secret"
	"belfry/internal/telemetry"
)

const (
	invitationAge  = 7 * 24 * time.Hour
	maxInvitations = 200 // of an organization, open at once
)

// Invitation lets one person into an organization. It works by its link; of the
// link's secret only a hash is kept.
type Invitation struct {
	ID           int64          `db:"id"`
	Organization int64          `db:"organization_id"`
	Email        string         `db:"email"` // "" is good for any
	Role         Role           `db:"role"`
	AllProjects  bool           `db:"all_projects"`
	ProjectsJSON string         `db:"projects"`
	Confirm      bool           `db:"confirm"` // an administrator has a look before they come in
	CreatedBy    int64          `db:"created_by"`
	Created      telemetry.Time `db:"created_at"`
	Expires      telemetry.Time `db:"expires_at"`

	Projects []int64 // for those who do not see all of them
}

const invitationColumns = `id, organization_id, email, role, all_projects, projects, confirm, created_by, created_at, expires_at`

func (i *Invitation) decode() error { return json.Unmarshal([]byte(i.ProjectsJSON), &i.Projects) }

func (i Invitation) target() Target { return Target{Type: "invitation", ID: i.ID, Name: i.Email} }

func (i Invitation) detail() Detail {
	m := Member{Membership: Membership{AllProjects: i.AllProjects}, Projects: i.Projects}
	return Detail{"role": string(i.Role), "projects": m.reach()}
}

// Invite makes an invitation to by's organization and returns it with the secret
// of its link, which is shown once. Of i it takes e-mail address, role, projects
// and whether to confirm.
func (s *Store) Invite(ctx context.Context, by Actor, i Invitation, now telemetry.Time) (_ Invitation, text string, err error) {
	defer errs.Wrap(&err, "account.Invite")
	if i, err = i.check(by); err != nil {
		return i, "", err
	}
	i.Created, i.Expires, text = now, now.Add(invitationAge), secret.NewToken("")
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		var open int64
		if err := tx.Get(ctx, &open, `SELECT COUNT(*) FROM invitations WHERE organization_id = ?`, i.Organization); err != nil {
			return err
		}
		if open >= maxInvitations {
			return errs.New(errs.Conflict, "There are %d open invitations. Withdraw some first.", open)
		}
		err := tx.Returning(ctx, &i.ID, `INSERT INTO invitations
			(organization_id, hash, email, role, all_projects, projects, confirm, created_by, created_at, expires_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, i.Organization, secret.Hash(text), i.Email, i.Role, i.AllProjects,
			i.ProjectsJSON, i.Confirm, i.CreatedBy, i.Created, i.Expires)
		if err != nil {
			return err
		}
		return record(ctx, tx, by, "invitation.created", i.target(), i.detail(), now)
	})
	return i, text, err
}

func (i Invitation) check(by Actor) (_ Invitation, err error) {
	if i.Email != "" {
		if i.Email, err = checkEmail(i.Email); err != nil {
			return i, err
		}
	}
	if !i.Role.known() {
		return i, errs.Field("role", "A role is owner, admin, member or viewer.")
	}
	if i.AllProjects || i.Projects == nil {
		i.Projects = []int64{}
	}
	i.Organization, i.CreatedBy = by.Organization.ID, by.User.ID
	text, err := json.Marshal(i.Projects)
	if err != nil {
		return i, err
	}
	i.ProjectsJSON = string(text)
	return i, by.mayChange(i.Role)
}

// Invitations returns the open invitations of an organization, newest first.
func (s *Store) Invitations(ctx context.Context, organization int64, now telemetry.Time) (all []Invitation, err error) {
	defer errs.Wrap(&err, "account.Invitations(%d)", organization)
	err = s.db.Select(ctx, &all, `SELECT `+invitationColumns+` FROM invitations
		WHERE organization_id = ? AND expires_at > ? ORDER BY id DESC`, organization, now)
	for i := range all {
		if err := all[i].decode(); err != nil {
			return nil, err
		}
	}
	return all, err
}

// Withdraw makes the link of an invitation worthless.
func (s *Store) Withdraw(ctx context.Context, by Actor, invitation int64, now telemetry.Time) (err error) {
	defer errs.Wrap(&err, "account.Withdraw(%d)", invitation)
	return s.db.Transact(ctx, func(tx *db.DB) error {
		var i Invitation
		err := tx.Returning(ctx, &i, `DELETE FROM invitations WHERE id = ? AND organization_id = ? RETURNING `+invitationColumns,
			invitation, by.Organization.ID)
		if err != nil {
			return db.NoRows(err, "There is no such invitation.")
		}
		return record(ctx, tx, by, "invitation.withdrawn", i.target(), nil, now)
	})
}

const noInvitation = "This invitation was used, withdrawn or has expired. Ask for a new one."

// Invitation returns what a link's secret invites to, and the organization.
func (s *Store) Invitation(ctx context.Context, text string, now telemetry.Time) (i Invitation, o Organization, err error) {
	defer errs.Wrap(&err, "account.Invitation")
	err = s.db.Get(ctx, &i, `SELECT `+invitationColumns+` FROM invitations WHERE hash = ? AND expires_at > ?`, secret.Hash(text), now)
	if err != nil {
		return i, o, db.NoRows(err, noInvitation)
	}
	err = s.db.Get(ctx, &o, `SELECT `+organizationColumns+` FROM organizations o WHERE o.id = ?`, i.Organization)
	return i, o, err
}

// Accept uses up an invitation. Somebody who is signed in joins with that
// account; for a stranger one is made of p. It returns the user, and whether
// that has to wait for an administrator.
func (s *Store) Accept(ctx context.Context, by Actor, text string, p Person, now telemetry.Time) (u User, waits bool, err error) {
	defer errs.Wrap(&err, "account.Accept")
	i, o, err := s.Invitation(ctx, text, now)
	if err != nil {
		return u, false, err
	}
	u, hash := by.User, ""
	if u.ID == 0 {
		if p, hash, err = s.prepare(ctx, p); err != nil {
			return u, false, err
		}
		u.Email = p.Email
	}
	if i.Email != "" && keyOf(i.Email) != keyOf(u.Email) {
		return u, false, errs.Field("email", "This invitation is for %s.", i.Email)
	}
	by.Organization = o
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		if u.ID == 0 {
			if u, err = insertUser(ctx, tx, p, hash, now); errs.Is(err, errs.Conflict) {
				return errs.Field("email", "You have an account with this address. Sign in first, then open the link again.")
			} else if err != nil {
				return err
			}
		}
		by.User = u
		return join(ctx, tx, by, text, now)
	})
	return u, i.Confirm, err
}

// join turns an invitation into a membership of by's user.
func join(ctx context.Context, tx *db.DB, by Actor, text string, now telemetry.Time) error {
	var i Invitation
	err := tx.Returning(ctx, &i, `DELETE FROM invitations WHERE hash = ? AND expires_at > ? RETURNING `+invitationColumns, secret.Hash(text), now)
	if err != nil {
		return db.NoRows(err, noInvitation)
	}
	if err := i.decode(); err != nil {
		return err
	}
	m := Membership{Organization: i.Organization, User: by.User.ID, Role: i.Role, AllProjects: i.AllProjects, Confirmed: !i.Confirm, Joined: now}
	if err := insertMember(ctx, tx, m, i.Projects...); db.IsUnique(err) {
		return errs.New(errs.Conflict, "You belong to this organization already.")
	} else if err != nil {
		return err
	}
	return record(ctx, tx, by, "member.joined", by.User.target(), i.detail(), now)
}
