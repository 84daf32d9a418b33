package sentry_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"belfry/internal/telemetry"
)

// decodeEvent decodes one event in an envelope.
func decodeEvent(t testing.TB, payload string) telemetry.Event {
	t.Helper()
	body := fmt.Sprintf("{\"event_id\":\"%s\"}\n{\"type\":\"event\",\"length\":%d}\n%s\n", someID, len(payload), payload)
	b := decode(t, record("envelope", []byte(body)))
	if len(b.Events) != 1 {
		t.Fatalf("%s gave %d events, discards %+v", payload, len(b.Events), b.Discards)
	}
	return b.Events[0]
}

// pick returns a part of v's JSON, such as "exceptions.0.type", or "" when it is
// not there.
func pick(t testing.TB, v any, path string) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	for step := range strings.SplitSeq(path, ".") {
		if i, err := strconv.Atoi(step); err == nil {
			var list []json.RawMessage
			if json.Unmarshal(raw, &list) != nil || i >= len(list) {
				return ""
			}
			raw = list[i]
			continue
		}
		var object map[string]json.RawMessage
		if json.Unmarshal(raw, &object) != nil {
			return ""
		}
		raw = object[step]
	}
	var out bytes.Buffer
	if len(raw) == 0 || json.Compact(&out, raw) != nil {
		return ""
	}
	s := out.String()
	for _, r := range []string{`\u003c<`, `\u003e>`, `\u0026&`} {
		s = strings.ReplaceAll(s, r[:6], r[6:])
	}
	return s
}

