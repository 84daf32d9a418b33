package sentry_test

import (
	"fmt"
	"strings"
	"testing"

	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

// summary tells in a line what a batch holds.
func summary(b telemetry.Batch) string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, e := range b.Events {
		add("event %s", e.Message)
	}
	for _, a := range b.Attachments {
		add("attachment %s %q", a.Name, a.Data)
	}
	for _, f := range b.Feedback {
		add("feedback %s", f.Message)
	}
	for _, s := range b.Spans {
		add("span %s", s.Name)
	}
	for _, l := range b.Logs {
		add("log %s", l.Body)
	}
	for _, s := range b.Samples {
		add("sample %s %g", s.Name, s.Value)
	}
	for _, c := range b.CheckIns {
		add("check-in %s %s", c.Monitor, c.Status)
	}
	for _, s := range b.Sessions {
		add("session %s %d", s.Status, s.Count)
	}
	for _, d := range b.Discards {
		add("%s discard %s %s %d", d.Source, d.Category, d.Reason, d.Quantity)
	}
	return strings.Join(out, "; ")
}

const head = `{"event_id":"aabbcc00000000000000000000000000"}` + "\n"

func TestEnvelopeFraming(t *testing.T) {
	t.Parallel()
	check := func(body, want string) {
		t.Helper()
		if got := summary(decode(t, record("envelope", []byte(body)))); got != want {
			t.Errorf("%q\n got %s\nwant %s", body, got, want)
		}
	}
	a, b := `{"message":"a"}`, `{"message":"b"}` // 15 bytes each
	check(head, "")
	check("{}", "")
	check("\uFEFF{}\n", "")
	check(head+`{"type":"event"}`+"\n"+a, "event a") // no newline at the end
	check(head+`{"type":"event"}`+"\n"+a+"\n", "event a")
	check(head+`{"type":"event","length":15}`+"\n"+a+"\n", "event a")
	check(head+`{"type":"event","length":15}`+"\n"+a, "event a")
	check(head+`{"type":"event","length":"15"}`+"\n"+a, "event a")
	check(head+`{"type":"event","length":0}`+"\n"+a, "event a")
	check(head+`{"type":"event","length":-3}`+"\n"+a, "event a")
	check(head+`{"type":"event","length":null}`+"\n"+a, "event a")
	check(head+`{"type":"event","length":999}`+"\n"+a, "event a")                                        // too long
	check(head+`{"type":"event","length":99}`+"\n"+a+"\n"+`{"type":"event"}`+"\n"+b, "event a; event b") // has swallowed the next
	check(head+`{"type":"event","length":25}`+"\n"+a+"\n"+`{"type":"event"}`+"\n"+b, "event a; event b") // half of it
	check(head+`{"type":"event","length":9}`+"\n"+a+"\n"+`{"type":"event"}`+"\n"+b, "event a; event b")  // too short
	check(head+`{"type":"event","length":15}`+"\n"+a+"\r\n"+`{"type":"event"}`+"\r\n"+b+"\r\n", "event a; event b")
	check(strings.ReplaceAll(head+`{"type":"event"}`+"\n"+a+"\n", "\n", "\r\n"), "event a")
	check(head+"\n\n"+`{"type":"event"}`+"\n"+a+"\n\n\n"+`{"type":"event"}`+"\n"+b+"\n\n", "event a; event b")
	check(head+`{"type":"event","length":19}`+"\n{\"message\":\n\"long\"}\n", "event long") // more than one line
	check(head+`{"type":"attachment","length":5,"filename":"f"}`+"\na\nb\nc\n"+`{"type":"event"}`+"\n"+a, `event a; attachment f "a\nb\nc"`)
	check(head+`{"type":"attachment","length":0,"filename":"f"}`+"\n\n"+`{"type":"event"}`+"\n"+a, `event a; attachment f ""`)
	check(head+`{"type":"attachment","length":2,"filename":"f"}`+"\n\n\n\n"+`{"type":"event"}`+"\n"+a, `event a; attachment f "\n\n"`)
	check(head+`{"type":"attachment","filename":"f"}`+"\nabc\n"+`{"type":"event"}`+"\n"+a, `event a; attachment f "abc"`)
	check(head+`{"type":"attachment","length":90}`+"\nabc", `attachment unnamed "abc"; server discard attachment cut_short 1`)
	// bad and unknown items
	check(head+"garbage\nmore garbage\n"+`{"type":"event"}`+"\n"+a, "event a")
	check(head+"garbage\n"+`{"type":"event"}`+"\n"+a, "event a")
	check(head+"{\"type\":\n"+`{"event_id":"x","type":"event","message":"payload, not a header"}`+"\n"+`{"type":"event"}`+"\n"+a, "event a")
	check(head+"[1]\n"+`{"type":"event"}`+"\n"+a, "event a")
	check(head+`{"type":"hologram","length":3}`+"\nabc\n"+`{"type":"event"}`+"\n"+a, "event a; server discard unknown not_kept 1")
	check(head+`{"length":3}`+"\nabc\n"+`{"type":"event"}`+"\n"+a, "event a; server discard unknown not_kept 1")
	check(head+`{"type":"event"}`+"\nnot json\n"+`{"type":"event"}`+"\n"+a, "event a; server discard error invalid_json 1")
	check(head+`{"type":"event"}`+"\n[1]\n", "server discard error invalid_json 1")
	check(head+`{"type":"event"}`+"\n"+a+"garbage\n", "event a")
	big := `{"message":"big","extra":{"x":"` + strings.Repeat("y", 200_000) + `"}}`
	check(head+`{"type":"event"}`+"\n"+big+"\n"+`{"type":"event"}`+"\n"+a, "event big; event a")
	check(head+fmt.Sprintf(`{"type":"event","length":%d}`, len(big))+"\n"+big+"\n"+`{"type":"event"}`+"\n"+a, "event big; event a")
}

