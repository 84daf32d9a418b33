package scrub

import (
	"bytes"
	"strings"

	"belfry/internal/telemetry"
)

// Settings is what a project chose. Secrets are always removed.
type Settings struct {
	ScrubIP    bool     // remove IP addresses
	ScrubEmail bool     // remove e-mail addresses
	ExtraKeys  []string // more names of secrets: "tax_id" also means taxId and user_tax_id
	SafeKeys   []string // names that are no secrets although they look like some
}

const maxOwnKeys = 200

// A Scrubber applies the settings of one project. It is safe for concurrent
// use.
type Scrubber struct {
	ip, email bool
	own       bool // the project has names of its own
	extra     []extraKey
	safe      map[string]bool
}

// An extraKey is a name of the project's own, normalised.
type extraKey struct{ spaced, joined []byte }

// New prepares a scrubber.
func New(set Settings) *Scrubber {
	s := &Scrubber{ip: set.ScrubIP, email: set.ScrubEmail, safe: map[string]bool{}}
	for _, k := range set.ExtraKeys[:min(len(set.ExtraKeys), maxOwnKeys)] {
		if w := normalise(k); w.m > 0 {
			s.extra = append(s.extra, extraKey{bytes.Clone(w.spaced()), bytes.Clone(w.joined())})
		}
	}
	for _, k := range set.SafeKeys[:min(len(set.SafeKeys), maxOwnKeys)] {
		if w := normalise(k); w.m > 0 {
			s.safe[string(w.joined())] = true
		}
	}
	s.own = len(s.extra)+len(s.safe) > 0
	return s
}

func normalise(key string) *words {
	w := new(words)
	w.split(key[max(len(key)-maxKey, 0):])
	return w
}

// Log scrubs a log record in place.
func (s *Scrubber) Log(l *telemetry.Log) {
	l.Body = s.maybeJSON(l.Body)
	l.Host, _ = s.text(l.Host, false)
	s.attributes(l.Attributes)
}

// maybeJSON scrubs a text that may be JSON, as structured logs are.
func (s *Scrubber) maybeJSON(text string) string {
	if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
		if out, n := s.json(text); n > 0 {
			return string(out)
		}
		return text
	}
	return s.Text(text)
}

// attributes scrubs a map in place, by key and by value.
func (s *Scrubber) attributes(m map[string]string) {
	for k, v := range m {
		if out, n := s.named(k, v); n > 0 {
			m[k] = out
		}
	}
}

// named scrubs the value of a name.
func (s *Scrubber) named(name, value string) (string, int) {
	switch c := s.classify(name); {
	case value == "" || value == filtered:
		return value, 0
	case c == cookie:
		return s.cookies(value)
	case c != harmless:
		return filtered, 1
	}
	if value[0] == '{' || value[0] == '[' {
		if out, n := s.json(value); n > 0 {
			return string(out), n
		}
		return value, 0
	}
	return s.text(value, false)
}

// Span scrubs a span in place.
func (s *Scrubber) Span(p *telemetry.Span) {
	p.Name = s.Text(p.Name)
	p.UserKey = s.userKey(p.UserKey)
	s.attributes(p.Attributes)
}

// Sample scrubs a sample of a metric in place.
func (s *Scrubber) Sample(p *telemetry.Sample) { s.attributes(p.Attributes) }

// Session scrubs a session in place.
func (s *Scrubber) Session(p *telemetry.Session) { p.UserKey = s.userKey(p.UserKey) }

// userKey drops a key that is nothing but what the project wants gone.
func (s *Scrubber) userKey(key string) string {
	if s.ip && strings.HasPrefix(key, "ip:") || s.email && strings.HasPrefix(key, "email:") {
		return ""
	}
	kind, name, _ := strings.Cut(key, ":")
	if out, n := s.text(name, false); n > 0 {
		if isPlaceholder(out) {
			return ""
		}
		return kind + ":" + out
	}
	return key
}

// Feedback scrubs what a user wrote, in place. The address to answer to stays,
// unless the project wants addresses gone.
func (s *Scrubber) Feedback(f *telemetry.Feedback) {
	f.Name = s.Text(f.Name)
	f.Message = s.Text(f.Message)
	f.URL = s.Text(f.URL)
	if s.email {
		f.Email = ""
	}
}

// CheckIn scrubs a check-in in place.
func (s *Scrubber) CheckIn(c *telemetry.CheckIn) {
	if len(c.Config) > 0 {
		c.Config = s.JSON(c.Config)
	}
}

// isPlaceholder reports whether nothing is left of a value.
func isPlaceholder(v string) bool { return v == filtered || v == emailGone || v == ipGone }

// cookies removes the values of a Cookie or Set-Cookie header, and leaves the
// names and the attributes.
func (s *Scrubber) cookies(text string) (string, int) {
	parts := strings.Split(text, ";")
	n := 0
	for i, p := range parts {
		name, value, ok := strings.Cut(p, "=")
		trimmed := strings.TrimSpace(name)
		switch {
		case cookieParts[strings.ToLower(trimmed)] && i > 0, trimmed == "" && !ok, trimmed == filtered, ok && (value == filtered || value == ""):
		case ok:
			parts[i] = name + "=" + filtered
			n++
		default:
			parts[i] = name[:len(name)-len(strings.TrimLeft(name, " "))] + filtered
			n++
		}
	}
	if n == 0 {
		return text, 0
	}
	return strings.Join(parts, ";"), n
}

// cookieParts are the attributes of a cookie, which are no secrets.
var cookieParts = set("path", "domain", "expires", "max-age", "samesite", "secure", "httponly", "partitioned", "priority")
