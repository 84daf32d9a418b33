package query

import (
	"encoding/json"
	"slices"
	"strings"

	"belfry/internal/telemetry"
)

// requestHeaders carry the id of a request, in lower case.
var requestHeaders = []string{"x-request-id", "x-correlation-id", "request-id", "x-amzn-trace-id"}

// AnchorOf returns what ties other records to an event: its trace and user, and
// the ids of its request and session, wherever programs send those.
func AnchorOf(e *telemetry.Event) Anchor {
	a := Anchor{Project: e.Project, Time: e.Time, Trace: e.TraceID, User: e.User.Key()}
	for _, t := range e.Tags {
		a.learn(t.Key, t.Value)
	}
	a.learnObject(e.Extra)
	var contexts map[string]json.RawMessage
	if json.Unmarshal(e.Contexts, &contexts) == nil {
		for _, name := range []string{"request", "session", "replay", "app", "trace"} {
			a.learnContext(name, contexts[name])
		}
	}
	if e.Request != nil {
		for _, h := range e.Request.Headers {
			if slices.Contains(requestHeaders, strings.ToLower(h.Name)) {
				a.learn("request_id", h.Value)
			}
		}
	}
	return a
}

// learn takes a value when its name is that of an id that is not known yet.
// What was removed for privacy ties nothing.
func (a *Anchor) learn(name, value string) {
	if value == "" || strings.HasPrefix(value, "[") {
		return
	}
	if a.Request == "" && RequestKey(name) {
		a.Request = value
	}
	if a.Session == "" && SessionKey(name) {
		a.Session = value
	}
}

func (a *Anchor) learnContext(name string, text json.RawMessage) {
	var c struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(text, &c) == nil {
		a.learn(name+".id", c.ID)
	}
	a.learnObject(text)
}

func (a *Anchor) learnObject(text json.RawMessage) {
	var object map[string]json.RawMessage
	if json.Unmarshal(text, &object) != nil {
		return // absent, or no object
	}
	for _, key := range slices.Concat(requestKeys, sessionKeys) {
		var value string
		if json.Unmarshal(object[key], &value) == nil {
			a.learn(key, value)
		}
	}
}
