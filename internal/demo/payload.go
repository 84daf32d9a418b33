package demo

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"belfry/internal/telemetry"
)

// A moment is one event of a fault: when, to whom, in which version.
type moment struct {
	program  *program
	fault    *fault
	id       telemetry.EventID
	at       time.Time
	day      float64 // from the end of the month
	customer *customer
	known    bool // the program knows which customer it is
	staging  bool
	rand     *rand.Rand
	words    map[string]string
	says     string // what the customer wrote afterwards
}

type object = map[string]any

// envelope returns the request that an SDK would send.
func (m *moment) envelope() ([]byte, error) {
	event, err := json.Marshal(m.event())
	if err != nil {
		return nil, fmt.Errorf("write an event of %s: %w", m.program.name, err)
	}
	return framed(m.id, m.at, "event", event)
}

// framed is an envelope of one item.
func framed(id telemetry.EventID, at time.Time, item string, payload []byte) ([]byte, error) {
	head, err := json.Marshal(object{"event_id": id.String(), "sent_at": at.Format(time.RFC3339Nano)})
	if err != nil {
		return nil, fmt.Errorf("write an envelope: %w", err)
	}
	out := append(head, fmt.Sprintf("\n{\"type\":%q,\"length\":%d}\n", item, len(payload))...)
	return append(append(out, payload...), '\n'), nil
}

