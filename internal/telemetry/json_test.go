package telemetry_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"belfry/internal/telemetry"
)

// want returns what encoding/json makes of e.
func want(e *telemetry.Event) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(e)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

// sameJSON fails unless AppendJSON and encoding/json write e alike, or both
// refuse it.
func sameJSON(t *testing.T, e *telemetry.Event) {
	t.Helper()
	const before = "before"
	wanted, wantErr := want(e)
	got, err := e.AppendJSON([]byte(before))
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("AppendJSON: %v, encoding/json: %v", err, wantErr)
	}
	if string(got) != before+string(wanted) {
		t.Errorf("AppendJSON:\n%s\nencoding/json:\n%s", strings.TrimPrefix(string(got), before), wanted)
	}
}

var someTexts = []string{
	"", "a", "shop/flows/step7.py", "    return self.process(request, *args)", `say "hi" \ no`, "tab\tline\nend\r\b\f", "\x00\x01\x1f\x7f",
	"<b>&'", "grüße, 世界 \U0001f600", "a\u2028b\u2029c\u2027", "\xff", "half \xe4\xb8", "\xed\xa0\x80 \ufffd", "plain then \"", "ends in \xc3",
}

var someJSON = []string{
	`{"a":1}`, ` { "a" : [ 1 , 2.50e-7, -0, "x y" ] } `, `null`, `true`, "[\n\tfalse\r\n]", `""`, `"<\u2028\ud800\/> \" ` + "\u2028 \xff\"", `[]`, `{ }`, `[[],[{}]]`,
	`12345678901234567890`, `-1.5E+3`, strings.Repeat(`[`, 300) + `1 ` + strings.Repeat(`]`, 300),
}

// fill gives v a random value. One that is full has no empty part.
func fill(r *rand.Rand, v reflect.Value, full bool) {
	if !full && r.IntN(3) == 0 {
		return
	}
	switch v.Interface().(type) {
	case telemetry.Level:
		v.SetUint(uint64(1 + r.IntN(8)))
		return
	case telemetry.JSON:
		v.SetBytes([]byte(someJSON[r.IntN(len(someJSON))]))
		if !full && r.IntN(8) == 0 {
			v.SetBytes([]byte{})
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(someTexts[1+r.IntN(len(someTexts)-1)])
	case reflect.Int, reflect.Int64:
		v.SetInt(r.Int64() - r.Int64() | 1)
	case reflect.Uint8:
		v.SetUint(uint64(1 + r.IntN(255)))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(r, v.Elem(), full)
	case reflect.Slice:
		n := r.IntN(3)
		if full {
			n = 2
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		fillAll(r, v.Len(), v.Index, full)
	case reflect.Array:
		fillAll(r, v.Len(), v.Index, full)
	case reflect.Struct:
		fillAll(r, v.NumField(), v.Field, full)
	default:
		panic("an event has a " + v.Type().String())
	}
}

func fillAll(r *rand.Rand, n int, part func(int) reflect.Value, full bool) {
	for i := range n {
		fill(r, part(i), full)
	}
}

// A field that AppendJSON forgets, or writes otherwise than its tag says, fails
// here.
func TestAppendJSONIsThatOfTheStandardLibrary(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	sameJSON(t, &telemetry.Event{})
	sameJSON(t, &telemetry.Event{Grouping: &telemetry.Grouping{}})
	sameJSON(t, &telemetry.Event{Grouping: &telemetry.Grouping{Components: []telemetry.Component{}}})
	for i := range 600 {
		var e telemetry.Event
		fill(r, reflect.ValueOf(&e).Elem(), i < 100)
		if sameJSON(t, &e); t.Failed() {
			return
		}
	}
}

// Text is looked at eight bytes at a time: every byte has to be found at every
// place, also beside those that differ little from the ones that are escaped.
func TestAppendJSONFindsEveryByte(t *testing.T) {
	t.Parallel()
	for _, around := range []string{"abcdefghijklmnop", "!#[] !#[] !#[] !#"} {
		for at := range around {
			for b := range 256 {
				text := []byte(around)
				text[at] = byte(b)
				sameJSON(t, &telemetry.Event{Message: string(text)})
			}
		}
	}
}

func TestAppendJSONOfDecodedEvents(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../ingest/sentry/testdata/golden/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var batch struct{ Events []telemetry.Event }
		if err := json.Unmarshal(text, &batch); err != nil {
			t.Fatal(file, err)
		}
		for i := range batch.Events {
			sameJSON(t, &batch.Events[i])
		}
	}
}

func TestAppendJSONTakesJSONOnly(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{`, `}`, `[1,]`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{a:1}`, `01`, `-`, `1.`, `1e`, `.5`, `+1`, `nul`, `nulll`, `1 2`, `"`, `"\`, `"\x"`, `"\u12g4"`, `"\u12`,
		"\"\n\"", "\"\x1f\"", ` `, "\v1", "{\"a\":1}\x00", `[1}`, `{"a":[}`, strings.Repeat(`[`, 20_000) + strings.Repeat(`]`, 20_000), strings.Repeat(`[`, 300),
	} {
		for _, e := range []*telemetry.Event{{Extra: telemetry.JSON(text)}, {Exceptions: []telemetry.Exception{{Frames: []telemetry.Frame{{Vars: telemetry.JSON(text)}}}}}} {
			if _, err := e.AppendJSON(nil); err == nil {
				t.Errorf("%.40q was taken", text)
			}
			sameJSON(t, e)
		}
	}
}

func FuzzAppendJSON(f *testing.F) {
	for i, text := range someJSON {
		f.Add(someTexts[i%len(someTexts)], []byte(text))
	}
	f.Add("", []byte(`{"a":[1,{"b":"\u00e9"}`))
	f.Fuzz(func(t *testing.T, text string, raw []byte) {
		sameJSON(t, &telemetry.Event{Message: text, Extra: raw})
	})
}
