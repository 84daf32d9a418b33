package account

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/secret"
	"belfry/internal/telemetry"
)

// CallbackPath is the page to which providers send people back, below the base
// URL.
const CallbackPath = "/sign-in/callback"

// waiting is what is kept of a sign-in while somebody is at the provider.
type waiting struct {
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
	Return   string `json:"return"`
}

// BeginOIDC starts a sign-in at the provider: the address to go to, and the
// token that the same browser must bring back. Back is kept for afterwards.
func (s *Store) BeginOIDC(ctx context.Context, back string, from Client, now telemetry.Time) (url, token string, err error) {
	defer errs.Wrap(&err, "account.BeginOIDC")
	if s.Provider == nil {
		return "", "", errs.New(errs.NotFound, "There is no provider of sign-ins.")
	}
	if err := s.anonymous("oidc", from, now); err != nil {
		return "", "", err
	}
	_, found, err := s.Provider.discover(ctx)
	if err != nil {
		return "", "", err
	}
	w := waiting{Nonce: secret.NewToken(""), Verifier: oauth2.GenerateVerifier(), Return: back}
	if token, err = s.newChallenge(ctx, waitsForProvider, 0, w, now); err != nil {
		return "", "", err
	}
	config := s.Provider.exchange(found, from.BaseURL)
	return config.AuthCodeURL(stateOf(token), oidc.Nonce(w.Nonce), oauth2.S256ChallengeOption(w.Verifier)), token, nil
}

// stateOf is what goes through the provider instead of the token itself. The
// letter in front keeps it from ever being read as a number.
func stateOf(token string) string { return "s" + secret.Hash("oidc state "+token) }

// FinishOIDC opens a session for who comes back from the provider with a code,
// and returns where to go from there.
func (s *Store) FinishOIDC(ctx context.Context, token, state, code string, from Client, now telemetry.Time) (ses Session, back string, err error) {
	defer errs.Wrap(&err, "account.FinishOIDC")
	if s.Provider == nil {
		return ses, "", errs.New(errs.NotFound, "There is no provider of sign-ins.")
	}
	if token == "" || !secret.Equal(state, stateOf(token)) {
		return ses, "", errs.New(errs.Unauthenticated, "This sign-in was begun in another browser, or too long ago. Start again.")
	}
	c, err := s.take(ctx, waitsForProvider, token, now)
	if err != nil {
		return ses, "", err
	}
	var w waiting
	if err := c.into(&w); err != nil {
		return ses, "", err
	}
	who, err := s.Provider.trade(ctx, from.BaseURL, code, w)
	if err != nil {
		s.Log.WarnContext(ctx, "a sign-in at the provider failed", "error", err)
		if errs.KindOf(err) == errs.Internal {
			err = errRefused(err, "The provider's answer was not accepted. Start again; the server's log says why.")
		}
		return ses, "", err
	}
	u, err := s.admit(ctx, who, now)
	if err != nil {
		return ses, "", err
	}
	ses, err = s.OpenSession(ctx, u.ID, from, now)
	return ses, w.Return, err
}

// admit returns the user that the provider speaks of, who is linked or made
// when that is allowed.
func (s *Store) admit(ctx context.Context, who claims, now telemetry.Time) (u User, err error) {
	role, err := s.Provider.allowed(who)
	if err != nil {
		return u, err
	}
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		if u, err = s.userOf(ctx, tx, who, role, now); err != nil {
			return err
		}
		if u.Disabled {
			return errs.New(errs.Forbidden, "This account is disabled.")
		}
		if len(s.Provider.Roles) == 0 {
			return nil
		}
		return setProvidedRole(ctx, tx, u.ID, role)
	})
	return u, err
}

// allowed returns the role of who, or why somebody may not come in.
func (p *Provider) allowed(who claims) (role Role, err error) {
	role = p.DefaultRole
	for _, group := range who.Groups {
		if mapped, ok := p.Roles[group]; ok && (role == NoRole || mapped.AtLeast(role)) {
			role = mapped
		}
	}
	if role == NoRole {
		return role, errs.New(errs.Forbidden, "You are in no group that may use Belfry. Ask its administrator.")
	}
	if len(p.Domains) == 0 {
		return role, nil
	}
	_, domain, _ := strings.Cut(keyOf(who.Email), "@")
	if p.Issuer == googleIssuer {
		domain = strings.ToLower(who.Hosted) // an address alone may be of a private account
	}
	if !who.Verified || !slices.ContainsFunc(p.Domains, func(d string) bool { return strings.EqualFold(d, domain) }) {
		return role, errs.New(errs.Forbidden, "Accounts such as %s may not use Belfry. Ask its administrator.", who.Email)
	}
	return role, nil
}

// userOf finds the user that the provider speaks of: by what it calls somebody,
// else by an e-mail address that it has verified; else it makes one.
func (s *Store) userOf(ctx context.Context, tx *db.DB, who claims, role Role, now telemetry.Time) (u User, err error) {
	var id int64
	err = tx.Returning(ctx, &id, `UPDATE oidc_identities SET last_used_at = ? WHERE issuer = ? AND subject = ? RETURNING user_id`,
		now, s.Provider.Issuer, who.Subject)
	if err == nil {
		return userByID(ctx, tx, id)
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return u, err
	}
	if who.Email == "" || !who.Verified {
		return u, errs.New(errs.Forbidden, "The provider has not verified your e-mail address, so that Belfry cannot tell who you are.")
	}
	u, err = userByEmail(ctx, tx, who.Email)
	if errs.Is(err, errs.NotFound) {
		u, err = s.provision(ctx, tx, who, role, now)
	}
	if err != nil {
		return u, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO oidc_identities (issuer, subject, user_id, created_at, last_used_at) VALUES (?, ?, ?, ?, ?)`,
		s.Provider.Issuer, who.Subject, u.ID, now, now)
	return u, err
}

// provision makes a user without a password.
func (s *Store) provision(ctx context.Context, tx *db.DB, who claims, role Role, now telemetry.Time) (u User, err error) {
	if !s.Provider.Provision {
		return u, errs.New(errs.Forbidden, "There is no account for %s. Ask an administrator for an invitation.", who.Email)
	}
	email, err := checkEmail(who.Email)
	if err != nil {
		return u, err
	}
	name, err := checkName(who.Name)
	if err != nil {
		name, _, _ = strings.Cut(email, "@")
	}
	u = User{Name: name, Email: email, Created: now}
	if err := tx.Returning(ctx, &u.ID, `INSERT INTO users (name, email, email_key, password, created_at) VALUES (?, ?, ?, '', ?) RETURNING id`,
		name, email, keyOf(email), now); err != nil {
		return u, taken(err)
	}
	org, err := defaultOrganization(ctx, tx)
	if err != nil {
		return u, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO members (organization_id, user_id, role, joined_at) VALUES (?, ?, ?, ?)`, org.ID, u.ID, role, now)
	return u, err
}

// setProvidedRole gives a member of the first organization the role that the
// provider's groups say. Owners stay: a mistake there must not lock everybody
// out here.
func setProvidedRole(ctx context.Context, tx *db.DB, user int64, role Role) error {
	org, err := defaultOrganization(ctx, tx)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE members SET role = ? WHERE organization_id = ? AND user_id = ? AND role <> ?`, role, org.ID, user, RoleOwner)
	return err
}
