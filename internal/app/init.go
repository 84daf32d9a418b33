package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"

	"belfry/internal/account"
	"belfry/internal/db"
	"belfry/internal/project"
)

// initToken names the token that init prints; a new one replaces it.
const initToken = "belfry init"

// initialise needs the database only, so that it also works beside a running
// server.
func (c InitCommand) initialise(ctx context.Context, cfg Config, log *slog.Logger) (r Result, err error) {
	if err := writable(cfg.DataDir); err != nil {
		return r, err
	}
	d, err := db.Open(ctx, cfg.database())
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := d.Migrate(ctx, log); err != nil {
		return r, err
	}
	return c.ensure(ctx, d, cmp.Or(cfg.BaseURL, localURL(cfg.Listen)))
}

func (c InitCommand) ensure(ctx context.Context, d *db.DB, base string) (r Result, err error) {
	accounts, projects := account.New(d), project.New(d)
	name := c.Name
	if name == "" {
		name, _, _ = strings.Cut(c.Email, "@")
	}
	user, err := accounts.EnsureUser(ctx, account.Person{Name: name, Email: c.Email, Password: c.Password}, now())
	if err != nil {
		return r, fmt.Errorf("make the user: %w", err)
	}
	organization, err := accounts.DefaultOrganization(ctx)
	if err != nil {
		return r, err
	}
	p, k, err := projects.Ensure(ctx, organization.ID, c.Project, c.Platform, now())
	if err != nil {
		return r, fmt.Errorf("make the project: %w", err)
	}
	token, err := accounts.ReplaceToken(ctx, user.ID, initToken, now())
	if err != nil {
		return r, fmt.Errorf("make the token: %w", err)
	}
	dsn, err := dsnOf(base, p.ID, k.PublicKey)
	return Result{DSN: dsn, Token: token, ProjectID: p.ID, BaseURL: base}, err
}

func dsnOf(base string, project int64, key string) (string, error) {
	u, err := url.Parse(base)
	if err != nil {
		return "", fmt.Errorf("base_url: %w", err)
	}
	u.User = url.User(key)
	return u.JoinPath(fmt.Sprint(project)).String(), nil
}
