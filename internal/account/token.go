package account

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/secret"
	"belfry/internal/telemetry"
)

// TokenPrefix begins every personal access token, so that scanners of leaked
// secrets and people know one when they see it.
const TokenPrefix = "bfy_"

const (
	shownPrefix = len(TokenPrefix) + 6
	usedStep    = time.Minute // last_used_at is not written more often
	maxTokens   = 100         // of one user
)

// Token is a personal access token, or one of a project; the secret itself is
// not kept.
type Token struct {
	ID           int64          `db:"id"`
	User         int64          `db:"user_id"` // whose it is; of a project's token, who made it
	Organization int64          `db:"organization_id"`
	Project      int64          `db:"project_id"` // 0: personal
	Name         string         `db:"name"`
	Prefix       string         `db:"prefix"`
	Scope        Scope          `db:"scope"`
	Created      telemetry.Time `db:"created_at"`
	Expires      telemetry.Time `db:"expires_at"`   // 0: never
	LastUsed     telemetry.Time `db:"last_used_at"` // 0: not yet
}

const tokenColumns = `id, user_id, organization_id, project_id, name, prefix, scope, created_at, expires_at, last_used_at`

// Tokens returns the tokens of a user, newest first.
func (s *Store) Tokens(ctx context.Context, user int64) (all []Token, err error) {
	defer errs.Wrap(&err, "account.Tokens(%d)", user)
	err = s.db.Select(ctx, &all, `SELECT `+tokenColumns+` FROM tokens WHERE user_id = ? AND project_id = 0 ORDER BY id DESC`, user)
	return all, err
}

// CreateToken makes a token of by and returns it with its secret, which is shown
// once. With a project set it is a token of that project, which the caller has
// checked. Of t it takes name, scope, expiry (0 means never) and project.
func (s *Store) CreateToken(ctx context.Context, by Actor, t Token, now telemetry.Time) (_ Token, text string, err error) {
	defer errs.Wrap(&err, "account.CreateToken(%d, %d)", by.User.ID, t.Project)
	t = Token{
		User: by.User.ID, Organization: by.Organization.ID, Project: t.Project,
		Name: strings.TrimSpace(t.Name), Scope: t.Scope, Expires: t.Expires, Created: now,
	}
	if err := t.check(); err != nil {
		return t, "", err
	}
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		if err := t.room(ctx, tx); err != nil {
			return err
		}
		if t, text, err = insertToken(ctx, tx, t); err != nil {
			return err
		}
		return record(ctx, tx, by, "token.created", t.target(), t.detail(), now)
	})
	return t, text, err
}

func (t Token) check() error {
	if n := utf8.RuneCountInString(t.Name); n == 0 || n > maxName {
		return errs.Field("name", "Enter a name of 1 to %d characters.", maxName)
	}
	if t.Scope != ScopeRead && t.Scope != ScopeWrite {
		return errs.Field("scope", "The scope is “read” or “write”.")
	}
	return nil
}

// room is a conflict when whoever gets the token has too many.
func (t Token) room(ctx context.Context, tx *db.DB) (err error) {
	var count int64
	if t.Project != 0 {
		err = tx.Get(ctx, &count, `SELECT COUNT(*) FROM tokens WHERE project_id = ?`, t.Project)
	} else {
		err = tx.Get(ctx, &count, `SELECT COUNT(*) FROM tokens WHERE user_id = ? AND project_id = 0`, t.User)
	}
	if err == nil && count >= maxTokens {
		err = errs.New(errs.Conflict, "There are %d tokens already. Revoke one before you make another.", count)
	}
	return err
}

func (t Token) target() Target { return Target{Type: "token", ID: t.ID, Name: t.Name} }

func (t Token) detail() Detail {
	d := Detail{"scope": string(t.Scope)}
	if t.Project != 0 {
		d["project"] = strconv.FormatInt(t.Project, 10)
	}
	return d
}

// ReplaceToken makes a write token of a user that never expires and takes the
// place of the user's others with the same name.
func (s *Store) ReplaceToken(ctx context.Context, user int64, name string, now telemetry.Time) (text string, err error) {
	defer errs.Wrap(&err, "account.ReplaceToken(%d)", user)
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		if _, err := tx.Exec(ctx, `DELETE FROM tokens WHERE user_id = ? AND project_id = 0 AND name = ?`, user, name); err != nil {
			return err
		}
		t := Token{User: user, Name: name, Scope: ScopeWrite, Created: now}
		err := tx.Get(ctx, &t.Organization, `SELECT organization_id FROM members WHERE user_id = ? ORDER BY organization_id LIMIT 1`, user)
		if err != nil {
			return db.NoRows(err, "This user belongs to no organization.")
		}
		if t, text, err = insertToken(ctx, tx, t); err != nil {
			return err
		}
		by := Actor{Identity: Identity{Organization: Organization{ID: t.Organization}}}
		return record(ctx, tx, by, "token.created", t.target(), t.detail(), now)
	})
	return text, err
}

