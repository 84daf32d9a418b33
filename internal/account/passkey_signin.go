package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// BeginPasskeySignIn starts to sign somebody in by a passkey alone: options for
// the browser's authenticator, which finds out who it is, and the challenge.
func (s *Store) BeginPasskeySignIn(ctx context.Context, from Client, now telemetry.Time) (options json.RawMessage, token string, err error) {
	defer errs.Wrap(&err, "account.BeginPasskeySignIn")
	w, err := from.ceremonies()
	if err != nil {
		return nil, "", err
	}
	if err := s.anonymous("passkey", from, now); err != nil {
		return nil, "", err
	}
	assertion, session, err := w.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, "", fmt.Errorf("begin the sign-in: %w", err)
	}
	if options, err = json.Marshal(assertion.Response); err != nil {
		return nil, "", err
	}
	token, err = s.newChallenge(ctx, waitsForPasskey, 0, session, now)
	return options, token, err
}

// PasskeySignIn opens a session for who holds a passkey. The authenticator has
// made sure that it is its owner, so that no second step follows.
func (s *Store) PasskeySignIn(ctx context.Context, token string, credential json.RawMessage, from Client, now telemetry.Time) (ses Session, err error) {
	defer errs.Wrap(&err, "account.PasskeySignIn")
	w, err := from.ceremonies()
	if err != nil {
		return ses, err
	}
	c, err := s.take(ctx, waitsForPasskey, token, now)
	if err != nil {
		return ses, err
	}
	var session webauthn.SessionData
	if err := c.into(&session); err != nil {
		return ses, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(credential)
	if err != nil {
		return ses, errs.With(errs.Invalid, err, "The browser's answer cannot be read.")
	}
	var found holder
	used, err := w.ValidateDiscoverableLogin(func(rawID, handle []byte) (webauthn.User, error) {
		found, err = s.holderBy(ctx, rawID, handle, from.relyingParty())
		return found, err
	}, session, parsed)
	if err != nil {
		return ses, notAccepted(err)
	}
	if err := s.used(ctx, used, from, now); err != nil {
		return ses, err
	}
	return s.OpenSession(ctx, found.ID, from, now)
}

// notAccepted hides why a passkey is refused, but not that the database failed.
func notAccepted(err error) error {
	var refused *protocol.Error
	var unknown *protocol.ErrorUnknownCredential
	if !errors.As(err, &refused) && !errors.As(err, &unknown) {
		return err
	}
	var ours *errs.Error
	if refused != nil && refused.Err != nil && !errors.As(refused.Err, &ours) && !errors.As(refused.Err, &refused) {
		return refused.Err
	}
	return errRefused(err, "This passkey is not known here. It may have been removed.")
}

// holderBy finds whose passkey it is.
func (s *Store) holderBy(ctx context.Context, rawID, handle []byte, host string) (h holder, err error) {
	var u User
	err = s.db.Get(ctx, &u, `SELECT u.id, u.name, u.email, u.disabled, u.created_at
		FROM passkeys p JOIN users u ON u.id = p.user_id JOIN passkey_handles h ON h.user_id = u.id
		WHERE p.rp_id = ? AND p.credential_id = ? AND h.handle = ? AND NOT u.disabled`, host, encode(rawID), encode(handle))
	if err != nil {
		return h, db.NoRows(err, "There is no such passkey.")
	}
	return s.holderOf(ctx, u, host)
}

// used notes that a passkey was used. One whose counter went back was copied.
func (s *Store) used(ctx context.Context, c *webauthn.Credential, from Client, now telemetry.Time) error {
	if c.Authenticator.CloneWarning {
		s.Log.WarnContext(ctx, "a passkey was refused: its counter went back, as of a copy", "credential", encode(c.ID))
		return errRefused(nil, "This passkey seems to be a copy of another one. Sign in another way and remove it.")
	}
	text, err := stored(c)
	if err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `UPDATE passkeys SET record = ?, last_used_at = ? WHERE rp_id = ? AND credential_id = ?`,
		text, now, from.relyingParty(), encode(c.ID))
	return err
}

// beginSecondPasskey offers the passkeys of a user for the second step; nil
// where there is none for this address.
func (s *Store) beginSecondPasskey(ctx context.Context, u User, from Client) (json.RawMessage, *webauthn.SessionData, error) {
	if from.relyingParty() == "" {
		return nil, nil, nil
	}
	h, err := s.holderOf(ctx, u, from.relyingParty())
	if err != nil || len(h.keys) == 0 {
		return nil, nil, err
	}
	w, err := from.ceremonies()
	if err != nil {
		return nil, nil, err
	}
	assertion, session, err := w.BeginLogin(h, webauthn.WithUserVerification(protocol.VerificationPreferred))
	if err != nil {
		return nil, nil, fmt.Errorf("offer passkeys: %w", err)
	}
	options, err := json.Marshal(assertion.Response)
	return options, session, err
}

// checkSecondPasskey returns nil when credential is one of the user's who has
// already shown the password.
func (s *Store) checkSecondPasskey(ctx context.Context, c challenge, credential json.RawMessage, from Client, now telemetry.Time) error {
	var data secondFactor
	if err := c.into(&data); err != nil {
		return err
	}
	if data.Passkey == nil {
		return errRefused(nil, "There is no passkey to answer with.")
	}
	w, err := from.ceremonies()
	if err != nil {
		return err
	}
	u, err := userByID(ctx, s.db, c.User)
	if err != nil {
		return err
	}
	h, err := s.holderOf(ctx, u, from.relyingParty())
	if err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(credential)
	if err != nil {
		return errs.With(errs.Invalid, err, "The browser's answer cannot be read.")
	}
	used, err := w.ValidateLogin(h, *data.Passkey, parsed)
	if err != nil {
		return notAccepted(err)
	}
	return s.used(ctx, used, from, now)
}
