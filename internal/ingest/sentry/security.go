package sentry

import (
	"net/url"
	"strings"
	"time"

	"belfry/internal/errs"
	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

// maxReports bounds the browser reports of one request.
const maxReports = 100

// checkSecurity reads a browser's report, or its list of them.
func (h *Handler) checkSecurity(rec *ingest.Record, p *ingest.Plain) (finding, error) {
	text, err := readUpTo(p, h.door.Limits.Event, h.door.Limits.Event)
	if err != nil {
		return finding{}, err
	}
	tree := h.tree()
	defer h.release(tree)
	v, _, err := tree.Parse(text)
	if err != nil {
		return finding{}, errs.With(errs.Invalid, err, "The report is not JSON: %v.", err)
	}
	if k := v.Kind(); k != ingest.Object && k != ingest.Array {
		return finding{}, errs.New(errs.Invalid, "The report is neither a JSON object nor a list of them, but %s.", k)
	}
	return finding{events: true}, nil
}

func (g *decoding) security(p *ingest.Plain) error {
	text, err := p.ReadAll(g.buf[:0])
	if g.buf = text; err == nil {
		g.securityItem(item{kind: kindOf("security"), typ: "security"}, text)
	}
	return err
}

// securityItem decodes what browsers report by themselves: violations of
// policies and failures of the network.
func (g *decoding) securityItem(it item, payload []byte) {
	v, ok := g.parse(it, payload)
	if !ok {
		return
	}
	c, n := v, 1
	if v.Kind() == ingest.Array {
		c, n = v.First(), v.Len()
	}
	for range min(n, maxReports) {
		if ev, ok := g.report(c); ok {
			ev.ID = g.nextID(ingest.Value{}, payload)
			g.out.Events = append(g.out.Events, ev)
		} else {
			g.discard(it.kind.category, "not_kept", 1)
		}
		c = c.Next()
	}
	if n > maxReports {
		g.discard(it.kind.category, "too_many", int64(n-maxReports))
	}
}

// report decodes one report, in the form of the Reporting API or of the
// header that asked for it.
func (g *decoding) report(v ingest.Value) (telemetry.Event, bool) {
	b := g.newReport(v)
	body, typ := v.Get("body"), v.Get("type").Text()
	switch {
	case body.Kind() != ingest.Object:
	case typ == "csp-violation", typ == "csp":
		b.csp(body)
		return b.out, true
	case typ == "network-error":
		b.nel(body)
		return b.out, true
	}
	for _, known := range [...]struct {
		key  string
		read func(*reportReader, ingest.Value)
	}{
		{"csp-report", (*reportReader).csp},
		{"expect-ct-report", func(b *reportReader, v ingest.Value) { b.certificate("expect_ct", "Certificate transparency", v) }},
		{"expect-staple-report", func(b *reportReader, v ingest.Value) { b.certificate("expect_staple", "OCSP stapling", v) }},
	} {
		if body := v.Get(known.key); body.Kind() == ingest.Object {
			known.read(b, body)
			return b.out, true
		}
	}
	if v.Get("known-pins").Exists() || v.Get("noted-hostname").Exists() {
		b.certificate("hpkp", "Key pinning", v)
		return b.out, true
	}
	return b.out, false
}

// reportReader makes an event of a report.
type reportReader struct {
	reader
	out telemetry.Event
}

func (g *decoding) newReport(v ingest.Value) *reportReader {
	b := &reportReader{}
	o := &b.out
	o.Project, o.Received, o.Time = g.rec.Project, g.rec.Received, g.rec.Received
	o.Platform, o.Level = "javascript", telemetry.LevelError
	o.Release, o.Environment = g.rec.Release, g.rec.Environment
	if age, ok := v.Get("age").Float(); ok && age > 0 && age < float64(past.Milliseconds()) {
		o.Time = o.Received.Add(-time.Duration(age) * time.Millisecond)
	}
	o.Request = &telemetry.Request{}
	agent := v.Get("user_agent").Text()
	if agent = firstText(agent, g.rec.UserAgent); agent != "" {
		o.Request.Headers = []telemetry.Pair{{Name: "User-Agent", Value: b.cut(nil, agent, maxMessage)}}
	}
	b.page(v.Get("url"))
	if g.rec.RemoteIP != "" {
		o.User = &telemetry.User{IP: g.rec.RemoteIP}
	}
	return b
}

// page notes the page that the report is about.
func (b *reportReader) page(v ingest.Value) {
	if s := b.text(nil, v, maxMessage); s != "" {
		b.out.Request.URL = s
	}
}

func (b *reportReader) referrer(v ingest.Value) {
	if s := b.text(nil, v, maxMessage); s != "" {
		b.out.Request.Headers = append(b.out.Request.Headers, telemetry.Pair{Name: "Referer", Value: s})
	}
}

// tag adds a tag from the first of the values that holds something.
func (b *reportReader) tag(key string, values ...ingest.Value) string {
	for _, v := range values {
		at := step{key: key}
		if s := b.tagValue(&at, b.text(&at, v, maxMessage)); s != "" {
			b.out.Tags = append(b.out.Tags, telemetry.Tag{Key: key, Value: s})
			return s
		}
	}
	return ""
}

func (b *reportReader) finish(kind, message string, report ingest.Value) {
	o := &b.out
	o.Kind, o.Logger, o.Message = kind, kind, b.cut(nil, message, maxMessage)
	body, _ := report.AppendJSON(nil, maxObject)
	o.Contexts = append(append([]byte(`{"`+kind+`":`), body...), '}')
	o.Tags = uniqueTags(o.Tags)
	o.Notes = b.notes
	if q := o.Request; q.URL == "" && q.Method == "" && len(q.Headers) == 0 {
		o.Request = nil
	}
}

// csp decodes a violation of a content security policy. The names have dashes
// in the older form and none in the newer one.
func (b *reportReader) csp(v ingest.Value) {
	b.page(firstValue(v, "document-uri", "documentURL", "documentURI"))
	b.referrer(v.Get("referrer"))
	directive := b.tag("effective-directive", v.Get("effective-directive"), v.Get("effectiveDirective"), v.Get("violated-directive"), v.Get("violatedDirective"))
	directive, _, _ = strings.Cut(directive, " ")
	blocked := b.tag("blocked-uri", v.Get("blocked-uri"), v.Get("blockedURL"), v.Get("blockedURI"))
	disposition := b.tag("disposition", v.Get("disposition"))
	b.tag("source-file", v.Get("source-file"), v.Get("sourceFile"))
	if disposition == "report" { // nothing was blocked
		b.out.Level = telemetry.LevelWarning
	}
	b.out.Transaction = directive
	b.frame(v)
	message := "Blocked '" + firstText(directive, "content") + "'"
	if blocked != "" {
		message += ": " + blocked
	}
	b.finish("csp", message, v)
}

// frame keeps the line of a script that a violation happened at.
func (b *reportReader) frame(v ingest.Value) {
	var f telemetry.Frame
	f.AbsPath = b.name(&step{key: "source-file"}, firstValue(v, "source-file", "sourceFile"))
	f.Line = b.number(&step{key: "line-number"}, firstValue(v, "line-number", "lineNumber"))
	f.Column = b.number(&step{key: "column-number"}, firstValue(v, "column-number", "columnNumber"))
	if f.AbsPath != "" && f.Line > 0 {
		f.Filename = pathOf(f.AbsPath)
		b.out.Stacktrace = []telemetry.Frame{f}
	}
}

func firstValue(v ingest.Value, keys ...string) ingest.Value {
	for _, k := range keys {
		if c := v.Get(k); !c.IsNull() {
			return c
		}
	}
	return ingest.Value{}
}

// nel decodes a failure that a browser met on the network.
func (b *reportReader) nel(v ingest.Value) {
	b.referrer(v.Get("referrer"))
	b.out.Request.Method = b.name(nil, v.Get("method"))
	kind := firstText(b.tag("type", v.Get("type")), "unknown")
	b.tag("phase", v.Get("phase"))
	b.tag("protocol", v.Get("protocol"))
	b.tag("server_ip", v.Get("server_ip"))
	status := b.tag("status_code", v.Get("status_code"))
	if kind == "ok" {
		b.out.Level = telemetry.LevelInfo
	}
	message := "Network error: " + kind
	if host := hostOf(b.out.Request.URL); host != "" {
		message += " at " + host
	}
	if kind == "http.error" && status != "" {
		message += ", status " + status
	}
	b.out.Transaction = kind
	b.finish("nel", message, v)
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// certificate decodes reports on certificates that were not as announced.
func (b *reportReader) certificate(kind, what string, v ingest.Value) {
	host := b.tag("hostname", v.Get("hostname"))
	b.tag("port", v.Get("port"))
	b.tag("response-status", v.Get("response-status"))
	b.out.Transaction = host
	b.finish(kind, what+" failed for "+firstText(host, "an unknown host"), v)
}