func TestEventIDs(t *testing.T) {
	t.Parallel()
	decodeIDs := func(answered telemetry.EventID, body string) string {
		rec := record("envelope", []byte(body))
		rec.EventID = answered
		var ids []string
		first := decode(t, rec)
		for i, e := range decode(t, rec).Events { // again: ids are stable
			ids = append(ids, e.ID.String()[:6])
			if e.ID != first.Events[i].ID {
				t.Errorf("%s: id %d changed from %s to %s", body, i, first.Events[i].ID, e.ID)
			}
		}
		return strings.Join(ids, " ")
	}
	check := func(answered telemetry.EventID, body, want string) {
		t.Helper()
		if got := decodeIDs(answered, body); got != want {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
	}
	var none telemetry.EventID
	own := `{"type":"event"}` + "\n" + `{"event_id":"112233000000000000000000000000ff"}` + "\n"
	check(none, head+own, "aabbcc") // the envelope's counts
	check(someID, "{}\n"+own, "aabbcc")
	check(none, "{}\n"+own, "112233")
	check(someID, head+own+own, "aabbcc 112233")
	check(someID, head+`{"type":"event"}`+"\n{}\n"+own, "aabbcc 112233")
	check(none, `{"event_id":"fc6d8c0c-43fc-4630-ad85-0ee518f1b9d0"}`+"\n"+`{"type":"event"}`+"\n{}\n", "fc6d8c")
	if ids := decodeIDs(someID, head+`{"type":"event"}`+"\n{}\n"+`{"type":"event"}`+"\n{}\n"+`{"type":"event"}`+"\n{}\n"); len(ids) != 20 || ids[7:13] == ids[14:] {
		t.Errorf("ids are not distinct: %s", ids)
	}
}

func TestItems(t *testing.T) {
	t.Parallel()
	check := func(header, payload, want string) {
		t.Helper()
		body := head + header + "\n" + payload + "\n"
		if got := summary(decode(t, record("envelope", []byte(body)))); got != want {
			t.Errorf("%s %s\n got %s\nwant %s", header, payload, got, want)
		}
	}
	typ := func(t string) string { return `{"type":"` + t + `"}` }
	// kept
	check(typ("user_report"), `{"event_id":"112233000000000000000000000000ff","name":"Bo","email":"b@c.d","comments":"It broke"}`, "feedback It broke")
	check(typ("feedback"), `{"contexts":{"feedback":{"message":"Broken","contact_email":"a@b.c"}}}`, "feedback Broken")
	check(typ("event"), `{"type":"feedback","contexts":{"feedback":{"message":"Broken"}}}`, "feedback Broken")
	check(typ("client_report"), `{"timestamp":1795224650,"discarded_events":[{"reason":"queue_overflow","category":"error","quantity":23},{"reason":"sample_rate","category":"transaction","quantity":1},{"reason":"x","quantity":0},null],"rate_limited_events":[{"reason":"r","category":"c","quantity":"2"}]}`,
		"client discard error queue_overflow 23; client discard transaction sample_rate 1; client discard c r 2")
	check(typ("transaction"), `{"transaction":"GET /","contexts":{"trace":{"trace_id":"aabbccdd112233445566778899001122","span_id":"0011223344556677","op":"http.server"}},"start_timestamp":1795224650,"timestamp":1795224650.5,"spans":[{"span_id":"1111111111111111","description":"SELECT 1","op":"db","start_timestamp":1,"timestamp":2}]}`,
		"span GET /; span SELECT 1")
	check(typ("event"), `{"type":"transaction","transaction":"GET /"}`, "span GET /")
	check(typ("span"), `{"span_id":"1111111111111111","description":"SELECT 1"}`, "span SELECT 1")
	check(typ("span"), `{"items":[{"name":"a","attributes":{}},7,{"name":"b","end_timestamp":1795224650}]}`, "span a; span b; server discard span invalid_json 1")
	check(typ("span"), `[{"description":"a"},{"description":"b"}]`, "span a; span b")
	check(typ("log"), `{"items":[{"body":"a"},{"body":"b"}]}`, "log a; log b")
	check(typ("log"), `{"body":"a"}`, "log a")
	check(typ("otel_log"), `{"body":{"stringValue":"a"}}`, "log a")
	check(typ("session"), `{"sid":"aabbccdd-1122-3344-5566-778899001122","status":"crashed","attrs":{"release":"a@1"}}`, "session crashed 1")
	check(typ("session"), `{"status":"ok"}`, "server discard session invalid 1")
	check(typ("sessions"), `{"aggregates":[{"started":"2026-11-21T01:00:00Z","exited":5,"errored":2,"crashed":0},{"exited":"1"}],"attrs":{"release":"a@1"}}`, "session exited 5; session errored 2; session exited 1")
	check(typ("check_in"), `{"check_in_id":"aabbccdd112233445566778899001122","monitor_slug":"m","status":"ok","duration":1.5}`, "check-in m ok")
	check(typ("check_in"), `{"monitor_slug":"m","status":"dancing"}`, "server discard monitor invalid 1")
	check(typ("trace_metric"), `{"items":[{"name":"n","type":"gauge","value":"2.5"},{"name":"","value":1},{"name":"x","value":NaN}]}`, "sample n 2.5; server discard trace_metric invalid 1; server discard trace_metric invalid 1")
	check(`{"type":"statsd","length":70}`, "a@second:1:2|d|#release:r\n\nb:3:1:9:2:4|g|T1795224650\ns:1:2:3|s\nbad\nx:y|c", "sample a 1; sample a 2; sample b 3; sample s 3; server discard metric_bucket invalid 1; server discard metric_bucket invalid 1")
	check(typ("metric_buckets"), `[{"name":"c:custom/hits@none","value":4,"timestamp":1795224650},{"name":"d:custom/t@second","value":[1,2]},{"name":"u","type":"s","value":[7,9]},{"value":1}]`, "sample hits 4; sample t 1; sample t 2; sample u 2; server discard metric_bucket invalid 1")
	check(typ("raw_security"), `{"csp-report":{"document-uri":"http://a/","violated-directive":"img-src *","blocked-uri":"http://b/x.png"}}`, "event Blocked 'img-src': http://b/x.png")
	// counted
	for _, dropped := range [][2]string{
		{"profile", "profile"},
		{"profile_chunk", "profile_chunk"},
		{"replay_event", "replay"},
		{"replay_recording", "replay"},
		{"replay_video", "replay"},
		{"unreal_report", "unreal_report"},
		{"metric_meta", "metric_bucket"},
		{"form_data", "form_data"},
		{"next_year", "unknown"},
	} {
		check(typ(dropped[0]), `{"a":1}`, "server discard "+dropped[1]+" not_kept 1")
	}
	for _, typed := range [][2]string{{"event", "error"}, {"transaction", "transaction"}, {"span", "span"}, {"log", "log_item"}, {"session", "session"}, {"sessions", "session"}, {"check_in", "monitor"}, {"feedback", "feedback"}, {"user_report", "feedback"}, {"client_report", "internal"}, {"trace_metric", "trace_metric"}} {
		check(typ(typed[0]), `{"broken"`, "server discard "+typed[1]+" invalid_json 1")
	}
	// attachments belong to events
	attachment := "\n" + `{"type":"attachment","length":1,"filename":"f"}` + "\nx"
	check(typ("event"), `{"message":"a"}`+attachment, `event a; attachment f "x"`)
	check(typ("user_report"), `{"comments":"c"}`+attachment, `attachment f "x"; feedback c`)
	check(typ("check_in"), `{"monitor_slug":"m","status":"ok"}`+attachment, "check-in m ok; server discard attachment no_event 1")
	check(typ("transaction"), `{"transaction":"t"}`+attachment, "span t; server discard attachment no_event 1")
	check(`{"type":"attachment","length":1,"filename":"f"}`, "x", `attachment f "x"`) // of an event sent before
	check(`{"type":"attachment","length":4,"filename":"d","attachment_type":"event.minidump"}`, "MDMP", `event ; attachment d "MDMP"`)
	b := decode(t, record("envelope", []byte("{}\n{\"type\":\"attachment\",\"length\":1}\nx")))
	if got := summary(b); got != "server discard attachment no_event 1" {
		t.Errorf("an attachment of nothing: %s", got)
	}
}

func TestItemFields(t *testing.T) {
	t.Parallel()
	check := func(typ, payload, path, want string) {
		t.Helper()
		body := fmt.Sprintf("%s{\"type\":%q}\n%s\n", head, typ, payload)
		if got := pick(t, decode(t, record("envelope", []byte(body))), path); got != want {
			t.Errorf("%s %s\n%s = %s, want %s", typ, payload, path, got, want)
		}
	}
	const trace = `"trace_id":"aabbccdd112233445566778899001122","span_id":"0011223344556677"`
	tx := `{"transaction":"GET /cart","release":"a@1","environment":"e","platform":"python","user":{"id":3},"tags":{"plan":"pro"},"request":{"url":"http://a/cart?x=1","method":"GET"},
		"contexts":{"trace":{` + trace + `,"parent_span_id":"8899001122334455","op":"http.server","status":"internal_error","data":{"http.response.status_code":500}}},
		"measurements":{"lcp":{"value":12.5,"unit":"millisecond"},"bad":{"value":"x"}},"start_timestamp":"2026-11-21T01:30:50Z","timestamp":"2026-11-21T01:30:51.5Z",
		"spans":[{"span_id":"1111111111111111","op":"cache.get","status":null,"data":{"cache.hit":true},"tags":{"a":"b"},"start_timestamp":1795224650.1,"timestamp":1795224650.2}]}`
	tx = strings.ReplaceAll(strings.ReplaceAll(tx, "\n", ""), "\t", "")
	check("transaction", tx, "Spans.0", `{"Project":5,"Received":1795224660000000,"Start":1795224650000000,"Duration":1500000,"TraceID":"aabbccdd112233445566778899001122","SpanID":"0011223344556677","ParentID":"8899001122334455","Segment":true,"SegmentID":"0011223344556677","Name":"GET /cart","Op":"http.server","Status":"internal_error","Kind":"server","Service":"","Environment":"e","Release":"a@1","Platform":"python","UserKey":"id:3","Attributes":{"http.request.method":"GET","http.response.status_code":"500","plan":"pro","url.full":"http://a/cart"},"Measures":{"lcp":12.5}}`)
	check("transaction", tx, "Spans.1", `{"Project":5,"Received":1795224660000000,"Start":1795224650100000,"Duration":100000,"TraceID":"aabbccdd112233445566778899001122","SpanID":"1111111111111111","ParentID":"0011223344556677","Segment":false,"SegmentID":"0011223344556677","Name":"","Op":"cache.get","Status":"ok","Kind":"client","Service":"","Environment":"e","Release":"a@1","Platform":"python","UserKey":"id:3","Attributes":{"a":"b","cache.hit":"true"},"Measures":null}`)
	v2 := `{"items":[{` + trace + `,"name":"n","status":"error","is_segment":true,"start_timestamp":1795224650,"end_timestamp":1795224649,"attributes":{"sentry.status.message":{"value":"not_found","type":"string"},"service.name":{"value":"api"},"list":{"value":[1,"a"],"type":"array"},"plain":5,"sentry.op":{"value":"queue.process"}}}]}`
	check("span", v2, "Spans.0.Status", `"not_found"`)
	check("span", v2, "Spans.0.Duration", `0`)
	check("span", v2, "Spans.0.Service", `"api"`)
	check("span", v2, "Spans.0.Kind", `"consumer"`)
	check("span", v2, "Spans.0.SegmentID", `"0011223344556677"`)
	check("span", v2, "Spans.0.Attributes", `{"list":"[1,\"a\"]","plain":"5"}`)
	check("log", `{"items":[{"severity_number":17,"body":5,"timestamp":1795224650}]}`, "Logs.0.Level", `"error"`)
	check("log", `{"items":[{"severity_number":17,"body":5,"timestamp":1795224650}]}`, "Logs.0.Body", `"5"`)
	check("log", `{"items":[{"level":"fatal","severity_number":1}]}`, "Logs.0.Level", `"fatal"`)
	check("log", `{"items":[{}]}`, "Logs.0.Level", `"info"`)
	check("log", `{"timestamp":9999999999}`, "Logs.0.Time", `1795224660000000`)
	check("check_in", `{"monitor_slug":"m","status":"failed","duration":-1}`, "CheckIns.0.Duration", `-1`)
	check("check_in", `{"monitor_slug":"m","status":"in_progress","duration":"1.5","check_in_id":"00000000000000000000000000000000"}`, "CheckIns.0.Duration", `1500000`)
	check("session", `{"sid":"aabbccdd112233445566778899001122","did":7,"seq":3,"errors":2,"init":true,"duration":2.5,"started":"2026-11-21T01:00:00Z"}`, "Sessions.0",
		`{"Project":5,"Started":1795222800000000,"Received":1795224660000000,"ID":"aabbccdd112233445566778899001122","UserKey":"id:7","Status":"ok","Init":true,"Sequence":3,"Errors":2,"Duration":2500000,"Count":1,"Release":"","Environment":""}`)
	check("feedback", `{"user":{"email":"u@v.w"},"contexts":{"feedback":{"message":"m","associated_event_id":"112233000000000000000000000000ff","replay_id":"aabbccdd112233445566778899001122"}}}`, "Feedback.0",
		`{"Project":5,"ID":"aabbcc00000000000000000000000000","Event":"112233000000000000000000000000ff","Received":1795224660000000,"Name":"","Email":"u@v.w","Message":"m","URL":"","Source":"feedback","Environment":"","Release":"","ReplayID":"aabbccdd112233445566778899001122"}`)
	check("user_report", `{"comments":"c"}`, "Feedback.0.Event", `"aabbcc00000000000000000000000000"`)
	check("statsd", `n@byte:1|c|#release:r,environment:e,k:v:w|T1795224650`, "Samples.0",
		`{"Project":5,"Time":1795224650000000,"Received":1795224660000000,"Name":"n","Type":"counter","Unit":"byte","Value":1,"Service":"","Environment":"e","Release":"r","TraceID":"","Attributes":{"k":"v:w"}}`)
	check("event", `{"message":"m"}`, "Events.0.project", "5")
}

// TestContainersAreBounded: what is over is counted.
func TestContainersAreBounded(t *testing.T) {
	t.Parallel()
	rec := record("envelope", []byte(head+`{"type":"log"}`+"\n"+`{"items":[`+strings.Repeat(`{"body":"a"},`, 10_004)+`{}]}`))
	b := decode(t, rec)
	if len(b.Logs) != 10_000 || len(b.Discards) != 1 || b.Discards[0].Quantity != 5 {
		t.Errorf("%d logs, discards %+v", len(b.Logs), b.Discards)
	}
	rec = record("envelope", []byte(head+strings.Repeat("{\"type\":\"event\",\"length\":999999}\n{}\n", 900)))
	if b := decode(t, rec); len(b.Events) != 900 { // each has swallowed all after it
		t.Errorf("%d events", len(b.Events))
	}
}

func TestUnreadableRecordsAreErrors(t *testing.T) {
	t.Parallel()
	check := func(endpoint, encoding, body string) {
		t.Helper()
		rec := record(endpoint, []byte(body))
		rec.ContentEncoding = encoding
		if b, err := decoder.Decode(rec); err == nil {
			t.Errorf("%s %q: %s", endpoint, body, summary(b))
		}
	}
	check("envelope", "", "no envelope")
	check("envelope", "gzip", "no gzip")
	check("teapot", "", "{}")
	if _, err := decoder.Decode(ingest.Record{}); err == nil {
		t.Error("an empty record was decoded")
	}
}
