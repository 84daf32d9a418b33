package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"belfry/internal/app"
	"belfry/internal/errs"
)

func initialise(t *testing.T, dir string, change func(*app.InitCommand)) (app.Result, error) {
	t.Helper()
	c := app.InitCommand{DataDir: dir, Email: "ada@example.com", Password: "correct horse battery", Project: "Shop", Platform: "python", BaseURL: "https://belfry.example.com", JSON: true}
	change(&c)
	var out bytes.Buffer
	err := c.Run(app.Environment{Context: t.Context(), Stdout: &out, Stderr: io.Discard, File: write(t, "")})
	if err != nil {
		return app.Result{}, err
	}
	var r app.Result
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatalf("init printed %q: %v", out.String(), err)
	}
	return r, nil
}

func TestInitIsIdempotent(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	same := func(*app.InitCommand) {}
	first, err := initialise(t, dir, same)
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^https://[0-9a-f]{32}@belfry\.example\.com/1$`).MatchString(first.DSN) || !strings.HasPrefix(first.Token, "bfy_") || first.ProjectID != 1 {
		t.Errorf("init printed %+v", first)
	}
	again, err := initialise(t, dir, same)
	if err != nil {
		t.Fatal(err)
	}
	if again.DSN != first.DSN || again.ProjectID != first.ProjectID || again.Token == first.Token {
		t.Errorf("repeated, init printed %+v after %+v", again, first)
	}
	other, err := initialise(t, dir, func(c *app.InitCommand) { c.Project = "Blog" })
	if err != nil || other.ProjectID == first.ProjectID || other.DSN == first.DSN {
		t.Errorf("another project is %+v, %v", other, err)
	}
}

func TestInitSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	check := func(change func(*app.InitCommand), want string) {
		t.Helper()
		_, err := initialise(t, t.TempDir(), change)
		if err == nil || !strings.Contains(errs.PublicOf(err)+err.Error(), want) {
			t.Errorf("init: %v, want %q", err, want)
		}
	}
	check(func(c *app.InitCommand) { c.Email = "nobody" }, "e-mail")
	check(func(c *app.InitCommand) { c.Password = "short" }, "10")
	check(func(c *app.InitCommand) { c.BaseURL = "belfry" }, "base_url")
	check(func(c *app.InitCommand) { c.DataDir = filepath.Join(os.DevNull, "x") }, "data_dir")
}

// boot assembles the program on a directory and serves its handler, without the
// services that work in the background.
func boot(t *testing.T) *httptest.Server {
	t.Helper()
	cfg := app.Defaults()
	cfg.DataDir, cfg.Disk.Floor = t.TempDir(), 0
	a, err := app.New(t.Context(), cfg, "test", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(a.Handler())
	t.Cleanup(func() {
		s.Close()
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestWhatIsAnsweredWithoutSigningIn(t *testing.T) {
	t.Parallel()
	s := boot(t)
	check := func(method, path string, status int, contains string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := s.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode != status || !strings.Contains(string(body), contains) {
			t.Errorf("%s %s = %d %.200q, want %d with %q", method, path, resp.StatusCode, body, status, contains)
		}
	}
	check("GET", "/healthz", 200, "ok")
	check("GET", "/up", 200, "ok")
	check("GET", "/readyz", 200, "ready")
	check("GET", "/metrics", 200, "belfry_spool_lag_records 0")
	check("GET", "/api/v1/setup", 200, `"needed":true`)
	check("GET", "/api/v1/openapi.json", 200, `"openapi":"3.1.0"`)
	check("GET", "/api/v1/issues", 401, "Sign in")
	check("GET", "/api/v1/nothing", 404, "nothing")
	check("POST", "/api/1/envelope/", 401, "")
	check("OPTIONS", "/api/1/envelope/", 200, "")
	check("GET", "/api/1/envelope/", 405, "")
	check("POST", "/api/1/unknown/", 404, "{")
	check("POST", "/issues", 405, "")
}

func TestRunServesAndStops(t *testing.T) {
	t.Parallel()
	cfg := app.Defaults()
	cfg.DataDir, cfg.Disk.Floor, cfg.Listen = t.TempDir(), 0, "127.0.0.1:0"
	a, err := app.New(t.Context(), cfg, "test", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	printed, w := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx, w) }()
	text := make([]byte, 4096)
	n, err := printed.Read(text)
	if err != nil || !regexp.MustCompile(`http://127\.0\.0\.1:\d+/setup\?token=\w+`).Match(text[:n]) {
		t.Errorf("printed %q, %v", text[:n], err)
	}
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it does not stop")
	}
}

func TestATakenPortIsSaid(t *testing.T) {
	t.Parallel()
	taken := httptest.NewServer(http.NotFoundHandler())
	defer taken.Close()
	cfg := app.Defaults()
	cfg.DataDir, cfg.Listen = t.TempDir(), taken.Listener.Addr().String()
	a, err := app.New(t.Context(), cfg, "test", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	err = a.Run(t.Context(), io.Discard)
	if err == nil || !strings.Contains(err.Error(), "address already in use") {
		t.Errorf("Run = %v", err)
	}
}