// TestTolerantDecoding has a line for each odd shape that SDKs send.
func TestTolerantDecoding(t *testing.T) {
	t.Parallel()
	check := func(payload, path, want string) {
		t.Helper()
		ev := decodeEvent(t, payload)
		if got := pick(t, ev, path); got != want {
			t.Errorf("%s\n%s = %s\n%*s = %s", payload, path, got, len(path)-2, "want", want)
		}
		if strings.Contains(path, "notes") {
			return
		}
		if len(ev.Notes) > 0 {
			t.Errorf("%s has notes: %+v", payload, ev.Notes)
		}
	}
	// tags
	check(`{"tags":{"a":"x","b":"y"}}`, "tags", `[{"key":"a","value":"x"},{"key":"b","value":"y"}]`)
	check(`{"tags":[["b","y"],["a","x"]]}`, "tags", `[{"key":"a","value":"x"},{"key":"b","value":"y"}]`)
	check(`{"tags":[{"key":"a","value":"x"}]}`, "tags", `[{"key":"a","value":"x"}]`)
	check(`{"tags":[{"a":"x"}]}`, "tags", `[{"key":"a","value":"x"}]`)
	check(`{"tags":{"n":3,"f":1.50,"t":true,"z":null,"e":""}}`, "tags", `[{"key":"f","value":"1.50"},{"key":"n","value":"3"},{"key":"t","value":"true"}]`)
	check(`{"tags":[["a","x"],["a","y"]]}`, "tags", `[{"key":"a","value":"y"}]`)
	check(`{"tags":{"a\nb":" x\ny "}}`, "tags", `[{"key":"a b","value":" x y "}]`)
	check(`{"tags":[]}`, "tags", "")
	check(`{"tags":null}`, "tags", "")
	check(`{"tags":{"environment":"prod","release":"1","server_name":"w"}}`, "environment", `"prod"`)
	check(`{"tags":{"environment":"prod"}}`, "tags", "")
	check(`{"tags":{"environment":"a"},"environment":"b"}`, "tags", `[{"key":"environment","value":"a"}]`)
	// exception
	check(`{"exception":{"values":[{"type":"A","value":"b"}]}}`, "exceptions", `[{"type":"A","value":"b"}]`)
	check(`{"exception":[{"type":"A","value":"b"}]}`, "exceptions", `[{"type":"A","value":"b"}]`)
	check(`{"exception":{"type":"A","value":"b"}}`, "exceptions", `[{"type":"A","value":"b"}]`)
	check(`{"exception":{"values":{"type":"A","value":"b"}}}`, "exceptions", `[{"type":"A","value":"b"}]`)
	check(`{"exception":{"values":{"0":{"type":"A"},"2":{"type":"B"}}}}`, "exceptions", `[{"type":"A"},{"type":"B"}]`)
	check(`{"exception":{"values":[null,{"type":"A"},{}]}}`, "exceptions", `[{"type":"A"}]`)
	check(`{"exception":"out of paper"}`, "exceptions", `[{"value":"out of paper"}]`)
	check(`{"exception":{"values":[]}}`, "exceptions", "")
	check(`{"exception":{"values":null}}`, "exceptions", "")
	check(`{"exception":[]}`, "exceptions", "")
	check(`{"exception":[{"type":404,"value":7}]}`, "exceptions", `[{"type":"404","value":"7"}]`)
	check(`{"exception":[{"type":"A","value":{"code":7}}]}`, "exceptions.0.value", `"{\"code\":7}"`)
	check(`{"exception":[{"value":"TypeError: x is null"}]}`, "exceptions", `[{"type":"TypeError","value":"x is null"}]`)
	check(`{"exception":[{"value":"no type: here"}]}`, "exceptions", `[{"value":"no type: here"}]`)
	check(`{"exception":[{"type":"A","mechanism":{"type":"m","handled":"false","exception_id":0,"parent_id":"1","meta":{"errno":{"number":2}},"data":[]}}]}`, "exceptions.0.mechanism", `{"type":"m","handled":false,"exception_id":0,"parent_id":1,"meta":{"errno":{"number":2}}}`)
	check(`{"exception":[{"type":"A","mechanism":[]}]}`, "exceptions.0", `{"type":"A"}`)
	// frames
	check(`{"exception":[{"type":"A","stacktrace":{"frames":[{"function":"f"},null]}}]}`, "exceptions.0.frames", `[{"function":"f"}]`)
	check(`{"exception":[{"type":"A","stacktrace":[{"function":"f"}]}]}`, "exceptions.0.frames", `[{"function":"f"}]`)
	check(`{"exception":[{"type":"A","stacktrace":null}]}`, "exceptions.0", `{"type":"A"}`)
	check(`{"exception":[{"type":"A","stacktrace":{"frames":null,"registers":{"rip":"0x1"}}}]}`, "exceptions.0", `{"type":"A","registers":{"rip":"0x1"}}`)
	check(`{"exception":[{"type":"A","stacktrace":{"frames":{"1":{"function":"f"}}}}]}`, "exceptions.0.frames", `[{"function":"f"}]`)
	frame := func(fields, path, want string) {
		t.Helper()
		check(`{"exception":[{"stacktrace":{"frames":[{`+fields+`}]},"type":"A"}]}`, "exceptions.0.frames.0"+path, want)
	}
	frame(`"lineno":"12","colno":"3"`, "", `{"lineno":12,"colno":3}`)
	frame(`"lineno":12.0,"in_app":1`, "", `{"lineno":12,"in_app":true}`)
	frame(`"in_app":"false","function":5`, "", `{"function":"5","in_app":false}`)
	frame(`"in_app":null,"lineno":null,"vars":null`, "", `{}`)
	frame(`"vars":[]`, "", `{}`)
	frame(`"vars":["a",{"b":1}]`, ".vars", `{"0":"a","1":{"b":1}}`)
	frame(`"vars":{"a":NaN,"b":"x\u0000"}`, ".vars", `{"a":"NaN","b":"x�"}`)
	frame(`"abs_path":"https://a.example/js/app.js?x"`, ".filename", `"/js/app.js?x"`)
	frame(`"context_line":"","pre_context":["a\n","b\r\n",null,3]`, "", `{"pre_context":["a","b","","3"],"context_line":""}`)
	frame(`"pre_context":"a\nb"`, ".pre_context", `["a","b"]`)
	frame(`"instruction_addr":4096,"image_addr":"0x1000"`, "", `{"instruction_addr":"0x1000","image_addr":"0x1000"}`)
	// PHP writes [] for objects
	check(`{"extra":[],"user":[],"request":[],"modules":[],"contexts":[],"tags":[],"sdk":[],"breadcrumbs":[],"logentry":[],"debug_meta":[]}`, "level", `"error"`)
	check(`{"extra":["a","b"]}`, "extra", `{"0":"a","1":"b"}`)
	// message
	check(`{"message":"hello"}`, "message", `"hello"`)
	check(`{"message":{"message":"hi %s","params":["bo"]}}`, "message", `"hi bo"`)
	check(`{"message":{"formatted":"hi bo","message":"hi %s"}}`, "message_template", `"hi %s"`)
	check(`{"logentry":{"message":"hi %s, %d","params":["bo",3]}}`, "message", `"hi bo, 3"`)
	check(`{"logentry":{"message":"hi %(who)s 100%%","params":{"who":"bo"}}}`, "message", `"hi bo 100%"`)
	check(`{"logentry":{"message":"hi {} {1} {name}","params":["a","b"]}}`, "message", `"hi a b {name}"`)
	check(`{"logentry":{"message":"hi {name}","params":{"name":"bo"}}}`, "message", `"hi bo"`)
	check(`{"logentry":{"message":"%s of %s","params":["one"]}}`, "message", `"one of %s"`)
	check(`{"logentry":{"message":"50% off {json: 1}","params":["x"]}}`, "message", `"50% off {json: 1}"`)
	check(`{"logentry":{"message":"n %s","params":[1,2.5,true]}}`, "message_params", `[1,2.5,true]`)
	check(`{"logentry":"plain"}`, "message", `"plain"`)
	check(`{"message":"formatted","logentry":{"message":"template"}}`, "message", `"formatted"`)
	check(`{"message":17}`, "message", `"17"`)
	check(`{"message":["a"]}`, "message", `"[\"a\"]"`)
	// legacy names
	check(`{"sentry.interfaces.Message":{"message":"m %s","params":["x"]}}`, "message", `"m x"`)
	check(`{"sentry.interfaces.Exception":{"values":[{"type":"A"}]}}`, "exceptions.0.type", `"A"`)
	check(`{"sentry.interfaces.Exception":{"type":"A"},"sentry.interfaces.Stacktrace":{"frames":[{"function":"f"}]}}`, "exceptions.0.frames", `[{"function":"f"}]`)
	check(`{"sentry.interfaces.Http":{"url":"http://a/b"}}`, "request.url", `"http://a/b"`)
	check(`{"sentry.interfaces.User":{"id":1}}`, "user.id", `"1"`)
	check(`{"sentry.interfaces.Breadcrumbs":{"values":[{"message":"m"}]}}`, "breadcrumbs.0.message", `"m"`)
	check(`{"sentry.interfaces.Template":{"filename":"a.html","lineno":3}}`, "stacktrace", `[{"filename":"a.html","lineno":3}]`)
	check(`{"culprit":"views.cart","site":"eu","checksum":"abc"}`, "transaction", `"views.cart"`)
	check(`{"culprit":"views.cart","transaction":"/cart"}`, "transaction", `"/cart"`)
	check(`{"site":"eu"}`, "tags", `[{"key":"site","value":"eu"}]`)
	check(`{"checksum":"abc"}`, "fingerprint", `["abc"]`)
	check(`{"stacktrace":{"frames":[{"function":"f"}]}}`, "stacktrace", `[{"function":"f"}]`)
	// fingerprint
	check(`{"fingerprint":["a",7,true,null,1.5]}`, "fingerprint", `["a","7","true","1.5"]`)
	check(`{"fingerprint":"a"}`, "fingerprint", `["a"]`)
	check(`{"fingerprint":[]}`, "fingerprint", "")
	check(`{"fingerprint":["{{ default }}","x"]}`, "fingerprint", `["{{ default }}","x"]`)
	// level
	check(`{"level":"warn"}`, "level", `"warning"`)
	check(`{"level":"critical"}`, "level", `"fatal"`)
	check(`{"level":40}`, "level", `"error"`)
	check(`{"level":"30"}`, "level", `"warning"`)
	check(`{"level":10}`, "level", `"debug"`)
	check(`{"level":null}`, "level", `"error"`)
	check(`{}`, "level", `"error"`)
	// breadcrumbs
	check(`{"breadcrumbs":[{"message":"a"},null,{"message":"b"}]}`, "breadcrumbs", `[{"message":"a"},{"message":"b"}]`)
	check(`{"breadcrumbs":{"values":[{"message":5,"level":"log","category":"c","data":{"a":1}}]}}`, "breadcrumbs", `[{"category":"c","level":"info","message":"5","data":{"a":1}}]`)
	check(`{"breadcrumbs":["just text"]}`, "breadcrumbs.0.message", `"just text"`)
	check(`{"breadcrumbs":[{"data":"text","timestamp":"2026-11-21T01:00:00Z"}]}`, "breadcrumbs.0", `{"time":1795222800000000,"data":"text"}`)
	// user
	check(`{"user":{"id":42}}`, "user.id", `"42"`)
	check(`{"user":42}`, "user.id", `"42"`)
	check(`{"user":{"id":"a","plan":"pro","data":{"n":1},"geo":{"city":"Ulm"}}}`, "user", `{"id":"a","geo":{"city":"Ulm"},"data":{"plan":"pro","n":1}}`)
	check(`{"user":{"ip_address":"{{auto}}"}}`, "user.ip_address", `"198.51.100.4"`)
	check(`{"user":{"ip_address":"::ffff:192.0.2.1"}}`, "user.ip_address", `"192.0.2.1"`)
	check(`{"platform":"javascript"}`, "user", "")
	check(`{"platform":"javascript","sdk":{"name":"s","settings":{"infer_ip":"auto"}}}`, "user.ip_address", `"198.51.100.4"`)
	check(`{"platform":"javascript","sdk":{"name":"s","settings":{"infer_ip":"never"}}}`, "user", "")
	check(`{"user":{"id":null,"data":{}}}`, "user", "")
	// request
	req := func(fields, path, want string) {
		t.Helper()
		check(`{"request":{`+fields+`}}`, "request"+path, want)
	}
	req(`"headers":{"A":"b","N":5}`, ".headers", `[{"name":"A","value":"b"},{"name":"N","value":"5"}]`)
	req(`"headers":[["A","b"],["A","c"]]`, ".headers", `[{"name":"A","value":"b"},{"name":"A","value":"c"}]`)
	req(`"headers":{"A":["b","c"]}`, ".headers", `[{"name":"A","value":"b"},{"name":"A","value":"c"}]`)
	req(`"headers":{"Cookie":"a=b; c=d"}`, "", `{"cookies":[{"name":"a","value":"b"},{"name":"c","value":"d"}]}`)
	req(`"cookies":"a=b; c"`, ".cookies", `[{"name":"a","value":"b"},{"name":"c","value":""}]`)
	req(`"cookies":{"a":"b"}`, ".cookies", `[{"name":"a","value":"b"}]`)
	req(`"cookies":[["a","b"]]`, ".cookies", `[{"name":"a","value":"b"}]`)
	req(`"query_string":"?a=b%20c&d="`, ".query", `[{"name":"a","value":"b c"},{"name":"d","value":""}]`)
	req(`"query_string":[["a","b"]]`, ".query", `[{"name":"a","value":"b"}]`)
	req(`"query_string":{"a":"b"}`, ".query", `[{"name":"a","value":"b"}]`)
	req(`"query_string":[]`, "", `{}`)
	req(`"url":"http://a/b?c=d#e"`, "", `{"url":"http://a/b#e","query":[{"name":"c","value":"d"}]}`)
	req(`"url":"http://a/b?c=d","query_string":"x=y"`, "", `{"url":"http://a/b","query":[{"name":"x","value":"y"}]}`)
	req(`"data":{"a":1},"method":"post"`, "", `{"method":"POST","data":{"a":1}}`)
	req(`"data":"text"`, ".data", `"text"`)
	req(`"data":[1,2]`, ".data", `[1,2]`)
	// plain fields
	check(`{"environment":5,"release":1.20,"dist":7,"server_name":true}`, "release", `"1.20"`)
	check(`{"environment":5}`, "environment", `"5"`)
	check(`{"platform":"PHP"}`, "platform", `"php"`)
	check(`{"modules":[{"name":"a","version":"1"}]}`, "modules", `{"a":"1"}`)
	check(`{"modules":{"a":1,"b":null}}`, "modules", `{"a":"1","b":""}`)
	check(`{"sdk":{"name":"raven-js","version":"3","integrations":["a"],"packages":[{"name":"npm:x","version":"1"}]}}`, "sdk", `{"name":"raven-js","version":"3","integrations":["a"],"packages":[{"name":"npm:x","value":"1"}]}`)
	check(`{"contexts":{"trace":{"trace_id":"AABBCCDD-11223344-55667788-99001122","span_id":"0011223344556677"}}}`, "trace_id", `"aabbccdd112233445566778899001122"`)
	check(`{"contexts":{"trace":{"trace_id":"00000000000000000000000000000000","span_id":"short"}}}`, "trace_id", "")
	check(`{"contexts":{"os":{"name":"x"},"device":null,"app":[]}}`, "contexts", `{"os":{"name":"x"}}`)
	// threads
	check(`{"exception":[{"type":"A","thread_id":7}],"threads":[{"id":"7","stacktrace":{"frames":[{"function":"f"}]}}]}`, "exceptions.0.frames", `[{"function":"f"}]`)
	check(`{"threads":{"values":[{"id":1,"current":true,"stacktrace":{"frames":[{"function":"a"}]}},{"id":2,"crashed":true,"stacktrace":{"frames":[{"function":"b"}]}}]}}`, "stacktrace", `[{"function":"b"}]`)
	check(`{"threads":[{"id":1,"current":true,"stacktrace":{"frames":[{"function":"a"}]}}]}`, "threads", `[{"id":"1","current":true}]`)
	// text that databases refuse
	check(`{"message":"a\u0000b"}`, "message", `"a�b"`)
	check("{\"message\":\"a\xff\x00b\"}", "message", `"a��b"`)
	check(`{"message":"\ud83d lone \ud83d\ude00"}`, "message", `"� lone 😀"`)
	check(`{"extra":{"k\u0000":"\udc00","n":1e5}}`, "extra", `{"k�":"�","n":1e5}`)
	// known, of no use
	check(`{"_meta":{"a":1},"version":"7","type":"error","received":1,"spans":[1]}`, "kind", `"error"`)
}

