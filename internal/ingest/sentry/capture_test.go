package sentry_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/ingest"
	"belfry/internal/ingest/sentry"
	"belfry/internal/telemetry"
)

var update = flag.Bool("update", false, "write the golden files")

// receivedAt is shortly after the captures were made.
var receivedAt = telemetry.At(time.Date(2026, 11, 21, 1, 31, 0, 0, time.UTC))

var decoder = sentry.NewDecoder(ingest.Limits{})

var someID = telemetry.EventID{0xaa, 0xbb, 0xcc}

func record(endpoint string, body []byte) ingest.Record {
	return ingest.Record{
		Protocol: sentry.Protocol, Endpoint: endpoint, Project: 5, Key: 9,
		Received: receivedAt, RemoteIP: "198.51.100.4", Body: body,
	}
}

func decode(t testing.TB, rec ingest.Record) telemetry.Batch {
	t.Helper()
	b, err := decoder.Decode(rec)
	if err != nil {
		t.Fatalf("Decode(%s): %v", rec.Endpoint, err)
	}
	checkStorable(t, b)
	return b
}

// checkStorable checks what every batch must be: JSON that any database takes,
// without NUL or invalid UTF-8 in it.
func checkStorable(t testing.TB, b telemetry.Batch) {
	t.Helper()
	for i := range b.Events {
		if b.Events[i].ID.IsZero() {
			t.Errorf("event %d has no id", i)
		}
	}
	raw, err := json.Marshal(b)
	if err != nil {
		t.Fatalf("batch is not JSON: %v", err)
	}
	if hasNUL(raw) {
		t.Errorf("batch holds NUL: %s", raw)
	}
	// Marshal cleans invalid UTF-8 in strings; so does this, if there is any.
	if clean := strings.ToValidUTF8(string(raw), "?"); clean != string(raw) {
		t.Errorf("batch holds invalid UTF-8")
	}
}

// TestCaptures decodes what real SDKs have sent.
func TestCaptures(t *testing.T) {
	t.Parallel()
	bodies, err := filepath.Glob("testdata/capture/*.body")
	if err != nil || len(bodies) == 0 {
		t.Fatalf("no captures: %v", err)
	}
	for _, path := range bodies {
		name := strings.TrimSuffix(filepath.Base(path), ".body")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, "testdata/golden/"+name+".json", decode(t, capture(t, path)))
		})
	}
}

// capture reads a request that was recorded, as the record it becomes.
func capture(t testing.TB, path string) ingest.Record {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(strings.TrimSuffix(path, ".body") + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var meta struct {
		Path    string            `json:"path"`
		Headers map[string]string `json:"headers"`
	}
	if err := json.Unmarshal(raw, &meta); err != nil {
		t.Fatal(err)
	}
	endpoint := "envelope"
	if strings.Contains(meta.Path, "/store/") {
		endpoint = "store"
	}
	rec := record(endpoint, body)
	rec.ContentType, rec.UserAgent = meta.Headers["content-type"], meta.Headers["user-agent"]
	rec.SDK = rec.UserAgent
	return rec
}

// render writes the parts of a batch that are not empty, for people.
func render(t *testing.T, batch telemetry.Batch) []byte {
	t.Helper()
	raw, err := json.Marshal(batch)
	if err != nil {
		t.Fatal(err)
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil {
		t.Fatal(err)
	}
	for name, part := range parts {
		if string(part) == "null" {
			delete(parts, name)
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(parts); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func golden(t *testing.T, path string, batch telemetry.Batch) {
	t.Helper()
	got := render(t, batch)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got), -update if it should:\n%s", path, diff)
	}
}
