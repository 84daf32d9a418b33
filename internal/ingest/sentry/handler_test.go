package sentry_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/go-chi/chi/v5"
	"github.com/klauspost/compress/zstd"

	"belfry/internal/errs"
	"belfry/internal/ingest"
	"belfry/internal/ingest/sentry"
	"belfry/internal/telemetry"
)

const publicKey = "0123456789abcdef0123456789abcdef"

// intake is a handler on a door whose spool is a list.
type intake struct {
	http.Handler
	config  ingest.Config
	records [][]byte
	counted []string
	log     bytes.Buffer
}

func newIntake(change func(*ingest.Config)) *intake {
	in := &intake{}
	in.config = ingest.Config{
		Authenticate: func(_ context.Context, project int64, key string) (ingest.Key, error) {
			switch {
			case key == "off" && project == 5:
				return ingest.Key{}, errs.New(errs.Forbidden, "This key is disabled.")
			case key != publicKey:
				return ingest.Key{}, errs.New(errs.Unauthenticated, "Unknown key.")
			case project == 6:
				return ingest.Key{}, errs.New(errs.Forbidden, "Project 6 is archived.")
			case project != 5:
				return ingest.Key{}, errs.New(errs.Forbidden, "This key belongs to another project.")
			}
			return ingest.Key{ID: 9, Project: project}, nil
		},
		Append: func(_ context.Context, parts ...[]byte) (uint64, error) {
			in.records = append(in.records, bytes.Join(parts, nil))
			return uint64(len(in.records)), nil
		},
		Count: func(d telemetry.Discard) { in.counted = append(in.counted, fmt.Sprint(d.Project, " ", d.Reason)) },
		Now:   func() time.Time { return receivedAt.Std() },
		NewID: func() telemetry.EventID { return someID },
	}
	if change != nil {
		change(&in.config)
	}
	h := sentry.New(ingest.NewDoor(in.config), slog.New(slog.NewTextHandler(&in.log, nil)))
	r := chi.NewRouter()
	h.Routes(r)
	r.NotFound(h.NotFound)
	in.Handler = r
	return in
}

// post sends a body; headers are "Name: value".
func (in *intake) post(path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.RemoteAddr = "198.51.100.4:4711"
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	in.ServeHTTP(w, r)
	return w
}

// stored decodes what was spooled last.
func (in *intake) stored(t testing.TB) (ingest.Record, telemetry.Batch) {
	t.Helper()
	if len(in.records) == 0 {
		t.Fatal("nothing was spooled")
	}
	rec, err := ingest.ParseRecord(in.records[len(in.records)-1])
	if err != nil {
		t.Fatal(err)
	}
	return rec, decode(t, rec)
}

const envelope = head + `{"type":"event"}` + "\n" + `{"message":"hello"}` + "\n"

const keyed = "?sentry_key=" + publicKey

