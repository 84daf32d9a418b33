package secret_test

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"

	"belfry/internal/errs"
	"belfry/internal/secret"
)

func TestTokensAreRandomAndPlain(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	letters := map[rune]int{}
	for range 2000 {
		token := secret.NewToken("bfy_")
		if !regexp.MustCompile(`^bfy_[0-9A-Za-z]{32}$`).MatchString(token) || seen[token] {
			t.Fatalf("token %q is odd or came twice", token)
		}
		seen[token] = true
		for _, r := range token[4:] {
			letters[r]++
		}
	}
	for r, n := range letters { // 1032 expected of each
		if n < 800 || n > 1300 {
			t.Errorf("letter %q came %d times: not uniform", r, n)
		}
	}
	if got := secret.NewHex(16); !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(got) {
		t.Errorf("NewHex = %q", got)
	}
}

func TestHashAndEqual(t *testing.T) {
	t.Parallel()
	if got := secret.Hash("abc"); got != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Errorf("Hash = %s", got)
	}
	check := func(a, b string, want bool) {
		t.Helper()
		if got := secret.Equal(a, b); got != want {
			t.Errorf("Equal(%q, %q) = %v", a, b, got)
		}
	}
	check("a", "a", true)
	check("a", "b", false)
	check("a", "ab", false)
	check("", "", true)
}

func TestPasswords(t *testing.T) {
	t.Parallel()
	p, ctx := secret.NewPasswords(2), t.Context()
	hash, err := p.Hash(ctx, "correct horse")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=4,p=1$") {
		t.Fatalf("Hash = %q, %v", hash, err)
	}
	check := func(password, hash string, want, fail bool) {
		t.Helper()
		got, err := p.Check(ctx, password, hash)
		if got != want || (err != nil) != fail {
			t.Errorf("Check(%q, %q) = %v, %v", password, hash, got, err)
		}
	}
	check("correct horse", hash, true, false)
	check("correct horses", hash, false, false)
	check("", hash, false, false)
	check("correct horse", "", false, false)
	check("correct horse", "not a hash", false, true)
}

func TestPasswordsAreBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := secret.NewPasswords(0) // nobody ever gets a turn
		ctx, cancel := context.WithCancel(t.Context())
		results := make(chan error, 100)
		for range 100 {
			go func() {
				_, err := p.Check(ctx, "x", "")
				results <- err
			}()
		}
		synctest.Wait()
		if _, err := p.Check(ctx, "x", ""); !errs.Is(err, errs.Unavailable) || errs.RetryAfterOf(err) == 0 {
			t.Errorf("one too many: %v", err)
		}
		cancel()
		for range 100 {
			if err := <-results; !errs.Is(err, errs.Unavailable) || !errors.Is(err, context.Canceled) {
				t.Errorf("Check = %v", err)
			}
		}
		if _, err := p.Check(ctx, "x", ""); !errors.Is(err, context.Canceled) {
			t.Errorf("the line is still full: %v", err)
		}
	})
}

func BenchmarkPassword(b *testing.B) {
	p := secret.NewPasswords(1)
	for b.Loop() {
		_, _ = p.Check(b.Context(), "correct horse", "")
	}
}
