package ingest

import (
	"errors"
	"io"
	"net/http"
	"time"

	"belfry/internal/errs"
)

const (
	firstRead = 32 << 10 // what a body is read into at first
	freeBody  = 64 << 10 // up to this size a body does not count as in flight
	keptBody  = 256 << 10
)

// Body is the body of a request, as received.
type Body struct {
	Wire     []byte
	Encoding string // its Content-Encoding

	door   *Door
	header []byte // of the record that it becomes
	weight int64  // what it takes of the allowance for bodies in flight
}

// Read receives the body of a request. Give it back with Release.
func (d *Door) Read(r *http.Request) (*Body, error) {
	b, _ := d.bodies.Get().(*Body)
	if b == nil {
		b = &Body{door: d, Wire: make([]byte, 0, firstRead)}
	}
	b.Wire, b.Encoding = b.Wire[:0], r.Header.Get("Content-Encoding")
	limit, what := d.Limits.Inflated, "body"
	if b.Encoding != "" && d.Limits.Compressed < limit {
		limit, what = d.Limits.Compressed, "compressed body"
	}
	err := errTooLarge
	if r.ContentLength <= limit {
		err = b.fill(r.Body, limit, r.ContentLength)
	}
	if err == nil {
		return b, nil
	}
	b.Release()
	if errors.Is(err, errTooLarge) {
		err = errs.New(errs.TooLarge, "The %s is larger than %s, the limit of this server.", what, Size(limit))
	}
	return nil, err
}

var errTooLarge = errors.New("body too large")

// fill reads until the end of r, or fails with errTooLarge beyond the limit.
// What a client announces is believed only as far as it costs little.
func (b *Body) fill(r io.Reader, limit, expect int64) error {
	if expect >= int64(cap(b.Wire)) && expect < freeBody {
		b.Wire = make([]byte, 0, expect+1)
	}
	for {
		if len(b.Wire) == cap(b.Wire) {
			if err := b.grow(limit); err != nil {
				return err
			}
		}
		n, err := r.Read(b.Wire[len(b.Wire):cap(b.Wire)])
		b.Wire = b.Wire[:len(b.Wire)+n]
		switch {
		case int64(len(b.Wire)) > limit:
			return errTooLarge
		case err == io.EOF:
			return nil
		case err != nil:
			return errs.With(errs.Invalid, err, "The body ended before all of it was received.")
		}
	}
}

// grow doubles the buffer, as long as the server has room for large bodies.
func (b *Body) grow(limit int64) error {
	size := max(min(2*int64(cap(b.Wire)), limit+1), int64(len(b.Wire))+1)
	if more := size - b.weight; size > freeBody {
		if !b.door.inFlight.TryAcquire(more) {
			return refusal(5*time.Second, ScopeServer, "Too many large uploads at a time.")
		}
		b.weight += more
	}
	wire := make([]byte, len(b.Wire), size)
	copy(wire, b.Wire)
	b.Wire = wire
	return nil
}

// Open returns a reader of the body without its encodings, within the limits
// of the door.
func (b *Body) Open() (*Plain, error) {
	return b.door.Inflater.Open(b.Encoding, b.Wire, b.door.Limits.Inflated)
}

// Release gives the body's memory back; Wire must not be used any more.
func (b *Body) Release() {
	if b.weight > 0 {
		b.door.inFlight.Release(b.weight)
		b.weight = 0
	}
	if cap(b.Wire) > keptBody {
		b.Wire = make([]byte, 0, firstRead)
	}
	b.door.bodies.Put(b)
}
