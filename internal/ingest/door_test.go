package ingest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"belfry/internal/errs"
	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// config is a door that lets everything in.
func config() ingest.Config {
	return ingest.Config{
		Authenticate: func(_ context.Context, project int64, key string) (ingest.Key, error) {
			return ingest.Key{ID: 9, Project: project}, nil
		},
		Append: func(context.Context, ...[]byte) (uint64, error) { return 1, nil },
		Now:    func() time.Time { return noon },
	}
}

// retry describes an error by its status and the headers that go with it.
func retry(err error) string {
	h := http.Header{}
	ingest.SetRetry(h, err)
	return strings.TrimSpace(fmt.Sprint(errs.KindOf(err).Status(), " ", h.Get("Retry-After"), " ", h.Get("X-Sentry-Rate-Limits")))
}

func TestIPLimit(t *testing.T) {
	t.Parallel()
	c := config()
	c.IPRatePerMinute = 2
	now := noon
	c.Now = func() time.Time { return now }
	counted := ""
	c.Count = func(d telemetry.Discard) { counted += d.Reason + " " }
	d := ingest.NewDoor(c)
	check := func(peer string, after time.Duration, want string) {
		t.Helper()
		now = now.Add(after)
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.RemoteAddr = peer
		_, err := d.Admit(r)
		got := "ok"
		if err != nil {
			got = retry(err)
		}
		if got != want {
			t.Errorf("%s after %v: %s, want %s", peer, after, got, want)
		}
	}
	check("192.0.2.1:1000", 0, "ok")
	check("192.0.2.1:2000", 0, "ok")
	check("192.0.2.1:3000", 0, "429 30 30::organization")
	check("192.0.2.1:3000", 10*time.Second, "429 20 20::organization")
	check("192.0.2.2:1", 0, "ok")
	check("192.0.2.1:1", 20*time.Second, "ok")
	check("[2001:db8:1:1::1]:1", 0, "ok")
	check("[2001:db8:1:1::2]:1", 0, "ok")
	check("[2001:db8:1:1:ffff::3]:1", 0, "429 30 30::organization") // one /64
	check("[2001:db8:1:2::1]:1", 0, "ok")
	check("[::ffff:192.0.2.3]:1", 0, "ok")
	check("pipe", 0, "ok")
	if counted != "ip_flood ip_flood ip_flood " {
		t.Errorf("counted %q", counted)
	}
}

func TestManyAddressesAreForgotten(t *testing.T) {
	t.Parallel()
	c := config()
	c.IPRatePerMinute = 1
	d := ingest.NewDoor(c)
	admit := func(n int) error {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.RemoteAddr = netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)}), 1).String()
		_, err := d.Admit(r)
		return err
	}
	for n := range 3 << 14 {
		if err := admit(n); err != nil {
			t.Fatalf("address %d: %v", n, err)
		}
	}
	if err := admit(3<<14 - 1); err == nil {
		t.Error("the newest address was forgotten")
	}
	if err := admit(0); err != nil {
		t.Error("the oldest address was remembered")
	}
}

