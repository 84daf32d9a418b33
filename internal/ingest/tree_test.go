package ingest_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"belfry/internal/ingest"
)

func TestTreeTakesWhatClientsWrite(t *testing.T) {
	t.Parallel()
	check := func(in, want string) {
		t.Helper()
		var tree ingest.Tree
		v, rest, err := tree.Parse([]byte(in))
		got := "error"
		if err == nil {
			out, cut := v.AppendJSON(nil, 1<<20)
			got = string(out)
			if cut {
				t.Errorf("%q was cut", in)
			}
			if !json.Valid(out) {
				t.Errorf("%q gave %q, which is not JSON", in, out)
			}
			if len(rest) > 0 {
				got += " then " + string(rest)
			}
		}
		if got != want {
			t.Errorf("Parse(%q) = %s, want %s", in, got, want)
		}
	}
	check(`{"a":1,"b":[true,false,null],"c":{"d":"e"}}`, `{"a":1,"b":[true,false,null],"c":{"d":"e"}}`)
	check(" \r\n\t{ \"a\" : 1 } ", `{ "a" : 1 }`)
	check(`[]`, `[]`)
	check(`[{},[]]`, `[{},[]]`)
	check(`{"a":{},"b":1}`, `{"a":{},"b":1}`)
	check(`"x"`, `"x"`)
	check(`-12.50e+3`, `-12.50e+3`)
	check(`123456789012345678901234567890`, `123456789012345678901234567890`)
	// beyond the standard
	check(`[NaN,Infinity,-Infinity,inf]`, `["NaN","Infinity","-Infinity","inf"]`)
	check(`[1,]`, `[1]`)
	check(`{"a":1,}`, `{"a":1}`)
	check(`[01,+1,1.]`, `["01","+1","1."]`)
	check("\"a\x01b\nc\"", `"a\u0001b\nc"`)
	check(`"a\u0000b"`, `"a�b"`)
	check("\"a\x00b\"", `"a�b"`)
	check("\"a\xffb\"", `"a�b"`)
	check(`"\ud83d\ude00"`, `"\ud83d\ude00"`)
	check(`"\ud83d"`, `"�"`)
	check(`"\ud83dA"`, `"�A"`)
	check(`"\ud83d\u0041"`, `"�A"`)
	check(`"\ude00\ud83d"`, `"��"`)
	check(`"\x41\u12"`, `"\\x41\\u12"`)
	check(`{"k\u0000":1}`, `{"k�":1}`)
	check(`{"a":1} {"b":2}`, `{"a":1} then {"b":2}`)
	check(`{"a":1}garbage`, `{"a":1} then garbage`)
	check(strings.Repeat("[", 102)+strings.Repeat("]", 102), strings.Repeat("[", 100)+"null"+strings.Repeat("]", 100))
	// not JSON
	for _, bad := range []string{
		``, ` `, `{`, `[`, `"`, `"\`, `"\"`, `{"a"`, `{"a":`, `{"a":1`, `{a:1}`, `{'a':1}`, `[1 2]`, `[,1]`, `{,}`, `nul`, `tru`, `Nano`, `-`, `1a`, `}`, `<html>`, `{"a":"b}`,
		strings.Repeat("[", 200), strings.Repeat("[", 200) + `"`,
	} {
		check(bad, "error")
	}
}

func TestTreeBoundsTheNumberOfValues(t *testing.T) {
	t.Parallel()
	var tree ingest.Tree
	if _, _, err := tree.Parse([]byte("[" + strings.Repeat("1,", 1<<20) + "1]")); !errors.Is(err, ingest.ErrTooMany) {
		t.Errorf("err = %v, want ErrTooMany", err)
	}
	if _, _, err := tree.Parse([]byte("[" + strings.Repeat("1,", 1<<19) + "1]")); err != nil {
		t.Errorf("half a million values: %v", err)
	}
}

