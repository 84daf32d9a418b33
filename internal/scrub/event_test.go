package scrub_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/scrub"
	"belfry/internal/telemetry"
)

func TestEvent(t *testing.T) {
	t.Parallel()
	line := `  client = Client(api_key="k-123", token=token)`
	e := telemetry.Event{
		Message:     "password=hunter2",
		Fingerprint: []string{"{{ default }}", "token=abc"},
		Exceptions: []telemetry.Exception{{
			Type: "E", Value: "postgres://a:b@h/x",
			Frames: []telemetry.Frame{{
				Function: "f", Filename: "https://h/x.js?token=abc", Vars: telemetry.JSON(`{"password":"x","n":"{'secret': 'y'}"}`),
				ContextLine: &line, PreContext: []string{"token = request.args['token']"},
			}},
		}},
		Breadcrumbs: []telemetry.Crumb{{Message: "token=abc", Data: telemetry.JSON(`{"url":"/?api_key=k"}`)}},
		Request: &telemetry.Request{
			URL:     "https://u:p@h/x?token=abc&a=1",
			Query:   []telemetry.Pair{{Name: "token", Value: "abc"}, {Name: "a", Value: "1"}, {Name: "sig", Value: "z"}},
			Headers: []telemetry.Pair{{Name: "Authorization", Value: "Bearer x"}, {Name: "Cookie", Value: "a=b; c=d"}, {Name: "X-Forwarded-For", Value: "10.0.0.1"}, {Name: "Host", Value: "h"}},
			Cookies: []telemetry.Pair{{Name: "theme", Value: "dark"}},
			Data:    telemetry.JSON(`"a=1&password=x"`),
			Env:     telemetry.JSON(`{"REMOTE_ADDR":"10.0.0.1","DB_PASSWORD":"x"}`),
		},
		User:     &telemetry.User{ID: "17", Email: "ann@example.com", IP: "10.0.0.1", Username: "ann@example.com", Data: telemetry.JSON(`{"api_key":1}`)},
		Tags:     []telemetry.Tag{{Key: "session_id", Value: "x"}, {Key: "region", Value: "eu"}},
		Contexts: telemetry.JSON(`{"trace":{"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"},"x":{"credentials":{"a":1}}}`),
		Extra:    telemetry.JSON(`{"secret":"x"}`),
		Params:   telemetry.JSON(`["Bearer abcdef123456"]`),
	}
	full.Event(&e)
	const f = "[Filtered]"
	wantLine := `  client = Client(api_key="[Filtered]", token=token)`
	want := telemetry.Event{
		Message:     "password=" + f,
		Fingerprint: []string{"{{ default }}", "token=" + f},
		Exceptions: []telemetry.Exception{{
			Type: "E", Value: "postgres://a:" + f + "@h/x",
			Frames: []telemetry.Frame{{
				Function: "f", Filename: "https://h/x.js?token=" + f, Vars: telemetry.JSON(`{"password":"[Filtered]","n":"{'secret': '[Filtered]'}"}`),
				ContextLine: &wantLine, PreContext: []string{"token = request.args['token']"},
			}},
		}},
		Breadcrumbs: []telemetry.Crumb{{Message: "token=" + f, Data: telemetry.JSON(`{"url":"/?api_key=[Filtered]"}`)}},
		Request: &telemetry.Request{
			URL:     "https://u:" + f + "@h/x?token=" + f + "&a=1",
			Query:   []telemetry.Pair{{Name: "token", Value: f}, {Name: "a", Value: "1"}, {Name: "sig", Value: f}},
			Headers: []telemetry.Pair{{Name: "Authorization", Value: f}, {Name: "Cookie", Value: "a=" + f + "; c=" + f}, {Name: "X-Forwarded-For", Value: "[ip]"}, {Name: "Host", Value: "h"}},
			Cookies: []telemetry.Pair{{Name: "theme", Value: f}},
			Data:    telemetry.JSON(`"a=1&password=[Filtered]"`),
			Env:     telemetry.JSON(`{"REMOTE_ADDR":"[ip]","DB_PASSWORD":"[Filtered]"}`),
		},
		User:     &telemetry.User{ID: "17", Data: telemetry.JSON(`{"api_key":"[Filtered]"}`)},
		Tags:     []telemetry.Tag{{Key: "session_id", Value: f}, {Key: "region", Value: "eu"}},
		Contexts: telemetry.JSON(`{"trace":{"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"},"x":{"credentials":"[Filtered]"}}`),
		Extra:    telemetry.JSON(`{"secret":"[Filtered]"}`),
		Params:   telemetry.JSON(`["Bearer [Filtered]"]`),
		Notes: []telemetry.Note{
			{Path: "message", Problem: "scrubbed: 3 values"},
			{Path: "exceptions", Problem: "scrubbed: 1 value"},
			{Path: "exceptions.frames", Problem: "scrubbed: 4 values"},
			{Path: "breadcrumbs", Problem: "scrubbed: 2 values"},
			{Path: "request", Problem: "scrubbed: 6 values"},
			{Path: "request.headers", Problem: "scrubbed: 4 values"},
			{Path: "request.cookies", Problem: "scrubbed: 1 value"},
			{Path: "request.data", Problem: "scrubbed: 1 value"},
			{Path: "user", Problem: "scrubbed: 4 values"},
			{Path: "tags", Problem: "scrubbed: 1 value"},
			{Path: "contexts", Problem: "scrubbed: 1 value"},
			{Path: "extra", Problem: "scrubbed: 1 value"},
		},
	}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	again := len(e.Notes)
	full.Event(&e)
	if len(e.Notes) != again {
		t.Errorf("the second pass found more: %+v", e.Notes[again:])
	}
}

