package scrub

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"belfry/internal/telemetry"
)

// A part of an event is what a note speaks of.
type part uint8

const (
	inMessage part = iota
	inException
	inFrames
	inThreads
	inCrumbs
	inRequest
	inHeaders
	inCookies
	inBody
	inUser
	inTags
	inContexts
	inExtra
	parts
)

var partNames = [parts]string{
	"message", "exceptions", "exceptions.frames", "threads", "breadcrumbs", "request", "request.headers", "request.cookies",
	"request.data", "user", "tags", "contexts", "extra",
}

// An eventer is one pass over an event: it counts what it replaces.
type eventer struct {
	s      *Scrubber
	counts [parts]int
	texts  strings.Builder // the JSON of e as strings, many in one piece of memory
}

const textsSize = 2048 // bytes of a piece

// stringOf returns raw as a string.
func (v *eventer) stringOf(raw []byte) string {
	if v.texts.Len()+len(raw) > v.texts.Cap() {
		v.texts.Reset()
		v.texts.Grow(max(len(raw), textsSize))
	}
	start := v.texts.Len()
	v.texts.Write(raw)
	return v.texts.String()[start:]
}

// Event scrubs e in place. It adds a note for each part of e that it changed,
// with the number of values that it replaced.
func (s *Scrubber) Event(e *telemetry.Event) {
	v := eventer{s: s}
	v.words(e)
	for i := range e.Exceptions {
		v.exception(&e.Exceptions[i])
	}
	for i := range e.Threads {
		v.text(inThreads, &e.Threads[i].Name)
		v.frames(inThreads, e.Threads[i].Frames)
	}
	v.frames(inFrames, e.Stacktrace)
	for i := range e.Breadcrumbs {
		v.text(inCrumbs, &e.Breadcrumbs[i].Message)
		v.json(inCrumbs, &e.Breadcrumbs[i].Data)
	}
	v.request(e.Request)
	v.user(e.User)
	for i := range e.Tags {
		v.named(inTags, e.Tags[i].Key, &e.Tags[i].Value)
	}
	v.json(inContexts, &e.Contexts)
	v.json(inExtra, &e.Extra)
	for part, n := range v.counts {
		if n > 0 {
			e.Notes = append(e.Notes, telemetry.Note{Path: partNames[part], Problem: problem(n)})
		}
	}
}

func problem(n int) string {
	if n == 1 {
		return "scrubbed: 1 value"
	}
	return "scrubbed: " + strconv.Itoa(n) + " values"
}

// words scrubs the texts of an event itself.
func (v *eventer) words(e *telemetry.Event) {
	v.text(inMessage, &e.Message)
	v.text(inMessage, &e.Template)
	v.text(inMessage, &e.Transaction)
	v.text(inMessage, &e.ServerName)
	v.json(inMessage, &e.Params)
	for i := range e.Fingerprint {
		v.text(inMessage, &e.Fingerprint[i])
	}
}

func (v *eventer) text(p part, field *string) {
	if len(*field) < 3 {
		return
	}
	if out, n := v.s.text(*field, false); n > 0 {
		*field = out
		v.counts[p] += n
	}
}

func (v *eventer) json(p part, field *telemetry.JSON) {
	if len(*field) < 3 {
		return
	}
	if out, n := v.s.json(v.stringOf(*field)); n > 0 {
		*field = out
		v.counts[p] += n
	}
}

func (v *eventer) named(p part, name string, value *string) {
	if out, n := v.s.named(name, *value); n > 0 {
		*value = out
		v.counts[p] += n
	}
}

func (v *eventer) exception(x *telemetry.Exception) {
	v.text(inException, &x.Type)
	v.text(inException, &x.Value)
	if m := x.Mechanism; m != nil {
		v.text(inException, &m.Description)
		v.json(inException, &m.Data)
		v.json(inException, &m.Meta)
	}
	v.frames(inFrames, x.Frames)
	v.frames(inFrames, x.RawFrames)
}

func (v *eventer) frames(p part, frames []telemetry.Frame) {
	for i := range frames {
		f := &frames[i]
		v.location(p, &f.Filename)
		v.location(p, &f.AbsPath)
		v.json(p, &f.Vars)
		if f.ContextLine != nil {
			v.source(p, f.ContextLine)
		}
		for k := range f.PreContext {
			v.source(p, &f.PreContext[k])
		}
		for k := range f.PostContext {
			v.source(p, &f.PostContext[k])
		}
	}
}

// location scrubs a file name; only one that is a URL can hold a secret.
func (v *eventer) location(p part, file *string) {
	for _, c := range [...]byte{':', '?', '@'} {
		if strings.IndexByte(*file, c) >= 0 {
			v.text(p, file)
			return
		}
	}
}

// source scrubs a line of source code. It may be shared with other frames, but
// not with other events.
func (v *eventer) source(p part, line *string) {
	if out, n := v.s.text(*line, true); n > 0 {
		*line = out
		v.counts[p] += n
	}
}

func (v *eventer) request(r *telemetry.Request) {
	if r == nil {
		return
	}
	v.text(inRequest, &r.URL)
	for i := range r.Query {
		v.query(&r.Query[i])
	}
	for i := range r.Headers {
		v.header(&r.Headers[i])
	}
	for i := range r.Cookies {
		if c := &r.Cookies[i]; c.Value != "" && c.Value != filtered {
			c.Value = filtered
			v.counts[inCookies]++
		}
	}
	v.json(inBody, &r.Data)
	v.json(inRequest, &r.Env)
}

// query scrubs a parameter. Signatures are secrets here: whoever has them may
// do what was signed.
func (v *eventer) query(p *telemetry.Pair) {
	if (strings.EqualFold(p.Name, "sig") || strings.EqualFold(p.Name, "signature")) && p.Value != "" && p.Value != filtered {
		p.Value = filtered
		v.counts[inRequest]++
		return
	}
	v.named(inRequest, p.Name, &p.Value)
}

// header scrubs a header. Those that carry the address of a client are an
// address whatever they look like.
func (v *eventer) header(p *telemetry.Pair) {
	if v.s.ip && p.Value != ipGone && p.Value != "" && isClientHeader(p.Name) {
		p.Value = ipGone
		v.counts[inHeaders]++
		return
	}
	v.named(inHeaders, p.Name, &p.Value)
}

var clientHeaders = set("x-forwarded-for", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip", "cf-connecting-ip",
	"fastly-client-ip", "forwarded", "forwarded-for", "x-original-forwarded-for", "x-appengine-user-ip", "remote-addr", "client-ip")

// isClientHeader reports whether name, in any case, is one of clientHeaders.
func isClientHeader(name string) bool {
	var low [32]byte
	if len(name) > len(low) {
		return clientHeaders[strings.ToLower(name)]
	}
	for i := range len(name) {
		c := name[i]
		if c >= utf8.RuneSelf {
			return clientHeaders[strings.ToLower(name)]
		}
		if isUpper(c) {
			c |= 0x20
		}
		low[i] = c
	}
	return clientHeaders[string(low[:len(name)])]
}

func (v *eventer) user(u *telemetry.User) {
	if u == nil {
		return
	}
	if v.s.ip && u.IP != "" {
		u.IP = ""
		v.counts[inUser]++
	}
	if v.s.email && u.Email != "" {
		u.Email = ""
		v.counts[inUser]++
	}
	for _, field := range [...]*string{&u.ID, &u.Username, &u.Name, &u.Segment} {
		v.text(inUser, field)
		if isPlaceholder(*field) { // or everybody would be one user
			*field = ""
		}
	}
	v.json(inUser, &u.Data)
	v.json(inUser, &u.Geo)
}
