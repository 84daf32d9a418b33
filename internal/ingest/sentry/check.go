package sentry

import (
	"bytes"

	"belfry/internal/errs"
	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

// finding is what the door learns of a body without decoding it.
type finding struct {
	id      telemetry.EventID // of the first event, if the body says one
	events  bool              // there is something that needs an id
	key     string            // public key, where the body holds one
	project int64             // that the key was said to be for, or 0
}

// checkEnvelope reads the framing of an envelope and measures its items. It
// fails for what is no envelope, for what is over the limits, and for an
// envelope in which nothing can be read.
func (h *Handler) checkEnvelope(_ *ingest.Record, p *ingest.Plain) (finding, error) {
	c, _ := h.checks.Get().(*envelopeCheck)
	if c == nil {
		c = &envelopeCheck{s: newScanner()}
		c.take = c.chunk
	}
	defer func() {
		c.s.release()
		if cap(c.event) > lineSize {
			c.event = nil
		}
		h.checks.Put(c)
	}()
	*c = envelopeCheck{s: c.s, take: c.take, event: c.event[:0], limits: h.door.Limits}
	return c.run(p)
}

// envelopeCheck is the state of one check.
type envelopeCheck struct {
	s      *scanner
	take   func([]byte) error // the method chunk
	limits ingest.Limits
	found  finding

	it          item // the present one
	size        int64
	before      int64 // of others that count towards the same limit
	limit       int64
	limitOf     string
	collect     bool // its payload is needed
	attachments int64
	first, last byte   // of the present item, without white space
	event       []byte // the first event, when its id has to be read from it
	good        int
	bad         error // what is wrong with the first bad item
}

func (c *envelopeCheck) run(p *ingest.Plain) (finding, error) {
	head, err := c.s.start(p, c.limits.Items)
	if err != nil {
		return c.found, err
	}
	c.found.id, _ = telemetry.ParseEventID(head.Get("event_id").Text())
	if dsn := head.Get("dsn"); !dsn.IsEmpty() {
		c.found.key, c.found.project = parseDSN(dsn.Text())
	}
	for {
		it, ok, err := c.s.next()
		if err != nil {
			return c.found, err
		}
		if !ok {
			break
		}
		if err := c.item(it); err != nil {
			return c.found, err
		}
	}
	if c.good == 0 && c.bad != nil {
		return c.found, c.bad
	}
	if c.good == 0 && c.s.skipped > 0 {
		return c.found, errs.New(errs.Invalid, "This is not an envelope: the line after the first is not an item header, a JSON object with a type.")
	}
	return c.found, nil
}

func (c *envelopeCheck) item(it item) error {
	c.it, c.size, c.before, c.first, c.last = it, 0, 0, 0, 0
	if c.limit, c.limitOf = c.limitFor(it); it.kind.class == classAttachment {
		c.before = c.attachments
	}
	isEvent := it.typ == "event" || it.typ == "feedback"
	c.collect = isEvent && c.found.id.IsZero() && len(c.event) == 0
	if err := c.s.payload(it, c.take); err != nil {
		return err
	}
	if it.kind.class == classAttachment {
		c.attachments += c.size
	}
	c.judge(it)
	return nil
}

// chunk measures a piece of the present item.
func (c *envelopeCheck) chunk(b []byte) error {
	if c.size += int64(len(b)); c.before+c.size > c.limit {
		return errs.New(errs.TooLarge, "Item %d (%.40s) is over the limit of %s for %s.", c.it.position, c.it.typ, ingest.Size(c.limit), c.limitOf)
	}
	c.edges(b)
	if c.collect {
		c.event = append(c.event, b...)
	}
	return nil
}

// limitFor returns how large an item may be.
func (c *envelopeCheck) limitFor(it item) (int64, string) {
	switch it.kind.class {
	case classEvent:
		return c.limits.Event, "one event"
	case classContainer:
		return c.limits.Container, "an item of many records"
	case classAttachment:
		return c.limits.Attachments, "all attachments"
	default:
		return c.limits.Inflated, "a body"
	}
}

// edges remembers the first and the last character.
func (c *envelopeCheck) edges(chunk []byte) {
	chunk = bytes.TrimSpace(chunk)
	if len(chunk) == 0 {
		return
	}
	if c.first == 0 {
		c.first = chunk[0]
	}
	c.last = chunk[len(chunk)-1]
}

// judge decides whether the item can be read at all, and takes the event id.
func (c *envelopeCheck) judge(it item) {
	object := c.first == '{' && c.last == '}' || c.first == '[' && c.last == ']'
	if it.kind.json && !object {
		if c.bad == nil {
			c.bad = errs.New(errs.Invalid, "Item %d (%.40s) is not JSON. Without a length in its header, an item ends with its line.", it.position, it.typ)
		}
		return
	}
	c.good++
	switch it.typ {
	case "event", "feedback", "raw_security", "security", "nel":
		c.found.events = true
	case "attachment":
		c.found.events = c.found.events || it.attachment == minidumpType
	}
	if c.collect {
		v, _, _ := c.s.tree.Parse(c.event)
		c.found.id, _ = telemetry.ParseEventID(v.Get("event_id").Text())
		c.event = append(c.event[:0], ' ') // the first event only
	}
}