func TestValueAccess(t *testing.T) {
	t.Parallel()
	var tree ingest.Tree
	v, _, err := tree.Parse([]byte(`{"s":"a\tb","n":"12","f":1.9,"neg":-3,"big":1e300,"t":true,"one":"1","e":{},"l":[1,2,3],"":5,"k\u0041":7,"nan":NaN,"s2":"x"}`))
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, got, want any) {
		t.Helper()
		if got != want {
			t.Errorf("%s = %v, want %v", what, got, want)
		}
	}
	num := func(key string) any {
		if n, ok := v.Get(key).Int(); ok {
			return n
		}
		return "none"
	}
	flag := func(key string) any {
		if b, ok := v.Get(key).Bool(); ok {
			return b
		}
		return "none"
	}
	check("s", v.Get("s").Text(), "a\tb")
	check("n", num("n"), int64(12))
	check("f", num("f"), int64(1))
	check("neg", num("neg"), int64(-3))
	check("big", num("big"), "none")
	check("nan", num("nan"), "none")
	check("s as number", num("s"), "none")
	check("t", flag("t"), true)
	check("one", flag("one"), true)
	check("l as flag", flag("l"), "none")
	check("e is empty", v.Get("e").IsEmpty(), true)
	check("e has no first", v.Get("e").First().Exists(), false)
	check("l", v.Get("l").Len(), 3)
	check("empty key", num(""), int64(5))
	check("escaped key", num("kA"), int64(7))
	check("after an empty container", v.Get("s2").Text(), "x")
	check("missing", v.Get("nothing").Get("at").First().Next().Kind(), ingest.Missing)
	check("keys", v.Len(), 13)
}

func TestAppendJSONFitsTheLimit(t *testing.T) {
	t.Parallel()
	check := func(in string, limit int, want string) {
		t.Helper()
		var tree ingest.Tree
		v, _, err := tree.Parse([]byte(in))
		if err != nil {
			t.Fatal(err)
		}
		got, cut := v.AppendJSON(nil, limit)
		if string(got) != want || !json.Valid(got) || !cut {
			t.Errorf("AppendJSON(%s, %d) = %s (cut %v), want %s", in, limit, got, cut, want)
		}
	}
	check(`{"a":"0123456789","b":"0123456789","c":1}`, 30, `{"a":"0123456789","b":"0…"}`)
	check(`[1,2,3,4,5,6,7,8,9,10,11,12,13,14]`, 16, `[1,2,3,4]`)
	check(`"ééééé"`, 8, `"éé…"`)
	check(`{"a":{"b":{"c":"dddddddddddddddddddddddd"}}}`, 30, `{"a":{"b":{"c":"ddddddddd…"}}}`)
}

func TestCutText(t *testing.T) {
	t.Parallel()
	check := func(in string, limit int, want string) {
		t.Helper()
		if got, cut := ingest.CutText(in, limit); got != want || cut != (in != want) {
			t.Errorf("CutText(%q, %d) = %q, %v, want %q", in, limit, got, cut, want)
		}
	}
	check("", 0, "")
	check("abc", 3, "abc")
	check("abcdef", 5, "ab…")
	check("aé", 2, "…")
	check("€€€", 8, "€…")
	if got := ingest.CleanText([]byte("a\x00\xffb")); got != "a��b" {
		t.Errorf("CleanText = %q", got)
	}
}

// FuzzTree checks that whatever is read comes out as valid, storable JSON.
func FuzzTree(f *testing.F) {
	for _, s := range []string{`{"a":[1,"\ud83d\ude00\ud83d",NaN,],"b":{"c":null}}`, "[\"\xff\x00\",{}]", `{"":{"":[[[]]]}} {}`, strings.Repeat(`{"a":`, 120) + "1" + strings.Repeat("}", 120)} {
		f.Add([]byte(s), 40)
	}
	f.Fuzz(func(t *testing.T, text []byte, limit int) {
		var tree ingest.Tree
		v, rest, err := tree.Parse(text)
		if err != nil {
			if json.Valid(text) && !strings.Contains(err.Error(), "values") {
				t.Fatalf("valid JSON refused: %v", err)
			}
			return
		}
		if len(rest) > len(text) {
			t.Fatal("more rest than text")
		}
		for _, l := range []int{1 << 30, limit} {
			out, _ := v.AppendJSON(nil, l)
			if !json.Valid(out) || !utf8.Valid(out) || strings.Contains(strings.ReplaceAll(string(out), `\\`, ""), `\u0000`) {
				t.Fatalf("%q gave %q", text, out)
			}
		}
		walk(t, v, 0)
	})
}

func walk(t *testing.T, v ingest.Value, depth int) {
	if depth > 200 {
		t.Fatal("too deep")
	}
	for _, s := range []string{v.Text(), v.Key()} {
		if !utf8.ValidString(s) || strings.Contains(s, "\x00") {
			t.Fatalf("unclean text %q", s)
		}
	}
	n := 0
	for c := v.First(); c.Exists(); c = c.Next() {
		walk(t, c, depth+1)
		n++
	}
	if n != v.Len() || (n == 0) != !v.First().Exists() {
		t.Fatal("Len and iteration differ")
	}
}
