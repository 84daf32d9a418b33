package account

import (
	"context"
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

// Token is a personal access token; the secret itself is not kept.
type Token struct {
	ID       int64          `db:"id"`
	Name     string         `db:"name"`
	Prefix   string         `db:"prefix"`
	Scope    Scope          `db:"scope"`
	Created  telemetry.Time `db:"created_at"`
	Expires  telemetry.Time `db:"expires_at"`   // 0: never
	LastUsed telemetry.Time `db:"last_used_at"` // 0: not yet
}

const tokenColumns = `id, name, prefix, scope, created_at, expires_at, last_used_at`

// Tokens returns the tokens of a user, newest first.
func (s *Store) Tokens(ctx context.Context, user int64) (all []Token, err error) {
	defer errs.Wrap(&err, "account.Tokens(%d)", user)
	err = s.db.Select(ctx, &all, `SELECT `+tokenColumns+` FROM tokens WHERE user_id = ? ORDER BY id DESC`, user)
	return all, err
}

// CreateToken makes a token of a user and returns it with its secret, which is
// shown once. Expires 0 means never.
func (s *Store) CreateToken(ctx context.Context, user int64, name string, scope Scope, expires, now telemetry.Time) (t Token, text string, err error) {
	defer errs.Wrap(&err, "account.CreateToken(%d)", user)
	name = strings.TrimSpace(name)
	if n := utf8.RuneCountInString(name); n == 0 || n > maxName {
		return t, "", errs.Field("name", "Enter a name of 1 to %d characters.", maxName)
	}
	if scope != ScopeRead && scope != ScopeWrite {
		return t, "", errs.Field("scope", "The scope is “read” or “write”.")
	}
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		var count int64
		if err := tx.Get(ctx, &count, `SELECT COUNT(*) FROM tokens WHERE user_id = ?`, user); err != nil {
			return err
		}
		if count >= maxTokens {
			return errs.New(errs.Conflict, "You have %d tokens. Revoke one before you make another.", count)
		}
		t, text, err = insertToken(ctx, tx, user, Token{Name: name, Scope: scope, Expires: expires, Created: now})
		return err
	})
	return t, text, err
}

// ReplaceToken is CreateToken for a write token that never expires and takes the
// place of the user's others with the same name.
func (s *Store) ReplaceToken(ctx context.Context, user int64, name string, now telemetry.Time) (text string, err error) {
	defer errs.Wrap(&err, "account.ReplaceToken(%d)", user)
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		if _, err := tx.Exec(ctx, `DELETE FROM tokens WHERE user_id = ? AND name = ?`, user, name); err != nil {
			return err
		}
		_, text, err = insertToken(ctx, tx, user, Token{Name: name, Scope: ScopeWrite, Created: now})
		return err
	})
	return text, err
}

func insertToken(ctx context.Context, tx *db.DB, user int64, t Token) (Token, string, error) {
	text := secret.NewToken(TokenPrefix)
	t.Prefix = text[:shownPrefix]
	err := tx.Returning(ctx, &t.ID, `INSERT INTO tokens (user_id, name, prefix, hash, scope, created_at, expires_at, last_used_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, 0) RETURNING id`, user, t.Name, t.Prefix, secret.Hash(text), t.Scope, t.Created, t.Expires)
	return t, text, err
}

// RevokeToken removes a token of a user.
func (s *Store) RevokeToken(ctx context.Context, user, token int64) (err error) {
	defer errs.Wrap(&err, "account.RevokeToken(%d, %d)", user, token)
	var id int64
	err = s.db.Returning(ctx, &id, `DELETE FROM tokens WHERE id = ? AND user_id = ? RETURNING id`, token, user)
	return db.NoRows(err, "There is no such token.")
}

// ByToken returns who a personal access token belongs to and what it allows.
func (s *Store) ByToken(ctx context.Context, text string, now telemetry.Time) (id Identity, err error) {
	defer errs.Wrap(&err, "account.ByToken")
	var row struct {
		identityRow
		Token    int64          `db:"token_id"`
		Scope    Scope          `db:"scope"`
		Expires  telemetry.Time `db:"expires_at"`
		LastUsed telemetry.Time `db:"last_used_at"`
	}
	err = s.db.Get(ctx, &row, `SELECT `+identityColumns+`, t.id AS token_id, t.scope, t.expires_at, t.last_used_at
		FROM tokens t JOIN users u ON u.id = t.user_id `+identityFrom+`
		WHERE t.hash = ? AND NOT u.disabled ORDER BY o.id LIMIT 1`, secret.Hash(text))
	if err != nil {
		return id, unauthenticated(err, "The token is not known: it is mistyped or was revoked.")
	}
	if row.Expires != 0 && row.Expires <= now {
		return id, errs.New(errs.Unauthenticated, "The token has expired.")
	}
	id = row.identity()
	id.Scope, id.Token = row.Scope, row.Token
	if now.Sub(row.LastUsed) >= usedStep {
		// Not worth failing the request for: it is shown, nothing depends on it.
		if _, err := s.db.Exec(ctx, `UPDATE tokens SET last_used_at = ? WHERE id = ?`, now, row.Token); err != nil {
			s.Log.WarnContext(ctx, "the use of a token was not noted", "token", row.Token, "error", err)
		}
	}
	return id, nil
}