// TestWhatIsDroppedIsNoted has a line for each note, next to what the event
// keeps.
func TestWhatIsDroppedIsNoted(t *testing.T) {
	t.Parallel()
	check := func(payload string, notes ...string) {
		t.Helper()
		ev := decodeEvent(t, `{"message":"kept",`+payload[1:])
		var got []string
		for _, n := range ev.Notes {
			got = append(got, n.Path+": "+n.Problem)
		}
		if strings.Join(got, "\n") != strings.Join(notes, "\n") {
			t.Errorf("%.200s\n got %q\nwant %q", payload, got, notes)
		}
		if ev.Message == "" {
			t.Errorf("%s lost its message", payload)
		}
	}
	check(`{"tags":"a"}`, "tags: dropped: expected an object, got a string")
	check(`{"tags":{"a":{"b":1}}}`, "tags.a: dropped: expected a string, got an object")
	check(`{"extra":7}`, "extra: dropped: expected an object, got a number")
	check(`{"exception":[5,[1]]}`, "exception.1: dropped: expected an object, got a list")
	check(`{"exception":[{"type":"A","stacktrace":"at f"}]}`, "exception.0.stacktrace: dropped: expected a list of frames, got a string")
	check(`{"exception":[{"type":["A"],"stacktrace":{"frames":["f",{"lineno":-1,"colno":"x","in_app":"maybe"}]}}]}`,
		"exception.0.type: dropped: expected a string, got a list",
		"exception.0.stacktrace.0: dropped: expected an object, got a string",
		"exception.0.stacktrace.1.lineno: dropped: -1 is out of range",
		"exception.0.stacktrace.1.colno: dropped: expected a number, got a string",
		"exception.0.stacktrace.1.in_app: dropped: expected a boolean, got a string")
	check(`{"breadcrumbs":7}`, "breadcrumbs: dropped: expected a list, got a number")
	check(`{"breadcrumbs":[7,{"timestamp":"soon"}]}`, "breadcrumbs.0: dropped: expected an object, got a number", "breadcrumbs.1.timestamp: dropped: not a time")
	check(`{"threads":["x"]}`, "threads.0: dropped: expected an object, got a string")
	check(`{"request":"GET /"}`, "request: dropped: expected an object, got a string")
	check(`{"request":{"headers":"x","cookies":7}}`, "request.headers: dropped: expected an object, got a string", "request.cookies: dropped: expected an object, got a number")
	check(`{"user":true}`, "user: dropped: expected an object, got a boolean")
	check(`{"user":{"id":{"a":1},"ip_address":"home"}}`, "user.id: dropped: expected a string, got an object", `user.ip_address: dropped: "home" is not an address`)
	check(`{"contexts":{"a":5}}`, "contexts.a: dropped: expected an object, got a number")
	check(`{"contexts":"x"}`, "contexts: dropped: expected an object, got a string")
	check(`{"sdk":"x","modules":"y","debug_meta":1}`, "sdk: dropped: expected an object, got a string", "modules: dropped: expected an object, got a string", "debug_meta: dropped: expected an object, got a number")
	check(`{"level":"loud"}`, `level: dropped: "loud" is not a level`)
	check(`{"fingerprint":{"a":1}}`, "fingerprint: dropped: expected a list, got an object")
	check(`{"my_field":{"a":1},"empty":null}`, "my_field: dropped: unknown field")
	check(`{"environment":["a"]}`, "environment: dropped: expected a string, got a list")
	check(`{"timestamp":"yesterday"}`, "timestamp: dropped: not a time")
	check(`{"extra":`+strings.Repeat(`{"a":`, 120)+"1"+strings.Repeat("}", 120)+`}`, ": 1 values were nested too deep and became null")
}