func TestKeysAreFoundWhereSDKsPutThem(t *testing.T) {
	t.Parallel()
	in := newIntake(nil)
	check := func(path, body string, headers ...string) {
		t.Helper()
		w := in.post(path, body, headers...)
		if w.Code != 200 || !strings.HasPrefix(w.Body.String(), `{"id":"`) {
			t.Errorf("%s %q: %d %s", path, headers, w.Code, w.Body)
		}
	}
	const p = "/api/5/envelope/"
	check(p+keyed, envelope)
	check(p+keyed+":secret", envelope)
	check(p, envelope, "X-Sentry-Auth: Sentry sentry_key="+publicKey+", sentry_version=7, sentry_client=x/1")
	check(p, envelope, "X-Sentry-Auth: Sentry sentry_version=7,sentry_key="+publicKey)
	check(p, envelope, "X-Sentry-Auth: sentry sentry_version=7 sentry_key="+publicKey+" sentry_secret=s")
	check(p, envelope, "X-Sentry-Auth: SENTRY Sentry_Key=\""+publicKey+"\"")
	check(p, envelope, "X-Sentry-Auth: sentry_key="+publicKey)
	check(p, envelope, "Authorization: Sentry sentry_key="+publicKey)
	check(p, envelope, "Authorization: Basic "+base64.StdEncoding.EncodeToString([]byte(publicKey+":secret")))
	check(p, envelope, "Authorization: Basic "+base64.StdEncoding.EncodeToString([]byte(publicKey+":")))
	check(p, envelope, "Authorization: DSN https://"+publicKey+"@errors.example/5")
	check(p+keyed, envelope, "Authorization: Bearer something-else")
	check(p, `{"event_id":"aabbcc00000000000000000000000000","dsn":"https://`+publicKey+`@errors.example/5"}`+"\n")
	check(p, `{"event_id":"aabbcc00000000000000000000000000","dsn":"https://`+publicKey+`:secret@errors.example/prefix/5"}`+"\n")
	form := url.Values{"sentry_data": {`{"message":"hello"}`}, "sentry_key": {publicKey}}
	check("/api/5/store/", form.Encode(), "Content-Type: application/x-www-form-urlencoded")
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	in := newIntake(func(c *ingest.Config) {
		c.Limits = ingest.Limits{Compressed: 5000, Inflated: 60_000, Event: 10_000, Attachments: 20_000, Container: 30_000, Items: 20}
	})
	check := func(path, body string, status int, detail string, headers ...string) {
		t.Helper()
		before := len(in.records)
		w := in.post(path, body, headers...)
		var answer struct {
			Detail string
			Causes []string
		}
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			t.Errorf("%s: body %s: %v", path, w.Body, err)
		}
		if w.Code != status || answer.Detail != detail || len(answer.Causes) != 1 || w.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%s %.60s\n got %d %s\nwant %d %s", path, body, w.Code, w.Body, status, detail)
		}
		if w.Header().Get("X-Sentry-Error") == "" || (w.Header().Get("Access-Control-Allow-Origin") != "*") != strings.Contains(detail, "nothing at") {
			t.Errorf("%s: headers %v", path, w.Header())
		}
		if len(in.records) > before {
			t.Errorf("%s %.60s was spooled", path, body)
		}
	}
	const p = "/api/5/envelope/"
	const noKey = "No key was sent: put the DSN's public key into X-Sentry-Auth, ?sentry_key= or the envelope's dsn."
	// who
	check(p, envelope, 401, noKey)
	check("/api/5/store/", `{"message":"x"}`, 401, noKey)
	check(p+"?sentry_key=nobody", envelope, 401, "Unknown key.")
	check(p+"?sentry_key=off", envelope, 403, "This key is disabled.")
	check("/api/6/envelope/"+keyed, envelope, 403, "Project 6 is archived.")
	check("/api/7/envelope/"+keyed, envelope, 403, "This key belongs to another project.")
	check(p, `{"dsn":"https://`+publicKey+`@errors.example/7"}`+"\n", 403, "The envelope's DSN is for project 7, but it was sent to project 5.")
	check(p, `{"dsn":"https://nobody@errors.example/5"}`+"\n", 401, "Unknown key.")
	check(p, `{"dsn":"no dsn"}`+"\n", 401, noKey)
	// where
	check("/api/5/nothing/"+keyed, envelope, 404, "There is nothing at /api/5/nothing/.")
	check("/api/five/envelope/"+keyed, envelope, 404, "There is nothing at /api/five/envelope/.")
	check("/api/envelope/"+keyed, envelope, 404, "There is nothing at /api/envelope/.")
	check("/api/99999999999999999999/envelope/"+keyed, envelope, 404, "There is no project 99999999999999999999.")
	// what
	const notEnvelope = "This is not an envelope: its first line is not a JSON object "
	check(p+keyed, "", 400, notEnvelope+"(unexpected end at byte 0).")
	check(p+keyed, "<html>", 400, notEnvelope+"(unexpected character at byte 0).")
	check(p+keyed, "[1]\n", 400, notEnvelope+"(found a list).")
	check(p+keyed, `{"message":"an event"`, 400, notEnvelope+"(unexpected end at byte 21).")
	check(p+keyed, "{} {}\n", 400, notEnvelope+"(found an object).")
	check(p+keyed, "{\n", 400, notEnvelope+"(unexpected end at byte 1).")
	check(p+keyed, "{}\ngarbage\n", 400, "This is not an envelope: the line after the first is not an item header, a JSON object with a type.")
	check(p+keyed, "{}\n{\"type\":\"event\"}\n{\n\"message\":\n\"x\"}", 400, "Item 1 (event) is not JSON. Without a length in its header, an item ends with its line.")
	check(p+keyed, "garbage", 400, `The body cannot be decompressed as "gzip".`, "Content-Encoding: gzip")
	check(p+keyed, envelope, 400, `Content-Encoding "lzw" is not supported: use gzip, deflate, br, zstd or none.`, "Content-Encoding: lzw")
	const notJSON = "The body is not a JSON object, nor one in base64 and zlib."
	check("/api/5/store/"+keyed, "hello", 400, notJSON)
	check("/api/5/store/"+keyed, "", 400, notJSON)
	check("/api/5/store/"+keyed, "[1]", 400, notJSON)
	check("/api/5/security/"+keyed, "hello", 400, "The report is not JSON: unexpected character at byte 0.")
	check("/api/5/security/"+keyed, "5", 400, "The report is neither a JSON object nor a list of them, but a number.")
	check("/api/5/minidump/"+keyed, "hello", 400, "The file is not a minidump: it does not start with MDMP.")
	check("/api/5/minidump/"+keyed, "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--\r\n", 400, "There is no upload_file_minidump in the form.", "Content-Type: multipart/form-data; boundary=x")
	check("/api/5/minidump/"+keyed, "--x\r\n", 400, "The body is not a multipart form: multipart: boundary is empty.", "Content-Type: multipart/form-data")
	// how much
	big := strings.Repeat("x", 9_980)
	check(p+keyed, head+`{"type":"event"}`+"\n"+`{"message":"`+big+`xxxxxxxxxx"}`, 413, "Item 1 (event) is over the limit of 10000 bytes for one event.")
	check(p+keyed, head+`{"type":"log"}`+"\n"+`{"a":"`+strings.Repeat(big, 4)+`"}`, 413, "Item 1 (log) is over the limit of 30000 bytes for an item of many records.")
	check(p+keyed, head+strings.Repeat(`{"type":"attachment"}`+"\n"+big+"\n", 3), 413, "Item 3 (attachment) is over the limit of 20000 bytes for all attachments.")
	check(p+keyed, head+strings.Repeat(`{"type":"session"}`+"\n{}\n", 21), 413, "The envelope has more than 20 items, the limit of this server.")
	check(p+keyed, head+strings.Repeat(" ", 60_001), 413, "The body is larger than 60000 bytes, the limit of this server.")
	check(p+keyed, string(gz(head+strings.Repeat(`{"type":"session"}`+"\n"+big+"\n", 7))), 413, "The body is larger than 60000 bytes without compression, the limit of this server.", "Content-Encoding: gzip")
	check(p+keyed, strings.Repeat("x", 5_001), 413, "The compressed body is larger than 5000 bytes, the limit of this server.", "Content-Encoding: gzip")
	check("/api/5/store/"+keyed, `{"message":"`+big+`xxxxxxxxxx"}`, 413, "The body is over the limit of 10000 bytes for one event.")
	check("/api/5/security/"+keyed, `{"message":"`+big+`xxxxxxxxxx"}`, 413, "The body is over the limit of 10000 bytes for one event.")
	check("/api/5/minidump/"+keyed, "MDMP"+strings.Repeat("x", 20_000), 413, "The files are over the limit of 20000 bytes for all attachments.")
	counts := map[string]int{}
	for _, c := range in.counted {
		counts[c]++
	}
	if len(counts) != 2 || counts["5 invalid"] != 18 || counts["5 too_large"] != 10 {
		t.Errorf("counted %v", counts)
	}
}

