package ingest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"belfry/internal/errs"
)

// Scope says what a refusal holds for, in the words of Sentry SDKs.
type Scope string

// The scopes of refusals.
const (
	ScopeKey    Scope = "key"
	ScopeServer Scope = "organization" // nothing narrower is meant
)

// Refusal is the reason for an errs.Limited error: come back later.
type Refusal struct {
	After time.Duration
	Scope Scope
	cause error
}

// Error implements error.
func (r *Refusal) Error() string { return fmt.Sprintf("refused for %v", r.After) }

// Unwrap returns what made the server refuse, if it was an error.
func (r *Refusal) Unwrap() error { return r.cause }

func refusal(after time.Duration, scope Scope, format string, args ...any) error {
	return errs.With(errs.Limited, &Refusal{After: atLeast(after, time.Second), Scope: scope}, format, args...)
}

func atLeast(d, least time.Duration) time.Duration { return max(d, least) }

// SetRetry sets the headers that tell a client when to come back, if err is a
// refusal.
func SetRetry(h http.Header, err error) {
	var r *Refusal
	if !errors.As(err, &r) {
		return
	}
	after := strconv.Itoa(int(math.Ceil(r.After.Seconds())))
	h.Set("Retry-After", after)
	// No categories: nothing of what this client sends is taken until then.
	h.Set("X-Sentry-Rate-Limits", after+"::"+string(r.Scope))
}

// bucketKey is an id or an address.
type bucketKey struct{ hi, lo uint64 }

// addressKey makes one key of an IPv4 address, or of an IPv6 /64, which is
// what one client is given.
func addressKey(ip netip.Addr) bucketKey {
	b := ip.Unmap().As16()
	k := bucketKey{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
	if !ip.Unmap().Is4() {
		k.lo = 0
	}
	return k
}

// generation bounds how many buckets are remembered: two generations of them.
const generation = 1 << 14

// buckets holds a token bucket per key, and forgets those not used for long.
type buckets struct {
	mu       sync.Mutex
	young    map[bucketKey]*rate.Limiter
	old      map[bucketKey]*rate.Limiter
	capacity int
}

func newBuckets() *buckets {
	return &buckets{young: map[bucketKey]*rate.Limiter{}, capacity: generation}
}

// take takes a token and returns 0, or returns how long to wait for one. A
// bucket holds a minute's worth.
func (b *buckets) take(k bucketKey, perMinute int, now time.Time) time.Duration {
	if perMinute <= 0 {
		return 0
	}
	l := b.get(k, perMinute, now)
	r := l.ReserveN(now, 1)
	wait := r.DelayFrom(now)
	if wait > 0 {
		r.CancelAt(now)
	}
	return wait
}

func (b *buckets) get(k bucketKey, perMinute int, now time.Time) *rate.Limiter {
	limit := rate.Limit(float64(perMinute) / 60)
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.young[k]
	if l == nil {
		if l = b.old[k]; l == nil {
			l = rate.NewLimiter(limit, perMinute)
		}
		if len(b.young) >= b.capacity {
			b.old, b.young = b.young, map[bucketKey]*rate.Limiter{}
		}
		b.young[k] = l
	}
	if l.Limit() != limit {
		l.SetLimitAt(now, limit)
		l.SetBurstAt(now, perMinute)
	}
	return l
}
