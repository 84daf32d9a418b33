package api_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/go-chi/chi/v5"

	"belfry/internal/api"
	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/errs"
	"belfry/internal/op/optest"
)

// bench is a whole server on a throw-away instance.
type bench struct {
	http.Handler
	ops *optest.Bench
}

func newBench(t testing.TB, d *db.DB, change func(*api.Options)) *bench {
	t.Helper()
	b := &bench{ops: optest.New(t, d).WithUsers(t)}
	o := api.Options{
		Ops:   b.ops.Ops,
		Ready: func(context.Context) error { return nil },
		Log:   slog.New(slog.DiscardHandler),
	}
	if change != nil {
		change(&o)
	}
	handler, err := api.New(o)
	if err != nil {
		t.Fatal(err)
	}
	b.Handler = handler
	return b
}

// do makes a request, "GET /path", with headers as "Name: value" lines.
func (b *bench) do(t testing.TB, request, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	method, path, _ := strings.Cut(request, " ")
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	r.Host = "belfry.test"
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if name == "Host" {
			r.Host = value
			continue
		}
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w
}

const signIn = `{"email":"ada@example.com","password":"` + optest.Password + `"}`

// signIn returns a Cookie header.
func (b *bench) signIn(t testing.TB) string {
	t.Helper()
	w := b.do(t, "POST /api/v1/session", signIn)
	cookie, _, _ := strings.Cut(w.Header().Get("Set-Cookie"), ";")
	if w.Code != 200 || cookie == "" {
		t.Fatalf("cannot sign in: %d %s", w.Code, w.Body)
	}
	return "Cookie: " + cookie
}

func (b *bench) token(t testing.TB, scope string) string {
	t.Helper()
	w := b.do(t, "POST /api/v1/profile/tokens", `{"name":"x","scope":"`+scope+`"}`, b.signIn(t))
	var answer struct{ Token string }
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.Token == "" {
		t.Fatalf("cannot make a token: %d %s", w.Code, w.Body)
	}
	return "Authorization: Bearer " + answer.Token
}

func TestWhoAsks(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newBench(t, d, nil)
		cookie, read, write := b.signIn(t), b.token(t, "read"), b.token(t, "write")
		check := func(request string, status int, want string, headers ...string) {
			t.Helper()
			w := b.do(t, request, "", headers...)
			if w.Code != status || !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s with %.30v: %d %s, want %d %s", request, headers, w.Code, w.Body, status, want)
			}
		}
		check("GET /api/v1/session", 401, "Sign in, or send a token")
		check("GET /api/v1/session", 200, `"scope":"write"`, cookie)
		check("GET /api/v1/session", 200, `"scope":"read"`, read)
		check("GET /api/v1/session", 200, `"scope":"write"`, strings.Replace(write, "Bearer", "bearer", 1))
		check("GET /api/v1/session", 200, `"scope":"read"`, read, cookie)
		check("GET /api/v1/session", 401, "The session is over", "Cookie: belfry_session=unknown")
		check("GET /api/v1/session", 401, "Sign in, or", "Cookie: belfry_session=")
		check("GET /api/v1/session", 401, "The token is not known", "Authorization: Bearer bfy_unknown")
		check("GET /api/v1/session", 401, "begin with bfy_", "Authorization: Bearer sntrys_x")
		check("GET /api/v1/session", 401, "Sign in, or", "Authorization: Basic YTpi")
		check("GET /api/v1/setup", 200, `"needed":false`, "Cookie: belfry_session=unknown")
		check("DELETE /api/v1/session", 204, "", cookie)
		check("GET /api/v1/session", 401, "The session is over", cookie)
		if w := b.do(t, "GET /api/v1/session", ""); w.Header().Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("headers %v", w.Header())
		}
	})
}

func TestRequestsOfOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t, dbtest.SQLite(t), func(o *api.Options) { o.BaseURL = "https://belfry.example.com" })
	cookie, write := b.signIn(t), b.token(t, "write")
	check := func(request string, status int, headers ...string) {
		t.Helper()
		body := ""
		if strings.HasPrefix(request, "POST") {
			body = signIn
		}
		if w := b.do(t, request, body, headers...); w.Code != status {
			t.Errorf("%s with %v: %d %s, want %d", request, headers, w.Code, w.Body, status)
		}
	}
	check("PATCH /api/v1/profile", 403, cookie, "Sec-Fetch-Site: cross-site")
	check("PATCH /api/v1/profile", 403, cookie, "Sec-Fetch-Site: same-site")
	check("PATCH /api/v1/profile", 403, cookie, "Origin: https://evil.example")
	check("PATCH /api/v1/profile", 400, cookie, "Sec-Fetch-Site: same-origin") // let in: lacks a body
	check("PATCH /api/v1/profile", 400, cookie, "Origin: http://belfry.test")
	check("PATCH /api/v1/profile", 400, cookie, "Origin: https://belfry.example.com")
	check("PATCH /api/v1/profile", 400, cookie)
	check("PATCH /api/v1/profile", 400, write, "Sec-Fetch-Site: cross-site")
	check("POST /api/v1/session", 403, "Sec-Fetch-Site: cross-site")
	check("POST /api/v1/session", 200)
	check("GET /api/v1/session", 200, cookie, "Sec-Fetch-Site: cross-site")
}

