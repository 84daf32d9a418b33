package sentry

import (
	"strings"

	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

func (g *decoding) transactionItem(it item, payload []byte) {
	g.each(it, payload, g.transaction)
}

// transaction takes a transaction apart into its root span and the spans in it.
func (g *decoding) transaction(v ingest.Value) {
	ev := g.readEvent(v)
	trace := v.Get("contexts").Get("trace")
	attrs := attributes{}
	for _, t := range ev.Tags {
		attrs.set(t.Key, t.Value)
	}
	attrs.add(trace.Get("data"))
	requestAttributes(attrs, ev.Request)
	root := g.span(trace, attrs)
	root.Segment, root.SegmentID = true, root.SpanID
	root.Name = ev.Transaction
	root.Platform, root.UserKey = ev.Platform, ev.User.Key()
	root.Release, root.Environment = firstText(ev.Release, root.Release), firstText(ev.Environment, root.Environment)
	g.timeSpan(&root, v.Get("start_timestamp"), v.Get("timestamp"))
	root.Measures = measures(v.Get("measurements"))
	g.out.Spans = append(g.out.Spans, root)
	g.children(&root, v.Get("spans"))
}

func (g *decoding) children(root *telemetry.Span, spans ingest.Value) {
	n := 0
	for c := spans.First(); c.Exists(); c = c.Next() {
		if n++; n > maxRecords {
			continue
		}
		s := g.spanV1(c)
		s.TraceID = firstText(s.TraceID, root.TraceID)
		s.ParentID = firstText(s.ParentID, root.SpanID)
		s.Segment, s.SegmentID = false, root.SpanID
		s.Platform, s.UserKey, s.Service = root.Platform, root.UserKey, root.Service
		s.Release, s.Environment = root.Release, root.Environment
		g.out.Spans = append(g.out.Spans, s)
	}
	if n > maxRecords {
		g.discard("span", "too_many", int64(n-maxRecords))
	}
}

func (g *decoding) spanItem(it item, payload []byte) {
	g.each(it, payload, func(v ingest.Value) {
		if v.Get("attributes").Exists() || v.Get("end_timestamp").Exists() {
			g.out.Spans = append(g.out.Spans, g.spanV2(v))
		} else {
			g.out.Spans = append(g.out.Spans, g.spanV1(v))
		}
	})
}

// spanV1 is a span in a transaction, or one alone in the same form.
func (g *decoding) spanV1(v ingest.Value) telemetry.Span {
	var r reader
	attrs := attributes{}
	attrs.add(v.Get("tags"))
	attrs.add(v.Get("sentry_tags"))
	attrs.add(v.Get("data"))
	s := g.span(v, attrs)
	s.Name = r.text(nil, v.Get("description"), maxMessage)
	s.Segment, _ = v.Get("is_segment").Bool()
	s.Measures = measures(v.Get("measurements"))
	if id := hexID(v.Get("segment_id"), 16); id != "" {
		s.SegmentID = id
	}
	g.timeSpan(&s, v.Get("start_timestamp"), v.Get("timestamp"))
	return s
}

// spanV2 is a span with typed attributes, as current SDKs stream them.
func (g *decoding) spanV2(v ingest.Value) telemetry.Span {
	var r reader
	attrs := attributes{}
	attrs.add(v.Get("attributes"))
	reason := attrs.take("sentry.status.message")
	s := g.span(v, attrs)
	if s.Status == "error" && reason != "" {
		s.Status = reason
	}
	s.Name = r.text(nil, v.Get("name"), maxMessage)
	s.Segment, _ = v.Get("is_segment").Bool()
	if remote, _ := v.Get("is_remote").Bool(); remote {
		s.Segment = true
	}
	if s.Segment && s.SegmentID == "" {
		s.SegmentID = s.SpanID
	}
	g.timeSpan(&s, v.Get("start_timestamp"), v.Get("end_timestamp"))
	return s
}

// span takes what all forms of spans have in common. What has a field of its
// own is taken out of the attributes.
func (g *decoding) span(v ingest.Value, attrs attributes) telemetry.Span {
	var r reader
	s := telemetry.Span{
		Project:     g.rec.Project,
		Received:    g.rec.Received,
		TraceID:     hexID(v.Get("trace_id"), 32),
		SpanID:      hexID(v.Get("span_id"), 16),
		ParentID:    hexID(v.Get("parent_span_id"), 16),
		Op:          firstText(r.name(nil, v.Get("op")), attrs["sentry.op"]),
		Status:      firstText(r.name(nil, v.Get("status")), attrs["sentry.status"], "ok"),
		Kind:        firstText(r.name(nil, v.Get("kind")), attrs["sentry.kind"]),
		UserKey:     attrs.userKey(),
		SegmentID:   hexText(attrs.take("sentry.segment.id", "sentry.segment_id"), 16),
		Service:     attrs.take("service.name"),
		Release:     attrs.take("sentry.release"),
		Environment: attrs.take("sentry.environment"),
		Platform:    firstText(attrs.take("sentry.platform"), platformOf(firstText(attrs["sentry.sdk.name"], g.head.sdk.Name))),
	}
	attrs.take("sentry.sdk.integrations") // long, and the same on every root
	attrs.take("sentry.op")
	attrs.take("sentry.status")
	attrs.take("sentry.kind")
	if origin := r.name(nil, v.Get("origin")); origin != "" {
		attrs.set("sentry.origin", origin)
	}
	if s.Kind = strings.ToLower(s.Kind); s.Kind == "" {
		s.Kind = kindOfOp(s.Op)
	}
	s.Attributes = attrs.orNil()
	return s
}

// platformOf reads the platform out of an SDK's name, such as
// "sentry.javascript.node" or "sentry.python.django".
func platformOf(sdk string) string {
	parts := strings.Split(sdk, ".")
	if len(parts) < 2 || parts[0] != "sentry" {
		return ""
	}
	if len(parts) > 2 && parts[1] == "javascript" && !browserSDKs[parts[2]] {
		return "node"
	}
	return parts[1]
}

// browserSDKs are the JavaScript SDKs that run in browsers alone.
var browserSDKs = map[string]bool{
	"browser": true, "react": true, "vue": true, "angular": true, "svelte": true, "ember": true, "gatsby": true, "solid": true,
}

// kindOfOp tells on which side of a call a span is.
func kindOfOp(op string) string {
	switch {
	case strings.HasSuffix(op, ".server"):
		return "server"
	case strings.HasSuffix(op, ".client"), strings.HasPrefix(op, "db"), strings.HasPrefix(op, "cache"):
		return "client"
	case op == "queue.publish", op == "queue.submit":
		return "producer"
	case op == "queue.process", op == "queue.receive":
		return "consumer"
	}
	return "internal"
}

func (g *decoding) timeSpan(s *telemetry.Span, start, end ingest.Value) {
	from, to := firstTime(start, end), firstTime(end, start)
	s.Start = g.clock.fixed(from)
	s.Duration = max(int64(to-from), 0)
}

// measures takes {name: {value, unit}} and plain numbers.
func measures(v ingest.Value) map[string]float64 {
	var out map[string]float64
	for c := v.First(); c.Exists() && len(out) < maxAttributes; c = c.Next() {
		value := c
		if c.Kind() == ingest.Object {
			value = c.Get("value")
		}
		f, ok := value.Float()
		if key := c.Key(); ok && key != "" && len(key) <= maxTagKey {
			if out == nil {
				out = map[string]float64{}
			}
			out[key] = f
		}
	}
	return out
}

func requestAttributes(a attributes, q *telemetry.Request) {
	if q != nil {
		a.set("http.request.method", q.Method)
		a.set("url.full", q.URL)
	}
}

func firstText(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
