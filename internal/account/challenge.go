package account

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/secret"
	"belfry/internal/telemetry"
)

// A challenge is a step of signing in, or of adding a passkey, that waits for
// the next one. Its token goes to the browser; here is only a hash.
type challenge struct {
	hash string
	User int64  `db:"user_id"` // 0: not known yet
	Data string `db:"data"`    // JSON
}

// challengeKind is what a challenge waits for: none is good for another.
type challengeKind string

const (
	waitsForFactor   challengeKind = "factor"   // the password was right
	waitsForPasskey  challengeKind = "passkey"  // of anybody
	waitsForNewKey   challengeKind = "register" // a passkey to be added
	waitsForProvider challengeKind = "oidc"     // the provider's answer
)

const (
	challengeTime = 10 * time.Minute
	challengeTry  = 5      // answers to one challenge
	maxChallenges = 10_000 // at once; a flood drops the oldest
)

// newChallenge stores one and returns its token.
func (s *Store) newChallenge(ctx context.Context, kind challengeKind, user int64, data any, now telemetry.Time) (token string, err error) {
	text, err := json.Marshal(data)
	if err != nil {
		return "", fmt.Errorf("write the challenge: %w", err)
	}
	token = secret.NewToken("")
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		if _, err := tx.Exec(ctx, `DELETE FROM challenges WHERE expires_at <= ? OR expires_at <
			(SELECT expires_at FROM challenges ORDER BY expires_at DESC LIMIT 1 OFFSET ?)`, now, maxChallenges); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO challenges (hash, kind, user_id, tries, data, expires_at) VALUES (?, ?, ?, 0, ?, ?)`,
			secret.Hash(token), kind, user, string(text), now.Add(challengeTime))
		return err
	})
	return token, err
}

// tryChallenge returns the challenge of a token and counts the try.
func (s *Store) tryChallenge(ctx context.Context, kind challengeKind, token string, now telemetry.Time) (c challenge, err error) {
	c.hash = secret.Hash(token)
	err = s.db.Returning(ctx, &c, `UPDATE challenges SET tries = tries + 1
		WHERE hash = ? AND kind = ? AND expires_at > ? AND tries < ? RETURNING user_id, data`, c.hash, kind, now, challengeTry)
	return c, unauthenticated(err, "This took too long, or too many tries. Start again.")
}

// into reads what newChallenge was given.
func (c challenge) into(data any) error {
	if err := json.Unmarshal([]byte(c.Data), data); err != nil {
		return fmt.Errorf("read the challenge: %w", err)
	}
	return nil
}

// spend ends a challenge that was met. Of several at once one succeeds.
func (s *Store) spend(ctx context.Context, c challenge) error {
	var user int64
	err := s.db.Returning(ctx, &user, `DELETE FROM challenges WHERE hash = ? RETURNING user_id`, c.hash)
	return unauthenticated(err, "This was used already. Start again.")
}

// take is tryChallenge for what may be tried once.
func (s *Store) take(ctx context.Context, kind challengeKind, token string, now telemetry.Time) (c challenge, err error) {
	if c, err = s.tryChallenge(ctx, kind, token, now); err != nil {
		return c, err
	}
	return c, s.spend(ctx, c)
}

// anonymous counts what somebody unknown makes us store or compute.
func (s *Store) anonymous(what string, from Client, now telemetry.Time) error {
	return s.starts.take(attempt{network(from.Address), what}, now)
}

// errRefused is what a second step that is wrong comes to.
func errRefused(cause error, message string) error {
	return errs.With(errs.Unauthenticated, cause, "%s", message)
}