func TestLongHeaderLines(t *testing.T) {
	t.Parallel()
	in := newIntake(nil)
	check := func(body, want string) {
		t.Helper()
		if w := in.post("/api/5/envelope/"+keyed, body); w.Header().Get("X-Sentry-Error") != want {
			t.Errorf("%d bytes: %d %s, want %s", len(body), w.Code, w.Body, want)
		}
	}
	const tooLong = "A header line of the envelope is longer than 64 KiB."
	check(`{"a":"`+strings.Repeat("x", 60_000)+"\"}\n", "")
	check(`{"a":"`+strings.Repeat("x", 70_000)+"\"}\n", tooLong)
	check(strings.Repeat("x", 70_000), tooLong)
	check("{}\n"+strings.Repeat("x", 70_000), tooLong)
}

func gz(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(text))
	w.Close()
	return b.Bytes()
}

func zl(text string) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write([]byte(text))
	w.Close()
	return b.Bytes()
}

func TestMethodsAndCORS(t *testing.T) {
	t.Parallel()
	in := newIntake(nil)
	for _, path := range []string{"/api/5/envelope", "/api/5/envelope/", "/api/5/store", "/api/5/store/", "/api/5/security", "/api/5/security/", "/api/5/minidump", "/api/5/minidump/", "/api/5/nel", "/api/5/nel/"} {
		check := func(method string, status int, headers map[string]string) {
			t.Helper()
			w := httptest.NewRecorder()
			in.ServeHTTP(w, httptest.NewRequest(method, path, nil))
			if w.Code != status {
				t.Errorf("%s %s = %d %s", method, path, w.Code, w.Body)
			}
			for name, want := range headers {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s %s: %s = %q, want %q", method, path, name, got, want)
				}
			}
		}
		expose := map[string]string{"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "x-sentry-error, x-sentry-rate-limits, retry-after"}
		check("OPTIONS", 200, map[string]string{
			"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "POST, OPTIONS", "Access-Control-Max-Age": "86400",
			"Access-Control-Allow-Headers": "content-type, x-sentry-auth, x-requested-with, x-forwarded-for, origin, referer, accept, authentication, authorization, content-encoding, transfer-encoding, sentry-trace, baggage",
		})
		check("POST", 401, expose)
		for _, m := range []string{"GET", "PUT", "DELETE", "HEAD", "PATCH"} {
			check(m, 405, map[string]string{"Allow": "POST, OPTIONS", "Content-Type": "application/json", "X-Sentry-Error": "This address takes POST requests only."})
		}
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	in := newIntake(nil)
	check := func(path, body, want string, headers ...string) {
		t.Helper()
		w := in.post(path, body, headers...)
		if w.Code != 200 || w.Body.String() != want || w.Header().Get("Access-Control-Allow-Origin") != "*" || w.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%s %.80s: %d %s, want %s", path, body, w.Code, w.Body, want)
			return
		}
		_, b := in.stored(t)
		for _, e := range b.Events { // what was answered is what is stored
			if answer := fmt.Sprintf(`{"id":"%s"}`, e.ID); answer != want {
				t.Errorf("%s %.80s: stored %s, answered %s", path, body, answer, want)
			}
		}
	}
	const named, made = `{"id":"aabbcc00000000000000000000000000"}`, `{"id":"aabbcc00000000000000000000000000"}`
	p := "/api/5/envelope/" + keyed
	check(p, envelope, named)
	check("/api/5/envelope"+keyed, envelope, named)
	check(p, "{}\n{\"type\":\"event\"}\n{\"event_id\":\"112233000000000000000000000000ff\"}", `{"id":"112233000000000000000000000000ff"}`)
	check(p, "{}\n{\"type\":\"event\",\"length\":47}\n{\"event_id\":\"112233000000000000000000000000ff\"}\n{\"type\":\"attachment\",\"length\":1}\nx", `{"id":"112233000000000000000000000000ff"}`)
	check(p, "{}\n{\"type\":\"event\"}\n{\"event_id\":\"short\"}", made)
	check(p, "{}\n{\"type\":\"event\"}\n{}", made)
	check(p, "{}\n{\"type\":\"feedback\"}\n{\"contexts\":{\"feedback\":{\"message\":\"m\"}}}", made)
	check(p, "{}\n{\"type\":\"session\"}\n{\"sid\":\"a\"}", `{}`)
	check(p, "{}", `{}`)
	check(p, head+"{\"type\":\"session\"}\n{\"sid\":\"a\"}", named)
	check(p, "{}\n{\"type\":\"next_year\"}\n???", `{}`)
	check(p, "{}\n{\"type\":\"event\"}\nbroken\n{\"type\":\"event\"}\n{}", made)
	check("/api/5/store/"+keyed, `{"event_id":"112233000000000000000000000000ff"}`, `{"id":"112233000000000000000000000000ff"}`)
	check("/api/5/store"+keyed, `{"message":"x"}`, made)
	check("/api/5/security/"+keyed, `{"csp-report":{}}`, made)
	check("/api/5/nel/"+keyed, `[{"type":"network-error","body":{}}]`, made)
	check("/api/5/minidump/"+keyed, `MDMP and more`, made)
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	in := newIntake(nil)
	check := func(path, encoding string, body []byte, headers ...string) {
		t.Helper()
		if encoding != "" {
			headers = append(headers, "Content-Encoding: "+encoding)
		}
		w := in.post(path+keyed, string(body), headers...)
		if w.Code != 200 {
			t.Errorf("%s %s: %d %s", path, encoding, w.Code, w.Body)
			return
		}
		rec, b := in.stored(t)
		if len(b.Events) != 1 || b.Events[0].Message != "hello" {
			t.Errorf("%s %s: %s", path, encoding, summary(b))
		}
		if !bytes.Equal(rec.Body, body) || rec.ContentEncoding != encoding {
			t.Errorf("%s %s: spooled %q as %q", path, encoding, rec.Body, rec.ContentEncoding)
		}
	}
	var br, zs bytes.Buffer
	w := brotli.NewWriter(&br)
	z, _ := zstd.NewWriter(&zs)
	for _, w := range []io.WriteCloser{w, z} {
		w.Write([]byte(envelope))
		w.Close()
	}
	const p = "/api/5/envelope/"
	check(p, "", []byte(envelope))
	check(p, "gzip", gz(envelope))
	check(p, "deflate", zl(envelope))
	check(p, "br", br.Bytes())
	check(p, "zstd", zs.Bytes())
	check(p, "", gz(envelope))
	check(p, "gzip", []byte(envelope))
	event := `{"message":"hello"}`
	const s = "/api/5/store/"
	check(s, "", []byte(event))
	check(s, "gzip", gz(event))
	check(s, "", zl(event))
	check(s, "", gz(event))
	check(s, "", []byte(base64.StdEncoding.EncodeToString(zl(event))), "Content-Type: application/octet-stream")
	check(s, "", []byte(base64.URLEncoding.EncodeToString(zl(event))))
	check(s, "", []byte(base64.StdEncoding.EncodeToString([]byte(event))+"\n"))
	check(s, "gzip", gz(base64.StdEncoding.EncodeToString(zl(event))))
	check(s, "deflate", zl(base64.StdEncoding.EncodeToString(zl(event))))
	check(s, "", []byte("sentry_data="+url.QueryEscape(event)), "Content-Type: application/x-www-form-urlencoded; charset=utf-8")
	check(s, "", []byte("sentry_data="+url.QueryEscape(base64.StdEncoding.EncodeToString(zl(event)))), "Content-Type: application/x-www-form-urlencoded")
	check(s, "", []byte("sentry_data="+base64.StdEncoding.EncodeToString(zl(event)))) // pluses as spaces, no content type
}

