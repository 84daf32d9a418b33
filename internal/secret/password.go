package secret

import (
	"context"
	"fmt"
	"time"

	"github.com/alexedwards/argon2id"

	"belfry/internal/errs"
)

// params cost about 40 ms of one core and 19 MiB, twice the least advised for
// argon2id. The format carries them, so they may be raised later.
func params() *argon2id.Params {
	return &argon2id.Params{Memory: 19 * 1024, Iterations: 4, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// nobody is a hash that no password has, with the same parameters: checking
// against it takes as long as checking against a real one.
const nobody = "$argon2id$v=19$m=19456,t=4,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// Passwords hashes and checks passwords, a few at a time.
type Passwords struct {
	line  chan struct{} // who is at work or waits
	turns chan struct{} // who is at work
}

// maxWaiting is how many wait for their turn, a few seconds at most; more are
// sent away at once.
const maxWaiting = 100

// NewPasswords returns a hasher that works on at most n passwords at once.
func NewPasswords(n int) *Passwords {
	return &Passwords{line: make(chan struct{}, n+maxWaiting), turns: make(chan struct{}, n)}
}

// Hash returns what is stored of a password.
func (p *Passwords) Hash(ctx context.Context, password string) (hash string, err error) {
	defer errs.Wrap(&err, "secret.Hash")
	if err := p.enter(ctx); err != nil {
		return "", err
	}
	defer p.leave()
	return argon2id.CreateHash(password, params())
}

// Check reports whether password belongs to hash. For the empty hash, which
// stands for a user who does not exist, it takes as long and says no.
func (p *Passwords) Check(ctx context.Context, password, hash string) (ok bool, err error) {
	defer errs.Wrap(&err, "secret.Check")
	if hash == "" {
		hash = nobody
	}
	if err := p.enter(ctx); err != nil {
		return false, err
	}
	defer p.leave()
	if ok, err = argon2id.ComparePasswordAndHash(password, hash); err != nil {
		return false, fmt.Errorf("stored hash: %w", err)
	}
	return ok && hash != nobody, nil
}

func (p *Passwords) enter(ctx context.Context) error {
	select {
	case p.line <- struct{}{}:
	default:
		return errs.Later(errs.Unavailable, time.Second, "The server is busy. Try again.")
	}
	select {
	case p.turns <- struct{}{}:
		return nil
	case <-ctx.Done():
		<-p.line
		return errs.With(errs.Unavailable, ctx.Err(), "The server is busy. Try again.")
	}
}

func (p *Passwords) leave() {
	<-p.turns
	<-p.line
}
