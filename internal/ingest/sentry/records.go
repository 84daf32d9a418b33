package sentry

import (
	"math"
	"strconv"
	"strings"

	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

func (g *decoding) logItem(it item, payload []byte) {
	g.each(it, payload, func(v ingest.Value) { g.out.Logs = append(g.out.Logs, g.logRecord(v)) })
}

// logRecord takes a log in the form of current SDKs, or of the first ones, who
// followed OpenTelemetry closer.
func (g *decoding) logRecord(v ingest.Value) telemetry.Log {
	var r reader
	a := attributes{}
	a.add(v.Get("attributes"))
	body := v.Get("body")
	if s := body.Get("stringValue"); s.Exists() {
		body = s
	}
	return telemetry.Log{
		Project:     g.rec.Project,
		Received:    g.rec.Received,
		Time:        g.clock.fixed(firstTime(v.Get("timestamp"), v.Get("time_unix_nano"), v.Get("timeUnixNano"))),
		Level:       logLevel(v),
		Body:        r.dump(nil, body, maxMessage),
		TraceID:     hexID(v.Get("trace_id"), 32),
		SpanID:      firstText(hexID(v.Get("span_id"), 16), hexText(a.take("sentry.trace.parent_span_id"), 16)),
		Service:     a.take("service.name"),
		Logger:      a.take("logger.name", "sentry.logger"),
		Host:        a.take("server.address", "sentry.server.address", "host.name"),
		Environment: a.take("sentry.environment"),
		Release:     a.take("sentry.release"),
		Attributes:  a.orNil(),
	}
}

// logLevel reads the level's name, or else the number of OpenTelemetry.
func logLevel(v ingest.Value) telemetry.Level {
	level := telemetry.ParseLevel(firstText(v.Get("level").Text(), v.Get("severity_text").Text(), v.Get("severityText").Text()))
	if level != telemetry.LevelUnset {
		return level
	}
	n, ok := v.Get("severity_number").Int()
	if !ok || n < 1 {
		return telemetry.LevelInfo
	}
	return telemetry.LevelTrace + telemetry.Level(min((n-1)/4, 5))
}

func (g *decoding) metricItem(it item, payload []byte) {
	g.each(it, payload, func(v ingest.Value) {
		var r reader
		a := attributes{}
		a.add(v.Get("attributes"))
		value, ok := v.Get("value").Float()
		name := r.name(nil, v.Get("name"))
		if !ok || name == "" {
			g.discard(it.kind.category, "invalid", 1)
			return
		}
		g.out.Samples = append(g.out.Samples, telemetry.Sample{
			Project:     g.rec.Project,
			Received:    g.rec.Received,
			Time:        g.clock.fixed(firstTime(v.Get("timestamp"))),
			Name:        name,
			Type:        metricType(v.Get("type").Text()),
			Unit:        r.name(nil, v.Get("unit")),
			Value:       value,
			TraceID:     hexID(v.Get("trace_id"), 32),
			Service:     a.take("service.name"),
			Environment: a.take("sentry.environment"),
			Release:     a.take("sentry.release"),
			Attributes:  a.orNil(),
		})
	})
}

func metricType(s string) string {
	switch strings.ToLower(s) {
	case "c", "counter":
		return "counter"
	case "d", "h", "ms", "distribution", "histogram":
		return "distribution"
	case "s", "set":
		return "set"
	default:
		return "gauge"
	}
}

// statsdItem takes lines of "name@unit:value:value|type|#tag:value,…|T1700000000".
func (g *decoding) statsdItem(it item, payload []byte) {
	n := 0
	for line := range strings.Lines(trimPayload(payload)) {
		if n++; n > maxRecords {
			g.discard(it.kind.category, "too_many", 1)
			return
		}
		if line = strings.TrimSpace(line); line != "" && !g.statsd(line) {
			g.discard(it.kind.category, "invalid", 1)
		}
	}
}

func (g *decoding) statsd(line string) bool {
	fields := strings.Split(line, "|")
	head, rest, ok := strings.Cut(fields[0], ":")
	name, unit, _ := strings.Cut(head, "@")
	if !ok || name == "" || len(fields) < 2 || len(name) > maxName || len(unit) > maxName {
		return false
	}
	s := g.sample(name, unit, fields[1])
	for _, f := range fields[2:] {
		switch {
		case strings.HasPrefix(f, "#"):
			tagSample(&s, f[1:])
		case strings.HasPrefix(f, "T"):
			t, _ := parseTimeText(f[1:])
			s.Time = g.clock.fixed(t)
		}
	}
	return g.sampleValues(s, fields[1], strings.Split(rest, ":"))
}

func (g *decoding) sample(name, unit, typ string) telemetry.Sample {
	return telemetry.Sample{
		Project: g.rec.Project, Received: g.rec.Received, Time: g.clock.fixed(0),
		Name: name, Unit: unit, Type: metricType(typ),
	}
}

func tagSample(s *telemetry.Sample, tags string) {
	a := attributes{}
	for tag := range strings.SplitSeq(tags, ",") {
		key, value, _ := strings.Cut(tag, ":")
		if key != "" && len(key) <= maxTagKey {
			value, _ = ingest.CutText(value, maxAttributeValue)
			a.set(key, value)
		}
	}
	s.Release, s.Environment, s.Service = a.take("release"), a.take("environment"), a.take("service")
	s.Attributes = a.orNil()
}

// sampleValues appends a sample for each value. A gauge has five, of which the
// first is the last one seen; a set counts its members.
func (g *decoding) sampleValues(s telemetry.Sample, typ string, values []string) bool {
	switch typ {
	case "s":
		values = []string{strconv.Itoa(len(values))}
	case "g":
		values = values[:1]
	}
	good := false
	for _, text := range values[:min(len(values), maxRecords)] {
		f, err := strconv.ParseFloat(text, 64)
		if err == nil && !math.IsNaN(f) && !math.IsInf(f, 0) {
			s.Value, good = f, true
			g.out.Samples = append(g.out.Samples, s)
		}
	}
	return good
}

// bucketsItem takes metrics that the client has aggregated already. Names look
// like "d:custom/checkout.time@millisecond".
func (g *decoding) bucketsItem(it item, payload []byte) {
	g.each(it, payload, func(v ingest.Value) {
		name, unit, _ := strings.Cut(v.Get("name").Text(), "@")
		typ, rest, ok := strings.Cut(name, ":")
		if !ok {
			typ, rest = v.Get("type").Text(), name
		}
		if _, bare, ok := strings.Cut(rest, "/"); ok {
			rest = bare
		}
		if rest == "" || len(rest) > maxName || len(unit) > maxName {
			g.discard(it.kind.category, "invalid", 1)
			return
		}
		s := g.sample(rest, unit, typ)
		s.Time = g.clock.fixed(firstTime(v.Get("timestamp")))
		a := attributes{}
		a.add(v.Get("tags"))
		s.Release, s.Environment = a.take("release"), a.take("environment")
		s.Attributes = a.orNil()
		if !g.sampleValues(s, typ, bucketValues(v.Get("value"))) {
			g.discard(it.kind.category, "invalid", 1)
		}
	})
}

func bucketValues(v ingest.Value) []string {
	if last := v.Get("last"); last.Exists() {
		v = last
	}
	if s, ok := v.Scalar(); ok {
		return []string{s}
	}
	var r reader
	return r.texts(nil, v, maxRecords, maxTagKey)
}

func (g *decoding) checkInItem(it item, payload []byte) {
	v, ok := g.parse(it, payload)
	if !ok {
		return
	}
	var r reader
	out := telemetry.CheckIn{
		Project:     g.rec.Project,
		Received:    g.rec.Received,
		Time:        g.clock.fixed(firstTime(v.Get("timestamp"))),
		ID:          hexID(v.Get("check_in_id"), 32),
		Monitor:     r.name(nil, v.Get("monitor_slug")),
		Status:      checkInStatus(v.Get("status").Text()),
		Duration:    micros(v.Get("duration")),
		Environment: r.name(nil, v.Get("environment")),
		Release:     r.name(nil, v.Get("release")),
		Config:      r.object(nil, v.Get("monitor_config"), maxVars),
	}
	if out.Monitor == "" || out.Status == "" {
		g.discard(it.kind.category, "invalid", 1)
		return
	}
	g.out.CheckIns = append(g.out.CheckIns, out)
}

func checkInStatus(s string) string {
	switch strings.ToLower(s) {
	case "in_progress":
		return "in_progress"
	case "ok":
		return "ok"
	case "error", "failed", "missed", "timeout":
		return "error"
	}
	return ""
}

// session takes what single sessions and aggregates have in common.
func (g *decoding) session(attrs, started ingest.Value) telemetry.Session {
	var r reader
	return telemetry.Session{
		Project:     g.rec.Project,
		Received:    g.rec.Received,
		Started:     g.clock.fixed(firstTime(started)),
		Duration:    -1,
		Count:       1,
		Release:     r.name(nil, attrs.Get("release")),
		Environment: r.name(nil, attrs.Get("environment")),
	}
}

func (g *decoding) sessionItem(it item, payload []byte) {
	v, ok := g.parse(it, payload)
	if !ok {
		return
	}
	var r reader
	s := g.session(v.Get("attrs"), v.Get("started"))
	s.ID = firstText(hexID(v.Get("sid"), 32), r.name(nil, v.Get("sid")))
	s.UserKey = sessionUser(v.Get("did"))
	s.Init, _ = v.Get("init").Bool()
	s.Status = sessionStatus(v.Get("status").Text())
	s.Sequence, _ = v.Get("seq").Int()
	if errors, ok := v.Get("errors").Int(); ok {
		s.Errors = max(errors, 0)
	}
	s.Duration = micros(v.Get("duration"))
	if s.Sequence == 0 { // SDKs without one count by time
		s.Sequence = int64(firstTime(v.Get("timestamp")))
	}
	if s.ID == "" {
		g.discard(it.kind.category, "invalid", 1)
		return
	}
	g.out.Sessions = append(g.out.Sessions, s)
}

func sessionUser(did ingest.Value) string {
	var r reader
	if id := r.name(nil, did); id != "" {
		return "id:" + id
	}
	return ""
}

func sessionStatus(s string) string {
	switch s = strings.ToLower(s); s {
	case "exited", "crashed", "abnormal", "errored", "unhandled":
		return s
	default:
		return "ok"
	}
}

// sessionsItem takes counts of sessions by status and by the minute they
// started in.
func (g *decoding) sessionsItem(it item, payload []byte) {
	v, ok := g.parse(it, payload)
	if !ok {
		return
	}
	c, n := list(v.Get("aggregates"))
	for range min(n, maxRecords) {
		for _, status := range [...]string{"exited", "errored", "abnormal", "unhandled", "crashed"} {
			count, ok := c.Get(status).Int()
			if !ok || count <= 0 || count > 1e9 {
				continue
			}
			s := g.session(v.Get("attrs"), c.Get("started"))
			s.UserKey, s.Status, s.Count = sessionUser(c.Get("did")), status, count
			g.out.Sessions = append(g.out.Sessions, s)
		}
		c = c.Next()
	}
	if n > maxRecords {
		g.discard(it.kind.category, "too_many", int64(n-maxRecords))
	}
}