func TestRecordKnowsItsRequest(t *testing.T) {
	t.Parallel()
	in := newIntake(nil)
	in.post("/api/5/envelope/", envelope, "X-Sentry-Auth: Sentry sentry_key="+publicKey+", sentry_client=raven-js/3.0, sentry_timestamp=1795224600.5", "User-Agent: agent", "Content-Type: text/plain")
	rec, _ := in.stored(t)
	rec.Body = nil
	want := ingest.Record{
		Protocol: "sentry", Endpoint: "envelope", Project: 5, Key: 9, Received: receivedAt, SentAt: 1795224600500000,
		RemoteIP: "198.51.100.4", ContentType: "text/plain", SDK: "raven-js/3.0", UserAgent: "agent", EventID: someID,
	}
	if fmt.Sprintf("%+v", rec) != fmt.Sprintf("%+v", want) {
		t.Errorf("got  %+v\nwant %+v", rec, want)
	}
}

func TestLimitsAnswerWithTheTimeToWait(t *testing.T) {
	t.Parallel()
	check := func(what string, change func(*ingest.Config), retry, limits, counted string) {
		t.Helper()
		in := newIntake(change)
		in.post("/api/5/envelope/"+keyed, envelope)
		w := in.post("/api/5/envelope/"+keyed, envelope)
		got := fmt.Sprint(w.Code, " ", w.Header().Get("Retry-After"), " ", w.Header().Get("X-Sentry-Rate-Limits"))
		if want := "429 " + retry + " " + limits; got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
		if in.counted[len(in.counted)-1] != counted {
			t.Errorf("%s: counted %q", what, in.counted)
		}
		if !strings.Contains(w.Header().Get("Access-Control-Expose-Headers"), "retry-after") {
			t.Errorf("%s: pages cannot read the headers", what)
		}
	}
	check("key", func(c *ingest.Config) {
		c.Authenticate = func(context.Context, int64, string) (ingest.Key, error) {
			return ingest.Key{ID: 1, Project: 5, RatePerMinute: 1}, nil
		}
	}, "60", "60::key", "5 key_quota")
	check("address", func(c *ingest.Config) { c.IPRatePerMinute = 1 }, "60", "60::organization", "0 ip_flood")
	check("disk", func(c *ingest.Config) { c.Pressure = func() (time.Duration, bool) { return 30 * time.Second, true } }, "30", "30::organization", "0 disk_pressure")
	check("spool", func(c *ingest.Config) {
		c.Append = func(context.Context, ...[]byte) (uint64, error) { return 0, errs.New(errs.Limited, "Full.") }
	}, "10", "10::organization", "5 spool_full")
}

