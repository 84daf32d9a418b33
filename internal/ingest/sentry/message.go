package sentry

import (
	"strconv"
	"strings"

	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

// settleMessage makes the message of what the SDK sent: a text, or a template
// with parameters, under "message" or "logentry".
func (e *eventReader) settleMessage() {
	v, at := e.entry, step{key: "logentry"}
	if v.IsEmpty() {
		v, at.key = e.message, "message"
	}
	if v.Kind() != ingest.Object {
		e.out.Message = e.dump(&at, v, maxMessage)
		return
	}
	formatted, template, params := step{&at, "formatted", 0}, step{&at, "message", 0}, step{&at, "params", 0}
	o := &e.out
	o.Message = e.dump(&formatted, v.Get("formatted"), maxMessage)
	o.Template = e.dump(&template, v.Get("message"), maxMessage)
	o.Params = e.json(&params, v.Get("params"), maxVars)
	if o.Message == "" && e.message.Kind() == ingest.String && o.Template != "" {
		o.Message = e.text(&step{key: "message"}, e.message, maxMessage)
	}
	if o.Message == "" {
		o.Message = e.cut(&formatted, interpolate(o.Template, v.Get("params")), maxMessage)
	}
	if o.Template == o.Message {
		o.Template = ""
	}
}

// maxParams bounds the parameters that are put into a message.
const maxParams = 100

// interpolate puts parameters into a template with %s or {} in it, for SDKs
// that leave it to the server. What does not fit stays as it is.
func interpolate(template string, params ingest.Value) string {
	if params.IsEmpty() || params.Kind() == ingest.String {
		return template
	}
	var b strings.Builder
	next := params.First()
	left := maxParams
	for i := 0; i < len(template) && b.Len() <= maxMessage; {
		n, name := placeholder(template[i:])
		switch {
		case n == 0 || left == 0:
			b.WriteByte(template[i])
			i++
			continue
		case name == "%":
			b.WriteByte('%')
		default:
			v := next
			if name != "" {
				v = param(params, name)
			} else {
				next = next.Next()
			}
			left--
			writeParam(&b, v, template[i:i+n])
		}
		i += n
	}
	return b.String()
}

func writeParam(b *strings.Builder, v ingest.Value, otherwise string) {
	switch s, ok := v.Scalar(); {
	case ok:
		b.WriteString(s)
	case v.Exists():
		text, _ := v.AppendJSON(nil, maxName)
		b.Write(text)
	default:
		b.WriteString(otherwise)
	}
}

// param finds a parameter by name or position.
func param(params ingest.Value, name string) ingest.Value {
	if params.Kind() == ingest.Object {
		return params.Get(name)
	}
	i, err := strconv.Atoi(name)
	if err != nil || i < 0 || i >= maxParams {
		return ingest.Value{}
	}
	c := params.First()
	for range i {
		c = c.Next()
	}
	return c
}

// placeholder returns the length of the placeholder at the start of s, or 0,
// and its name if it has one: %s, %d, %(name)s, %%, {}, {0}, {name}.
func placeholder(s string) (n int, name string) {
	switch {
	case len(s) < 2:
		return 0, ""
	case s[0] == '{':
		end := strings.IndexByte(s, '}')
		if end < 0 || end > 40 || strings.ContainsAny(s[1:end], " \"{:") {
			return 0, ""
		}
		return end + 1, s[1:end]
	case s[0] != '%':
		return 0, ""
	case s[1] == '%':
		return 2, "%"
	case s[1] == '(':
		end := strings.IndexByte(s, ')')
		if end < 0 || end > 40 || end+1 >= len(s) {
			return 0, ""
		}
		return end + 2, s[2:end]
	}
	n = 1
	for n < len(s) && n < 8 && strings.IndexByte("-+#0123456789.", s[n]) >= 0 {
		n++
	}
	if n < len(s) && strings.IndexByte("sdifrxXcgeojO@", s[n]) >= 0 {
		return n + 1, ""
	}
	return 0, ""
}

// breadcrumbs takes {values: […]} or a list; the newest are at the end.
func (e *eventReader) breadcrumbs(v ingest.Value) {
	c, n := e.list(&e.at, v)
	if n > maxCrumbs {
		e.note(&e.at, "cut to the last %d of %d breadcrumbs", maxCrumbs, n)
	}
	out := make([]telemetry.Crumb, 0, min(n, maxCrumbs))
	for i := range n {
		if i >= n-maxCrumbs {
			at := step{&e.at, "", i}
			out = append(out, telemetry.Crumb{})
			if !e.crumb(&out[len(out)-1], &at, c) {
				out = out[:len(out)-1]
			}
		}
		c = c.Next()
	}
	e.out.Breadcrumbs = out
}

// crumb fills b, and tells whether there was anything to fill it with.
func (e *eventReader) crumb(b *telemetry.Crumb, at *step, v ingest.Value) bool {
	if v.Kind() == ingest.String {
		b.Message = e.text(at, v, maxMessage)
		return b.Message != ""
	}
	if v.Kind() != ingest.Object || v.IsEmpty() {
		e.unexpected(at, v, "an object")
		return false
	}
	for c := v.First(); c.Exists(); c = c.Next() {
		here := step{at, c.Key(), 0}
		switch here.key {
		case "timestamp":
			b.Time = e.crumbTime(&here, c)
		case "type":
			b.Type = e.name(&here, c)
		case "category":
			b.Category = e.name(&here, c)
		case "level":
			b.Level = e.level(&here, c)
		case "message":
			b.Message = e.dump(&here, c, maxMessage)
		case "data":
			b.Data = e.json(&here, c, maxVars)
		}
	}
	return true
}

func (e *eventReader) crumbTime(at *step, v ingest.Value) telemetry.Time {
	t, ok := parseTime(v)
	if !ok {
		if !v.IsNull() {
			e.note(at, "dropped: not a time")
		}
		return 0
	}
	return t.Add(e.g.clock.drift)
}