func TestBaseURL(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	check := func(configured, want string, headers ...string) {
		t.Helper()
		b := newBench(t, d, func(o *api.Options) {
			o.BaseURL = configured
			o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")} // where httptest comes from
			if len(headers) > 0 && headers[0] == "untrusted" {
				o.TrustedProxies, headers = nil, headers[1:]
			}
		})
		w := b.do(t, "POST /api/v1/session", signIn, headers...)
		if !strings.Contains(w.Body.String(), `"base_url":"`+want+`"`) {
			t.Errorf("%q with %v: %s, want %s", configured, headers, w.Body, want)
		}
		if secure := strings.Contains(w.Header().Get("Set-Cookie"), "Secure"); secure != strings.HasPrefix(want, "https") {
			t.Errorf("%q with %v: cookie %s", configured, headers, w.Header().Get("Set-Cookie"))
		}
	}
	check("", "http://belfry.test")
	check("", "http://10.0.0.1:8000", "Host: 10.0.0.1:8000")
	check("", "https://belfry.test", "X-Forwarded-Proto: https")
	check("", "https://pub.example", "X-Forwarded-Proto: https, http", "X-Forwarded-Host: pub.example")
	check("", "http://belfry.test", "untrusted", "X-Forwarded-Proto: https", "X-Forwarded-Host: pub.example")
	check("", "http://belfry.test", "X-Forwarded-Proto: javascript")
	check("", "http://localhost", "X-Forwarded-Host: a/b")
	check("https://belfry.example.com/", "https://belfry.example.com", "X-Forwarded-Host: pub.example")
}

func TestWhatIsNotThere(t *testing.T) {
	t.Parallel()
	intake := func(r chi.Router) {
		r.HandleFunc("/api/{project_id:[0-9]+}/envelope/", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "intake "+r.PathValue("project_id"))
		})
	}
	b := newBench(t, dbtest.SQLite(t), func(o *api.Options) { o.Intake = intake })
	cookie := b.signIn(t)
	check := func(request, body string, status int, want string) {
		t.Helper()
		w := b.do(t, request, body, cookie)
		if w.Code != status || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %s, want %d %s", request, w.Code, w.Body, status, want)
		}
		if status >= 400 && w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %s", request, w.Header().Get("Content-Type"))
		}
	}
	check("POST /api/12/envelope/", "", 200, "intake 12")
	check("POST /api/x/envelope/", "", 404, "There is nothing at /api/x/envelope/.")
	check("POST /api/12/nothing/", "", 404, "There is nothing at /api/12/nothing/.")
	check("GET /api", "", 404, `"request_id":"`)
	check("GET /api/", "", 404, "There is nothing at /api/.")
	check("GET /api/v1", "", 404, "There is nothing at /api/v1.")
	check("GET /api/v1/", "", 404, "There is nothing at /api/v1/.")
	check("GET /api/v1/nothing", "", 404, "There is nothing at /api/v1/nothing.")
	check("GET /api/v1/"+strings.Repeat("n", 5000), "", 404, "…")
	check("PUT /api/v1/projects", "", 405, "PUT is not possible here, only GET, POST.")
	check("POST /api/v1/projects", "{", 400, `"title":"Bad Request"`)
	check("POST /api/v1/projects", `{"name":"`+strings.Repeat("x", 2<<20)+`"}`, 413, "")
	check("POST /api/v1/projects", `{"name":7}`, 422, `"location":"body.name"`)
}

func TestBodiesOfOtherTypesAreRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t, dbtest.SQLite(t), nil)
	w := b.do(t, "POST /api/v1/projects", "name=x", b.signIn(t), "Content-Type: application/x-www-form-urlencoded")
	if w.Code != 415 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestProblemsDoNotEchoPasswords(t *testing.T) {
	t.Parallel()
	b := newBench(t, dbtest.SQLite(t), nil)
	w := b.do(t, "POST /api/v1/session", `{"email":7,"password":"do not repeat"}`)
	if w.Code != 422 || strings.Contains(w.Body.String(), "do not repeat") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestPanicsEndOneRequest(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	intake := func(r chi.Router) {
		r.HandleFunc("/early", func(http.ResponseWriter, *http.Request) { panic("boom") })
		r.HandleFunc("/late", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, strings.Repeat("x", 10_000))
			_ = http.NewResponseController(w).Flush()
			panic("boom")
		})
	}
	b := newBench(t, dbtest.SQLite(t), func(o *api.Options) {
		o.Intake, o.Log = intake, slog.New(slog.NewTextHandler(&log, nil))
	})
	server := httptest.NewServer(b)
	defer server.Close()
	check := func(path string, status int, whole bool) {
		t.Helper()
		answer, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		_, err = io.ReadAll(answer.Body)
		if answer.StatusCode != status || (err == nil) != whole {
			t.Errorf("%s: %d, reading: %v", path, answer.StatusCode, err)
		}
	}
	check("/early", 500, true)
	check("/late", 200, false)
	check("/healthz", 200, true)
	if !strings.Contains(log.String(), "panic: boom") || !strings.Contains(log.String(), "path=/early") {
		t.Errorf("log:\n%s", log.String())
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	var down error
	b := newBench(t, dbtest.SQLite(t), func(o *api.Options) {
		o.Ready = func(context.Context) error { return down }
		o.Metrics = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "belfry_up 1") })
	})
	check := func(path string, status int, want string) {
		t.Helper()
		w := b.do(t, "GET "+path, "")
		if got := strings.TrimSpace(w.Body.String()); w.Code != status || got != want {
			t.Errorf("%s: %d %q, want %d %q", path, w.Code, got, status, want)
		}
	}
	check("/healthz", 200, "ok")
	check("/up", 200, "ok")
	check("/readyz", 200, "ready")
	check("/metrics", 200, "belfry_up 1")
	down = errs.With(errs.Unavailable, errors.New("/var/lib/secret"), "The disk is full.")
	check("/readyz", 503, "The disk is full.")
	check("/health/clickhouse", 503, "The disk is full.")
	check("/healthz", 200, "ok")
}

func TestEveryAnswerIsLabelled(t *testing.T) {
	t.Parallel()
	b := newBench(t, dbtest.SQLite(t), nil)
	ids := map[string]bool{}
	for _, request := range []string{"GET /api/v1/setup", "GET /api/v1/session", "GET /api/nothing", "GET /", "GET /healthz", "GET /api/v1/openapi.yaml"} {
		h := b.do(t, request, "").Header()
		for name, want := range map[string]string{
			"X-Content-Type-Options":     "nosniff",
			"Referrer-Policy":            "same-origin",
			"X-Frame-Options":            "DENY",
			"Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", request, name, got, want)
			}
		}
		if h.Get("Permissions-Policy") == "" || !strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'") || h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v", request, h)
		}
		if id := h.Get("X-Request-Id"); len(id) != 16 || ids[id] {
			t.Errorf("%s: request id %q", request, id)
		}
		ids[h.Get("X-Request-Id")] = true
	}
}

func TestJSONIsCompressed(t *testing.T) {
	t.Parallel()
	b := newBench(t, dbtest.SQLite(t), nil)
	w := b.do(t, "GET /api/v1/openapi.json", "", "Accept-Encoding: gzip")
	if w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("headers %v", w.Header())
	}
	plain, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	var document struct{ OpenAPI string }
	if err := json.NewDecoder(plain).Decode(&document); err != nil || document.OpenAPI != "3.1.0" {
		t.Errorf("%+v, %v", document, err)
	}
	if w := b.do(t, "GET /api/v1/setup", "", "Accept-Encoding: gzip"); w.Header().Get("Content-Encoding") != "" {
		t.Error("a small answer is compressed")
	}
}

