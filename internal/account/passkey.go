package account

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

const (
	maxPasskeys = 25 // of one user
	handleBytes = 32
)

// Passkey is a key pair whose private half stays on a device or in a password
// safe.
type Passkey struct {
	ID       int64          `db:"id"`
	Name     string         `db:"name"`
	Host     string         `db:"rp_id"` // the host name that it is for
	Created  telemetry.Time `db:"created_at"`
	LastUsed telemetry.Time `db:"last_used_at"` // 0: not yet
}

const passkeyColumns = `id, name, rp_id, created_at, last_used_at`

// relyingParty is the name that passkeys are bound to, "" where there is none.
func (c Client) relyingParty() string {
	u, err := url.Parse(c.BaseURL)
	if err != nil || net.ParseIP(u.Hostname()) != nil {
		return ""
	}
	return u.Hostname()
}

// ceremonies returns the protocol for the address that the browser is at. That
// address may come from the request: a passkey is good for one name only, so a
// forged one finds none.
func (c Client) ceremonies() (*webauthn.WebAuthn, error) {
	host := c.relyingParty()
	if host == "" {
		return nil, errs.New(errs.Conflict, "Passkeys need a name: open Belfry as https://belfry.example.com rather than under an IP address.")
	}
	w, err := webauthn.New(&webauthn.Config{
		RPID: host, RPDisplayName: "Belfry", RPOrigins: []string{strings.TrimRight(c.BaseURL, "/")},
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired,
		},
		AttestationPreference: protocol.PreferNoAttestation,
	})
	if err != nil {
		return nil, fmt.Errorf("passkeys at %s: %w", c.BaseURL, err)
	}
	return w, nil
}

// holder is a user as the protocol sees one.
type holder struct {
	User
	handle []byte
	keys   []webauthn.Credential
}

func (h holder) WebAuthnID() []byte                         { return h.handle }
func (h holder) WebAuthnName() string                       { return h.Email }
func (h holder) WebAuthnDisplayName() string                { return h.Name }
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

func encode(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

// holderOf reads a user with the passkeys for a host, and makes the handle when
// there is none.
func (s *Store) holderOf(ctx context.Context, u User, host string) (h holder, err error) {
	h.User = u
	handle := make([]byte, handleBytes)
	_, _ = rand.Read(handle) // never fails
	var text string
	// A no-op update, so that the row that is there comes back.
	if err := s.db.Returning(ctx, &text, `INSERT INTO passkey_handles (user_id, handle) VALUES (?, ?)
		ON CONFLICT (user_id) DO UPDATE SET handle = passkey_handles.handle RETURNING handle`, u.ID, encode(handle)); err != nil {
		return h, err
	}
	if h.handle, err = base64.RawURLEncoding.DecodeString(text); err != nil {
		return h, fmt.Errorf("handle of user %d: %w", u.ID, err)
	}
	var records []string
	if err := s.db.Select(ctx, &records, `SELECT record FROM passkeys WHERE user_id = ? AND rp_id = ? ORDER BY id`, u.ID, host); err != nil {
		return h, err
	}
	for _, r := range records {
		var c webauthn.Credential
		if err := json.Unmarshal([]byte(r), &c); err != nil {
			return h, fmt.Errorf("passkey of user %d: %w", u.ID, err)
		}
		h.keys = append(h.keys, c)
	}
	return h, nil
}

// stored is what is kept of a credential: not the attestation, which says
// what device it is and is never looked at again.
func stored(c *webauthn.Credential) (string, error) {
	kept := *c
	kept.Attestation = webauthn.CredentialAttestation{}
	text, err := json.Marshal(kept)
	return string(text), err
}

// BeginPasskey starts to add a passkey: options for the browser's
// authenticator, and the challenge that goes with its answer.
func (s *Store) BeginPasskey(ctx context.Context, id Identity, password string, from Client, now telemetry.Time) (options json.RawMessage, token string, err error) {
	defer errs.Wrap(&err, "account.BeginPasskey(%d)", id.User.ID)
	if err := s.reauthenticate(ctx, id, password, from, now); err != nil {
		return nil, "", err
	}
	w, err := from.ceremonies()
	if err != nil {
		return nil, "", err
	}
	h, err := s.holderOf(ctx, id.User, from.relyingParty())
	if err != nil {
		return nil, "", err
	}
	if len(h.keys) >= maxPasskeys {
		return nil, "", errs.New(errs.Conflict, "You have %d passkeys. Remove one before you add another.", len(h.keys))
	}
	creation, session, err := w.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.keys).CredentialDescriptors()))
	if err != nil {
		return nil, "", fmt.Errorf("begin the registration: %w", err)
	}
	if options, err = json.Marshal(creation.Response); err != nil {
		return nil, "", err
	}
	token, err = s.newChallenge(ctx, waitsForNewKey, id.User.ID, session, now)
	return options, token, err
}