func TestEventLimits(t *testing.T) {
	t.Parallel()
	many := func(n int, each func(i int) string) string {
		parts := make([]string, n)
		for i := range parts {
			parts[i] = each(i)
		}
		return strings.Join(parts, ",")
	}
	check := func(payload, note string, measure func(ev telemetry.Event) any, want any) {
		t.Helper()
		ev := decodeEvent(t, payload)
		if got := measure(ev); got != want {
			t.Errorf("%.60s: %v, want %v", payload, got, want)
		}
		if len(ev.Notes) != 1 || ev.Notes[0].Path+": "+ev.Notes[0].Problem != note {
			t.Errorf("%.60s: notes %.500v, want %q", payload, ev.Notes, note)
		}
	}
	check(`{"tags":{`+many(201, func(i int) string { return fmt.Sprintf(`"k%03d":"v"`, i) })+`}}`, "tags: cut to 200 tags",
		func(ev telemetry.Event) any { return len(ev.Tags) }, 200)
	check(`{"tags":{"a":"`+strings.Repeat("é", 1001)+`"}}`, "tags.a: cut to 1000 characters",
		func(ev telemetry.Event) any { return len([]rune(ev.Tags[0].Value)) }, 1000)
	check(`{"message":"`+strings.Repeat("x", 9000)+`"}`, "message: cut to 8 KiB",
		func(ev telemetry.Event) any { return len(ev.Message) }, 8192)
	check(`{"exception":[{"type":"A","value":"`+strings.Repeat("x", 9000)+`"}]}`, "exception.0.value: cut to 8 KiB",
		func(ev telemetry.Event) any { return len(ev.Exceptions[0].Value) }, 8192)
	check(`{"exception":[`+many(60, func(i int) string { return fmt.Sprintf(`{"type":"T%d"}`, i) })+`]}`, "exception: cut to the last 50 of 60 exceptions",
		func(ev telemetry.Event) any { return ev.Exceptions[0].Type + ev.Exceptions[49].Type }, "T10T59")
	frames := func(ev telemetry.Event) any {
		x := ev.Exceptions[0]
		return fmt.Sprint(x.FrameCount, len(x.Frames), x.Frames[0].Line, x.Frames[124].Line, x.Frames[125].Line, x.Frames[249].Line)
	}
	check(`{"exception":[{"type":"A","stacktrace":{"frames":[`+many(1000, func(i int) string { return fmt.Sprintf(`{"lineno":%d}`, i+1) })+`]}}]}`,
		"exception.0.stacktrace: cut to the first and last 125 of 1000 frames", frames, "1000 250 1 125 876 1000")
	check(`{"breadcrumbs":[`+many(300, func(i int) string { return fmt.Sprintf(`{"message":"%d"}`, i) })+`]}`, "breadcrumbs: cut to the last 200 of 300 breadcrumbs",
		func(ev telemetry.Event) any { return ev.Breadcrumbs[0].Message + " " + ev.Breadcrumbs[199].Message }, "100 299")
	check(`{"extra":{"a":"`+strings.Repeat("x", 300<<10)+`","b":1}}`, "extra: cut to 256 KiB",
		func(ev telemetry.Event) any {
			return len(ev.Extra) > 127<<10 && len(ev.Extra) < 257<<10 && strings.HasSuffix(string(ev.Extra), `,"b":1}`)
		}, true)
	check(`{"contexts":{"a":{"b":"`+strings.Repeat("x", 300<<10)+`"},"c":{"d":1}}}`, "contexts.a: cut to 64 KiB",
		func(ev telemetry.Event) any {
			return len(ev.Contexts) < 65<<10 && strings.HasSuffix(string(ev.Contexts), `,"c":{"d":1}}`)
		}, true)
	check(`{"exception":[{"type":"A","stacktrace":{"frames":[{"vars":{"a":"`+strings.Repeat("x", 20<<10)+`"}}]}}]}`, "exception.0.stacktrace.0.vars: cut to 16 KiB",
		func(ev telemetry.Event) any { return len(ev.Exceptions[0].Frames[0].Vars) < 17<<10 }, true)
	check(`{"request":{"headers":[`+many(300, func(i int) string { return `["a","b"]` })+`]}}`, "request.headers: cut to 200 entries",
		func(ev telemetry.Event) any { return len(ev.Request.Headers) }, 200)
	ev := decodeEvent(t, `{`+many(100, func(i int) string { return fmt.Sprintf(`"x%d":1`, i) })+`}`)
	if len(ev.Notes) != 50 || ev.Notes[49].Problem != "more than this was dropped or changed" {
		t.Errorf("%d notes, last %+v", len(ev.Notes), ev.Notes[len(ev.Notes)-1])
	}
}

