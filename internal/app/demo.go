package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"belfry/internal/account"
	"belfry/internal/demo"
	"belfry/internal/ingest"
	"belfry/internal/ingest/sentry"
	"belfry/internal/op"
	"belfry/internal/project"
	"belfry/internal/run"
	"belfry/internal/secret"
	"belfry/internal/telemetry"
)

// DemoCommand is "belfry demo".
type DemoCommand struct {
	Listen   string        `help:"Address to serve on." default:"127.0.0.1:8000" placeholder:"ADDR"`
	Password string        `help:"Password of the demo's people. Default: made up and printed." placeholder:"P"`
	Pace     time.Duration `help:"Average time between two events once the demo runs; 0 for none." default:"30s"`
}

// Run serves a temporary instance until the process is told to stop, and
// removes it. It reads neither the configuration file nor the environment: no
// setting of a real instance may lead the demo into its data.
func (c DemoCommand) Run(env Environment) (err error) {
	cfg := Defaults()
	cfg.Listen, cfg.Log.Level, cfg.Spool.SegmentBytes = c.Listen, "warn", 8<<20
	if cfg.DataDir, err = os.MkdirTemp("", "belfry-demo-"); err != nil {
		return fmt.Errorf("make a place for the demo: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(cfg.DataDir)) }()
	a, err := New(env.Context, cfg, env.Version, cfg.Log.NewLogger(env.Stderr))
	if err != nil {
		return err
	}
	show := &show{a: a, out: env.Stdout, password: cmp.Or(c.Password, secret.NewHex(5)), pace: c.Pace}
	a.services.Add("demo", run.Loop(show.run))
	a.web.http.Handler = show.door(a.web.http.Handler)
	return a.run(env.Context, func(context.Context) {})
}

// show is a running demo.
type show struct {
	a        *App
	out      io.Writer
	password string
	pace     time.Duration
	link     atomic.Pointer[oneTime]
}

// oneTime is a link that signs a user in, once.
type oneTime struct {
	token string
	user  int64
}

const signInPath = "/demo/sign-in"

func (s *show) run(ctx context.Context) error {
	begin := time.Now()
	story, err := demo.Tell(ctx, s.a.story(), s.password, begin)
	if err != nil {
		return fmt.Errorf("make the demo's data: %w", err)
	}
	base := localAddress(s.a.web.listener.Addr())
	link := &oneTime{secret.NewToken(""), story.Owner()}
	s.link.Store(link)
	fmt.Fprintf(s.out, "\nThe demo is ready after %.1f s. This link signs you in, once:\n\n    %s%s?token=%s\n\nOr sign in at %s with %s and %s.\nEverything is removed when you stop it with Ctrl-C.\n\n",
		time.Since(begin).Seconds(), base, signInPath, link.token, base, demo.People[0].Email, s.password)
	return story.Live(ctx, base, s.pace)
}

// story says how the demo's data reach this server.
func (a *App) story() demo.Options {
	return demo.Options{
		Accounts: a.accounts, Projects: a.projects, Issues: a.issues,
		Send: a.sendPast, Digested: a.digested,
	}
}

// sendPast takes an envelope in as if it had come at another time.
func (a *App) sendPast(ctx context.Context, p project.Project, k project.Key, at telemetry.Time, envelope []byte) error {
	return a.door.Spool(ctx, &ingest.Record{
		Protocol: sentry.Protocol, Endpoint: sentry.EndpointEnvelope, Project: p.ID, Key: k.ID, Received: at,
		ContentType: "application/x-sentry-envelope",
	}, &ingest.Body{Wire: envelope})
}

// digested waits until what is in the spool now is in the stores.
func (a *App) digested(ctx context.Context) error {
	wanted := a.spool.Stats().Durable
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for a.digester.Status().Applied < wanted {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
	return nil
}

// door answers the link beside what the server answers anyway.
func (s *show) door(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != signInPath {
			next.ServeHTTP(w, r)
			return
		}
		if err := s.signIn(w, r); err != nil {
			s.a.log.Error("the demo's link", "error", err)
		}
		http.Redirect(w, r, "/", http.StatusSeeOther) // without a session this leads to the sign-in page
	})
}

func (s *show) signIn(w http.ResponseWriter, r *http.Request) error {
	link := s.link.Load()
	if link == nil || !secret.Equal(r.URL.Query().Get("token"), link.token) || !s.link.CompareAndSwap(link, nil) {
		return nil
	}
	session, err := s.a.accounts.OpenSession(r.Context(), link.user, account.Client{Agent: r.UserAgent()}, now())
	if err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{Name: op.SessionCookie, Value: session.Token, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}) //nolint:gosec // plain HTTP on this machine
	return nil
}
