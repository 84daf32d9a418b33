package lake_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

func TestPayloadRoundTrip(t *testing.T) {
	t.Parallel()
	check := func(e *telemetry.Event) {
		t.Helper()
		payload, err := lake.EncodePayload(e)
		if err != nil {
			t.Fatal(err)
		}
		got, err := lake.DecodePayload(payload)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(e, got); diff != "" {
			t.Errorf("round trip changed the event (-want +got):\n%s", diff)
		}
	}
	inApp := true
	check(&telemetry.Event{})
	check(&telemetry.Event{
		ID: telemetry.EventID{1, 2}, Level: telemetry.LevelFatal, Message: "ü\u2028<x>", Extra: telemetry.JSON(`{"big":12345678901234567890}`),
		Exceptions: []telemetry.Exception{{Type: "E", Frames: []telemetry.Frame{{Function: "f", InApp: &inApp}}}},
		Grouping:   &telemetry.Grouping{Version: 1, Hash: "ab"},
	})
}

func TestDamagedPayloadsAreErrors(t *testing.T) {
	t.Parallel()
	for _, payload := range [][]byte{nil, []byte("x"), []byte("{}")} {
		if e, err := lake.DecodePayload(payload); err == nil {
			t.Errorf("DecodePayload(%q) = %+v", payload, e)
		}
	}
}
