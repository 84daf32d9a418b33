package sentry

import (
	"bytes"

	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

// minidumpType is the attachment type of a crash dump.
const minidumpType = "event.minidump"

func (g *decoding) eventItem(it item, payload []byte) {
	v, ok := g.parse(it, payload)
	switch {
	case !ok:
	case v.Kind() != ingest.Object:
		g.discard(it.kind.category, "invalid_json", 1)
	case v.Get("type").Text() == "transaction":
		g.transaction(v)
	case v.Get("contexts").Get("feedback").Kind() == ingest.Object:
		g.feedback(v, payload)
	default:
		g.out.Events = append(g.out.Events, g.event(v, payload))
	}
}

func (g *decoding) attachmentItem(it item, payload []byte) {
	if it.length >= 0 && int64(len(payload)) < it.length {
		g.discard("attachment", "cut_short", 1)
	}
	g.attach(it.filename, it.attachment, it.contentType, payload)
}

func (g *decoding) attach(name, typ, contentType string, data []byte) {
	if typ == "" {
		typ = "event.attachment"
	}
	if name == "" {
		name = "unnamed"
	}
	var r reader
	g.out.Attachments = append(g.out.Attachments, telemetry.Attachment{
		Project: g.rec.Project, Received: g.rec.Received,
		Name: r.cut(nil, oneLine(name), maxName), Type: r.cut(nil, typ, maxName), ContentType: r.cut(nil, contentType, maxName),
		Data: data,
	})
}

// settleAttachments gives the attachments to the event that they came with, or
// that came before them. An SDK that adds the attachments of its scope to
// everything it sends, such as check-ins, means none by it.
func (g *decoding) settleAttachments() {
	owner := g.head.eventID
	if len(g.out.Events) > 0 {
		owner = g.out.Events[0].ID
	}
	g.settleMinidump(owner)
	orphans := owner.IsZero() || g.others && len(g.out.Events) == 0 && len(g.out.Feedback) == 0
	if n := len(g.out.Attachments); orphans && n > 0 {
		g.discard("attachment", "no_event", int64(n))
		g.out.Attachments = nil
	}
	for i := range g.out.Attachments {
		g.out.Attachments[i].Event = owner
	}
}

// settleMinidump marks the event that a crash dump belongs to, and makes one if
// the dump came alone.
func (g *decoding) settleMinidump(owner telemetry.EventID) {
	for _, a := range g.out.Attachments {
		if a.Type != minidumpType {
			continue
		}
		if len(g.out.Events) == 0 {
			ev := g.readEvent(ingest.Value{})
			ev.ID = owner
			g.out.Events = append(g.out.Events, ev)
		}
		markMinidump(&g.out.Events[0])
		return
	}
}

// userReportItem is what users wrote into the dialog of older SDKs.
func (g *decoding) userReportItem(it item, payload []byte) {
	v, ok := g.parse(it, payload)
	if !ok {
		return
	}
	var r reader
	event, err := telemetry.ParseEventID(v.Get("event_id").Text())
	if err != nil {
		event = g.head.eventID
	}
	g.out.Feedback = append(g.out.Feedback, telemetry.Feedback{
		Project: g.rec.Project, Received: g.rec.Received, ID: g.derivedID("user_report", payload), Event: event,
		Name: r.name(nil, v.Get("name")), Email: r.name(nil, v.Get("email")),
		Message: r.text(nil, v.Get("comments"), maxMessage), Source: "user_report",
	})
}

func (g *decoding) feedbackItem(it item, payload []byte) {
	v, ok := g.parse(it, payload)
	if !ok {
		return
	}
	if v.Kind() != ingest.Object {
		g.discard(it.kind.category, "invalid_json", 1)
		return
	}
	g.feedback(v, payload)
}

// feedback is an event whose contexts hold what a user wrote.
func (g *decoding) feedback(v ingest.Value, payload []byte) {
	var r reader
	f := v.Get("contexts").Get("feedback")
	out := telemetry.Feedback{
		Project: g.rec.Project, Received: g.rec.Received, ID: g.nextID(v.Get("event_id"), payload),
		Name: r.name(nil, f.Get("name")), Email: r.name(nil, f.Get("contact_email")),
		Message: r.text(nil, f.Get("message"), maxMessage), URL: r.text(nil, f.Get("url"), maxMessage),
		Source: "feedback", ReplayID: hexID(f.Get("replay_id"), 32),
		Environment: r.name(nil, v.Get("environment")), Release: r.name(nil, v.Get("release")),
	}
	out.Event, _ = telemetry.ParseEventID(f.Get("associated_event_id").Text())
	if out.Email == "" {
		out.Email = r.name(nil, v.Get("user").Get("email"))
	}
	g.out.Feedback = append(g.out.Feedback, out)
}

// maxReasons bounds what one client report may say.
const maxReasons = 100

// clientReportItem is what an SDK dropped, and why.
func (g *decoding) clientReportItem(it item, payload []byte) {
	v, ok := g.parse(it, payload)
	if !ok {
		return
	}
	at := g.clock.fixed(firstTime(v.Get("timestamp")))
	left := maxReasons
	for _, name := range [...]string{"discarded_events", "rate_limited_events", "filtered_events", "filtered_sampling_events"} {
		c, n := list(v.Get(name))
		for range min(n, left) {
			g.clientDiscard(at, c)
			c = c.Next()
		}
		left -= min(n, left)
	}
}

func (g *decoding) clientDiscard(at telemetry.Time, v ingest.Value) {
	var r reader
	n, ok := v.Get("quantity").Int()
	reason, category := r.text(nil, v.Get("reason"), 64), r.text(nil, v.Get("category"), 64)
	if !ok || n <= 0 || n > 1e9 || reason == "" {
		return
	}
	g.out.Discards = append(g.out.Discards, telemetry.Discard{
		Project: g.rec.Project, Time: at, Source: "client", Category: category, Reason: reason, Quantity: n,
	})
}

// firstTime returns the first of the values that is a time, or 0.
func firstTime(values ...ingest.Value) telemetry.Time {
	for _, v := range values {
		if t, ok := parseTime(v); ok {
			return t
		}
	}
	return 0
}

// each calls take for the records of a container, of a list, or for the one
// record that stands alone, and counts those it cannot take.
func (g *decoding) each(it item, payload []byte, take func(v ingest.Value)) {
	v, ok := g.parse(it, payload)
	if !ok {
		return
	}
	if items := v.Get("items"); items.Exists() {
		v = items
	}
	c, n := v, 1
	if v.Kind() == ingest.Array {
		c, n = v.First(), v.Len()
	}
	bad := 0
	for range min(n, maxRecords) {
		if c.Kind() == ingest.Object {
			take(c)
		} else {
			bad++
		}
		c = c.Next()
	}
	if bad > 0 {
		g.discard(it.kind.category, "invalid_json", int64(bad))
	}
	if n > maxRecords {
		g.discard(it.kind.category, "too_many", int64(n-maxRecords))
	}
}

// attributes are the typed values of spans, logs and metrics, as text.
type attributes map[string]string

const (
	maxAttributes     = 128
	maxAttributeValue = 2 << 10
)

// add takes the members of an object: plain values, or objects of a value with
// its type.
func (a attributes) add(v ingest.Value) {
	var r reader
	for c := v.First(); c.Exists() && len(a) < maxAttributes; c = c.Next() {
		value := c
		if c.Kind() == ingest.Object && c.Get("value").Exists() {
			value = c.Get("value")
		}
		if key := c.Key(); key != "" && !value.IsEmpty() {
			a.set(r.cut(nil, key, maxTagKey), r.dump(nil, value, maxAttributeValue))
		}
	}
}

func (a attributes) set(key, value string) {
	if value != "" && (len(a) < maxAttributes || a[key] != "") {
		a[key] = value
	}
}

// take removes the first of the keys that is there and returns its value.
func (a attributes) take(keys ...string) string {
	for _, k := range keys {
		if v, ok := a[k]; ok {
			delete(a, k)
			return v
		}
	}
	return ""
}

// userKey tells the user from others by the attributes that describe one.
func (a attributes) userKey() string {
	u := telemetry.User{ID: a["user.id"], Email: a["user.email"], Username: a["user.name"], IP: a["user.ip_address"]}
	return u.Key()
}

func (a attributes) orNil() map[string]string {
	if len(a) == 0 {
		return nil
	}
	return a
}

// trimPayload cuts white space off text that is not JSON.
func trimPayload(b []byte) string { return ingest.CleanText(bytes.TrimSpace(b)) }
