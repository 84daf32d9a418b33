package account

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

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

const maxMembers = 2000 // of an organization: all of them are in one list

// Member is a membership with what lists show of the user.
type Member struct {
	Membership
	Name     string         `db:"name"`
	Email    string         `db:"email"`
	Seen     telemetry.Time `db:"seen_at"` // when one of the sessions was last used, 0 when there is none
	Projects []int64        // those of a member who does not see all of them
}

// Access is which projects m may see.
func (m Member) Access() Access {
	return Access{All: m.AllProjects || m.Role.AtLeast(RoleAdmin), Projects: m.Projects}
}

// Active reports whether m may come in.
func (m Member) Active() bool { return m.Confirmed && !m.Disabled }

const memberSelect = `SELECT m.organization_id, m.user_id, m.role, m.all_projects, m.disabled, m.confirmed, m.joined_at, u.name, u.email,
	COALESCE((SELECT MAX(s.seen_at) FROM sessions s WHERE s.user_id = m.user_id), 0) AS seen_at
	FROM members m JOIN users u ON u.id = m.user_id `

// Members returns the members of an organization, by name.
func (s *Store) Members(ctx context.Context, organization int64) (all []Member, err error) {
	defer errs.Wrap(&err, "account.Members(%d)", organization)
	err = s.db.Select(ctx, &all, memberSelect+`WHERE m.organization_id = ? ORDER BY LOWER(u.name), u.id LIMIT ?`, organization, maxMembers)
	if err != nil {
		return nil, err
	}
	return all, addProjects(ctx, s.db, organization, all)
}

// addProjects reads the lists of projects of members.
func addProjects(ctx context.Context, d *db.DB, organization int64, all []Member) error {
	var rows []struct {
		User    int64 `db:"user_id"`
		Project int64 `db:"project_id"`
	}
	err := d.Select(ctx, &rows, `SELECT user_id, project_id FROM project_access WHERE organization_id = ? ORDER BY user_id, project_id`, organization)
	of := map[int64][]int64{}
	for _, r := range rows {
		of[r.User] = append(of[r.User], r.Project)
	}
	for i := range all {
		all[i].Projects = of[all[i].User]
	}
	return err
}

// MemberChange leaves alone what is nil.
type MemberChange struct {
	Role        *Role
	AllProjects *bool
	Projects    *[]int64 // the caller has checked that they exist
	Disabled    *bool
	Confirm     bool
}

// UpdateMember changes a member of by's organization. Owners are changed and
// made by owners only, and one of them always stays.
func (s *Store) UpdateMember(ctx context.Context, by Actor, user int64, change MemberChange, now telemetry.Time) (m Member, err error) {
	defer errs.Wrap(&err, "account.UpdateMember(%d)", user)
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		if m, err = lockMember(ctx, tx, by, user); err != nil {
			return err
		}
		was := m
		if err := m.apply(by, change); err != nil {
			return err
		}
		if err := writeMember(ctx, tx, m); err != nil {
			return err
		}
		return record(ctx, tx, by, "member.updated", m.target(), was.changes(m), now)
	})
	return m, err
}

func writeMember(ctx context.Context, tx *db.DB, m Member) error {
	_, err := tx.Exec(ctx, `UPDATE members SET role = ?, all_projects = ?, disabled = ?, confirmed = ? WHERE organization_id = ? AND user_id = ?`,
		m.Role, m.AllProjects, m.Disabled, m.Confirmed, m.Organization, m.User)
	if err != nil {
		return err
	}
	if err := setProjects(ctx, tx, m.Membership, m.Projects); err != nil {
		return err
	}
	return owned(ctx, tx, m.Organization)
}

// lockMember reads a member whom by may change, and makes other changes of the
// organization's members wait.
func lockMember(ctx context.Context, tx *db.DB, by Actor, user int64) (m Member, err error) {
	if _, err := tx.Exec(ctx, `UPDATE organizations SET name = name WHERE id = ?`, by.Organization.ID); err != nil {
		return m, err
	}
	err = tx.Get(ctx, &m, memberSelect+`WHERE m.organization_id = ? AND m.user_id = ?`, by.Organization.ID, user)
	if err != nil {
		return m, db.NoRows(err, "There is no such member.")
	}
	one := []Member{m}
	if err := addProjects(ctx, tx, m.Organization, one); err != nil {
		return m, err
	}
	return one[0], by.mayChange(m.Role)
}

