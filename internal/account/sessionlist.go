package account

import (
	"context"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// idSize is how much of a session's hash names it to its owner: enough to tell
// sessions apart, and no way back to the cookie.
const idSize = 16

// OpenSessionInfo is a session of a user as its owner sees it.
type OpenSessionInfo struct {
	Hash    string         `db:"hash"`
	Address string         `db:"address"`
	Agent   string         `db:"agent"`
	Created telemetry.Time `db:"created_at"`
	Seen    telemetry.Time `db:"seen_at"` // to the hour
	Expires telemetry.Time `db:"expires_at"`
}

// ID names the session in lists.
func (i OpenSessionInfo) ID() string { return i.Hash[:min(len(i.Hash), idSize)] }

// Sessions returns the sessions of a user that are not over, the last used
// first. There are at most maxSessions.
func (s *Store) Sessions(ctx context.Context, user int64, now telemetry.Time) (all []OpenSessionInfo, err error) {
	defer errs.Wrap(&err, "account.Sessions(%d)", user)
	err = s.db.Select(ctx, &all, `SELECT hash, address, agent, created_at, seen_at, expires_at FROM sessions
		WHERE user_id = ? AND expires_at > ? ORDER BY seen_at DESC, created_at DESC, hash`, user, now)
	return all, err
}

// EndSession ends one session of a user, given by its ID.
func (s *Store) EndSession(ctx context.Context, user int64, id string) (err error) {
	defer errs.Wrap(&err, "account.EndSession(%d)", user)
	var hash string
	err = s.db.Returning(ctx, &hash, `DELETE FROM sessions WHERE user_id = ? AND SUBSTR(hash, 1, ?) = ? RETURNING hash`, user, idSize, id)
	return db.NoRows(err, "This session is over already.")
}

// EndOtherSessions ends all sessions of a user but the one with the hash keep.
func (s *Store) EndOtherSessions(ctx context.Context, user int64, keep string) (err error) {
	defer errs.Wrap(&err, "account.EndOtherSessions(%d)", user)
	_, err = s.db.Exec(ctx, `DELETE FROM sessions WHERE user_id = ? AND hash <> ?`, user, keep)
	return err
}