func TestTimes(t *testing.T) {
	t.Parallel()
	const received = 1795224660 // seconds, 2026-11-21T01:31:00Z
	check := func(sentAt, timestamp string, wantOffset float64, notes ...string) {
		t.Helper()
		body := `{"event_id":"` + someID.String() + `","sent_at":` + sentAt + "}\n{\"type\":\"event\"}\n{\"timestamp\":" + timestamp + "}"
		ev := decode(t, record("envelope", []byte(body))).Events[0]
		if got := float64(ev.Time)/1e6 - received; got < wantOffset-0.0001 || got > wantOffset+0.0001 {
			t.Errorf("sent_at %s, timestamp %s: %+f s, want %+f s", sentAt, timestamp, got, wantOffset)
		}
		var got []string
		for _, n := range ev.Notes {
			got = append(got, n.Path+": "+n.Problem)
		}
		if strings.Join(got, "|") != strings.Join(notes, "|") {
			t.Errorf("sent_at %s, timestamp %s: notes %q, want %q", sentAt, timestamp, got, notes)
		}
	}
	now := `"2026-11-21T01:31:00Z"`
	check(now, `1795224650`, -10)
	check(now, `1795224650.25`, -9.75)
	check(now, `"1795224650.25"`, -9.75)
	check(now, `1795224650250`, -9.75)
	check(now, `1795224650250000`, -9.75)
	check(now, `1795224650250000000`, -9.75)
	check(now, `"2026-11-21T01:30:50Z"`, -10)
	check(now, `"2026-11-21T01:30:50.5"`, -9.5)
	check(now, `"2026-11-21 01:30:50.5"`, -9.5)
	check(now, `"2026-11-21T02:30:50.5+01:00"`, -9.5)
	check(now, `"2026-11-21T02:30:50.5+0100"`, -9.5)
	check(now, `"2026-11-21 01:30:50 UTC"`, -10)
	check(now, `"Sat, 21 Nov 2026 01:30:50 GMT"`, -10)
	check(now, `null`, 0)
	check(`null`, `1795224650`, -10)
	// clocks that are off
	check(`"2026-11-21T01:30:30Z"`, `1795224620`, -40) // by less than a minute: left alone
	check(`"2026-11-20T01:31:00Z"`, `1795138250`, -10, "timestamp: corrected by 24h0m0s: the client's clock was off")
	check(`"2027-11-21T01:31:00Z"`, `1826760650`, -10, "timestamp: corrected by -8760h0m0s: the client's clock was off")
	check(`1795138260`, `1795138250`, -10, "timestamp: corrected by 24h0m0s: the client's clock was off")
	check(now, `1795224700`, 40)
	check(now, `1795224730`, 0, "timestamp: in the future: replaced by the time of receipt")
	check(now, `1792546260`, 0, "timestamp: more than 30 days old: replaced by the time of receipt")
	check(now, `1`, 0, "timestamp: more than 30 days old: replaced by the time of receipt")
	check(now, `-5`, 0, "timestamp: dropped: not a time")
	check(now, `1e400`, 0, "timestamp: dropped: not a time")
	check(now, `{"a":1}`, 0, "timestamp: dropped: not a time")
}

