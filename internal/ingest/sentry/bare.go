package sentry

import (
	"bytes"
	"encoding/base64"
	"io"
	"net/url"
	"strings"

	"belfry/internal/errs"
	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

// checkStore reads the body of /store/: one event. It is parsed, since nothing
// less tells whether it is JSON.
func (h *Handler) checkStore(r *ingest.Record, p *ingest.Plain) (finding, error) {
	text, form, err := readStore(&h.door.Inflater, r.ContentType, p, h.door.Limits.Event)
	if err != nil {
		return finding{}, err
	}
	tree := h.tree()
	defer h.release(tree)
	v, _, err := tree.Parse(text)
	if err != nil || v.Kind() != ingest.Object {
		return finding{}, errs.With(errs.Invalid, err, "The body is not a JSON object, nor one in base64 and zlib.")
	}
	f := finding{events: true}
	f.id, _ = telemetry.ParseEventID(v.Get("event_id").Text())
	f.key, _, _ = strings.Cut(form.Get("sentry_key"), ":")
	return f, nil
}

// readStore returns the JSON text of a bare event, out of all that old SDKs
// have wrapped around it: a form field, base64, zlib or gzip.
func readStore(in *ingest.Inflater, contentType string, p *ingest.Plain, limit int64) ([]byte, url.Values, error) {
	body, err := readUpTo(p, 4*limit, limit) // encodings may treble it
	if err != nil {
		return nil, nil, err
	}
	var form url.Values
	body = bytes.TrimSpace(body)
	if isForm(contentType) || bytes.HasPrefix(body, []byte("sentry_data=")) {
		form, _ = url.ParseQuery(string(body))
		if data := form.Get("sentry_data"); data != "" {
			body = []byte(strings.TrimSpace(data))
		}
	}
	if text, ok := unbase64(body); ok {
		body = text
	}
	inner, err := in.Open("", body, limit)
	if err != nil {
		return nil, form, err
	}
	defer inner.Close()
	text, err := readUpTo(inner, limit, limit)
	return text, form, err
}

// readUpTo reads a body that may be at most size bytes long, because an event
// may be of the limit given.
func readUpTo(p *ingest.Plain, size, limit int64) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(p, size+1))
	if err == nil && int64(len(text)) > size || errs.Is(err, errs.TooLarge) {
		err = errs.New(errs.TooLarge, "The body is over the limit of %s for one event.", ingest.Size(limit))
	}
	return text, err
}

func isForm(contentType string) bool {
	return strings.HasPrefix(contentType, "application/x-www-form-urlencoded")
}

// unbase64 undoes base64, in which pluses may have become spaces and lines may
// be broken.
func unbase64(b []byte) ([]byte, bool) {
	if len(b) == 0 || b[0] == '{' {
		return nil, false
	}
	clean := make([]byte, 0, len(b))
	for _, c := range b {
		switch c {
		case ' ', '-':
			clean = append(clean, '+')
		case '_':
			clean = append(clean, '/')
		case '\n', '\r', '=':
		default:
			clean = append(clean, c)
		}
	}
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
	n, err := base64.RawStdEncoding.Decode(out, clean)
	return out[:n], err == nil
}

// store decodes a bare event.
func (g *decoding) store(in *ingest.Inflater, p *ingest.Plain) error {
	text, _, err := readStore(in, g.rec.ContentType, p, g.limits.Inflated)
	if err != nil {
		return err
	}
	g.eventItem(item{kind: kindOf("event"), typ: "event"}, text)
	return nil
}