// mayChange returns nil when a may give or take a role.
func (a Actor) mayChange(r Role) error {
	if r == RoleOwner && !a.Role.AtLeast(RoleOwner) {
		return errs.New(errs.Forbidden, "Only an owner may change, make or remove owners.")
	}
	return nil
}

func (m *Member) apply(by Actor, c MemberChange) error {
	if c.Role != nil {
		if !c.Role.known() {
			return errs.Field("role", "A role is owner, admin, member or viewer.")
		}
		if err := by.mayChange(*c.Role); err != nil {
			return err
		}
		m.Role = *c.Role
	}
	if c.Disabled != nil {
		if *c.Disabled && m.User == by.User.ID {
			return errs.New(errs.Conflict, "You cannot disable yourself. Somebody else has to.")
		}
		m.Disabled = *c.Disabled
	}
	if c.AllProjects != nil {
		m.AllProjects = *c.AllProjects
	}
	if c.Projects != nil {
		m.Projects = *c.Projects
	}
	if m.AllProjects {
		m.Projects = nil
	}
	m.Confirmed = m.Confirmed || c.Confirm
	return nil
}

func (m Member) target() Target { return Target{Type: "user", ID: m.User, Name: m.Name} }

// changes says what differs in now, for the log.
func (m Member) changes(now Member) Detail {
	d := Detail{}
	note := func(what, from, to string) {
		if from != to {
			d[what] = from + " → " + to
		}
	}
	note("role", string(m.Role), string(now.Role))
	note("disabled", strconv.FormatBool(m.Disabled), strconv.FormatBool(now.Disabled))
	note("confirmed", strconv.FormatBool(m.Confirmed), strconv.FormatBool(now.Confirmed))
	note("projects", m.reach(), now.reach())
	return d
}

// reach names the projects of m.
func (m Member) reach() string {
	if m.AllProjects {
		return "all"
	}
	return strings.Trim(fmt.Sprint(m.Projects), "[]")
}

// RemoveMember takes a user out of by's organization, with the personal tokens
// there. Of somebody who belongs to no other one just the name stays, for the
// history.
func (s *Store) RemoveMember(ctx context.Context, by Actor, user int64, now telemetry.Time) (err error) {
	defer errs.Wrap(&err, "account.RemoveMember(%d)", user)
	return s.db.Transact(ctx, func(tx *db.DB) error {
		m, err := lockMember(ctx, tx, by, user)
		if err != nil {
			return err
		}
		for _, statement := range []string{
			`DELETE FROM project_access WHERE organization_id = ? AND user_id = ?`,
			`DELETE FROM tokens WHERE organization_id = ? AND user_id = ? AND project_id = 0`,
			`DELETE FROM members WHERE organization_id = ? AND user_id = ?`,
		} {
			if _, err := tx.Exec(ctx, statement, m.Organization, user); err != nil {
				return err
			}
		}
		if err := owned(ctx, tx, m.Organization); err != nil {
			return err
		}
		if err := retire(ctx, tx, user); err != nil {
			return err
		}
		return record(ctx, tx, by, "member.removed", m.target(), Detail{"email": m.Email, "role": string(m.Role)}, now)
	})
}

// retire takes everything but the name from a user who belongs to no
// organization; the e-mail address may be used again.
func retire(ctx context.Context, tx *db.DB, user int64) error {
	var left int64
	if err := tx.Get(ctx, &left, `SELECT COUNT(*) FROM members WHERE user_id = ?`, user); err != nil || left > 0 {
		return err
	}
	for _, statement := range []string{
		`UPDATE users SET disabled = TRUE, password = '', email = '', email_key = 'removed:' || id WHERE id = ?`,
		`DELETE FROM sessions WHERE user_id = ?`,
		`DELETE FROM totp_factors WHERE user_id = ?`,
		`DELETE FROM recovery_codes WHERE user_id = ?`,
		`DELETE FROM passkeys WHERE user_id = ?`,
		`DELETE FROM passkey_handles WHERE user_id = ?`,
		`DELETE FROM oidc_identities WHERE user_id = ?`,
		`DELETE FROM challenges WHERE user_id = ?`,
	} {
		if _, err := tx.Exec(ctx, statement, user); err != nil {
			return err
		}
	}
	return nil
}
