package sentry

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"sync"

	"belfry/internal/errs"
	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

// maxRecords bounds what is taken of one item that holds many records.
const maxRecords = 10_000

// Decoder turns records of this protocol into telemetry. It is safe for
// concurrent use.
type Decoder struct {
	limits ingest.Limits
	inf    ingest.Inflater
	pool   sync.Pool // *decoding
}

// NewDecoder returns a decoder. Give it the limits of the door that takes the
// records in: what passed there is measured no second time, but bodies stay
// bounded.
func NewDecoder(limits ingest.Limits) *Decoder { return &Decoder{limits: limits.WithDefaults()} }

// decoding is the state of decoding one record.
type decoding struct {
	rec    *ingest.Record
	limits ingest.Limits
	s      *scanner
	tree   ingest.Tree
	buf    []byte // the payload of the present item
	rest   []byte // what stands after its JSON
	head   header
	clock  clock

	out    telemetry.Batch
	events int  // events so far; the first has the id that was answered
	others bool // there are items that attachments cannot belong to
}

// Decode is the ingest.DecodeFunc of this protocol.
func (d *Decoder) Decode(rec ingest.Record) (b telemetry.Batch, err error) {
	defer errs.Wrap(&err, "sentry.Decode(%s of project %d)", rec.Endpoint, rec.Project)
	plain, err := d.inf.Open(rec.ContentEncoding, rec.Body, d.limits.Inflated)
	if err != nil {
		return b, err
	}
	defer plain.Close()
	g, _ := d.pool.Get().(*decoding)
	if g == nil {
		g = &decoding{s: newScanner()}
	}
	g.begin(&rec, d.limits)
	switch rec.Endpoint {
	case EndpointEnvelope:
		err = g.envelope(plain)
	case EndpointStore:
		err = g.store(&d.inf, plain)
	case endpointSecurity:
		err = g.security(plain)
	case endpointMinidump:
		err = g.minidumpForm(plain)
	default:
		err = fmt.Errorf("no endpoint %q", rec.Endpoint)
	}
	b = g.out
	g.end()
	d.pool.Put(g)
	return b, err
}

func (g *decoding) begin(rec *ingest.Record, limits ingest.Limits) {
	*g = decoding{s: g.s, tree: g.tree, buf: g.buf[:0], rec: rec, limits: limits}
	g.clock = newClock(rec.Received, rec.SentAt)
	g.head.eventID = rec.EventID
}

// end lets go of what belongs to the batch, and of unusually much memory.
func (g *decoding) end() {
	g.rec, g.out = nil, telemetry.Batch{}
	g.tree.Shrink()
	g.s.release()
	if cap(g.buf) > 1<<20 {
		g.buf = nil
	}
}

func (g *decoding) envelope(src io.Reader) error {
	v, err := g.s.start(src, g.limits.Items)
	if err != nil {
		return err
	}
	head := readHeader(v)
	if head.sentAt == 0 {
		head.sentAt = g.rec.SentAt
	}
	if !g.rec.EventID.IsZero() {
		head.eventID = g.rec.EventID
	}
	g.head, g.clock = head, newClock(g.rec.Received, head.sentAt)
	if err := g.items(g.s); err != nil {
		return err
	}
	g.settleAttachments()
	return nil
}

func (g *decoding) items(s *scanner) error {
	for {
		it, ok, err := s.next()
		if err != nil || !ok {
			return err
		}
		if err := g.item(s, it); err != nil {
			return err
		}
	}
}

func (g *decoding) item(s *scanner, it item) error {
	if it.kind.decode == nil {
		g.discard(it.kind.category, "not_kept", 1)
		return s.payload(it, func([]byte) error { return nil })
	}
	buf := g.buf[:0]
	if it.kind.class == classAttachment {
		buf = make([]byte, 0, min(max(it.length, 0), 1<<20))
	}
	err := s.payload(it, func(chunk []byte) error {
		buf = append(buf, chunk...)
		return nil
	})
	if it.kind.class != classAttachment {
		g.buf = buf
	}
	if err == nil {
		g.take(s, it, buf)
	}
	return err
}

// take decodes an item. A payload that goes on after its JSON had a length too
// long, and has swallowed other items: they are read next.
func (g *decoding) take(s *scanner, it item, payload []byte) {
	g.rest = nil
	it.kind.decode(g, it, payload)
	if it.length > 0 && len(g.rest) > 0 && g.rest[0] == '{' {
		s.unread(g.rest)
	}
	switch it.typ {
	case "event", "feedback", "user_report", "attachment":
	default:
		g.others = true
	}
}

// parse reads the payload of an item that is one JSON value.
func (g *decoding) parse(it item, payload []byte) (ingest.Value, bool) {
	v, rest, err := g.tree.Parse(payload)
	switch {
	case errors.Is(err, ingest.ErrTooMany):
		g.discard(it.kind.category, "too_many", 1)
		return v, false
	case err != nil:
		g.discard(it.kind.category, "invalid_json", 1)
		return v, false
	}
	g.rest = rest
	g.tree.Share() // the batch does not live long
	return v, true
}

// discard counts what is not in the batch.
func (g *decoding) discard(category, reason string, n int64) {
	g.out.Discards = append(g.out.Discards, telemetry.Discard{
		Project: g.rec.Project, Time: g.rec.Received, Source: "server",
		Category: category, Reason: reason, Quantity: n,
	})
}

// derivedID makes an id that is the same whenever the record is decoded.
func (g *decoding) derivedID(of string, payload []byte) telemetry.EventID {
	h := sha256.New()
	fmt.Fprintf(h, "%s %s %d %d ", of, g.head.eventID, g.rec.Received, len(g.out.Events)+len(g.out.Feedback))
	h.Write(payload)
	var id telemetry.EventID
	copy(id[:], h.Sum(nil))
	return id
}

// nextID returns the id for the next event: what was answered for the first,
// its own for another, or else a derived one.
func (g *decoding) nextID(own ingest.Value, payload []byte) telemetry.EventID {
	g.events++
	if g.events == 1 && !g.head.eventID.IsZero() {
		return g.head.eventID
	}
	id, err := telemetry.ParseEventID(own.Text())
	if err != nil || id.IsZero() || id == g.head.eventID {
		id = g.derivedID("event", payload)
	}
	return id
}
