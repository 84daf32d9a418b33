package scrub_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"belfry/internal/scrub"
)

const planted = "pLaNtEd-S3cret"

// document draws a JSON value. Under every sensitive key there is a secret,
// sometimes deep in a value, and nowhere else.
func document(depth int) *rapid.Generator[any] {
	scalar := rapid.OneOf(
		rapid.Map(prose(), func(s string) any { return s }),
		rapid.Map(rapid.Float64Range(-1e9, 1e9), func(f float64) any { return f }),
		rapid.SampledFrom([]any{nil, true, false, "", 17, 4111111111111111}),
	)
	if depth == 0 {
		return scalar
	}
	return rapid.OneOf(
		scalar,
		rapid.Map(rapid.SliceOfN(document(depth-1), 0, 3), func(v []any) any { return v }),
		rapid.Custom(func(t *rapid.T) any {
			m := map[string]any{}
			for range rapid.IntRange(0, 3).Draw(t, "fields") {
				m[prose().Draw(t, "key")] = document(depth-1).Draw(t, "value")
			}
			key := rapid.SampledFrom([]string{"", "password", "apiKey", "X-Auth-Token", "client_secret", "authorization", "cookies", "Set-Cookie", "session_id"}).Draw(t, "secret key")
			if key != "" {
				m[key] = rapid.SampledFrom([]any{planted, []any{planted}, map[string]any{"a": []any{planted}}, "a=" + planted, `{"a":"` + planted + `"}`}).Draw(t, "secret")
			}
			return m
		}),
		rapid.Custom(func(t *rapid.T) any { // JSON in a string
			raw, err := json.Marshal(document(depth-1).Draw(t, "inner"))
			if err != nil {
				t.Fatal(err)
			}
			return string(raw)
		}),
	)
}

func prose() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringMatching(`[a-z]{0,8}`),
		rapid.SampledFrom([]string{"token=x", "a: b", "http://u:p@h", "\"", "\\", "é", "\u2028", "\x00", "Bearer abcdef12", "eyJ", "--password", "name", "value", "key", "<secret>", "=", "'", "[Filtered]", "[", "{"}),
		rapid.String(),
	)
}

func TestJSONProperties(t *testing.T) {
	t.Parallel()
	scrubbers := []*scrub.Scrubber{plain, full, scrub.New(scrub.Settings{ExtraKeys: []string{"a"}, SafeKeys: []string{"token"}})}
	rapid.Check(t, func(t *rapid.T) {
		raw, err := json.Marshal(document(3).Draw(t, "document"))
		if err != nil {
			t.Fatal(err)
		}
		s := rapid.SampledFrom(scrubbers).Draw(t, "scrubber")
		out := s.JSON(bytes.Clone(raw))
		if !json.Valid(out) {
			t.Fatalf("%s became %s, which is not valid", raw, out)
		}
		if bytes.Contains(out, []byte(planted)) {
			t.Fatalf("%s became %s: the secret is still there", raw, out)
		}
		if again := s.JSON(bytes.Clone(out)); !bytes.Equal(again, out) {
			t.Fatalf("not idempotent: %s\nonce  %s\ntwice %s", raw, out, again)
		}
	})
}

// Text made to be slow is scrubbed in a bounded time.
func TestScrubIsLinear(t *testing.T) {
	t.Parallel()
	check := func(what string, run func()) {
		t.Helper()
		start := time.Now()
		run()
		if d := time.Since(start); d > 20*time.Second {
			t.Errorf("%s took %v", what, d)
		}
	}
	for _, unit := range []string{
		"a", "1", "1 ", "=", ":", "@", "-", ">", "a=", "a:", "a@", "a@b.", "-eyJ", "-eyJaaaaaaa.a", "sk-", "xapp-", "password=(", "password='", "password: is ",
		"--token ", "://", "://a:", "Bearer ", "basic a ", "<password>", "-----BEGIN PRIVATE KEY", "-----BEGIN ", "name=\"password\"", "1.1.1.1", "::", "a:b::", "1111 ",
		"12345678:", "\\\"password\\\":\\\"", "cookie: ", "%5B", "SG.", "AKIA", "é", "\xff", "hvs.",
	} {
		s := strings.Repeat(unit, 1+256<<10/len(unit))
		check("text of "+unit, func() { full.Text(s) })
		quoted, err := json.Marshal(map[string]any{s: s})
		if err != nil {
			t.Fatal(err)
		}
		check("JSON of "+unit, func() { full.JSON(quoted) })
	}
	for _, unit := range []string{"[", "{\"a\":", "[[\"password\",", "\"", "[ ", "{\"name\":\"password\",\"value\":[", "\"\\\"[\\\\\\\""} {
		s := []byte(strings.Repeat(unit, 1+256<<10/len(unit)))
		check("JSON of "+unit, func() { full.JSON(s) })
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{
		"password=hunter2", "Bearer abc123def456", "eyJhbGciOi.eyJzdWIi.x", "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----", "4111 1111 1111 1111",
		"postgres://a:b@c", "a@b.co", "10.0.0.1 [::1]:80", "--token x", "<password>x</password>", "cookie: a=b; c", `{\"token\":\"x\"}`, "name=\"password\"\n\nx\n--", "12345678:" + letters(35),
	} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, in string, all bool) {
		s := plain
		if all {
			s = full
		}
		out := s.Text(in)
		if utf8.ValidString(in) && !utf8.ValidString(out) {
			t.Errorf("%q became %q, which is not valid UTF-8", in, out)
		}
		if again := s.Text(out); again != out {
			t.Errorf("not idempotent: %q\nonce  %q\ntwice %q", in, out, again)
		}
	})
}

func FuzzJSON(f *testing.F) {
	for _, s := range []string{
		`{"password":"x","a":[1,2.5e3,null,true]}`, `{"b":"{\"token\":\"x\"}"}`, `[["cookie","a=b"],["x","y"]]`, `{"name":"secret","value":{"a":1}}`,
		`{"\u0070assword":"\ud83d\ude00"}`, `"a=1&password=x"`, `{"cookies":{"a":["b"]}}`, `["--password","x"]`, `{"a":4111111111111111}`, `{"a":"\ud800"}`, `[`, `{"a"`, ` 1 `,
	} {
		f.Add([]byte(s), true)
		f.Add([]byte(s), false)
	}
	f.Fuzz(func(t *testing.T, in []byte, all bool) {
		s := plain
		if all {
			s = full
		}
		before := bytes.Clone(in)
		out := s.JSON(in)
		if !bytes.Equal(before, in) {
			t.Errorf("the input was changed: %q to %q", before, in)
		}
		if !json.Valid(in) {
			return
		}
		if !json.Valid(out) {
			t.Errorf("%q became %q, which is not valid", in, out)
		}
		if again := s.JSON(bytes.Clone(out)); !bytes.Equal(again, out) {
			t.Errorf("not idempotent: %q\nonce  %q\ntwice %q", in, out, again)
		}
	})
}