// TestConcurrentRequests: buffers are reused, and no request sees another's.
func TestConcurrentRequests(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	stored := map[string]bool{}
	in := newIntake(func(c *ingest.Config) {
		c.Append = func(_ context.Context, parts ...[]byte) (uint64, error) {
			rec, err := ingest.ParseRecord(bytes.Join(parts, nil))
			if err != nil {
				return 0, err
			}
			b, err := decoder.Decode(rec)
			mu.Lock()
			defer mu.Unlock()
			for _, e := range b.Events {
				stored[e.ID.String()+e.Message] = true
			}
			return 1, err
		}
		c.Count = nil
	})
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := range 50 {
				id := fmt.Sprintf("%016x%016x", worker+1, i+1)
				text := fmt.Sprintf("{\"event_id\":%q}\n{\"type\":\"event\"}\n{\"message\":\"%d-%d\",\"extra\":{\"x\":%q}}\n", id, worker, i, strings.Repeat("y", i*997))
				var w *httptest.ResponseRecorder
				if i%2 == 0 {
					w = in.post("/api/5/envelope/"+keyed, string(gz(text)), "Content-Encoding: gzip")
				} else {
					w = in.post("/api/5/envelope/"+keyed, text)
				}
				if w.Body.String() != `{"id":"`+id+`"}` {
					t.Errorf("%s: %d %s", id, w.Code, w.Body)
				}
			}
		})
	}
	wg.Wait()
	for worker := range 8 {
		for i := range 50 {
			if want := fmt.Sprintf("%016x%016x%d-%d", worker+1, i+1, worker, i); !stored[want] {
				t.Errorf("%s is missing", want)
			}
		}
	}
}

