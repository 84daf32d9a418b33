package sentry

import (
	"strings"

	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

// eventReader decodes one event. Fields come in any order, so those that
// depend on others are put aside and settled at the end.
type eventReader struct {
	reader
	g   *decoding
	out telemetry.Event
	at  step // the present top-level field

	message  ingest.Value // a string, or an object as in entry
	entry    ingest.Value // logentry
	time     ingest.Value
	user     ingest.Value
	trace    ingest.Value // contexts.trace
	checksum string       // what raven had before fingerprints
	site     string
	culprit  string
	inferIP  bool
}

// eventFields takes the top-level fields of events, under the names of all
// versions of the protocol.
var eventFields = map[string]func(e *eventReader, v ingest.Value){
	"platform":    func(e *eventReader, v ingest.Value) { e.out.Platform = strings.ToLower(e.name(&e.at, v)) },
	"level":       func(e *eventReader, v ingest.Value) { e.out.Level = e.level(&e.at, v) },
	"logger":      func(e *eventReader, v ingest.Value) { e.out.Logger = e.name(&e.at, v) },
	"transaction": func(e *eventReader, v ingest.Value) { e.out.Transaction = e.name(&e.at, v) },
	"culprit":     func(e *eventReader, v ingest.Value) { e.culprit = e.name(&e.at, v) },
	"server_name": func(e *eventReader, v ingest.Value) { e.out.ServerName = e.name(&e.at, v) },
	"release":     func(e *eventReader, v ingest.Value) { e.out.Release = e.name(&e.at, v) },
	"dist":        func(e *eventReader, v ingest.Value) { e.out.Dist = e.name(&e.at, v) },
	"environment": func(e *eventReader, v ingest.Value) { e.out.Environment = e.name(&e.at, v) },
	"site":        func(e *eventReader, v ingest.Value) { e.site = e.name(&e.at, v) },
	"checksum":    func(e *eventReader, v ingest.Value) { e.checksum = e.name(&e.at, v) },
	"fingerprint": func(e *eventReader, v ingest.Value) { e.out.Fingerprint = e.texts(&e.at, v, maxParts, maxName) },
	"tags":        func(e *eventReader, v ingest.Value) { e.out.Tags = e.tags(&e.at, v) },
	"extra":       func(e *eventReader, v ingest.Value) { e.out.Extra = e.object(&e.at, v, maxObject) },
	"modules":     func(e *eventReader, v ingest.Value) { e.out.Modules = e.modules(&e.at, v) },
	"debug_meta":  func(e *eventReader, v ingest.Value) { e.out.DebugMeta = e.object(&e.at, v, maxObject) },
	"contexts":    (*eventReader).contexts,
	"sdk":         (*eventReader).sdk,
	"timestamp":   func(e *eventReader, v ingest.Value) { e.time = v },
	"message":     func(e *eventReader, v ingest.Value) { e.message = v },
	"logentry":    func(e *eventReader, v ingest.Value) { e.entry = v },
	"exception":   (*eventReader).exceptions,
	"threads":     (*eventReader).threads,
	"stacktrace":  (*eventReader).stacktrace,
	"template":    (*eventReader).template,
	"breadcrumbs": (*eventReader).breadcrumbs,
	"request":     (*eventReader).request,
	"user":        func(e *eventReader, v ingest.Value) { e.user = v },

	"sentry.interfaces.Message":     func(e *eventReader, v ingest.Value) { e.entry = v },
	"sentry.interfaces.Exception":   (*eventReader).exceptions,
	"sentry.interfaces.Stacktrace":  (*eventReader).stacktrace,
	"sentry.interfaces.Template":    (*eventReader).template,
	"sentry.interfaces.Http":        (*eventReader).request,
	"sentry.interfaces.User":        func(e *eventReader, v ingest.Value) { e.user = v },
	"sentry.interfaces.Breadcrumbs": (*eventReader).breadcrumbs,
	"sentry.interfaces.Contexts":    (*eventReader).contexts,
}

// ignoredFields are known, and of no use here: what the server adds, what only
// transactions have, remarks of SDKs on what they cut.
var ignoredFields = map[string]bool{
	"event_id": true, "type": true, "_meta": true, "_metrics": true, "version": true, "project": true, "received": true,
	"errors": true, "key_id": true, "metadata": true, "title": true, "location": true, "hashes": true,
	"start_timestamp": true, "spans": true, "measurements": true, "breakdowns": true, "transaction_info": true,
	"time_spent": true, "sentry.interfaces.Query": true, "ingest_path": true, "scraping_attempts": true,
}

// event decodes an event. Any object gives one.
func (g *decoding) event(v ingest.Value, payload []byte) telemetry.Event {
	ev := g.readEvent(v)
	ev.ID = g.nextID(v.Get("event_id"), payload)
	return ev
}

// readEvent decodes an event without giving it an id.
func (g *decoding) readEvent(v ingest.Value) telemetry.Event {
	e := &eventReader{g: g}
	e.out.Project, e.out.Received, e.out.Kind = g.rec.Project, g.rec.Received, "error"
	for c := v.First(); c.Exists(); c = c.Next() {
		e.at.key = c.Key()
		switch f := eventFields[e.at.key]; {
		case f != nil:
			f(e, c)
		case !c.IsEmpty() && !ignoredFields[e.at.key]:
			e.note(&e.at, "dropped: unknown field")
		}
	}
	if n := g.tree.Cut(); n > 0 {
		e.note(nil, "%d values were nested too deep and became null", n)
	}
	e.settle()
	return e.out
}

// settle completes the event once all fields are known.
func (e *eventReader) settle() {
	o := &e.out
	e.settleMessage()
	e.settleStacks()
	e.settleUser()
	o.Time = e.settleTime("timestamp", e.time)
	if o.Level == telemetry.LevelUnset {
		o.Level = telemetry.LevelError
	}
	if o.Platform == "" {
		o.Platform = "other"
	}
	if o.Transaction == "" {
		o.Transaction = e.culprit
	}
	if len(o.Fingerprint) == 0 && e.checksum != "" {
		o.Fingerprint = []string{e.checksum}
	}
	if e.site != "" {
		o.Tags = uniqueTags(append(o.Tags, telemetry.Tag{Key: "site", Value: e.site}))
	}
	fillFrom(&o.Environment, &o.Tags, "environment")
	fillFrom(&o.Release, &o.Tags, "release")
	fillFrom(&o.ServerName, &o.Tags, "server_name")
	o.Release, o.Environment = firstText(o.Release, e.g.rec.Release), firstText(o.Environment, e.g.rec.Environment)
	e.settleTrace()
	e.settleSDK()
	o.Notes = e.notes
}

// fillFrom takes a field out of the tags if it is not set: old SDKs had no
// other place for it.
func fillFrom(field *string, tags *[]telemetry.Tag, key string) {
	if *field == "" {
		*field = takeTag(tags, key)
	}
}

func (e *eventReader) settleTime(name string, v ingest.Value) telemetry.Time {
	at := step{key: name}
	t, ok := parseTime(v)
	if !ok && !v.IsNull() {
		e.note(&at, "dropped: not a time")
	}
	fixed, problem := e.g.clock.fix(t)
	switch {
	case problem != "":
		e.note(&at, "%s", problem)
	case t != 0 && e.g.clock.drift != 0:
		e.note(&at, "corrected by %v: the client's clock was off", e.g.clock.drift)
	}
	return fixed
}

func (e *eventReader) settleTrace() {
	o := &e.out
	if o.TraceID = hexID(e.trace.Get("trace_id"), 32); o.TraceID == "" {
		o.TraceID = e.g.head.traceID
	}
	o.SpanID = hexID(e.trace.Get("span_id"), 16)
}

func (e *eventReader) settleSDK() {
	if e.out.SDK != nil {
		return
	}
	sdk := e.g.head.sdk
	if sdk.Name == "" {
		sdk.Name, sdk.Version, _ = strings.Cut(e.g.rec.SDK, "/")
	}
	if sdk.Name != "" {
		e.out.SDK = &sdk
	}
}

// level takes a name, or a number as Python's loggers have them.
func (e *eventReader) level(at *step, v ingest.Value) telemetry.Level {
	if v.IsNull() {
		return telemetry.LevelUnset
	}
	if level := telemetry.ParseLevel(v.Text()); level != telemetry.LevelUnset {
		return level
	}
	if n, ok := v.Float(); ok {
		names := [...]telemetry.Level{telemetry.LevelTrace, telemetry.LevelDebug, telemetry.LevelInfo, telemetry.LevelWarning, telemetry.LevelError, telemetry.LevelFatal}
		if n > 0 && n < 1000 {
			return names[min(int(n)/10, len(names)-1)]
		}
	}
	got, _ := v.Scalar()
	e.note(at, "dropped: %.40q is not a level", got)
	return telemetry.LevelUnset
}

// contexts takes an object of objects, and the trace out of it.
func (e *eventReader) contexts(v ingest.Value) {
	if v.Kind() != ingest.Object {
		e.unexpected(&e.at, v, "an object")
		return
	}
	e.trace = v.Get("trace")
	out, n := append(e.room(v, maxObject), '{'), 0
	for c := v.First(); c.Exists(); c = c.Next() {
		here := step{&e.at, c.Key(), 0}
		if c.Kind() != ingest.Object {
			e.unexpected(&here, c, "an object")
			continue
		}
		if len(out) > maxObject {
			e.note(&e.at, "cut to %s", ingest.Size(maxObject))
			break
		}
		if n++; n > 1 {
			out = append(out, ',')
		}
		out = append(ingest.AppendQuoted(out, here.key), ':')
		var cut bool
		if out, cut = c.AppendJSON(out, min(max(maxObject-len(out), 64), maxContext)); cut {
			e.note(&here, "cut to %s", ingest.Size(maxContext))
		}
	}
	if n > 0 {
		e.out.Contexts = append(out, '}')
	}
}

// modules takes an object of versions, or a list of {name, version}.
func (e *eventReader) modules(at *step, v ingest.Value) telemetry.JSON {
	out, n := append(e.room(v, maxObject), '{'), 0
	for c := v.First(); c.Exists(); c = c.Next() {
		name, version := c.Key(), c
		if v.Kind() == ingest.Array {
			name, version = c.Get("name").Text(), c.Get("version")
		}
		here := step{at, name, n}
		if name == "" || len(out) > maxObject {
			continue
		}
		if n++; n > 1 {
			out = append(out, ',')
		}
		out = append(ingest.AppendQuoted(out, e.cut(&here, name, maxName)), ':')
		out = ingest.AppendQuoted(out, e.text(&here, version, maxName))
	}
	if n == 0 {
		e.unexpected(at, v, "an object")
		return nil
	}
	return append(out, '}')
}

func (e *eventReader) sdk(v ingest.Value) {
	if v.Kind() != ingest.Object {
		e.unexpected(&e.at, v, "an object")
		return
	}
	name, version := step{&e.at, "name", 0}, step{&e.at, "version", 0}
	sdk := telemetry.SDK{Name: e.name(&name, v.Get("name")), Version: e.name(&version, v.Get("version"))}
	list := step{&e.at, "integrations", 0}
	if i := v.Get("integrations"); !i.IsEmpty() {
		sdk.Integrations = e.texts(&list, i, maxPairs, maxName)
	}
	for c, n := v.Get("packages").First(), 0; c.Exists() && n < maxPairs; c, n = c.Next(), n+1 {
		if p := c.Get("name").Text(); p != "" {
			at := step{&e.at, "packages", 0}
			sdk.Packages = append(sdk.Packages, telemetry.Pair{Name: e.cut(&at, p, maxName), Value: e.name(&at, c.Get("version"))})
		}
	}
	e.inferIP = v.Get("settings").Get("infer_ip").Text() == "auto"
	if sdk.Name != "" {
		e.out.SDK = &sdk
	}
}
