package op_test

import (
	"testing"

	"belfry/internal/op"
	"belfry/internal/project"
)

func TestDSN(t *testing.T) {
	t.Parallel()
	k := project.Key{Project: 7, PublicKey: "0123456789abcdef0123456789abcdef"}
	check := func(base, want string) {
		t.Helper()
		if got := op.DSN(base, k); got != want {
			t.Errorf("DSN(%q) = %s, want %s", base, got, want)
		}
	}
	check("https://belfry.example.com", "https://0123456789abcdef0123456789abcdef@belfry.example.com/7")
	check("http://10.0.0.1:8000/", "http://0123456789abcdef0123456789abcdef@10.0.0.1:8000/7")
	check("https://example.com/belfry", "https://0123456789abcdef0123456789abcdef@example.com/belfry/7")
	check("http://[::1]:8000", "http://0123456789abcdef0123456789abcdef@[::1]:8000/7")
	check("", "http://0123456789abcdef0123456789abcdef@localhost/7")
}
