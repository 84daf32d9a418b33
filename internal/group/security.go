package group

import (
	"encoding/json"
	"slices"
	"strings"

	"belfry/internal/telemetry"
)

// A policy or network report has no field of its own in an event: its values
// are looked up in the tags, then in the contexts and the extra data, whatever
// way the browser spelled their names (blocked-uri, blocked_uri, blockedURL).

// securityParts returns what a report is grouped by, or nil when e is none.
func securityParts(e *telemetry.Event) []telemetry.Component {
	switch e.Kind {
	case "csp":
		r := reportOf(e)
		directive, host := r.directive(), r.blockedHost()
		if directive == "" && r.blocked() == "" {
			return nil
		}
		return []telemetry.Component{
			{Name: "directive", Value: clip(directive), Used: true},
			{Name: "blocked", Value: clip(host), Used: true, From: clip(r.blocked())},
		}
	case "nel":
		r := reportOf(e)
		if r.get("type") == "" {
			return nil
		}
		return []telemetry.Component{
			{Name: "type", Value: clip(r.get("type")), Used: true},
			{Name: "host", Value: clip(hostOf(r.get("url"))), Used: true},
		}
	}
	return nil
}

func securityTitle(e *telemetry.Event) string {
	switch e.Kind {
	case "csp":
		r := reportOf(e)
		directive, host := r.directive(), r.blockedHost()
		switch {
		case directive == "":
			return ""
		case host == "inline" || host == "eval":
			return "Blocked " + host + " '" + clip(directive) + "'"
		}
		return "Blocked '" + clip(directive) + "' from '" + clip(host) + "'"
	case "nel":
		r := reportOf(e)
		if kind := r.get("type"); kind != "" {
			return strings.TrimSuffix("Network error "+clip(kind)+" at "+clip(hostOf(r.get("url"))), " at ")
		}
	}
	return ""
}

// A report finds the values of a browser's report in an event.
type report struct {
	tags    []telemetry.Tag
	objects []map[string]json.RawMessage
}

func reportOf(e *telemetry.Event) report {
	r := report{tags: e.Tags}
	r.add(e.Contexts, 0)
	r.add(e.Extra, 0)
	if e.Request != nil {
		r.add(e.Request.Data, 0)
		if e.Request.URL != "" {
			r.tags = append(slices.Clip(r.tags), telemetry.Tag{Key: "url", Value: e.Request.URL})
		}
	}
	return r
}

// add takes in an object and the objects in it, two levels deep: reports are
// wrapped in "csp", "csp-report" or "body".
func (r *report) add(raw telemetry.JSON, depth int) {
	if len(raw) == 0 || depth > 2 {
		return
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(raw, &object) != nil || len(object) == 0 {
		return
	}
	r.objects = append(r.objects, object)
	for _, name := range []string{"csp", "csp-report", "csp_report", "nel", "body"} {
		r.add(object[name], depth+1)
	}
}

// get returns the first value with one of the names: lower case, letters only.
// Inner objects are asked first: "type" of the wrapper is the kind of report.
func (r *report) get(names ...string) string {
	for _, name := range names {
		for i := range r.tags {
			if squash(r.tags[i].Key) == name && r.tags[i].Value != "" {
				return r.tags[i].Value
			}
		}
		for _, v := range slices.Backward(r.objects) {
			if v := lookup(v, name); v != "" {
				return v
			}
		}
	}
	return ""
}

func lookup(object map[string]json.RawMessage, name string) string {
	found, best := "", ""
	for k, raw := range object {
		var v string
		if squash(k) == name && json.Unmarshal(raw, &v) == nil && v != "" && (best == "" || k < best) {
			found, best = v, k
		}
	}
	return found
}

// squash reduces a name to its lower-case letters.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z':
			return r
		}
		return -1
	}, s)
}

// directive returns the name of the rule that was broken, without its sources.
func (r *report) directive() string {
	d := strings.TrimSpace(r.get("effectivedirective", "violateddirective"))
	name, _, _ := strings.Cut(d, " ")
	return strings.ToLower(name)
}

func (r *report) blocked() string { return r.get("blockeduri", "blockedurl") }

// blockedHost returns the host that was blocked; "inline", "eval" and the
// schemes without a host stand for themselves.
func (r *report) blockedHost() string {
	uri := strings.ToLower(strings.TrimSpace(r.blocked()))
	switch {
	case uri == "" || uri == "self":
		return "inline" // how older browsers report it
	case strings.Contains(uri, "://"):
		return hostOf(uri)
	}
	scheme, _, _ := strings.Cut(uri, ":")
	return scheme
}

// hostOf returns the host of a URL, without user and port.
func hostOf(url string) string {
	if i := strings.Index(url, "://"); i >= 0 {
		url = url[i+3:]
	}
	if i := strings.IndexAny(url, "/?#"); i >= 0 {
		url = url[:i]
	}
	url = url[strings.LastIndexByte(url, '@')+1:]
	if i := strings.LastIndexByte(url, ':'); i >= 0 && isDigits(url[i+1:]) {
		url = url[:i]
	}
	return strings.ToLower(url)
}
