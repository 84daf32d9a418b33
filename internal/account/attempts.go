package account

import (
	"net/netip"
	"sync"
	"time"

	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// A password may be tried this often for one account from one network within the
// window. A code of the second step has a million values, three of which are
// right, so that fewer tries are let through, from all networks together. Who is
// not known yet may begin this many sign-ins that the server has to remember.
const (
	maxAttempts    = 10
	attemptsWindow = 5 * time.Minute
	codesWindow    = time.Hour
	maxStarts      = 60
	maxTracked     = 20_000
)

// attempts counts tries to sign in by network and e-mail address, in memory: a
// restart forgives, which costs an attacker more time than it gives.
type attempts struct {
	most   int // within the window
	window time.Duration

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

func newAttempts(most int, window time.Duration) *attempts {
	return &attempts{most: most, window: window, tries: map[attempt]tally{}}
}

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
	if !ok || now.Sub(t.since) >= a.window {
		a.makeRoom(now)
		t = tally{since: now}
	}
	if t.count >= a.most {
		wait := a.window - now.Sub(t.since)
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
		if now.Sub(t.since) >= a.window {
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
