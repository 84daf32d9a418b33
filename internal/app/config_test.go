package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"belfry/internal/app"
)

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "belfry.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoadLayers(t *testing.T) {
	t.Parallel()
	path := write(t, "listen = ':1'\nbase_url = 'http://file'\n[intake]\nmax_event = '2MiB'\n[retention]\nerrors = '7d'\n")
	cfg, err := app.Load(app.Source{
		File:    path,
		Environ: []string{"BELFRY_LISTEN=:2", "BELFRY_INTAKE_MAX_EVENT=3MiB", "BELFRY_TRUSTED_PROXIES=10.0.0.0/8, 127.0.0.1", "HOME=/x"},
		Set:     map[string]string{"listen": ":3"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Listen != ":3" || cfg.BaseURL != "http://file" || cfg.Intake.MaxEvent != 3<<20 || cfg.Retention.Errors.String() != "7d" {
		t.Errorf("layers are wrong: %+v", cfg)
	}
	if len(cfg.TrustedProxies) != 2 {
		t.Errorf("trusted proxies = %q", cfg.TrustedProxies)
	}
}

func TestLoadErrorsNameTheKey(t *testing.T) {
	t.Parallel()
	check := func(src app.Source, want string) {
		t.Helper()
		_, err := app.Load(src)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Load = %v\nwant %s", err, want)
		}
	}
	check(app.Source{File: write(t, "listne = ':1'")}, `unknown key in belfry.toml "listne": did you mean "listen"?`)
	check(app.Source{File: write(t, "[intake]\nmax_evnt = 1")}, `"intake.max_evnt": did you mean "intake.max_event"?`)
	check(app.Source{File: write(t, "listen = ")}, "configuration file")
	check(app.Source{File: "/nowhere/belfry.toml"}, "/nowhere/belfry.toml")
	check(app.Source{File: write(t, ""), Environ: []string{"BELFRY_DATADIR=x"}}, `unknown environment variable "BELFRY_DATADIR": did you mean "BELFRY_DATA_DIR"?`)
	check(app.Source{File: write(t, ""), Environ: []string{"BELFRY_DATABASE_URL_FILE=/nowhere"}}, "BELFRY_DATABASE_URL_FILE")
	check(app.Source{File: write(t, "[intake]\nmax_event = 'big'")}, `"big" is not a size`)
	check(app.Source{File: write(t, "[retention]\nlogs = 'x'")}, `"x" is not a time span`)
	check(app.Source{File: write(t, "base_url = 'belfry'")}, "base_url")
	check(app.Source{File: write(t, "database_url = 'mysql://x'")}, "database_url")
	check(app.Source{File: write(t, "[log]\nlevel = 'loud'")}, `log.level: "loud" is not one of`)
	check(app.Source{File: write(t, "trusted_proxies = ['x']")}, "trusted_proxies")
	check(app.Source{File: write(t, "[lake]\nmemory_limit = '1MiB'")}, "lake.memory_limit")
	check(app.Source{File: write(t, "secret_key = 'short'")}, "secret_key: 5 bytes")
	check(app.Source{File: write(t, "[oidc]\nissuer = 'https://id.example.com'")}, "oidc.client_id")
	check(app.Source{File: write(t, "[oidc]\nissuer = 'https://id.example.com'\nclient_id = 'b'\nroles = ['ops']")}, "oidc.roles")
	check(app.Source{File: write(t, "[oidc]\nissuer = 'https://id.example.com'\nclient_id = 'b'\nroles = ['ops=king']")}, "oidc.roles")
	check(app.Source{File: write(t, "[oidc]\nissuer = 'https://accounts.google.com'\nclient_id = 'b'\nauto_provision = true")}, "oidc.domains")
	check(app.Source{Set: map[string]string{"intake.max": "1"}}, "intake.max")
}

func TestSecretsFromFiles(t *testing.T) {
	t.Parallel()
	secret := filepath.Join(t.TempDir(), "url")
	if err := os.WriteFile(secret, []byte("postgres://u:p4ss@h/db\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := app.Load(app.Source{File: write(t, ""), Environ: []string{"BELFRY_DATABASE_URL_FILE=" + secret}})
	if err != nil || cfg.DatabaseURL != "postgres://u:p4ss@h/db" {
		t.Fatalf("DatabaseURL = %q, %v", cfg.DatabaseURL, err)
	}
	text, err := cfg.Print()
	if err != nil || strings.Contains(string(text), "p4ss") {
		t.Errorf("the password is printed: %s (%v)", text, err)
	}
}

func TestPrintedConfigLoadsAgain(t *testing.T) {
	t.Parallel()
	text, err := app.Defaults().Print()
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := app.Load(app.Source{File: write(t, string(text))})
	if err != nil {
		t.Fatal(err)
	}
	again, _ := cfg.Print()
	if string(again) != string(text) {
		t.Errorf("printed:\n%s\nloaded and printed:\n%s", text, again)
	}
}

func TestSignInSettings(t *testing.T) {
	t.Parallel()
	cfg, err := app.Load(app.Source{File: write(t, "[oidc]\nissuer = 'https://id.example.com'\nclient_id = 'b'"), Environ: []string{
		"BELFRY_OIDC_ROLES=the ops=admin, dev = member", "BELFRY_OIDC_CLIENT_SECRET=hush", "BELFRY_SECRET_KEY=" + strings.Repeat("k", 32),
	}})
	if err != nil || len(cfg.OIDC.Roles) != 2 || cfg.OIDC.Roles[0] != "the ops=admin" || cfg.OIDC.Roles[1] != "dev = member" {
		t.Fatalf("roles = %q, %v", cfg.OIDC.Roles, err)
	}
	text, err := cfg.Print()
	if err != nil || strings.Contains(string(text), "hush") || strings.Contains(string(text), "kkk") {
		t.Errorf("a secret is printed: %s (%v)", text, err)
	}
}
