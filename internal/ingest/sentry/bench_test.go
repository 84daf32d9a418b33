package sentry_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/klauspost/compress/gzip"

	"belfry/internal/ingest"
	"belfry/internal/ingest/sentry"
)

// largeEvent is an event of about 12 KB, as a server-side SDK sends it.
func largeEvent() string {
	var frames, crumbs []string
	for i := range 22 {
		frames = append(frames, fmt.Sprintf(`{"function":"handle_step_%d","module":"shop.flows.step%d","filename":"shop/flows/step%d.py","abs_path":"/srv/shop/shop/flows/step%d.py","lineno":%d,"in_app":%v,"pre_context":["    order = self.orders.get(order_id)","    if order is None:"],"context_line":"        raise self.fail(order, \"code\")","post_context":["    order.touch()","    return order"],"vars":{"order_id":%d,"attempt":%d,"self":"<shop.flows.Flow object>"}}`, i, i, i, i, 40+i, i%3 != 0, 1000+i, i))
	}
	for i := range 16 {
		crumbs = append(crumbs, fmt.Sprintf(`{"timestamp":"2026-11-21T01:30:%02d.5Z","category":"http","type":"http","level":"info","data":{"url":"https://shop.example/api/cart/%d","method":"GET","status_code":200}}`, i, i))
	}
	return `{"event_id":"aabbcc00000000000000000000000000","timestamp":"2026-11-21T01:30:58Z","platform":"python","level":"error","release":"shop@2.4.1","environment":"production","server_name":"web-3","transaction":"/checkout","user":{"id":17,"email":"someone@shop.example"},"tags":{"browser":"Firefox 143","os":"Linux","region":"eu"},"request":{"method":"POST","url":"https://shop.example/checkout?cart=17","headers":{"Host":"shop.example","User-Agent":"Mozilla/5.0"}},"contexts":{"runtime":{"name":"CPython","version":"3.12.3"},"trace":{"trace_id":"aabbccdd112233445566778899001122","span_id":"0011223344556677"}},"breadcrumbs":{"values":[` +
		strings.Join(crumbs, ",") + `]},"sdk":{"name":"sentry.python","version":"2.30.0"},"exception":{"values":[{"type":"PaymentError","value":"payment 5 was declined","module":"shop.payment","stacktrace":{"frames":[` + strings.Join(frames, ",") + `]}}]}}`
}

func largeEnvelope() string {
	ev := largeEvent()
	return fmt.Sprintf("{\"event_id\":\"aabbcc00000000000000000000000000\",\"sent_at\":\"2026-11-21T01:30:59Z\",\"sdk\":{\"name\":\"sentry.python\",\"version\":\"2.30.0\"},\"trace\":{\"trace_id\":\"aabbccdd112233445566778899001122\",\"public_key\":\"%s\"}}\n{\"type\":\"event\",\"length\":%d}\n%s\n", publicKey, len(ev), ev)
}

// BenchmarkEnvelope is the request path of a compressed 12 KB event with
// nothing behind it, and next to it a bare handler that only reads and
// inflates.
func BenchmarkEnvelope(b *testing.B) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	io.WriteString(z, largeEnvelope())
	z.Close()
	run := func(h http.Handler) func(b *testing.B) {
		return func(b *testing.B) {
			b.SetBytes(int64(len(largeEnvelope())))
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest(http.MethodPost, "/api/5/envelope/", bytes.NewReader(packed.Bytes()))
				r.Header.Set("Content-Encoding", "gzip")
				r.Header.Set("X-Sentry-Auth", "Sentry sentry_version=7, sentry_client=sentry.python/2.30.0, sentry_key="+publicKey)
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if w.Code != 200 {
					b.Fatal(w.Body.String())
				}
			}
		}
	}
	door := ingest.NewDoor(ingest.Config{
		Authenticate: func(_ context.Context, p int64, _ string) (ingest.Key, error) {
			return ingest.Key{ID: 1, Project: p}, nil
		},
		Append: func(context.Context, ...[]byte) (uint64, error) { return 1, nil },
	})
	router := chi.NewRouter()
	sentry.New(door, slog.New(slog.DiscardHandler)).Routes(router)
	b.Run("belfry", run(router))
	b.Run("bare", run(bareHandler()))
}

// bareHandler reads, inflates with reused buffers, and answers.
func bareHandler() http.Handler {
	type state struct {
		wire, plain bytes.Buffer
		z           *gzip.Reader
	}
	pool := sync.Pool{New: func() any { return &state{z: new(gzip.Reader)} }}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := pool.Get().(*state)
		defer pool.Put(s)
		s.wire.Reset()
		s.plain.Reset()
		s.wire.ReadFrom(r.Body)
		if s.z.Reset(bytes.NewReader(s.wire.Bytes())) == nil {
			s.plain.ReadFrom(s.z)
		}
		io.WriteString(w, `{"id":"aabbcc00000000000000000000000000"}`)
	})
}

// BenchmarkDecode decodes a record with one 12 KB event, compressed and not.
func BenchmarkDecode(b *testing.B) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	io.WriteString(z, largeEnvelope())
	z.Close()
	run := func(encoding string, body []byte) func(*testing.B) {
		return func(b *testing.B) {
			rec := record("envelope", body)
			rec.ContentEncoding = encoding
			b.SetBytes(int64(len(largeEvent())))
			b.ReportAllocs()
			for b.Loop() {
				if out, err := decoder.Decode(rec); err != nil || len(out.Events) != 1 {
					b.Fatal(err)
				}
			}
		}
	}
	b.Run("plain", run("", []byte(largeEnvelope())))
	b.Run("gzip", run("gzip", packed.Bytes()))
}

// BenchmarkParse reads the JSON alone.
func BenchmarkParse(b *testing.B) {
	text := []byte(largeEvent())
	var tree ingest.Tree
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := tree.Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}
