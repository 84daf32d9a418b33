package account

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/go-webauthn/webauthn/webauthn"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// FactorKind is a way to take the second step of signing in.
type FactorKind string

// The kinds of second factors.
const (
	FactorTOTP     FactorKind = "totp"
	FactorPasskey  FactorKind = "passkey"
	FactorRecovery FactorKind = "recovery"
)

// SecondStep is what somebody whose password was right still has to show.
type SecondStep struct {
	Kinds     []FactorKind
	Challenge string          // goes with the answer
	Passkey   json.RawMessage // options for the browser's authenticator; nil without FactorPasskey
}

// Answer is what somebody shows for a challenge: one of the three.
type Answer struct {
	TOTP     string
	Recovery string
	Passkey  json.RawMessage // a credential as the browser writes it
}

// secondFactor is what a challenge keeps of the second step.
type secondFactor struct {
	Passkey *webauthn.SessionData `json:"passkey,omitempty"`
}

// secondStep returns what u has to show besides the password, nil for nothing.
func (s *Store) secondStep(ctx context.Context, u User, from Client, now telemetry.Time) (*SecondStep, error) {
	sec, err := s.Security(ctx, u.ID)
	if err != nil || sec.TOTP == 0 {
		return nil, err
	}
	step, data := &SecondStep{Kinds: []FactorKind{FactorTOTP}}, secondFactor{}
	options, session, err := s.beginSecondPasskey(ctx, u, from)
	if err != nil {
		return nil, err
	}
	if session != nil {
		step.Kinds, step.Passkey, data.Passkey = append(step.Kinds, FactorPasskey), options, session
	}
	if sec.RecoveryCodes > 0 {
		step.Kinds = append(step.Kinds, FactorRecovery)
	}
	step.Challenge, err = s.newChallenge(ctx, waitsForFactor, u.ID, data, now)
	return step, err
}

// Answer takes the second step and opens a session. What is wrong may be tried
// again a few times.
func (s *Store) Answer(ctx context.Context, token string, a Answer, from Client, now telemetry.Time) (ses Session, err error) {
	defer errs.Wrap(&err, "account.Answer")
	c, err := s.tryChallenge(ctx, waitsForFactor, token, now)
	if err != nil {
		return ses, err
	}
	// Counted per user, wherever it comes from: who tries codes has the password.
	tries := attempt{email: totpAbout(c.User)}
	if err := s.codes.take(tries, now); err != nil {
		return ses, err
	}
	if err := s.check(ctx, c, a, from, now); err != nil {
		if errs.Is(err, errs.Unauthenticated) {
			err = errors.Join(err, s.refusedStep(ctx, c.User, from, now))
		}
		return ses, err
	}
	if err := s.spend(ctx, c); err != nil {
		return ses, err
	}
	s.codes.forget(tries)
	return s.OpenSession(ctx, c.User, from, now)
}

// refusedStep notes in the audit log that a second step was wrong.
func (s *Store) refusedStep(ctx context.Context, user int64, from Client, now telemetry.Time) error {
	u, err := userByID(ctx, s.db, user)
	if err != nil {
		return err
	}
	return s.refused(ctx, u, u.Email, from, now)
}

// check returns nil when a is right for the user of c.
func (s *Store) check(ctx context.Context, c challenge, a Answer, from Client, now telemetry.Time) error {
	if len(a.Passkey) > 0 {
		return s.checkSecondPasskey(ctx, c, a.Passkey, from, now)
	}
	return s.db.Transact(ctx, func(tx *db.DB) error {
		if a.Recovery != "" {
			ok, err := useRecoveryCode(ctx, tx, c.User, a.Recovery)
			if err == nil && !ok {
				return errRefused(nil, "This recovery code is not one of yours, or was used before.")
			}
			return err
		}
		ok, err := s.useCode(ctx, tx, c.User, a.TOTP, true, now)
		if err == nil && !ok {
			return errRefused(nil, "This code is wrong, or was used before. Wait for the next one.")
		}
		return err
	})
}

// PasskeysWork reports whether a browser at this address can use passkeys: they
// are bound to a name, which an IP address is not.
func (c Client) PasskeysWork() bool { return c.relyingParty() != "" }