func (m *moment) event() object {
	f, p := m.fault, m.program
	e := object{
		"event_id": m.id.String(), "timestamp": m.at.Format(time.RFC3339Nano), "platform": p.language,
		"level": orElse(f.level, "error"), "environment": m.environment(), "release": p.at(m.day),
		"transaction": m.filled(f.in), "tags": m.tags(), "contexts": m.contexts(),
		"sdk":         object{"name": p.sdk, "version": p.version},
		"breadcrumbs": object{"values": m.breadcrumbs()},
	}
	if len(p.servers) > 0 {
		e["server_name"] = p.servers[m.rand.IntN(len(p.servers))]
	}
	if f.logger != "" {
		e["logger"] = f.logger
	}
	if m.known {
		c := m.customer
		e["user"] = object{"id": c.id, "email": c.email, "username": c.name, "ip_address": c.ip, "geo": object{"city": c.city, "country_code": c.country}}
	}
	if r := m.request(); r != nil {
		e["request"] = r
	}
	m.problem(e)
	return e
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func (m *moment) environment() string {
	if m.staging {
		return "staging"
	}
	return "production"
}

// problem adds what went wrong: a chain of exceptions, or a message.
func (m *moment) problem(e object) {
	f := m.fault
	if f.typ == "" {
		e["logentry"] = object{"message": gap.ReplaceAllString(f.value, "%s"), "formatted": m.filled(f.value)}
		return
	}
	var values []object
	if typ, text, ok := strings.Cut(m.filled(f.cause), ": "); ok {
		values = append(values, object{"type": typ, "value": text, "stacktrace": object{"frames": m.frames(f.at[max(len(f.at)-1, 0):], nil)}})
	}
	values = append(values, object{
		"type": f.typ, "value": m.filled(f.value), "mechanism": object{"type": "generic", "handled": f.level == "warning"},
		"stacktrace": object{"frames": append(m.frames(m.program.outer, nil), m.frames(f.at, f.vars)...)},
	})
	e["exception"] = object{"values": values}
}

// frames reads the notation of fault.at; vars belong to the last one.
func (m *moment) frames(lines []string, vars map[string]string) []object {
	out := make([]object, len(lines))
	for i, line := range lines {
		out[i] = m.program.frame(line)
	}
	if len(vars) > 0 && len(out) > 0 {
		filled := object{}
		for k, v := range vars {
			filled[k] = m.filled(v)
		}
		out[len(out)-1]["vars"] = filled
	}
	return out
}

func (p *program) frame(line string) object {
	place, code, _ := strings.Cut(line, " | ")
	where, function, _ := strings.Cut(place, " ")
	file, lineno, _ := strings.Cut(where, ":")
	inApp := p.kind.inApp(file)
	f := object{"filename": file, "function": function, "lineno": json.Number(lineno), "in_app": inApp, "abs_path": p.root + file}
	if p.kind.module != nil {
		f["module"] = p.kind.module(file)
	}
	if p.language == "javascript" {
		f["colno"] = 9 + len(function)
	}
	addCode(f, code)
	return f
}

// addCode adds the line that failed and those around it.
func addCode(f object, code string) {
	if code == "" {
		return
	}
	lines := strings.Split(code, "\n")
	failed := 0
	for i, l := range lines {
		if strings.HasPrefix(l, ">") {
			failed = i
			lines[i] = " " + l[1:]
		}
	}
	f["context_line"] = lines[failed]
	if failed > 0 {
		f["pre_context"] = lines[:failed]
	}
	if failed+1 < len(lines) {
		f["post_context"] = lines[failed+1:]
	}
}

func (m *moment) tags() object {
	t := object{}
	if m.program.host != "" && m.known {
		a := m.customer.agent
		t["browser"], t["browser.name"] = a.browser+" "+a.version, a.browser
		t["country"] = m.customer.country
	}
	for k, v := range m.fault.tags {
		t[k] = m.filled(v)
	}
	return t
}

func (m *moment) contexts() object {
	c := object{"trace": object{"trace_id": hexOf(m.rand, 16), "span_id": hexOf(m.rand, 8), "op": "http.server"}}
	for k, v := range m.program.contexts {
		c[k] = v
	}
	if m.known && m.program.language == "javascript" {
		a := m.customer.agent
		c["browser"] = object{"type": "browser", "name": a.browser, "version": a.version}
		c["os"] = object{"type": "os", "name": a.os, "version": a.osVersion}
		if a.device != "" {
			c["device"] = object{"type": "device", "family": a.device, "model": a.device}
		}
	}
	return c
}

// pathOf returns the path of a route, or nothing for what is none.
func pathOf(route string) string {
	if _, path, ok := strings.Cut(route, " "); ok {
		route = path
	}
	if !strings.HasPrefix(route, "/") {
		return ""
	}
	return route
}

// request is that of the route, for programs that are called over HTTP.
func (m *moment) request() object {
	p, f := m.program, m.fault
	if p.host == "" {
		return nil
	}
	method, _, called := strings.Cut(f.in, " ")
	path := pathOf(f.in)
	if !called {
		method = "GET"
	}
	if path == "" {
		return nil
	}
	r := object{"method": method, "url": "https://" + p.host + m.filled(path)}
	headers := object{"Accept-Language": "en-GB,en;q=0.8"}
	if m.known {
		headers["User-Agent"] = m.customer.agent.text
	}
	if method != "GET" {
		headers["Content-Type"] = "application/json"
		r["data"] = object{"sku": m.filled("{sku}"), "quantity": 1 + m.rand.IntN(3), "coupon": m.filled("{coupon}"), "password": "correct horse"}
	} else if m.rand.IntN(2) == 0 {
		r["query_string"] = "utm_source=newsletter&ref=" + m.filled("{product}")
	}
	if p.language != "javascript" {
		headers["X-Request-Id"] = m.filled("{uuid}")
	}
	r["headers"] = headers
	return r
}

// breadcrumbs lead up to the event, a few seconds apart.
func (m *moment) breadcrumbs() []object {
	all := append(append([]string{}, m.program.seen...), m.fault.crumbs...)
	out := make([]object, len(all))
	at := m.at
	for i := len(all) - 1; i >= 0; i-- {
		at = at.Add(-time.Duration(m.rand.IntN(4000)+20) * time.Millisecond)
		out[i] = m.breadcrumb(all[i], at)
	}
	return out
}

func (m *moment) breadcrumb(line string, at time.Time) object {
	category, text, _ := strings.Cut(m.filled(line), " ")
	b := object{"timestamp": at.Format(time.RFC3339Nano), "category": category, "type": "default", "level": "info"}
	switch category {
	case "navigation":
		from, to, _ := strings.Cut(text, " ")
		b["type"], b["data"] = "navigation", object{"from": from, "to": to}
	case "fetch", "xhr", "httplib":
		method, rest, _ := strings.Cut(text, " ")
		url, status, _ := strings.Cut(rest, " ")
		code, err := strconv.Atoi(status)
		if err != nil {
			code = 200
		}
		b["type"], b["data"] = "http", object{"method": method, "url": url, "status_code": code}
		if code >= 400 {
			b["level"] = "error"
		}
	case "error", "warning":
		b["level"], b["category"], b["message"] = category, "console", text
	default:
		b["message"] = text
	}
	return b
}
