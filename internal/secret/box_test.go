package secret_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"belfry/internal/secret"
)

func newBox(t *testing.T, key string) *secret.Box {
	t.Helper()
	b, err := secret.NewBox(key)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBox(t *testing.T) {
	t.Parallel()
	key := strings.Repeat("k", secret.MinKey)
	b, other := newBox(t, key), newBox(t, key+"!")
	sealed := b.Seal("JBSWY3DP", "totp 1")
	if strings.Contains(sealed, "JBSWY3DP") || sealed == b.Seal("JBSWY3DP", "totp 1") {
		t.Errorf("sealed as %q", sealed)
	}
	check := func(b *secret.Box, sealed, about, want string) {
		t.Helper()
		got, err := b.Open(sealed, about)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("Open(%q, %q) = %q, %v", sealed, about, got, err)
		}
	}
	check(b, sealed, "totp 1", "JBSWY3DP")
	check(b, sealed, "totp 2", "")
	check(other, sealed, "totp 1", "")
	check(b, sealed[:len(sealed)-4], "totp 1", "")
	check(b, strings.TrimPrefix(sealed, "s1."), "totp 1", "")
	check(b, "s1.", "totp 1", "")
	check(b, "s1.%%", "totp 1", "")
	if _, err := secret.NewBox(key[1:]); err == nil {
		t.Error("a short key was taken")
	}
}

func TestKeyFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "secret.key")
	first, err := secret.KeyFile(path)
	if err != nil || len(first) < secret.MinKey {
		t.Fatalf("KeyFile = %q, %v", first, err)
	}
	if again, err := secret.KeyFile(path); err != nil || again != first {
		t.Errorf("the second time %q, %v", again, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if files, err := os.ReadDir(filepath.Dir(path)); err != nil || len(files) != 1 {
		t.Errorf("left behind: %v, %v", files, err)
	}
	if _, err := secret.KeyFile(filepath.Join(path, "x")); err == nil {
		t.Error("a file below a file was made")
	}
}
