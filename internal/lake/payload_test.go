package lake_test

import (
	"encoding/json"
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

func BenchmarkEncodePayload(b *testing.B) {
	e := telemetry.Event{Message: "boom"}
	for range 30 {
		line := "    return self.process(request, *args, **kwargs)"
		e.Exceptions = append(e.Exceptions, telemetry.Exception{Type: "ValueError", Value: "invalid literal", Frames: []telemetry.Frame{{
			Function: "process", Module: "shop.checkout.views", Filename: "shop/checkout/views.py", Line: 17, ContextLine: &line,
			PreContext: []string{"def process(self):", "    pass"}, Vars: json.RawMessage(`{"self":"<View at 0x7f>","n":1}`),
		}}})
	}
	n := 0
	for b.Loop() {
		payload, err := lake.EncodePayload(&e)
		if err != nil {
			b.Fatal(err)
		}
		n = len(payload)
	}
	b.ReportMetric(float64(n), "bytes")
}
