package sentry_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"unicode/utf8"

	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

// seeds adds the captured bodies of an endpoint.
func seeds(f *testing.F) {
	paths, _ := filepath.Glob("testdata/capture/*.body")
	for _, p := range paths {
		body, err := os.ReadFile(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
}

// soundBatch checks what holds for any batch.
func soundBatch(t *testing.T, rec ingest.Record) telemetry.Batch {
	t.Helper()
	b, err := decoder.Decode(rec)
	if err != nil {
		return b
	}
	again, err := decoder.Decode(rec)
	if err != nil || !reflect.DeepEqual(b, again) {
		t.Fatalf("decoding again gave something else: %v", err)
	}
	for _, e := range b.Events {
		if e.ID.IsZero() || e.Time <= 0 || e.Level == telemetry.LevelUnset || e.Project != 5 {
			t.Fatalf("incomplete event %+v", e)
		}
	}
	checkTexts(t, reflect.ValueOf(b))
	raw, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	if hasNUL(raw) || !utf8.Valid(raw) {
		t.Fatalf("not storable: %s", raw)
	}
	return b
}

// hasNUL reports whether JSON holds an escaped NUL; a backslash before u0000
// may itself be escaped.
func hasNUL(raw []byte) bool {
	return bytes.Contains(bytes.ReplaceAll(raw, []byte(`\\`), nil), []byte(`\u0000`))
}

// checkTexts checks that all strings and pieces of JSON are clean.
func checkTexts(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); !utf8.ValidString(s) || bytes.IndexByte([]byte(s), 0) >= 0 {
			t.Fatalf("unclean text %q", s)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			checkTexts(t, v.Elem())
		}
	case reflect.Struct:
		if _, ok := reflect.TypeAssert[telemetry.Attachment](v); ok {
			v = reflect.ValueOf(struct{ Name, Type, ContentType string }{v.Field(3).String(), v.Field(4).String(), v.Field(5).String()})
		}
		for _, field := range v.Fields() {
			checkTexts(t, field)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			checkTexts(t, k)
			checkTexts(t, v.MapIndex(k))
		}
	case reflect.Slice:
		if raw, ok := reflect.TypeAssert[telemetry.JSON](v); ok {
			if len(raw) > 0 && (!json.Valid(raw) || !utf8.Valid(raw)) {
				t.Fatalf("not JSON: %q", raw)
			}
			return
		}
		for i := range v.Len() {
			checkTexts(t, v.Index(i))
		}
	}
}

// FuzzEnvelope: what the door lets in can be decoded, and gives sound records
// under the id that was answered.
func FuzzEnvelope(f *testing.F) {
	seeds(f)
	f.Add([]byte(head + "{\"type\":\"event\",\"length\":3}\n{}\n\n{\"type\":\"attachment\",\"length\":9}\nabc"))
	f.Add([]byte("{\"dsn\":\"https://k@h/5\"}\r\n{}\r\n[1]\nx\n{\"type\":\"statsd\"}\na@b:1|c|#d:e\n{\"type\":\"sessions\"}\n{\"aggregates\":[{\"exited\":1}]}"))
	in := newIntake(nil)
	f.Fuzz(func(t *testing.T, body []byte) {
		in.records, in.counted = nil, nil
		w := in.post("/api/5/envelope/"+keyed, string(body))
		if w.Code >= 500 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		rec := record("envelope", body)
		if w.Code == 200 {
			rec, _ = ingest.ParseRecord(in.records[0])
			b, err := decoder.Decode(rec)
			if err != nil {
				t.Fatalf("accepted, but cannot be decoded: %v", err)
			}
			if answer := w.Body.String(); len(b.Events) > 0 && len(b.Feedback) == 0 && answer != "{}" && answer != `{"id":"`+b.Events[0].ID.String()+`"}` {
				t.Fatalf("answered %s, but the first event is %s", answer, b.Events[0].ID)
			}
		}
		rec.EventID = someID
		b := soundBatch(t, rec)
		if len(b.Events) > 0 && len(b.Feedback) == 0 && b.Events[0].ID != someID {
			t.Fatalf("the first event is %s", b.Events[0].ID)
		}
	})
}

// FuzzEvent: any JSON object gives an event, or what it says it is.
func FuzzEvent(f *testing.F) {
	paths, _ := filepath.Glob("testdata/capture/*.body")
	for _, p := range paths {
		body, _ := os.ReadFile(p)
		if lines := bytes.SplitN(body, []byte("\n"), 4); len(lines) > 2 {
			f.Add(lines[2])
		}
	}
	f.Add([]byte(`{"exception":{"values":[{"stacktrace":{"frames":[{"vars":["\ud800",NaN],"lineno":"-1"}]}}]},"tags":[["a",1]],"extra":{"a":"\u0000"}}`))
	f.Add([]byte(`{"request":{"url":"?a=%zz#","cookies":"a;b=c","headers":[["Cookie","x"]]},"user":7,"logentry":{"message":"%(a)s {} {0}","params":{"a":[1]}}}`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		body := fmt.Appendf(nil, "%s{\"type\":\"event\",\"length\":%d}\n%s\n", head, len(payload), payload)
		rec := record("envelope", body)
		b := soundBatch(t, rec)
		var object map[string]json.RawMessage
		if json.Unmarshal(payload, &object) == nil && object != nil && len(b.Events)+len(b.Spans)+len(b.Feedback) == 0 {
			t.Fatalf("%s gave nothing: %+v", payload, b.Discards)
		}
		soundBatch(t, record("store", payload))
	})
}

// FuzzSecurity: browser reports and crash reports.
func FuzzSecurity(f *testing.F) {
	f.Add("", []byte(`{"csp-report":{"document-uri":"http://a/","effective-directive":"img-src","blocked-uri":"data","line-number":5,"source-file":"x"}}`))
	f.Add("", []byte(`[{"type":"network-error","age":-5,"url":"http://a","body":{"type":"http.error","status_code":500}},{"type":"csp-violation","body":{"blockedURL":"inline"}},{"known-pins":[]}]`))
	f.Add("multipart/form-data; boundary=x", []byte("--x\r\nContent-Disposition: form-data; name=\"upload_file_minidump\"; filename=\"a\"\r\n\r\nMDMP\r\n--x\r\nContent-Disposition: form-data; name=\"sentry\"\r\n\r\n{\"release\":\"a\"}\r\n--x--\r\n"))
	f.Add("application/octet-stream", []byte("MDMP"))
	in := newIntake(nil)
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		for _, endpoint := range []string{"security", "minidump"} {
			in.records, in.counted = nil, nil
			w := in.post("/api/5/"+endpoint+"/"+keyed, string(body), "Content-Type: "+contentType)
			if w.Code >= 500 {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
			rec := record(endpoint, body)
			rec.ContentType, rec.EventID = contentType, someID
			if w.Code == 200 {
				if _, err := decoder.Decode(rec); err != nil {
					t.Fatalf("accepted, but cannot be decoded: %v", err)
				}
			}
			soundBatch(t, rec)
		}
	})
}
