package ingest

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Key is what the door needs to know of a project's key.
type Key struct {
	ID            int64
	Project       int64
	RatePerMinute int // 0 means no quota
}

// Limits bound what one request may hold. Zero fields take the default.
type Limits struct {
	Compressed  int64 // bytes on the wire of a body that has an encoding; 20 MiB
	Inflated    int64 // bytes of a body without its encoding; 100 MiB
	Event       int64 // bytes of one event or item like it; 1 MiB
	Container   int64 // bytes of one item that holds many logs, spans or metrics; 10 MiB
	Attachments int64 // bytes of all attachments of one request; 100 MiB
	Items       int   // parts of one request; 1000
	InFlight    int64 // bytes of all large bodies being received at a time; 256 MiB
}

// DefaultLimits returns the limits that a server starts with.
func DefaultLimits() Limits {
	return Limits{
		Compressed: 20 << 20, Inflated: 100 << 20, Event: 1 << 20, Container: 10 << 20,
		Attachments: 100 << 20, Items: 1000, InFlight: 256 << 20,
	}
}

// WithDefaults returns l with the default for what is not set.
func (l Limits) WithDefaults() Limits {
	d := DefaultLimits()
	for _, f := range []struct {
		v *int64
		d int64
	}{
		{&l.Compressed, d.Compressed},
		{&l.Inflated, d.Inflated},
		{&l.Event, d.Event},
		{&l.Container, d.Container},
		{&l.Attachments, d.Attachments},
		{&l.InFlight, d.InFlight},
	} {
		if *f.v <= 0 {
			*f.v = f.d
		}
	}
	if l.Items <= 0 {
		l.Items = d.Items
	}
	return l
}

// Config is what a Door is made of. Authenticate and Append are required.
type Config struct {
	// Authenticate finds a key that may send to a project. An unknown key is
	// errs.Unauthenticated; a disabled key, an archived project or a key of
	// another project is errs.Forbidden. The public message says which.
	Authenticate func(ctx context.Context, project int64, publicKey string) (Key, error)

	// Append adds one record, given in parts, to the spool, and returns its
	// sequence number once it is durable. A full spool is errs.Limited or
	// errs.Unavailable. It must not keep the parts.
	Append func(ctx context.Context, parts ...[]byte) (uint64, error)

	// Count is told of requests that were refused. Project is 0 when it is not
	// known to exist.
	Count func(telemetry.Discard)

	// Pressure reports whether the server is short of space, and when to try
	// again.
	Pressure func() (retryAfter time.Duration, under bool)

	Limits          Limits
	IPRatePerMinute int            // requests of one address; 0 means no limit
	TrustedProxies  []netip.Prefix // whose X-Forwarded-For is believed

	Now   func() time.Time         // defaults to time.Now
	NewID func() telemetry.EventID // defaults to a random one
}

// Door takes requests in. It is safe for concurrent use.
type Door struct {
	Config
	Inflater Inflater

	keys, ips *buckets
	inFlight  *semaphore.Weighted
	bodies    sync.Pool // *Body
}

// NewDoor returns a door for the configuration.
func NewDoor(c Config) *Door {
	c.Limits = c.Limits.WithDefaults()
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.NewID == nil {
		c.NewID = randomID
	}
	if c.Count == nil {
		c.Count = func(telemetry.Discard) {}
	}
	if c.Pressure == nil {
		c.Pressure = func() (time.Duration, bool) { return 0, false }
	}
	return &Door{Config: c, keys: newBuckets(), ips: newBuckets(), inFlight: semaphore.NewWeighted(c.Limits.InFlight)}
}

// randomID returns a version 4 UUID.
func randomID() telemetry.EventID {
	var id telemetry.EventID
	rand.Read(id[:])
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	return id
}

// Admit decides, before anything is known of a request, whether it may enter,
// and returns the address of its client.
func (d *Door) Admit(r *http.Request) (netip.Addr, error) {
	ip := ClientIP(r, d.TrustedProxies)
	if wait := d.ips.take(addressKey(ip), d.IPRatePerMinute, d.Now()); wait > 0 {
		d.refuse(0, "ip_flood")
		return ip, refusal(wait, ScopeServer, "Too many requests from this address: %d a minute are allowed.", d.IPRatePerMinute)
	}
	if after, under := d.Pressure(); under {
		d.refuse(0, "disk_pressure")
		return ip, refusal(after, ScopeServer, "The server is short of disk space and takes nothing in for now.")
	}
	return ip, nil
}

// Enter checks a key for a project, and its quota.
func (d *Door) Enter(ctx context.Context, project int64, publicKey string) (Key, error) {
	key, err := d.Authenticate(ctx, project, publicKey)
	if err != nil {
		return key, err
	}
	if wait := d.keys.take(bucketKey{hi: uint64(key.ID)}, key.RatePerMinute, d.Now()); wait > 0 {
		d.refuse(project, "key_quota")
		return key, refusal(wait, ScopeKey, "The quota of this key is used up: %d requests a minute.", key.RatePerMinute)
	}
	return key, nil
}

// Spool makes a record durable: its header, then the body as it came.
func (d *Door) Spool(ctx context.Context, r *Record, body *Body) error {
	body.header = AppendRecord(body.header[:0], r)
	// Not cut short when the client hangs up, since body is reused afterwards.
	_, err := d.Append(context.WithoutCancel(ctx), body.header, body.Wire)
	if err == nil {
		return nil
	}
	if k := errs.KindOf(err); k == errs.Limited || k == errs.Unavailable {
		d.refuse(r.Project, "spool_full")
		after, _ := d.Pressure()
		return errs.With(errs.Limited, &Refusal{After: atLeast(after, 10*time.Second), Scope: ScopeServer, cause: err}, "%s", errs.PublicOf(err))
	}
	return err
}

// Rejected counts a request of a known project that was refused for what it
// holds. err is returned as it is.
func (d *Door) Rejected(project int64, err error) error {
	switch errs.KindOf(err) {
	case errs.TooLarge:
		d.refuse(project, "too_large")
	case errs.Invalid:
		d.refuse(project, "invalid")
	}
	return err
}

func (d *Door) refuse(project int64, reason string) {
	d.Count(telemetry.Discard{
		Project: project, Time: telemetry.At(d.Now()), Source: "server",
		Category: "request", Reason: reason, Quantity: 1,
	})
}
