package app

import (
	"fmt"
	"strings"

	"belfry/internal/account"
	"belfry/internal/secret"
)

// OIDCConfig names a provider of OpenID Connect that people may sign in with.
type OIDCConfig struct {
	Issuer        string   `toml:"issuer" help:"address of the provider, such as https://accounts.google.com; empty: none"`
	ClientID      string   `toml:"client_id" help:"what the provider calls this Belfry"`
	ClientSecret  string   `toml:"client_secret" secret:"true" help:"what the provider knows this Belfry by"`
	Scopes        []string `toml:"scopes" help:"what the provider is asked for, besides openid"`
	Label         string   `toml:"label" help:"text on the button"`
	Only          bool     `toml:"only" help:"hide the password; /sign-in?password=1 shows it all the same"`
	AutoProvision bool     `toml:"auto_provision" help:"make users who are not there yet"`
	DefaultRole   string   `toml:"default_role" help:"owner, admin, member or viewer, of those in no group with a role; none keeps them out"`
	Domains       []string `toml:"domains" help:"of the e-mail addresses that may come in; empty: all"`
	GroupsClaim   string   `toml:"groups_claim" help:"where the provider lists somebody's groups"`
	Roles         []string `toml:"roles" help:"roles of groups, such as belfry-admins=admin"`
}

func (c OIDCConfig) validate() error {
	if c.Issuer == "" {
		return nil
	}
	o, err := c.options()
	if err == nil {
		err = o.Check()
	}
	if err != nil {
		return fmt.Errorf("oidc.%w", err)
	}
	return nil
}

func (c OIDCConfig) options() (account.ProviderOptions, error) {
	o := account.ProviderOptions{
		Issuer: c.Issuer, ClientID: c.ClientID, ClientSecret: c.ClientSecret, Scopes: c.Scopes, Label: c.Label, Only: c.Only,
		Provision: c.AutoProvision, DefaultRole: account.Role(c.DefaultRole), Domains: c.Domains, GroupsClaim: c.GroupsClaim,
		Roles: map[string]account.Role{},
	}
	for _, line := range c.Roles {
		// The last one: names of groups may hold any sign.
		cut := strings.LastIndex(line, "=")
		if cut <= 0 {
			return o, fmt.Errorf("roles: %q is not of the form group=role", line)
		}
		o.Roles[strings.TrimSpace(line[:cut])] = account.Role(strings.TrimSpace(line[cut+1:]))
	}
	return o, nil
}

func (c Config) validateSecretKey() error {
	if n := len(c.SecretKey); n > 0 && n < secret.MinKey {
		return fmt.Errorf("secret_key: %d bytes, at least %d are needed", n, secret.MinKey)
	}
	return nil
}

// secureSignIn gives the accounts what second factors and providers need.
func (a *App) secureSignIn() (err error) {
	key := a.cfg.SecretKey
	if key == "" {
		if key, err = secret.KeyFile(a.path("secret.key")); err != nil {
			return err
		}
	}
	if a.accounts.Box, err = secret.NewBox(key); err != nil {
		return err
	}
	if a.cfg.OIDC.Issuer == "" {
		return nil
	}
	o, err := a.cfg.OIDC.options()
	if err != nil {
		return err
	}
	a.accounts.Provider = account.NewProvider(o)
	return nil
}
