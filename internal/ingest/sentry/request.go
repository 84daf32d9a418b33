package sentry

import (
	"net/netip"
	"strings"

	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

// request takes the HTTP request that was being served, or the page.
func (e *eventReader) request(v ingest.Value) {
	if v.Kind() != ingest.Object || v.IsEmpty() {
		e.unexpected(&e.at, v, "an object")
		return
	}
	var q telemetry.Request
	var fragment string
	for c := v.First(); c.Exists(); c = c.Next() {
		here := step{&e.at, c.Key(), 0}
		switch here.key {
		case "method":
			q.Method = strings.ToUpper(e.name(&here, c))
		case "url":
			q.URL = strings.TrimSpace(e.text(&here, c, maxMessage))
		case "query_string":
			q.Query = e.query(&here, c)
		case "headers":
			q.Headers = e.collection(&here, c)
		case "cookies":
			q.Cookies = e.cookies(&here, c)
		case "data":
			q.Data = e.json(&here, c, maxBody)
		case "env":
			q.Env = e.object(&here, c, maxVars)
		case "fragment":
			fragment = e.text(&here, c, maxName)
		}
	}
	e.splitURL(&q, fragment)
	e.moveCookies(&q)
	e.out.Request = &q
}

// splitURL takes the query out of the URL, so that it stands in one place.
func (e *eventReader) splitURL(q *telemetry.Request, fragment string) {
	at := step{&e.at, "url", 0}
	base, hash, _ := strings.Cut(q.URL, "#")
	base, query, ok := strings.Cut(base, "?")
	if ok && len(q.Query) == 0 {
		q.Query = e.splitPairs(&at, query, "&", unescapeQuery)
	}
	if hash == "" {
		hash = strings.TrimPrefix(fragment, "#")
	}
	if q.URL = base; hash != "" {
		q.URL += "#" + hash
	}
}

// moveCookies takes a Cookie header out of the headers.
func (e *eventReader) moveCookies(q *telemetry.Request) {
	at := step{&e.at, "headers", 0}
	kept := q.Headers[:0]
	for _, h := range q.Headers {
		if !strings.EqualFold(h.Name, "Cookie") {
			kept = append(kept, h)
		} else if len(q.Cookies) == 0 {
			q.Cookies = e.splitPairs(&at, h.Value, ";", strings.TrimSpace)
		}
	}
	if q.Headers = kept; len(kept) == 0 {
		q.Headers = nil
	}
}

// auto is what SDKs send for "the address that this came from".
const auto = "{{auto}}"

// settleUser takes the user, and the address of the client where the SDK asks
// for it.
func (e *eventReader) settleUser() {
	at := step{key: "user"}
	u := e.readUser(&at, e.user)
	switch {
	case u.IP == auto, u.IP == "" && e.inferIP:
		u.IP = e.g.rec.RemoteIP
	case u.IP != "":
		if ip, err := netip.ParseAddr(u.IP); err == nil {
			u.IP = ip.Unmap().String()
		} else {
			here := step{&at, "ip_address", 0}
			e.note(&here, "dropped: %.40q is not an address", u.IP)
			u.IP = ""
		}
	}
	if u.Key() != "" || u.Name != "" || u.Geo != nil || u.Data != nil {
		e.out.User = &u
	}
}

func (e *eventReader) readUser(at *step, v ingest.Value) telemetry.User {
	var u telemetry.User
	if s, ok := v.Scalar(); ok && v.Kind() != ingest.Bool { // just an id
		u.ID = e.cut(at, s, maxName)
		return u
	}
	if v.Kind() != ingest.Object {
		e.unexpected(at, v, "an object")
		return u
	}
	other := false
	for c := v.First(); c.Exists(); c = c.Next() {
		here := step{at, c.Key(), 0}
		switch here.key {
		case "id":
			u.ID = e.name(&here, c)
		case "email":
			u.Email = e.name(&here, c)
		case "username":
			u.Username = e.name(&here, c)
		case "name":
			u.Name = e.name(&here, c)
		case "ip_address":
			u.IP = strings.TrimSpace(e.name(&here, c))
		case "segment":
			u.Segment = e.name(&here, c)
		case "geo":
			u.Geo = e.object(&here, c, maxVars)
		default:
			other = other || !c.IsEmpty()
		}
	}
	if other {
		u.Data = e.userData(at, v)
	}
	return u
}

// userData gathers what else is known of a user: the members of "data", and
// all others that have no field.
func (e *eventReader) userData(at *step, v ingest.Value) telemetry.JSON {
	out, n := append(e.room(v, maxVars), '{'), 0
	add := func(c ingest.Value) {
		here := step{at, c.Key(), 0}
		if c.IsEmpty() || len(out) > maxVars {
			return
		}
		if n++; n > 1 {
			out = append(out, ',')
		}
		out = append(ingest.AppendQuoted(out, e.cut(&here, here.key, maxName)), ':')
		var cut bool
		if out, cut = c.AppendJSON(out, max(maxVars-len(out), 16)); cut {
			e.note(&here, "cut to fit %s", ingest.Size(maxVars))
		}
	}
	for c := v.First(); c.Exists(); c = c.Next() {
		switch c.Key() {
		case "id", "email", "username", "name", "ip_address", "segment", "geo":
		case "data":
			if c.Kind() != ingest.Object {
				add(c)
				continue
			}
			for d := c.First(); d.Exists(); d = d.Next() {
				add(d)
			}
		default:
			add(c)
		}
	}
	if n == 0 {
		return nil
	}
	return append(out, '}')
}