func insertToken(ctx context.Context, tx *db.DB, t Token) (Token, string, error) {
	text := secret.NewToken(TokenPrefix)
	t.Prefix = text[:shownPrefix]
	err := tx.Returning(ctx, &t.ID, `INSERT INTO tokens
		(user_id, organization_id, project_id, name, prefix, hash, scope, created_at, expires_at, last_used_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0) RETURNING id`,
		t.User, t.Organization, t.Project, t.Name, t.Prefix, secret.Hash(text), t.Scope, t.Created, t.Expires)
	return t, text, err
}

// RevokeToken removes a token of by's user.
func (s *Store) RevokeToken(ctx context.Context, by Actor, token int64, now telemetry.Time) (err error) {
	defer errs.Wrap(&err, "account.RevokeToken(%d)", token)
	return s.revoke(ctx, by, now, `id = ? AND user_id = ? AND project_id = 0`, token, by.User.ID)
}

// ProjectTokens returns the tokens of a project, newest first.
func (s *Store) ProjectTokens(ctx context.Context, project int64) (all []Token, err error) {
	defer errs.Wrap(&err, "account.ProjectTokens(%d)", project)
	err = s.db.Select(ctx, &all, `SELECT `+tokenColumns+` FROM tokens WHERE project_id = ? ORDER BY id DESC`, project)
	return all, err
}

// RevokeProjectToken removes a token of a project.
func (s *Store) RevokeProjectToken(ctx context.Context, by Actor, project, token int64, now telemetry.Time) (err error) {
	defer errs.Wrap(&err, "account.RevokeProjectToken(%d, %d)", project, token)
	return s.revoke(ctx, by, now, `id = ? AND project_id = ? AND project_id <> 0`, token, project)
}

func (s *Store) revoke(ctx context.Context, by Actor, now telemetry.Time, where string, args ...any) error {
	return s.db.Transact(ctx, func(tx *db.DB) error {
		var t Token
		err := tx.Returning(ctx, &t, `DELETE FROM tokens WHERE `+where+` RETURNING `+tokenColumns, args...)
		if err != nil {
			return db.NoRows(err, "There is no such token.")
		}
		return record(ctx, tx, by, "token.revoked", t.target(), t.detail(), now)
	})
}

// ByToken returns who a token belongs to and what it allows.
func (s *Store) ByToken(ctx context.Context, text string, now telemetry.Time) (id Identity, err error) {
	defer errs.Wrap(&err, "account.ByToken")
	t, err := tokenBy(ctx, s.db, `hash = ?`, secret.Hash(text))
	if err != nil {
		return id, err
	}
	if id, err = s.byToken(ctx, t, now); err != nil {
		return id, err
	}
	if now.Sub(t.LastUsed) >= usedStep {
		// Not worth failing the request for: it is shown, nothing depends on it.
		if _, err := s.db.Exec(ctx, `UPDATE tokens SET last_used_at = ? WHERE id = ?`, now, t.ID); err != nil {
			s.Log.WarnContext(ctx, "the use of a token was not noted", "token", t.ID, "error", err)
		}
	}
	return id, nil
}

// tokenBy reads a token as a credential.
func tokenBy(ctx context.Context, d *db.DB, where string, arg any) (t Token, err error) {
	err = d.Get(ctx, &t, `SELECT `+tokenColumns+` FROM tokens WHERE `+where, arg)
	return t, unauthenticated(err, "The token is not known: it is mistyped or was revoked.")
}

// byToken returns what a token allows.
func (s *Store) byToken(ctx context.Context, t Token, now telemetry.Time) (id Identity, err error) {
	if t.Expires != 0 && t.Expires <= now {
		return id, errs.New(errs.Unauthenticated, "The token has expired.")
	}
	if t.Project != 0 {
		id, err = projectIdentity(ctx, s.db, t)
	} else {
		var row identityRow
		err = s.db.Get(ctx, &row, `SELECT `+identityColumns+` FROM users u `+identityFrom+`
			WHERE u.id = ? AND o.id = ?`, t.User, t.Organization)
		id = row.identity()
	}
	if err != nil {
		return Identity{}, unauthenticated(err, "The token's owner may not sign in any more.")
	}
	id.Scope, id.Token, id.TokenName = t.Scope, t.ID, t.Name
	return id, nil
}

// projectIdentity is a token's that acts as its project.
func projectIdentity(ctx context.Context, d *db.DB, t Token) (id Identity, err error) {
	id = Identity{Role: RoleViewer, Project: t.Project}
	if t.Scope == ScopeWrite {
		id.Role = RoleMember
	}
	err = d.Get(ctx, &id.Organization, `SELECT `+organizationColumns+` FROM organizations o WHERE o.id = ?`, t.Organization)
	return id, err
}