// AddPasskey stores the passkey that a browser made for BeginPasskey.
func (s *Store) AddPasskey(ctx context.Context, id Identity, token, name string, credential json.RawMessage, from Client, now telemetry.Time) (p Passkey, err error) {
	defer errs.Wrap(&err, "account.AddPasskey(%d)", id.User.ID)
	if name, err = checkPasskeyName(name); err != nil {
		return p, err
	}
	made, err := s.made(ctx, id, token, credential, from, now)
	if err != nil {
		return p, err
	}
	text, err := stored(made)
	if err != nil {
		return p, err
	}
	p = Passkey{Name: name, Host: from.relyingParty(), Created: now}
	err = s.db.Returning(ctx, &p.ID, `INSERT INTO passkeys (user_id, rp_id, credential_id, name, record, created_at, last_used_at)
		VALUES (?, ?, ?, ?, ?, ?, 0) RETURNING id`, id.User.ID, p.Host, encode(made.ID), name, text, now)
	if db.IsUnique(err) {
		return p, errs.With(errs.Conflict, err, "This passkey is registered already.")
	}
	return p, err
}

// made checks what a browser made for a challenge of id's.
func (s *Store) made(ctx context.Context, id Identity, token string, credential json.RawMessage, from Client, now telemetry.Time) (*webauthn.Credential, error) {
	w, err := from.ceremonies()
	if err != nil {
		return nil, err
	}
	c, err := s.take(ctx, waitsForNewKey, token, now)
	if errs.Is(err, errs.Unauthenticated) || err == nil && c.User != id.User.ID {
		return nil, errs.Field("challenge", "This took too long. Start again.")
	} else if err != nil {
		return nil, err
	}
	var session webauthn.SessionData
	if err := c.into(&session); err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(credential)
	if err != nil {
		return nil, errs.With(errs.Invalid, err, "The browser's answer cannot be read.")
	}
	h, err := s.holderOf(ctx, id.User, from.relyingParty())
	if err != nil {
		return nil, err
	}
	made, err := w.CreateCredential(h, session, parsed)
	if err != nil {
		return nil, errs.With(errs.Invalid, err, "The passkey was not accepted. Try again, or use another device.")
	}
	return made, nil
}

func checkPasskeyName(name string) (string, error) {
	name = strings.TrimSpace(name)
	if n := utf8.RuneCountInString(name); n == 0 || n > maxName {
		return "", errs.Field("name", "Enter a name of 1 to %d characters.", maxName)
	}
	return name, nil
}

// Passkeys returns the passkeys of a user, newest first.
func (s *Store) Passkeys(ctx context.Context, user int64) (all []Passkey, err error) {
	defer errs.Wrap(&err, "account.Passkeys(%d)", user)
	err = s.db.Select(ctx, &all, `SELECT `+passkeyColumns+` FROM passkeys WHERE user_id = ? ORDER BY id DESC`, user)
	return all, err
}

// RenamePasskey names a passkey of a user.
func (s *Store) RenamePasskey(ctx context.Context, user, passkey int64, name string) (p Passkey, err error) {
	defer errs.Wrap(&err, "account.RenamePasskey(%d, %d)", user, passkey)
	if name, err = checkPasskeyName(name); err != nil {
		return p, err
	}
	err = s.db.Returning(ctx, &p, `UPDATE passkeys SET name = ? WHERE id = ? AND user_id = ? RETURNING `+passkeyColumns, name, passkey, user)
	return p, db.NoRows(err, "There is no such passkey.")
}

// DeletePasskey removes a passkey of a user.
func (s *Store) DeletePasskey(ctx context.Context, user, passkey int64) (err error) {
	defer errs.Wrap(&err, "account.DeletePasskey(%d, %d)", user, passkey)
	var id int64
	err = s.db.Returning(ctx, &id, `DELETE FROM passkeys WHERE id = ? AND user_id = ? RETURNING id`, passkey, user)
	return db.NoRows(err, "There is no such passkey.")
}
