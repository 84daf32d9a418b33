package ingest_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

func sampleRecord() ingest.Record {
	return ingest.Record{
		Protocol: "sentry", Endpoint: "envelope", Project: 5, Key: 1 << 40, Received: 1795224660000000, SentAt: 1795224650000000,
		RemoteIP: "2001:db8::1", ContentEncoding: "gzip", ContentType: "application/x-sentry-envelope", SDK: "sentry.go/0.50.0",
		UserAgent: "curl/8", EventID: telemetry.EventID{1, 2, 3}, Release: "a@1", Environment: "test", Body: []byte("body\x00"),
	}
}

func TestRecordRoundTrip(t *testing.T) {
	t.Parallel()
	check := func(r ingest.Record) {
		t.Helper()
		got, err := ingest.ParseRecord(append(ingest.AppendRecord([]byte("x"), &r), r.Body...)[1:])
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
	check(sampleRecord())
	check(ingest.Record{Body: []byte{}})
	check(ingest.Record{Project: -1, Received: -5, Body: []byte("b")})
}

// TestRecordOfANewerVersionIsRead: fields that are not known are passed over.
func TestRecordOfANewerVersionIsRead(t *testing.T) {
	t.Parallel()
	raw := []byte{1, 3, 1, 10, 200, 2, 'h', 'i', 0, 'B'}
	r, err := ingest.ParseRecord(raw)
	if err != nil || r.Project != 5 || string(r.Body) != "B" {
		t.Errorf("got %+v, %v", r, err)
	}
}

func TestParseRecordRefuses(t *testing.T) {
	t.Parallel()
	check := func(raw ...byte) {
		t.Helper()
		if r, err := ingest.ParseRecord(raw); err == nil {
			t.Errorf("ParseRecord(%v) = %+v", raw, r)
		}
	}
	check()
	check(2, 0)
	check(1)
	check(1, 1, 5, 'a')
	check(1, 1)
	check(1, 3, 2, 10, 10, 0)
	check(1, 12, 3, 1, 2, 3, 0)
	check(1, 1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 0)
}

func TestLongTextsOfARecordAreCut(t *testing.T) {
	t.Parallel()
	r := ingest.Record{UserAgent: string(make([]byte, 5000))}
	got, err := ingest.ParseRecord(ingest.AppendRecord(nil, &r))
	if err != nil || len(got.UserAgent) != 1024 {
		t.Errorf("kept %d bytes, %v", len(got.UserAgent), err)
	}
}

func TestDecoderDispatches(t *testing.T) {
	t.Parallel()
	d := ingest.NewDecoder(map[string]ingest.DecodeFunc{
		"a": func(r ingest.Record) (telemetry.Batch, error) {
			return telemetry.Batch{Logs: []telemetry.Log{{Body: string(r.Body)}}}, nil
		},
		"b": func(ingest.Record) (telemetry.Batch, error) { return telemetry.Batch{}, errors.New("broken") },
	})
	check := func(protocol, want string) {
		t.Helper()
		b, err := d.Decode(append(ingest.AppendRecord(nil, &ingest.Record{Protocol: protocol}), "text"...))
		var got string
		if err != nil {
			got = err.Error()
		} else {
			got = b.Logs[0].Body
		}
		if got != want {
			t.Errorf("Decode(%s) = %s, want %s", protocol, got, want)
		}
	}
	check("a", "text")
	check("b", "ingest.Decode: broken")
	check("c", `ingest.Decode: no decoder for protocol "c"`)
	if _, err := d.Decode(nil); err == nil {
		t.Error("an empty record was decoded")
	}
}

func FuzzRecord(f *testing.F) {
	r := sampleRecord()
	f.Add(append(ingest.AppendRecord(nil, &r), r.Body...))
	f.Add([]byte{1, 3, 1, 10, 200, 2, 'h', 'i', 0, 'B'})
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := ingest.ParseRecord(raw)
		if err != nil {
			return
		}
		again, err := ingest.ParseRecord(append(ingest.AppendRecord(nil, &r), r.Body...))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []*string{&r.Protocol, &r.Endpoint, &r.RemoteIP, &r.ContentEncoding, &r.ContentType, &r.SDK, &r.UserAgent, &r.Release, &r.Environment} {
			if len(*s) > 1024 {
				*s = (*s)[:1024]
			}
		}
		if diff := cmp.Diff(r, again); diff != "" {
			t.Fatal(diff)
		}
	})
}
