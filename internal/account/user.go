package account

import (
	"context"
	"database/sql"
	"errors"
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Person is what an account is made of.
type Person struct {
	Name     string
	Email    string
	Password string
}

// MinPassword is the least number of characters of a password.
const MinPassword = 10

const (
	maxName     = 100
	maxEmail    = 254
	maxPassword = 500 // bytes
)

// common are passwords of enough length that attackers try first.
var common = []string{
	"0123456789", "1111111111", "123123123123", "1234512345", "1234567890", "12345678910", "123456789a", "1q2w3e4r5t",
	"1qaz2wsx3edc", "abcdefghij", "administrator", "changeme123", "changemenow", "iloveyou123", "letmein123",
	"password10", "password12", "password123", "password1234", "passw0rd123", "qwerty1234", "qwerty12345", "qwertyuiop",
	"qwertyuiop123", "welcome123", "welcome1234", "zaq12wsxcde3",
}

// keyOf is the form of an e-mail address that is unique.
func keyOf(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

func checkName(name string) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return "", errs.Field("name", "Enter a name.")
	case utf8.RuneCountInString(name) > maxName:
		return "", errs.Field("name", "Use at most %d characters.", maxName)
	}
	return name, nil
}

func checkEmail(email string) (string, error) {
	email = strings.TrimSpace(email)
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || len(email) > maxEmail {
		return "", errs.Field("email", "Enter an e-mail address, such as ada@example.com.")
	}
	return email, nil
}

func checkPassword(field, password, email string) error {
	lower := strings.ToLower(password)
	user, _, _ := strings.Cut(keyOf(email), "@")
	switch {
	case utf8.RuneCountInString(password) < MinPassword:
		return errs.Field(field, "Use at least %d characters.", MinPassword)
	case len(password) > maxPassword:
		return errs.Field(field, "Use at most %d bytes.", maxPassword)
	case lower == keyOf(email) || lower == user:
		return errs.Field(field, "Use something else than the e-mail address.")
	case slices.Contains(common, lower) || strings.Trim(lower, string([]rune(lower)[:1])) == "":
		return errs.Field(field, "This is one of the passwords that attackers try first. Use another one.")
	}
	return nil
}

func (p Person) check() (Person, error) {
	name, err := checkName(p.Name)
	if err != nil {
		return p, err
	}
	email, err := checkEmail(p.Email)
	if err != nil {
		return p, err
	}
	return Person{name, email, p.Password}, checkPassword("password", p.Password, email)
}

// SetupNeeded reports whether there is no user yet.
func (s *Store) SetupNeeded(ctx context.Context) (needed bool, err error) {
	defer errs.Wrap(&err, "account.SetupNeeded")
	var users int64
	err = s.db.Get(ctx, &users, `SELECT COUNT(*) FROM users`)
	return users == 0, err
}

// Setup makes the first user, the owner. It is a conflict when there is
// one already, even one made at this very moment.
func (s *Store) Setup(ctx context.Context, p Person, now telemetry.Time) (u User, err error) {
	defer errs.Wrap(&err, "account.Setup")
	p, hash, err := s.prepare(ctx, p)
	if err != nil {
		return u, err
	}
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		// Writing the organization first makes two set-ups wait for each other.
		if _, err := tx.Exec(ctx, `UPDATE organizations SET created_at = ? WHERE created_at = 0`, now); err != nil {
			return err
		}
		var users int64
		if err := tx.Get(ctx, &users, `SELECT COUNT(*) FROM users`); err != nil {
			return err
		}
		if users > 0 {
			return errs.New(errs.Conflict, "Belfry is set up already. Sign in instead.")
		}
		if u, err = insertUser(ctx, tx, p, hash, now); err != nil {
			return err
		}
		return joinFirst(ctx, tx, u, now)
	})
	return u, err
}

// EnsureUser returns the user with p's e-mail address, or makes an administrator
// of p, of the first user the owner. An existing user is left as it is, password
// included.
func (s *Store) EnsureUser(ctx context.Context, p Person, now telemetry.Time) (u User, err error) {
	defer errs.Wrap(&err, "account.EnsureUser")
	return s.ensure(ctx, p, now, func(tx *db.DB, u User) error { return joinFirst(ctx, tx, u, now) })
}

// EnsureMember is EnsureUser for a place of the caller's choice: of m it takes
// everything but the user; projects are for those who do not see all of them.
func (s *Store) EnsureMember(ctx context.Context, p Person, m Membership, now telemetry.Time, projects ...int64) (u User, err error) {
	defer errs.Wrap(&err, "account.EnsureMember")
	return s.ensure(ctx, p, now, func(tx *db.DB, u User) error {
		m.User, m.Joined = u.ID, now
		if err := insertMember(ctx, tx, m, projects...); err != nil {
			return err
		}
		by := Actor{Identity: Identity{Organization: Organization{ID: m.Organization}}}
		return record(ctx, tx, by, "member.added", u.target(), Detail{"role": string(m.Role)}, now)
	})
}

func (s *Store) ensure(ctx context.Context, p Person, now telemetry.Time, join func(tx *db.DB, u User) error) (u User, err error) {
	u, err = userByEmail(ctx, s.db, p.Email)
	if !errs.Is(err, errs.NotFound) {
		return u, err
	}
	p, hash, err := s.prepare(ctx, p)
	if err != nil {
		return u, err
	}
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		if u, err = insertUser(ctx, tx, p, hash, now); err != nil {
			return err
		}
		return join(tx, u)
	})
	return u, err
}