func TestKeyQuota(t *testing.T) {
	t.Parallel()
	c := config()
	rate := 2
	c.Authenticate = func(_ context.Context, project int64, key string) (ingest.Key, error) {
		if key == "bad" {
			return ingest.Key{}, errs.New(errs.Unauthenticated, "Unknown key.")
		}
		return ingest.Key{ID: int64(len(key)), Project: project, RatePerMinute: rate}, nil
	}
	var counted []telemetry.Discard
	c.Count = func(d telemetry.Discard) { counted = append(counted, d) }
	d := ingest.NewDoor(c)
	check := func(key, want string) {
		t.Helper()
		_, err := d.Enter(t.Context(), 5, key)
		got := "ok"
		if err != nil {
			got = retry(err)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
	check("bad", "401")
	check("k", "ok")
	check("k", "ok")
	check("k", "429 30 30::key")
	check("kk", "ok")
	rate = 600 // changed by an administrator
	check("k", "429 1 1::key")
	rate = 0
	check("k", "ok")
	if len(counted) != 2 || counted[0].Reason != "key_quota" || counted[0].Project != 5 {
		t.Errorf("counted %+v", counted)
	}
}

func TestPressure(t *testing.T) {
	t.Parallel()
	c := config()
	c.Pressure = func() (time.Duration, bool) { return 45 * time.Second, true }
	_, err := ingest.NewDoor(c).Admit(httptest.NewRequest(http.MethodPost, "/", nil))
	if got := retry(err); got != "429 45 45::organization" {
		t.Errorf("got %s", got)
	}
}

func TestSpoolErrors(t *testing.T) {
	t.Parallel()
	check := func(fail error, want string) {
		t.Helper()
		c := config()
		c.Append = func(ctx context.Context, parts ...[]byte) (uint64, error) {
			if ctx.Err() != nil {
				t.Error("the append is cut short by the client")
			}
			return 0, fail
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		err := ingest.NewDoor(c).Spool(ctx, &ingest.Record{Project: 5}, &ingest.Body{Wire: []byte("x")})
		got := "ok"
		if err != nil {
			got = retry(err)
			if !errors.Is(err, fail) {
				t.Errorf("the cause is lost: %v", err)
			}
		}
		if got != want {
			t.Errorf("%v: %s, want %s", fail, got, want)
		}
	}
	check(nil, "ok")
	check(errs.New(errs.Limited, "The spool is full."), "429 10 10::organization")
	check(errs.New(errs.Unavailable, "Shutting down."), "429 10 10::organization")
	check(errors.New("input/output error"), "500")
}

func TestSpoolWritesHeaderAndBody(t *testing.T) {
	t.Parallel()
	c := config()
	var stored []byte
	c.Append = func(_ context.Context, parts ...[]byte) (uint64, error) {
		stored = bytes.Join(parts, nil)
		return 7, nil
	}
	rec := sampleRecord()
	if err := ingest.NewDoor(c).Spool(t.Context(), &rec, &ingest.Body{Wire: rec.Body}); err != nil {
		t.Fatal(err)
	}
	if got, err := ingest.ParseRecord(stored); err != nil || !bytes.Equal(got.Body, rec.Body) || got.Project != rec.Project {
		t.Errorf("stored %+v, %v", got, err)
	}
}

func TestReadBody(t *testing.T) {
	t.Parallel()
	c := config()
	c.Limits = ingest.Limits{Compressed: 1000, Inflated: 3 << 20, InFlight: 5 << 20}
	d := ingest.NewDoor(c)
	check := func(encoding string, size int, chunked bool, want string) {
		t.Helper()
		r := httptest.NewRequest(http.MethodPost, "/", io.LimitReader(zeros{}, int64(size)))
		r.ContentLength = int64(size)
		if chunked {
			r.ContentLength = -1
		}
		r.Header.Set("Content-Encoding", encoding)
		b, err := d.Read(r)
		got := "ok"
		if err != nil {
			got = errs.PublicOf(err)
		} else {
			if len(b.Wire) != size {
				t.Errorf("read %d of %d bytes", len(b.Wire), size)
			}
			b.Release()
		}
		if got != want {
			t.Errorf("%d bytes %q: %s, want %s", size, encoding, got, want)
		}
	}
	for _, chunked := range []bool{false, true} {
		check("gzip", 0, chunked, "ok")
		check("gzip", 1000, chunked, "ok")
		check("gzip", 1001, chunked, "The compressed body is larger than 1000 bytes, the limit of this server.")
		check("", 100_000, chunked, "ok")
		check("", 3<<20, chunked, "ok")
		check("", 3<<20+1, chunked, "The body is larger than 3 MiB, the limit of this server.")
	}
	first, err := d.Read(httptest.NewRequest(http.MethodPost, "/", io.LimitReader(zeros{}, 3<<20)))
	if err != nil {
		t.Fatal(err)
	}
	check("", 3<<20, false, "Too many large uploads at a time.")
	check("", 60_000, false, "ok") // small ones go on
	first.Release()
	check("", 3<<20, false, "ok")
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func TestReadOfAnAbortedBody(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodPost, "/", io.MultiReader(strings.NewReader("half"), failing{}))
	if _, err := ingest.NewDoor(config()).Read(r); !errs.Is(err, errs.Invalid) {
		t.Errorf("err = %v", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestClientIP(t *testing.T) {
	t.Parallel()
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	check := func(peer string, want string, forwarded ...string) {
		t.Helper()
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.RemoteAddr = peer
		r.Header["X-Forwarded-For"] = forwarded
		if got := ingest.ClientIP(r, trusted).String(); got != want {
			t.Errorf("%s via %q = %s, want %s", peer, forwarded, got, want)
		}
	}
	check("192.0.2.1:80", "192.0.2.1")
	check("192.0.2.1:80", "192.0.2.1", "198.51.100.1") // not a proxy of ours
	check("10.0.0.1:80", "10.0.0.1")
	check("10.0.0.1:80", "198.51.100.1", "198.51.100.1")
	check("10.0.0.1:80", "198.51.100.1", "203.0.113.9, 198.51.100.1, 10.2.3.4")
	check("10.0.0.1:80", "198.51.100.1", "203.0.113.9", "198.51.100.1", "10.2.3.4")
	check("10.0.0.1:80", "198.51.100.1", "198.51.100.1:4711")
	check("10.0.0.1:80", "2001:db8::1", "[2001:db8::1]:443")
	check("[::1]:80", "2001:db8::1", "2001:db8::1")
	check("10.0.0.1:80", "10.2.3.4", "203.0.113.9, garbage, 10.2.3.4")
	check("10.0.0.1:80", "10.9.9.9", "10.9.9.9")
	check("[::ffff:10.0.0.1]:80", "198.51.100.1", "::ffff:198.51.100.1")
	check("pipe", "invalid IP")
}

func TestStatus(t *testing.T) {
	t.Parallel()
	check := func(kind errs.Kind, want int) {
		t.Helper()
		if got := errs.KindOf(errs.New(kind, "x")).Status(); got != want {
			t.Errorf("%v = %d, want %d", kind, got, want)
		}
	}
	check(errs.Invalid, 400)
	check(errs.Unauthenticated, 401)
	check(errs.Forbidden, 403)
	check(errs.NotFound, 404)
	check(errs.Conflict, 409)
	check(errs.TooLarge, 413)
	check(errs.Limited, 429)
	check(errs.Unavailable, 503)
	check(errs.Internal, 500)
}
