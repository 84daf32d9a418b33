package account

import (
	"context"
	"net/netip"
	"strings"
	"time"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/secret"
	"belfry/internal/telemetry"
)

// A session ends when it was not used for idleTimeout, and in any case after
// maxAge.
const (
	idleTimeout = 30 * 24 * time.Hour
	maxAge      = 90 * 24 * time.Hour
	seenStep    = time.Hour // seen_at is not written more often
	maxSessions = 50        // of one user; the oldest go
)

// Client is where a session comes from.
type Client struct {
	Address netip.Addr
	Agent   string
	BaseURL string // how the client reaches the server, without a final slash
}

const maxAgent = 300

func (c Client) agent() string { return strings.ToValidUTF8(c.Agent[:min(len(c.Agent), maxAgent)], "") }

func (c Client) address() string {
	if !c.Address.IsValid() {
		return ""
	}
	return c.Address.String()
}

// Session is a new session. The token goes into the cookie and is kept nowhere.
// With Second there is none yet: that has to be answered first.
type Session struct {
	Token   string
	Expires telemetry.Time
	Second  *SecondStep
	Identity
}

// SignIn checks e-mail and password and opens a session, or says what the second
// step is. Whatever is wrong, the answer is the same; too many attempts are
// Limited.
func (s *Store) SignIn(ctx context.Context, email, password string, from Client, now telemetry.Time) (ses Session, err error) {
	defer errs.Wrap(&err, "account.SignIn")
	u, err := s.verify(ctx, email, password, from, now)
	if err != nil {
		return ses, err
	}
	if ses.Second, err = s.secondStep(ctx, u, from, now); err != nil || ses.Second != nil {
		return ses, err
	}
	return s.OpenSession(ctx, u.ID, from, now)
}

// OpenSession opens a session of a user who has proved who it is.
func (s *Store) OpenSession(ctx context.Context, user int64, from Client, now telemetry.Time) (ses Session, err error) {
	defer errs.Wrap(&err, "account.OpenSession(%d)", user)
	ses = Session{Token: secret.NewToken(""), Expires: now.Add(idleTimeout)}
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		if err := welcome(ctx, tx, user); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO sessions (hash, user_id, address, agent, created_at, seen_at, expires_at)
			VALUES (?, ?, ?, ?, ?, ?, ?)`, secret.Hash(ses.Token), user, from.address(), from.agent(), now, now, ses.Expires)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `DELETE FROM sessions WHERE user_id = ? AND hash NOT IN
			(SELECT hash FROM sessions WHERE user_id = ? ORDER BY seen_at DESC, hash LIMIT ?)`, user, user, maxSessions)
		return err
	})
	if err != nil {
		return ses, err
	}
	if ses.Identity, err = s.BySession(ctx, ses.Token, now); err != nil {
		return ses, err
	}
	return ses, record(ctx, s.db, Actor{Identity: ses.Identity, From: from}, "session.created", ses.User.target(), nil, now)
}

// welcome returns nil when a user may come into some organization, or says why
// not.
func welcome(ctx context.Context, tx *db.DB, user int64) error {
	var all []Membership
	err := tx.Select(ctx, &all, `SELECT m.organization_id, m.user_id, m.disabled, m.confirmed FROM members m JOIN users u ON u.id = m.user_id
		WHERE m.user_id = ? AND NOT u.disabled ORDER BY m.organization_id`, user)
	if err != nil {
		return err
	}
	waits := false
	for _, m := range all {
		if m.Confirmed && !m.Disabled {
			return nil
		}
		waits = waits || !m.Disabled
	}
	if waits {
		return errs.New(errs.Unauthenticated, "An administrator has to confirm your account first.")
	}
	return errs.New(errs.Unauthenticated, "Your account is disabled. Ask an administrator.")
}

// BySession returns who a session's cookie belongs to, and keeps the session
// alive.
func (s *Store) BySession(ctx context.Context, token string, now telemetry.Time) (id Identity, err error) {
	defer errs.Wrap(&err, "account.BySession")
	return s.bySession(ctx, secret.Hash(token), now)
}

// bySession prefers the organization that the session was switched to.
func (s *Store) bySession(ctx context.Context, hash string, now telemetry.Time) (id Identity, err error) {
	var row struct {
		identityRow
		Created telemetry.Time `db:"created_at"`
		Seen    telemetry.Time `db:"seen_at"`
	}
	err = s.db.Get(ctx, &row, `SELECT `+identityColumns+`, s.created_at, s.seen_at
		FROM sessions s JOIN users u ON u.id = s.user_id `+identityFrom+`
		WHERE s.hash = ? AND s.expires_at > ?
		ORDER BY CASE WHEN o.id = s.organization_id THEN 0 ELSE 1 END, o.id LIMIT 1`, hash, now)
	if err != nil {
		return id, unauthenticated(err, "The session is over. Sign in again.")
	}
	id = row.identity()
	id.Scope, id.Session = ScopeWrite, hash
	if now.Sub(row.Seen) < seenStep {
		return id, nil
	}
	// Not worth failing the request for: the session just ends earlier.
	if _, err := s.db.Exec(ctx, `UPDATE sessions SET seen_at = ?, expires_at = ? WHERE hash = ?`,
		now, min(now.Add(idleTimeout), row.Created.Add(maxAge)), hash); err != nil {
		s.Log.WarnContext(ctx, "a session was not prolonged", "user", id.User.ID, "error", err)
	}
	return id, nil
}

// unauthenticated is what a credential that is not found comes to.
func unauthenticated(err error, message string) error {
	if err = db.NoRows(err, "%s", message); errs.Is(err, errs.NotFound) {
		return errs.New(errs.Unauthenticated, "%s", message)
	}
	return err
}

// SignOut ends a session, given by its hash.
func (s *Store) SignOut(ctx context.Context, hash string) (err error) {
	defer errs.Wrap(&err, "account.SignOut")
	_, err = s.db.Exec(ctx, `DELETE FROM sessions WHERE hash = ?`, hash)
	return err
}

// Expire forgets sessions and invitations that are over, and what the audit log
// has kept for long enough.
func (s *Store) Expire(ctx context.Context, now telemetry.Time) (err error) {
	defer errs.Wrap(&err, "account.Expire")
	for _, old := range []struct {
		statement string
		before    telemetry.Time
	}{
		{`DELETE FROM sessions WHERE expires_at <= ?`, now},
		{`DELETE FROM challenges WHERE expires_at <= ?`, now},
		{`DELETE FROM invitations WHERE expires_at <= ?`, now},
		{`DELETE FROM audit WHERE at < ?`, now.Add(-auditAge)},
	} {
		if _, err := s.db.Exec(ctx, old.statement, old.before); err != nil {
			return err
		}
	}
	return nil
}