func (s *Store) prepare(ctx context.Context, p Person) (Person, string, error) {
	p, err := p.check()
	if err != nil {
		return p, "", err
	}
	hash, err := s.passwords.Hash(ctx, p.Password)
	return p, hash, err
}

func userByEmail(ctx context.Context, d *db.DB, email string) (u User, err error) {
	err = d.Get(ctx, &u, `SELECT id, name, email, disabled, created_at FROM users WHERE email_key = ?`, keyOf(email))
	return u, db.NoRows(err, "No user has this e-mail address.")
}

func insertUser(ctx context.Context, tx *db.DB, p Person, hash string, now telemetry.Time) (u User, err error) {
	u = User{Name: p.Name, Email: p.Email, Created: now}
	err = tx.Returning(ctx, &u.ID, `INSERT INTO users (name, email, email_key, password, created_at)
		VALUES (?, ?, ?, ?, ?) RETURNING id`, p.Name, p.Email, keyOf(p.Email), hash, now)
	return u, taken(err)
}

// joinFirst makes a new user, who was made without an invitation, an
// administrator of the first organization, or its owner when there is none.
func joinFirst(ctx context.Context, tx *db.DB, u User, now telemetry.Time) error {
	org, err := defaultOrganization(ctx, tx)
	if err != nil {
		return err
	}
	m := Membership{Organization: org.ID, User: u.ID, Role: RoleAdmin, AllProjects: true, Confirmed: true, Joined: now}
	if err := owned(ctx, tx, org.ID); errs.Is(err, errs.Conflict) {
		m.Role = RoleOwner
	} else if err != nil {
		return err
	}
	if err := insertMember(ctx, tx, m); err != nil {
		return err
	}
	by := Actor{Identity: Identity{Organization: org}}
	return record(ctx, tx, by, "member.added", u.target(), Detail{"role": string(m.Role)}, now)
}

func taken(err error) error {
	if db.IsUnique(err) {
		return &errs.Error{Kind: errs.Conflict, Field: "email", Public: "This e-mail address belongs to another user.", Err: err}
	}
	return err
}

// Rename changes the name or e-mail address of a user; nil leaves it.
func (s *Store) Rename(ctx context.Context, user int64, name, email *string) (u User, err error) {
	defer errs.Wrap(&err, "account.Rename(%d)", user)
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		u, err = userByID(ctx, tx, user)
		if err != nil {
			return err
		}
		if name != nil {
			if u.Name, err = checkName(*name); err != nil {
				return err
			}
		}
		if email != nil {
			if u.Email, err = checkEmail(*email); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `UPDATE users SET name = ?, email = ?, email_key = ? WHERE id = ?`, u.Name, u.Email, keyOf(u.Email), user)
		return taken(err)
	})
	return u, err
}

func userByID(ctx context.Context, d *db.DB, id int64) (u User, err error) {
	err = d.Get(ctx, &u, `SELECT id, name, email, disabled, created_at FROM users WHERE id = ?`, id)
	return u, db.NoRows(err, "This user does not exist.")
}

// ChangePassword replaces a user's password and ends all other sessions than
// keep. The current password must be right.
func (s *Store) ChangePassword(ctx context.Context, user int64, current, wanted, keep string, from Client, now telemetry.Time) (err error) {
	defer errs.Wrap(&err, "account.ChangePassword(%d)", user)
	u, err := userByID(ctx, s.db, user)
	if err != nil {
		return err
	}
	if _, err = s.verify(ctx, u.Email, current, from, now); errs.Is(err, errs.Unauthenticated) {
		return errs.Field("current", "This is not your current password.")
	} else if err != nil {
		return err
	}
	if err := checkPassword("new", wanted, u.Email); err != nil {
		return err
	}
	hash, err := s.passwords.Hash(ctx, wanted)
	if err != nil {
		return err
	}
	return s.db.Transact(ctx, func(tx *db.DB) error {
		if _, err := tx.Exec(ctx, `UPDATE users SET password = ? WHERE id = ?`, hash, user); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM sessions WHERE user_id = ? AND hash <> ?`, user, keep); err != nil {
			return err
		}
		return recordAll(ctx, tx, Actor{Identity: Identity{User: u}, From: from}, u, "password.changed", now)
	})
}

// verify returns the user with the given e-mail address and password. It takes
// the same time when there is no such user, and counts as an attempt.
func (s *Store) verify(ctx context.Context, email, password string, from Client, now telemetry.Time) (u User, err error) {
	try := attempt{network(from.Address), keyOf(email)}
	if err := s.attempts.take(try, now); err != nil {
		return u, err
	}
	var row struct {
		User
		Password string `db:"password"`
	}
	err = s.db.Get(ctx, &row, `SELECT id, name, email, disabled, created_at, password FROM users WHERE email_key = ?`, keyOf(email))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return u, err
	}
	ok, err := s.passwords.Check(ctx, password, row.Password)
	if err != nil {
		return u, err
	}
	if !ok || row.Disabled {
		if err := s.refused(ctx, row.User, email, from, now); err != nil {
			return u, err
		}
		return u, errs.New(errs.Unauthenticated, "The e-mail address or the password is wrong.")
	}
	s.attempts.forget(try)
	return row.User, nil
}
