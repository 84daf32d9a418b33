package lake_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

func TestPayloadComesBack(t *testing.T) {
	t.Parallel()
	check := func(e telemetry.Event) {
		t.Helper()
		payload, err := lake.EncodePayload(&e)
		if err != nil {
			t.Fatal(err)
		}
		got, err := lake.DecodePayload(payload)
		if diff := cmp.Diff(e, got); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
	}
	yes := true
	check(telemetry.Event{})
	check(telemetry.Event{ID: telemetry.EventID{1, 2}, Project: 7, Level: telemetry.LevelFatal, Message: "<b>&\u2028", Extra: json.RawMessage(`{"n":12345678901234567890}`)})
	check(telemetry.Event{Exceptions: []telemetry.Exception{{Type: "E", Frames: []telemetry.Frame{{Function: "f", InApp: &yes}}}}})
	check(telemetry.Event{Message: strings.Repeat("long and dull ", 300_000)})
}

// An event that cannot be encoded must not spoil the next one.
func TestPayloadThatIsNoJSON(t *testing.T) {
	t.Parallel()
	for range 3 {
		if _, err := lake.EncodePayload(&telemetry.Event{Extra: json.RawMessage(`{`)}); err == nil {
			t.Error("half an object was taken")
		}
		if _, err := lake.EncodePayload(&telemetry.Event{Message: "fine"}); err != nil {
			t.Error(err)
		}
	}
}

// The first payloads ended in a checksum of their own.
func TestPayloadWithChecksumIsRead(t *testing.T) {
	t.Parallel()
	const old = "KLUv/QQAjQIAIoURGYCpAVJY5EidIyRchOjnLOkydK+Mn/d5IQKLjQABcN7CYK2m73PUVvRhbtpOS9WHedNhX5KzUgNCJb4RwQPPzRGwQ1tXBAIQAp6jEGEYzOqBIg=="
	payload, err := base64.StdEncoding.DecodeString(old)
	if err != nil {
		t.Fatal(err)
	}
	got, err := lake.DecodePayload(payload)
	want := telemetry.Event{ID: telemetry.EventID{1, 2}, Project: 7, Message: strings.Repeat("<b>&", 20)}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

func FuzzDecodePayload(f *testing.F) {
	payload, err := lake.EncodePayload(&telemetry.Event{Message: "m"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(payload)
	f.Add([]byte{})
	f.Add([]byte("{}"))
	f.Fuzz(func(t *testing.T, payload []byte) {
		if e, err := lake.DecodePayload(payload); err == nil {
			if _, err := lake.EncodePayload(&e); err != nil {
				t.Errorf("what was read cannot be written: %v", err)
			}
		}
	})
}

// words make lines that compress about as well as code does.
var words = []string{"order", "cart", "self", "price", "total", "customer", "payment", "get", "update", "for", "in", "if", "return", "not", "None", "items", "append", "discount", "tax", "round", "currency", "save", "commit", "session", "retry"}

func codeLine(r *rand.Rand) string {
	word := func() string { return words[r.IntN(len(words))] }
	return fmt.Sprintf("    %s.%s = %s(%s, %s_%s)", word(), word(), word(), word(), word(), word())
}

// largeEvent is an event of a server-side SDK as the digest encodes it: 15 KB of
// JSON.
func largeEvent(r *rand.Rand) telemetry.Event {
	e := telemetry.Event{
		ID: telemetry.EventID{1, 2, 3}, Project: 5, Time: 1795224660000000, Received: 1795224660000000, Kind: "error", Platform: "python",
		Level: telemetry.LevelError, Transaction: "/checkout", ServerName: "web-3", Release: "shop@2.4.1", Environment: "production",
		User: &telemetry.User{ID: "1672", Email: "someone@example.com"}, SDK: &telemetry.SDK{Name: "sentry.python", Version: "2.30.0"},
		Request: &telemetry.Request{Method: "POST", URL: "https://shop.example.com/checkout", Query: []telemetry.Pair{{Name: "cart", Value: "17"}}, Headers: []telemetry.Pair{
			{Name: "Host", Value: "shop.example.com"}, {Name: "User-Agent", Value: "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"},
		}},
		Tags:     []telemetry.Tag{{Key: "browser", Value: "Firefox 143"}, {Key: "os", Value: "Linux"}, {Key: "region", Value: "eu-west-1"}},
		Contexts: telemetry.JSON(`{"runtime":{"name":"CPython","version":"3.12.3"},"trace":{"span_id":"814f28bf95660025","trace_id":"371b2852a27d1682f1d3dd75e43e0f37"}}`),
		TraceID:  "371b2852a27d1682f1d3dd75e43e0f37", SpanID: "814f28bf95660025",
		Title: "PaymentError: payment 337042325 was declined by the bank", Culprit: "/checkout",
	}
	for range 16 {
		e.Breadcrumbs = append(e.Breadcrumbs, telemetry.Crumb{
			Time: telemetry.Time(1795224000000000 + r.Int64N(1e9)), Type: "http", Category: "http", Level: telemetry.LevelInfo,
			Data: fmt.Appendf(nil, `{"method":"GET","status_code":200,"url":"https://shop.example.com/api/cart/%d"}`, r.IntN(1e6)),
		})
	}
	frames := make([]telemetry.Frame, 18)
	e.Grouping = &telemetry.Grouping{Version: 1, Method: "stack", Hash: "2fdd63eb476fa8cdf66d1530f88f40cc"}
	for i := range frames {
		frames[i] = largeFrame(r, i)
		e.Grouping.Components = append(e.Grouping.Components, telemetry.Component{
			Name: "frame", Value: frames[i].Module + " | " + frames[i].Function, Used: *frames[i].InApp,
		})
	}
	e.Exceptions = []telemetry.Exception{{Type: "PaymentError", Value: "payment 337042325 was declined by the bank", Module: "shop.payment", Frames: frames}}
	return e
}

func largeFrame(r *rand.Rand, i int) telemetry.Frame {
	line, inApp := codeLine(r), i%3 != 0
	return telemetry.Frame{
		Function: fmt.Sprintf("handle_step_%d", i), Module: fmt.Sprintf("shop.flows.step%d", i), Filename: fmt.Sprintf("shop/flows/step%d.py", i),
		AbsPath: fmt.Sprintf("/srv/shop/shop/flows/step%d.py", i), Line: 40 + i, InApp: &inApp,
		PreContext: []string{codeLine(r), codeLine(r)}, ContextLine: &line, PostContext: []string{codeLine(r), codeLine(r)},
		Vars: fmt.Appendf(nil, `{"attempt":%d,"order_id":%d,"self":"<shop.flows.Flow object at 0x%012x>"}`, i, r.IntN(1e6), r.Int64N(1<<48)),
	}
}

// BenchmarkEncodePayload takes several events in turn, so that the processor does
// not learn one by heart.
func BenchmarkEncodePayload(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	events := make([]telemetry.Event, 16)
	for i := range events {
		events[i] = largeEvent(r)
	}
	b.Run("json", func(b *testing.B) {
		var text []byte
		var err error
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if text, err = events[i%len(events)].AppendJSON(text[:0]); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(text)), "bytes")
	})
	b.Run("all", func(b *testing.B) {
		var payload []byte
		var err error
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if payload, err = lake.EncodePayload(&events[i%len(events)]); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(payload)), "bytes")
	})
}