// TestAnyObjectGivesAnEvent: whatever stands in the fields, the event survives,
// and can be stored.
func TestAnyObjectGivesAnEvent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		fields := rapid.MapOfN(rapid.SampledFrom(knownFields), anyJSON(3), 0, 8).Draw(t, "event")
		payload, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		body := fmt.Appendf(nil, "{\"event_id\":\"%s\"}\n{\"type\":\"event\",\"length\":%d}\n%s\n", someID, len(payload), payload)
		b, err := decoder.Decode(record("envelope", body))
		if err != nil || len(b.Events)+len(b.Spans)+len(b.Feedback) == 0 {
			t.Fatalf("%s gave %+v, %v", payload, b, err)
		}
		if _, err := json.Marshal(b); err != nil {
			t.Fatal(err)
		}
	})
}

var knownFields = []string{
	"event_id", "timestamp", "platform", "level", "logger", "transaction", "culprit", "server_name", "release", "dist", "environment",
	"message", "logentry", "exception", "threads", "stacktrace", "breadcrumbs", "request", "user", "tags", "contexts", "extra", "modules",
	"sdk", "debug_meta", "fingerprint", "type", "values", "frames", "params", "mechanism", "vars", "headers", "cookies", "query_string",
	"url", "data", "spans", "trace", "feedback", "start_timestamp", "lineno", "pre_context", "checksum", "0", "sentry.interfaces.Http",
}

// anyJSON draws a value of any kind, with keys that mean something.
func anyJSON(depth int) *rapid.Generator[any] {
	scalars := rapid.OneOf(
		rapid.Just[any](nil), rapid.Just[any](true), rapid.Just[any]("\x00"), rapid.Just[any]("transaction"),
		rapid.Map(rapid.String(), func(s string) any { return s }),
		rapid.Map(rapid.Int(), func(n int) any { return n }),
		rapid.Map(rapid.Float64Range(-1e12, 1e12), func(f float64) any { return f }),
	)
	if depth == 0 {
		return scalars
	}
	inner := rapid.Deferred(func() *rapid.Generator[any] { return anyJSON(depth - 1) })
	return rapid.OneOf(scalars,
		rapid.Map(rapid.SliceOfN(inner, 0, 4), func(l []any) any { return l }),
		rapid.Map(rapid.MapOfN(rapid.SampledFrom(knownFields), inner, 0, 4), func(m map[string]any) any { return m }),
	)
}
