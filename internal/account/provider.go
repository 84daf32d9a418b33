package account

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"belfry/internal/errs"
)

// googleIssuer lets anybody in the world sign in, so that it needs more care
// than a provider of one's own.
const googleIssuer = "https://accounts.google.com"

// NoRole as the default role lets in only who is in a group with a role.
const NoRole Role = "none"

const (
	providerTimeout = 10 * time.Second
	providerBody    = 1 << 20
	maxGroups       = 1000
)

// ProviderOptions say who else vouches for people: any provider of OpenID
// Connect.
type ProviderOptions struct {
	Issuer       string
	ClientID     string
	ClientSecret string
	Scopes       []string // openid is added
	Label        string   // on the button
	Only         bool     // the page hides the password
	Provision    bool     // make users who are not there yet
	DefaultRole  Role     // of those in no group with a role; NoRole keeps them out
	Domains      []string // of e-mail addresses that may come in; empty: all
	GroupsClaim  string
	Roles        map[string]Role // by group; empty: roles are given here, not there
}

// Check reports what is wrong with o.
func (o ProviderOptions) Check() error {
	switch {
	case o.ClientID == "":
		return fmt.Errorf("client_id: needed with an issuer")
	case !strings.HasPrefix(o.Issuer, "https://") && !strings.HasPrefix(o.Issuer, "http://"):
		return fmt.Errorf("issuer: %q is not an address such as %s", o.Issuer, googleIssuer)
	case o.DefaultRole != NoRole && !o.DefaultRole.known():
		return fmt.Errorf("default_role: %q is no role", o.DefaultRole)
	case o.Provision && o.Issuer == googleIssuer && len(o.Domains) == 0:
		return fmt.Errorf("domains: needed to make users of a provider where anybody has an account")
	}
	for group, role := range o.Roles {
		if !role.known() {
			return fmt.Errorf("roles: %q of group %q is no role", role, group)
		}
	}
	return nil
}

// Provider is a provider of OpenID Connect. It is asked for its addresses when
// it is first needed, so that Belfry starts without it.
type Provider struct {
	ProviderOptions
	client *http.Client

	mu    sync.Mutex
	known *oidc.Provider
}

// NewProvider returns the provider that o describes.
func NewProvider(o ProviderOptions) *Provider {
	o.GroupsClaim, o.Label = cmp.Or(o.GroupsClaim, "groups"), cmp.Or(o.Label, "Sign in with single sign-on")
	return &Provider{ProviderOptions: o, client: &http.Client{Timeout: providerTimeout, Transport: bounded{}}}
}

// bounded cuts what a provider answers off at a size that no honest answer has.
type bounded struct{}

// RoundTrip implements http.RoundTripper.
func (bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err == nil {
		answer.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(answer.Body, providerBody), answer.Body}
	}
	return answer, err
}

// discover returns the provider's addresses and keys, and a context in which it
// is spoken to.
func (p *Provider) discover(ctx context.Context) (context.Context, *oidc.Provider, error) {
	ctx = oidc.ClientContext(ctx, p.client)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known == nil {
		found, err := oidc.NewProvider(ctx, p.Issuer)
		if err != nil {
			return ctx, nil, errs.With(errs.Unavailable, err, "The provider of sign-ins does not answer. Try again, or use your password.")
		}
		p.known = found
	}
	return ctx, p.known, nil
}

// exchange is what of an OAuth 2 client does not depend on the provider's state.
func (p *Provider) exchange(found *oidc.Provider, base string) oauth2.Config {
	scopes := append([]string{oidc.ScopeOpenID}, p.Scopes...)
	slices.Sort(scopes)
	return oauth2.Config{
		ClientID: p.ClientID, ClientSecret: p.ClientSecret, Endpoint: found.Endpoint(),
		RedirectURL: base + CallbackPath, Scopes: slices.Compact(scopes),
	}
}

// claims are what a provider says of somebody.
type claims struct {
	Subject  string
	Email    string
	Verified bool
	Name     string
	Hosted   string // the company whose account it is, with Google
	Groups   []string
}

// trade turns the code of a finished sign-in into what the provider says.
func (p *Provider) trade(ctx context.Context, base, code string, w waiting) (c claims, err error) {
	ctx, found, err := p.discover(ctx)
	if err != nil {
		return c, err
	}
	config := p.exchange(found, base)
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(w.Verifier))
	if err != nil {
		return c, fmt.Errorf("trade the code: %w", err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return c, fmt.Errorf("the provider sent no ID token")
	}
	id, err := found.VerifierContext(ctx, &oidc.Config{ClientID: p.ClientID}).Verify(ctx, raw)
	if err != nil {
		return c, fmt.Errorf("verify the ID token: %w", err)
	}
	if id.Nonce == "" || id.Nonce != w.Nonce {
		return c, fmt.Errorf("the ID token is of another sign-in")
	}
	all := map[string]json.RawMessage{}
	if err := id.Claims(&all); err != nil {
		return c, fmt.Errorf("read the ID token: %w", err)
	}
	if err := p.complete(ctx, found, config.TokenSource(ctx, token), id.Subject, all); err != nil {
		return c, err
	}
	return p.read(id.Subject, all), nil
}

// complete asks the provider for what the ID token lacks.
func (p *Provider) complete(ctx context.Context, found *oidc.Provider, source oauth2.TokenSource, subject string, all map[string]json.RawMessage) error {
	needed := []string{"email"}
	if len(p.Roles) > 0 {
		needed = append(needed, p.GroupsClaim)
	}
	has := func(name string) bool { return len(all[name]) > 0 }
	if found.UserInfoEndpoint() == "" || !slices.ContainsFunc(needed, func(name string) bool { return !has(name) }) {
		return nil
	}
	info, err := found.UserInfo(ctx, source)
	if err != nil {
		return fmt.Errorf("ask who it is: %w", err)
	}
	// Nothing else ties this answer to the ID token (OpenID Connect Core, 5.3.2).
	if info.Subject != subject {
		return fmt.Errorf("the provider speaks of two people")
	}
	more := map[string]json.RawMessage{}
	if err := info.Claims(&more); err != nil {
		return fmt.Errorf("read who it is: %w", err)
	}
	// The address and whether it was verified belong together.
	if !has("email") {
		all["email_verified"] = more["email_verified"]
	}
	for name, value := range more {
		if !has(name) {
			all[name] = value
		}
	}
	return nil
}

// read picks what is used of the claims; one of an odd type counts as missing.
func (p *Provider) read(subject string, all map[string]json.RawMessage) claims {
	c := claims{Subject: subject, Email: textClaim(all["email"]), Hosted: textClaim(all["hd"])}
	c.Name = cmp.Or(textClaim(all["name"]), textClaim(all["preferred_username"]))
	// Some providers send the word instead of the value.
	c.Verified = string(all["email_verified"]) == "true" || textClaim(all["email_verified"]) == "true"
	if json.Unmarshal(all[p.GroupsClaim], &c.Groups) != nil {
		c.Groups = nil
		if one := textClaim(all[p.GroupsClaim]); one != "" {
			c.Groups = []string{one}
		}
	}
	c.Groups = c.Groups[:min(len(c.Groups), maxGroups)]
	return c
}

func textClaim(raw json.RawMessage) (text string) {
	if json.Unmarshal(raw, &text) != nil {
		return ""
	}
	return strings.TrimSpace(text)
}