func TestServerErrorsAreLoggedAndHidden(t *testing.T) {
	t.Parallel()
	in := newIntake(func(c *ingest.Config) {
		c.Append = func(context.Context, ...[]byte) (uint64, error) { return 0, errors.New("disk /dev/sdz1 is gone") }
	})
	w := in.post("/api/5/envelope/"+keyed, envelope)
	if w.Code != 500 || strings.Contains(w.Body.String(), "sdz1") || !strings.Contains(in.log.String(), "sdz1") {
		t.Errorf("%d %s, log %s", w.Code, w.Body, in.log.String())
	}
}

func TestSecurityReports(t *testing.T) {
	t.Parallel()
	check := func(name, body string) {
		t.Helper()
		in := newIntake(nil)
		w := in.post("/api/5/security/"+keyed+"&sentry_release=web%401&sentry_environment=prod", body, "Content-Type: application/reports+json", "User-Agent: Mozilla/5.0")
		if w.Code != 200 {
			t.Fatalf("%s: %d %s", name, w.Code, w.Body)
		}
		_, b := in.stored(t)
		golden(t, "testdata/golden/security_"+name+".json", b)
	}
	check("csp", `{"csp-report":{"document-uri":"https://shop.example/cart?id=5","referrer":"https://shop.example/","violated-directive":"script-src 'self'","effective-directive":"script-src-elem","original-policy":"script-src 'self'; report-uri /x","disposition":"enforce","blocked-uri":"https://evil.example/a.js","status-code":200,"source-file":"https://shop.example/app.js","line-number":12,"column-number":3,"script-sample":""}}`)
	check("csp_inline_report_only", `{"csp-report":{"document-uri":"https://shop.example/","effective-directive":"style-src-attr","blocked-uri":"inline","disposition":"report"}}`)
	check("reporting_api", `[{"age":5000,"type":"csp-violation","url":"https://shop.example/","user_agent":"Chrome","body":{"documentURL":"https://shop.example/","blockedURL":"inline","effectiveDirective":"script-src-elem","disposition":"enforce","sourceFile":"https://shop.example/","lineNumber":7,"columnNumber":1,"statusCode":200}},
		{"age":10,"type":"network-error","url":"https://cdn.example/a.css","body":{"elapsed_time":12,"method":"GET","phase":"connection","protocol":"h2","referrer":"https://shop.example/","sampling_fraction":1,"server_ip":"192.0.2.7","status_code":0,"type":"tcp.refused"}},
		{"age":10,"type":"network-error","url":"https://cdn.example/b.css","body":{"method":"GET","phase":"application","status_code":503,"type":"http.error"}},
		{"age":1,"type":"deprecation","body":{"id":"x"}}, null]`)
	check("certificates", `[{"expect-ct-report":{"date-time":"2026-11-21T01:00:00Z","hostname":"shop.example","port":443}},{"expect-staple-report":{"hostname":"shop.example","port":443,"response-status":"MISSING"}},{"hostname":"shop.example","known-pins":[],"noted-hostname":"shop.example"}]`)
	check("odd", `[{"csp-report":{}},{"csp-report":{"blocked-uri":5,"effective-directive":["x"],"line-number":"y"}},{"type":"network-error"},{"type":"csp-violation","body":[]},5,{}]`)
}