func TestOtherRecords(t *testing.T) {
	t.Parallel()
	check := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s is %q, want %q", what, got, want)
		}
	}
	l := telemetry.Log{Body: `{"msg":"x","token":"y"}`, Host: "10.0.0.1", Attributes: map[string]string{"db.password": "x", "n": "token=abc", "cookie": "a=b"}}
	full.Log(&l)
	check("body", l.Body, `{"msg":"x","token":"[Filtered]"}`)
	check("host", l.Host, "[ip]")
	check("attribute", l.Attributes["db.password"], "[Filtered]")
	check("attribute", l.Attributes["n"], "token=[Filtered]")
	check("attribute", l.Attributes["cookie"], "a=[Filtered]")
	l = telemetry.Log{Body: "[info] user login password=hunter2"}
	plain.Log(&l)
	check("body", l.Body, "[info] user login password=[Filtered]")

	p := telemetry.Span{Name: "GET /?token=abc", UserKey: "email:ann@example.com", Attributes: map[string]string{"http.request.header.authorization": "x"}}
	full.Span(&p)
	check("name", p.Name, "GET /?token=[Filtered]")
	check("user", p.UserKey, "")
	check("attribute", p.Attributes["http.request.header.authorization"], "[Filtered]")
	p = telemetry.Span{UserKey: "id:17"}
	full.Span(&p)
	check("user", p.UserKey, "id:17")

	f := telemetry.Feedback{Name: "Ann", Email: "ann@example.com", Message: "my password: hunter2!", URL: "https://h/?token=abc"}
	plain.Feedback(&f)
	check("message", f.Message, "my password: [Filtered]")
	check("url", f.URL, "https://h/?token=[Filtered]")
	check("email", f.Email, "ann@example.com")
	full.Feedback(&f)
	check("email", f.Email, "")

	c := telemetry.CheckIn{Config: telemetry.JSON(`{"schedule":"x","token":"y"}`)}
	plain.CheckIn(&c)
	check("config", string(c.Config), `{"schedule":"x","token":"[Filtered]"}`)
	u := telemetry.Session{UserKey: "ip:10.0.0.1"}
	full.Session(&u)
	check("user", u.UserKey, "")
	m := telemetry.Sample{Attributes: map[string]string{"api_key": "x"}}
	plain.Sample(&m)
	check("attribute", m.Attributes["api_key"], "[Filtered]")
}

func loadEvent(t testing.TB) (telemetry.Event, []byte) {
	t.Helper()
	raw, err := os.ReadFile("testdata/event.json")
	if err != nil {
		t.Fatal(err)
	}
	var e telemetry.Event
	if err := json.Unmarshal(raw, &e); err != nil {
		t.Fatal(err)
	}
	return e, raw
}

// Nothing of a whole event but its secrets changes.
func TestWholeEvent(t *testing.T) {
	t.Parallel()
	e, raw := loadEvent(t)
	plain.Event(&e)
	out, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"hunter2", "k-123456", "eyJhbGci", "4f3c2b1a99"} {
		if !strings.Contains(string(raw), secret) || strings.Contains(string(out), secret) {
			t.Errorf("%q is still there", secret)
		}
	}
	for _, fine := range []string{"203.0.113.77", "ann@example.com", "4bf92f3577b34da6a3ce929d0e0e4736", "CSRFTOKEN"} {
		if strings.Contains(string(raw), fine) && !strings.Contains(string(out), fine) {
			t.Errorf("%q is gone", fine)
		}
	}
	if n := strings.Count(string(out), "[Filtered]"); n != 8 {
		t.Errorf("%d values are filtered:\n%s", n, out)
	}
}

func BenchmarkEvent(b *testing.B) {
	for name, s := range map[string]*scrub.Scrubber{"plain": plain, "full": full} {
		b.Run(name, func(b *testing.B) {
			e, raw := loadEvent(b)
			fresh := clone(e)
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				restore(&fresh, &e)
				s.Event(&fresh)
			}
		})
	}
}

// clone copies what Event changes in place in the event of the benchmark.
func clone(e telemetry.Event) telemetry.Event {
	r, u := *e.Request, *e.User
	r.Headers = append([]telemetry.Pair(nil), r.Headers...)
	r.Cookies = append([]telemetry.Pair(nil), r.Cookies...)
	e.Request, e.User = &r, &u
	return e
}

func restore(to, from *telemetry.Event) {
	copy(to.Request.Headers, from.Request.Headers)
	copy(to.Request.Cookies, from.Request.Cookies)
	*to.User = *from.User
	to.Request.Data, to.Request.Env = from.Request.Data, from.Request.Env
	to.Extra, to.Contexts, to.Notes = from.Extra, from.Contexts, nil
}

func BenchmarkJSON(b *testing.B) {
	_, raw := loadEvent(b)
	clean, _ := json.Marshal(map[string]any{"a": strings.Repeat("some ordinary words of a message, ", 300)})
	for name, in := range map[string][]byte{"event": raw, "words": clean} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			for b.Loop() {
				plain.JSON(in)
			}
		})
	}
}

func BenchmarkText(b *testing.B) {
	const s = `2026-03-04T05:06:07Z INFO shop.cart: cart 17 of user 8817 has 3 items, total=59.97 currency=EUR took=12ms request_id=a1b2c3d4`
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		plain.Text(s)
	}
}
