package account

import (
	"net/netip"
	"sync"
	"time"

	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// A password may be tried this often from one network within the window.
const (
	maxAttempts    = 10
	attemptsWindow = 5 * time.Minute
	maxTracked     = 20_000
)

// attempts counts tries to sign in by network and e-mail address, in memory: a
// restart forgives, which costs an attacker more time than it gives.
type attempts struct {
	mu    sync.Mutex
	tries map[attempt]tally
}

type attempt struct {
	from  netip.Prefix
	email string
}

type tally struct {
	since telemetry.Time
	count int
}

func newAttempts() *attempts { return &attempts{tries: map[attempt]tally{}} }

// network is what one customer of a provider gets: an IPv4 address, or half of
// an IPv6 one.
func network(a netip.Addr) netip.Prefix {
	bits := 32
	if a.Is6() {
		bits = 64
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}

// take counts a try, before it is known how it ends so that many at once count
// too.
func (a *attempts) take(k attempt, now telemetry.Time) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	t, ok := a.tries[k]
	if !ok || now.Sub(t.since) >= attemptsWindow {
		a.makeRoom(now)
		t = tally{since: now}
	}
	if t.count >= maxAttempts {
		wait := attemptsWindow - now.Sub(t.since)
		return errs.Later(errs.Limited, wait, "Too many attempts to sign in. Try again in a few minutes.")
	}
	t.count++
	a.tries[k] = t
	return nil
}

// forget clears the count after a success.
func (a *attempts) forget(k attempt) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.tries, k)
}

// makeRoom drops what is over, and when a flood leaves no such entry any one:
// the bound on memory wins.
func (a *attempts) makeRoom(now telemetry.Time) {
	if len(a.tries) < maxTracked {
		return
	}
	for k, t := range a.tries {
		if now.Sub(t.since) >= attemptsWindow {
			delete(a.tries, k)
		}
	}
	for k := range a.tries {
		if len(a.tries) < maxTracked {
			return
		}
		delete(a.tries, k)
	}
}
