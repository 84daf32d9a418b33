package sentry

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"belfry/internal/errs"
	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

// lineSize bounds the header lines of an envelope.
const lineSize = 64 << 10

// header is the first line of an envelope.
type header struct {
	eventID telemetry.EventID
	sentAt  telemetry.Time
	sdk     telemetry.SDK
	traceID string
}

// item is the header of one item.
type item struct {
	kind        itemKind
	typ         string
	length      int64 // -1 when not given
	filename    string
	contentType string
	attachment  string // attachment_type
	position    int    // counted from 1
}

// scanner reads the framing of an envelope from a stream. It is used twice:
// at the door, where payloads are only measured, and when decoding; so both
// see the same items.
type scanner struct {
	r        *bufio.Reader
	src      io.Reader // that r reads
	tree     ingest.Tree
	maxItems int
	count    int
	skipped  int // lines where an item header should have been
	repaired int // payloads longer than their header said
}

func newScanner() *scanner { return &scanner{r: bufio.NewReaderSize(nil, lineSize)} }

// release lets go of what was read.
func (s *scanner) release() {
	s.src = nil
	s.r.Reset(nil)
	s.tree.Shrink()
}

// start reads the envelope header, an object that is valid until next.
func (s *scanner) start(src io.Reader, maxItems int) (ingest.Value, error) {
	s.src = src
	s.r.Reset(src)
	s.maxItems, s.count, s.skipped, s.repaired = maxItems, 0, 0, 0
	line, err := s.line()
	if err != nil {
		return ingest.Value{}, err
	}
	line = bytes.TrimPrefix(line, []byte("\uFEFF"))
	v, rest, err := s.tree.Parse(line)
	if err != nil || v.Kind() != ingest.Object || len(rest) > 0 {
		if err == nil {
			err = errors.New("found " + v.Kind().String())
		}
		return ingest.Value{}, errs.With(errs.Invalid, err, "This is not an envelope: its first line is not a JSON object (%v).", err)
	}
	return v, nil
}

func readHeader(v ingest.Value) header {
	var h header
	h.eventID, _ = telemetry.ParseEventID(v.Get("event_id").Text())
	h.sentAt, _ = parseTime(v.Get("sent_at"))
	h.sdk.Name = v.Get("sdk").Get("name").Text()
	h.sdk.Version = v.Get("sdk").Get("version").Text()
	h.traceID = hexID(v.Get("trace").Get("trace_id"), 32)
	return h
}

// line returns the next line that is not empty, without its end; at the end of
// the envelope it is empty.
func (s *scanner) line() ([]byte, error) {
	for {
		line, err := s.r.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return nil, errs.New(errs.Invalid, "A header line of the envelope is longer than %s.", ingest.Size(lineSize))
		}
		if err != nil && err != io.EOF {
			return nil, err
		}
		if line = bytes.TrimSpace(line); len(line) > 0 || err == io.EOF {
			return line, nil
		}
	}
}

// next reads the next item header; ok is false at the end. A line that is no
// item header is passed over together with the payload that may follow it.
func (s *scanner) next() (it item, ok bool, err error) {
	for doubt := false; ; doubt = true {
		line, err := s.line()
		if err != nil || len(line) == 0 {
			return item{}, false, err
		}
		if it, ok = s.item(line, doubt); ok {
			s.count++
			it.position = s.count
			if s.count > s.maxItems {
				return it, false, errs.New(errs.TooLarge, "The envelope has more than %d items, the limit of this server.", s.maxItems)
			}
			return it, true, nil
		}
		s.skipped++
	}
}

// item reads an item header. After a line that was none it is stricter, for
// the line may be the payload of an item whose header was bad.
func (s *scanner) item(line []byte, doubt bool) (item, bool) {
	v, _, err := s.tree.Parse(line)
	if err != nil || v.Kind() != ingest.Object {
		return item{}, false
	}
	typ := v.Get("type").Text()
	if doubt && (typ == "" || v.Get("event_id").Exists() || v.Get("timestamp").Exists()) {
		return item{}, false
	}
	it := item{typ: typ, kind: kindOf(typ), length: -1}
	if n, ok := v.Get("length").Int(); ok && n >= 0 {
		it.length = n
	}
	it.contentType = v.Get("content_type").Text()
	if it.kind.class == classAttachment {
		it.filename = v.Get("filename").Text()
		it.attachment = v.Get("attachment_type").Text()
	}
	return it, true
}

// payload hands the payload of the item, whose header was read last, to take,
// in chunks that are valid during the call.
func (s *scanner) payload(it item, take func(chunk []byte) error) error {
	for left := it.length; left > 0; {
		chunk, err := s.r.Peek(int(min(left, lineSize)))
		if len(chunk) > 0 {
			if err := take(chunk); err != nil {
				return err
			}
			left -= int64(len(chunk))
			_, _ = s.r.Discard(len(chunk)) // what was peeked at is there
		}
		if err == io.EOF { // the length was too long
			return nil
		}
		if err != nil {
			return err
		}
	}
	if it.length > 0 && s.newline() {
		return nil
	}
	return s.tail(it, take)
}

// unread puts a copy of b back, to be read next.
func (s *scanner) unread(b []byte) {
	ahead, _ := s.r.Peek(s.r.Buffered())
	s.src = io.MultiReader(bytes.NewReader(append(append(bytes.Clone(b), '\n'), ahead...)), s.src)
	s.r.Reset(s.src)
}

// newline passes the end of line after a payload, if it is there.
func (s *scanner) newline() bool {
	b, _ := s.r.Peek(2)
	switch {
	case len(b) == 0:
		return true
	case b[0] == '\n':
		_, _ = s.r.Discard(1)
		return true
	case len(b) == 2 && b[0] == '\r' && b[1] == '\n':
		_, _ = s.r.Discard(2)
		return true
	}
	return false
}

// tail hands over what remains of the line: all of the payload when its length
// was not given, the rest of it when it was too short, as it is when an SDK
// counts characters.
func (s *scanner) tail(it item, take func([]byte) error) error {
	if it.length > 0 {
		s.repaired++
	}
	for {
		chunk, err := s.r.ReadSlice('\n')
		if err == nil {
			chunk = chunk[:len(chunk)-1]
		}
		if len(chunk) > 0 {
			if err := take(chunk); err != nil {
				return err
			}
		}
		switch {
		case err == nil || err == io.EOF:
			return nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return err
		}
	}
}

// hexID returns an id of so many hex digits in lower case without dashes, or ""
// for anything else. Ids of zeros are none.
func hexID(v ingest.Value, digits int) string {
	s, _ := v.Scalar()
	return hexText(s, digits)
}

// isLowerHex reports whether s is a hex number other than 0 in lower case.
func isLowerHex(s string) bool {
	zero := true
	for i := range len(s) {
		c := s[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
		zero = zero && c == '0'
	}
	return !zero
}

func hexText(s string, digits int) string {
	if len(s) < digits || len(s) > digits+8 {
		return ""
	}
	if len(s) == digits && isLowerHex(s) {
		return s
	}
	out := make([]byte, 0, digits)
	zero := true
	for i := range len(s) {
		switch c := s[i]; {
		case c == '-':
			continue
		case c >= '0' && c <= '9' || c >= 'a' && c <= 'f':
			out = append(out, c)
			zero = zero && c == '0'
		case c >= 'A' && c <= 'F':
			out = append(out, c+'a'-'A')
			zero = false
		default:
			return ""
		}
	}
	if len(out) != digits || zero {
		return ""
	}
	return string(out)
}