func TestMinidumps(t *testing.T) {
	t.Parallel()
	type part struct{ name, file, value string }
	check := func(name string, parts ...part) {
		t.Helper()
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		m.SetBoundary("boundary")
		for _, p := range parts {
			var w io.Writer
			if p.file == "" {
				w, _ = m.CreateFormField(p.name)
			} else {
				w, _ = m.CreateFormFile(p.name, p.file)
			}
			io.WriteString(w, p.value)
		}
		m.Close()
		in := newIntake(nil)
		w := in.post("/api/5/minidump/"+keyed, string(gz(b.String())), "Content-Type: "+m.FormDataContentType(), "Content-Encoding: gzip")
		if w.Code != 200 {
			t.Fatalf("%s: %d %s", name, w.Code, w.Body)
		}
		_, batch := in.stored(t)
		golden(t, "testdata/golden/minidump_"+name+".json", batch)
	}
	dump := part{"upload_file_minidump", "crash.dmp", "MDMP\x93\xa7\x00\x00"}
	check("alone", dump)
	check("event", dump, part{"sentry", "", `{"event_id":"112233000000000000000000000000ff","release":"game@3","level":"error","platform":"native","extra":{"a":1},"message":"boom"}`}, part{"guid", "", "abc"}, part{"log", "game.log", "line\n"})
	check("chunks", part{"sentry__1", "", `{"release":"ga`}, part{"sentry__2", "", `me@4"}`}, dump)
	check("fields", dump, part{"sentry[release]", "", "game@5"}, part{"sentry[tags][gpu]", "", "x\ny"}, part{"sentry[environment]", "", "beta"}, part{"sentry[other][deep][x]", "", "1"})
	check("bad_json", dump, part{"sentry", "", `not json`})
}
