package account

import (
	"context"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// ResetPassword sets a user's password without knowing the old one, ends all
// sessions and removes second factors: the way back in for whoever has a shell
// on the server. It also lifts what keeps the user out of an organization.
func (s *Store) ResetPassword(ctx context.Context, email, password string, now telemetry.Time) (u User, err error) {
	defer errs.Wrap(&err, "account.ResetPassword")
	if u, err = userByEmail(ctx, s.db, email); err != nil {
		return u, err
	}
	if err := checkPassword("password", password, u.Email); err != nil {
		return u, err
	}
	hash, err := s.passwords.Hash(ctx, password)
	if err != nil {
		return u, err
	}
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		if _, err := tx.Exec(ctx, `UPDATE users SET password = ? WHERE id = ?`, hash, u.ID); err != nil {
			return err
		}
		for _, statement := range []string{
			`UPDATE members SET disabled = FALSE, confirmed = TRUE WHERE user_id = ?`,
			`DELETE FROM sessions WHERE user_id = ?`,
			`DELETE FROM challenges WHERE user_id = ?`,
			`DELETE FROM totp_factors WHERE user_id = ?`,
			`DELETE FROM recovery_codes WHERE user_id = ?`,
		} {
			if _, err := tx.Exec(ctx, statement, u.ID); err != nil {
				return err
			}
		}
		return recordAll(ctx, tx, Actor{}, u, "password.reset", now)
	})
	return u, err
}

// recordAll writes a line about a user into the log of each organization that
// the user belongs to.
func recordAll(ctx context.Context, tx *db.DB, by Actor, u User, action string, now telemetry.Time) error {
	var of []int64
	if err := tx.Select(ctx, &of, `SELECT organization_id FROM members WHERE user_id = ? ORDER BY organization_id`, u.ID); err != nil {
		return err
	}
	for _, id := range of {
		by.Organization = Organization{ID: id}
		if err := record(ctx, tx, by, action, u.target(), nil, now); err != nil {
			return err
		}
	}
	return nil
}

// AllMembers returns the members of all organizations, for the command line.
func (s *Store) AllMembers(ctx context.Context) (all []Member, err error) {
	defer errs.Wrap(&err, "account.AllMembers")
	err = s.db.Select(ctx, &all, memberSelect+`ORDER BY m.organization_id, LOWER(u.email)`)
	return all, err
}
