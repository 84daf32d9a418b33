package ingest_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"belfry/internal/ingest"
)

// texts returns all keys and texts of v, in order.
func texts(v ingest.Value) []string {
	s, _ := v.Scalar()
	out := []string{v.Key(), v.Text(), s}
	for c := v.First(); c.Exists(); c = c.Next() {
		out = append(out, texts(c)...)
	}
	return out
}

// TestSharedTexts compares texts that are parts of one string with those that
// are not, and looks whether they outlive what they were read from.
func TestSharedTexts(t *testing.T) {
	t.Parallel()
	long := strings.Repeat(`{"k\n":"\u00e9 and \"more\" of it"},`, 500)
	for _, in := range []string{
		`"a"`, `""`, `{"":""}`, `[1,true,null,"x\ty","é","\ud800","\\","\"","` + "\xff" + `","` + "a\x00b" + `"]`,
		`{"k\u0041é":"\u0000","` + "\xff" + `":-1.5}`,
		"[" + long + `"end"]`,
		"[" + long + `"` + strings.Repeat(`\\`, 9000) + `",` + long + `1]`,
		`{"a":"` + strings.Repeat("x", 300<<10) + `","b\n":"c"}`, // not shared
	} {
		var alone, shared ingest.Tree
		a, _, err := alone.Parse([]byte(in))
		if err != nil {
			t.Fatal(err)
		}
		text := []byte(in)
		b, _, _ := shared.Parse(text)
		shared.Share()
		want, got := texts(a), texts(b)
		clear(text)
		if _, _, err := shared.Parse([]byte(`["other\n"]`)); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("shared texts of %.60s are %.200q, want %.200q", in, got, want)
		}
	}
}

// FuzzSharedTexts: sharing changes no text.
func FuzzSharedTexts(f *testing.F) {
	f.Add([]byte(`{"a":["\ud83d\ude00\ud83d",1],"b\n":"é"}`))
	f.Add([]byte("[\"\xff\x00\",{\"\\u0000\":\"\\\\\"}]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var tree ingest.Tree
		v, _, err := tree.Parse(text)
		if err != nil {
			return
		}
		want := texts(v)
		tree.Share()
		if got := texts(v); !slices.Equal(got, want) {
			t.Fatalf("shared texts of %q are %q, want %q", text, got, want)
		}
	})
}

// TestStringsOfAllLengths puts every special character at every place of short
// strings, which are read several bytes at a time.
func TestStringsOfAllLengths(t *testing.T) {
	t.Parallel()
	for n := range 20 {
		for at := range n + 1 {
			for _, special := range []string{"", "é", "\u0080", "\x7f", "~", " ", "!", "#", "[", "]", `"`, `\`, "\n", "\x1f"} {
				want := strings.Repeat("a", at) + special + strings.Repeat("b", n-at)
				quoted, err := json.Marshal(want)
				if err != nil {
					t.Fatal(err)
				}
				for _, in := range []string{string(quoted), fmt.Sprintf(`[%s,"after, all this",{}]`, quoted)} {
					var tree ingest.Tree
					v, rest, err := tree.Parse([]byte(in))
					if v.Kind() == ingest.Array {
						v = v.First()
					}
					if err != nil || len(rest) > 0 || v.Text() != want || v.Size() != len(quoted) {
						t.Fatalf("%s gave %q of %d bytes, and %q is left (%v)", in, v.Text(), v.Size(), rest, err)
					}
				}
			}
		}
	}
}