func TestAccessLogKeepsSecretsOut(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	b := newBench(t, dbtest.SQLite(t), func(o *api.Options) {
		o.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	b.do(t, "GET /setup?token=opensesame", "", "Accept: text/html")
	b.do(t, "GET /api/v1/session", "", "Authorization: Bearer bfy_verysecret")
	text := log.String()
	if !strings.Contains(text, "path=/setup status=503") || !strings.Contains(text, "path=/api/v1/session status=401") || !strings.Contains(text, "from=192.0.2.1") {
		t.Errorf("log:\n%s", text)
	}
	if strings.Contains(text, "opensesame") || strings.Contains(text, "verysecret") {
		t.Errorf("the log has secrets:\n%s", text)
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	script := strings.Repeat("console.log('belfry');\n", 200)
	files := fstest.MapFS{
		"index.html":         {Data: []byte(`<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><script nonce="__CSP_NONCE__" src="/assets/app-1a2b.js"></script>`)},
		"assets/app-1a2b.js": {Data: []byte(script)},
		"assets/inter.woff2": {Data: bytes.Repeat([]byte{7}, 5000)},
		"bell.svg":           {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)},
	}
	b := newBench(t, dbtest.SQLite(t), func(o *api.Options) { o.Pages = files })
	const person, program = "Accept: text/html,*/*", "Accept: */*"
	check := func(request string, status int, want string, headers ...string) http.Header {
		t.Helper()
		w := b.do(t, request, "", headers...)
		if w.Code != status || !strings.HasPrefix(w.Body.String(), want) {
			t.Errorf("%s with %v: %d %.80s, want %d %.80s", request, headers, w.Code, w.Body, status, want)
		}
		return w.Header()
	}
	check("GET /", 200, "<!doctype html>", program)
	check("GET /issues/SHOP-12", 200, "<!doctype html>", person)
	check("GET /issues/SHOP-12", 200, "<!doctype html>", program, "Sec-Fetch-Mode: navigate")
	check("GET /issues/SHOP-12", 404, "There is nothing here.", person, "Sec-Fetch-Mode: cors")
	check("GET /issues/SHOP-12", 404, "There is nothing here.", program)
	check("GET /index.html", 200, "<!doctype html>", person)
	check("GET /assets/old-9z.js", 404, "There is nothing here.", person)
	check("GET /assets/../../etc/passwd", 404, "There is nothing here.", program)
	check("POST /issues", 405, "Only GET", person)
	check("GET /bell.svg", 200, "<svg", program)
	h := check("GET /assets/app-1a2b.js", 200, "console.log", program)
	if h.Get("Cache-Control") != "public, max-age=31536000, immutable" || h.Get("Vary") != "Accept-Encoding" || !strings.HasPrefix(h.Get("Content-Type"), "text/javascript") {
		t.Errorf("%v", h)
	}
	check("GET /assets/app-1a2b.js", 304, "", "If-None-Match: "+h.Get("Etag"))
	h = check("GET /assets/app-1a2b.js", 200, "\x1f\x8b", "Accept-Encoding: gzip, br")
	if h.Get("Content-Encoding") != "gzip" {
		t.Errorf("%v", h)
	}
	check("GET /assets/app-1a2b.js", 304, "", "Accept-Encoding: gzip", "If-None-Match: "+h.Get("Etag"))
	if h := check("GET /assets/inter.woff2", 200, "\x07", "Accept-Encoding: gzip"); h.Get("Content-Encoding") != "" {
		t.Errorf("a font is compressed again: %v", h)
	}
	if h := check("GET /bell.svg", 200, "<svg", program); h.Get("Cache-Control") != "no-cache" {
		t.Errorf("%v", h)
	}
}

func TestEveryPageHasItsOwnNonce(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"index.html": {Data: []byte(`<script nonce="__CSP_NONCE__"></script><style nonce="__CSP_NONCE__"></style>`)}}
	b := newBench(t, dbtest.SQLite(t), func(o *api.Options) { o.Pages = files })
	nonces := map[string]bool{}
	for range 3 {
		w := b.do(t, "GET /", "", "Accept: text/html")
		_, rest, _ := strings.Cut(w.Body.String(), `nonce="`)
		nonce, _, _ := strings.Cut(rest, `"`)
		policy := w.Header().Get("Content-Security-Policy")
		if len(nonce) < 20 || nonces[nonce] || strings.Count(w.Body.String(), nonce) != 2 || strings.Count(policy, "'nonce-"+nonce+"'") != 2 ||
			w.Header().Get("Cache-Control") != "no-store" || strings.Contains(policy, "unsafe") {
			t.Errorf("%q %s\n%s", nonce, policy, w.Body)
		}
		nonces[nonce] = true
	}
}

func TestWithoutTheWebApp(t *testing.T) {
	t.Parallel()
	missing, err := fs.Sub(fstest.MapFS{}, "dist")
	if err != nil {
		t.Fatal(err)
	}
	for _, files := range []fs.FS{nil, missing} {
		b := newBench(t, dbtest.SQLite(t), func(o *api.Options) { o.Pages = files })
		if w := b.do(t, "GET /", "", "Accept: text/html"); w.Code != 503 || !strings.Contains(w.Body.String(), "make build") {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
}
