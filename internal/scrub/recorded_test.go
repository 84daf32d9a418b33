package scrub_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/scrub"
	"belfry/internal/telemetry"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// pieces are what the recorded texts are put together from: secrets, halves of
// secrets, and what stands around them.
var pieces = []string{
	"password=hunter2", "password: ", "password='", "token", "Token ", "api_key", "session: ", "Authorization: ", "cookie: a=b; c", "name=\"password\"", "key", "value",
	"Bearer abc123def456", "Basic dXNlcjpwYXNzd29yZA==", "eyJhbGciOi.eyJzdWIiOiIxNyJ9.xabcdefgh", "ghp_aBcDeFgHaBcDeFgHaBcDeFgH", "sk-aBcDeFgH1BcDeFgHaBcDeFgH", "ya29.", "sq0atp-",
	"AKIAIOSFODNN7EXAMPLE", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "4111 1111 1111 1111", "4111111111111111", "5555-5555-5555-4444", "1234", "17", "0x7f3c", "1.50",
	"postgres://a:b@c", "ann@example.com", "10.0.0.1", "[::1]:80", "2001:db8::ff00:42:8329", "1:2:3:4:5:6:7:8", "14:48:35", "Chrome/140.0.0.0", "12345678:aBcDeFgHaBcDeFgHaBcDeFgHaBcDeFgHabc",
	"--token x", "--password ", "<password>x</password>", "<token>", `{\"token\":\"x\"}`, "PASSWORD '", "user[password]", "%5Bpassword%5D=", "string(7) \"", "[Filtered]", "[email]",
	"=", ":", "=>", ":=", "==", "::", "-", "--", ">", "<", "@", "\"", "'", "`", `\`, `\"`, "[", "]", "{", "}", "(", ")", ",", ";", "&", "_", ".", "/", " ", "  ", "\n", "\t", "a", "x", "é", "日本",
}

func drawText(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(8) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

func drawJSON(r *rand.Rand, depth int) any {
	switch kind := r.IntN(6); {
	case depth == 0 || kind < 2:
		return drawText(r)
	case kind == 2:
		inner, err := json.Marshal(drawJSON(r, depth-1))
		if err != nil {
			panic(err) // strings and numbers only
		}
		return string(inner)
	case kind == 3:
		return []any{drawJSON(r, depth-1), 17, 4111111111111111, nil, drawText(r)}
	}
	keys := []string{"password", "a", "name", "key", "value", "Cookie", "X-Forwarded-For", "data", drawText(r)}
	return map[string]any{keys[r.IntN(len(keys))]: drawJSON(r, depth-1), keys[r.IntN(len(keys))]: drawJSON(r, depth-1)}
}

// TestRecorded compares what becomes of mixed texts, lines of source code and
// JSON with what became of them before. Who changes a rule reads the difference
// and updates the file; who makes the package faster changes nothing in it.
func TestRecorded(t *testing.T) {
	t.Parallel()
	const golden = "testdata/recorded.golden"
	var got strings.Builder
	r := rand.New(rand.NewPCG(17, 4))
	record := func(kind, in string, run func(s *scrub.Scrubber) string) {
		fmt.Fprintf(&got, "%-6s %q\n", kind, in)
		fmt.Fprintf(&got, " plain %q\n  full %q\n", run(plain), run(full))
	}
	for range 100 {
		in := drawText(r)
		record("text", in, func(s *scrub.Scrubber) string { return s.Text(in) })
		record("source", in, func(s *scrub.Scrubber) string {
			line := in
			s.Event(&telemetry.Event{Stacktrace: []telemetry.Frame{{ContextLine: &line}}})
			return line
		})
		raw, err := json.Marshal(drawJSON(r, 3))
		if err != nil {
			t.Fatal(err)
		}
		record("json", string(raw), func(s *scrub.Scrubber) string { return string(s.JSON(raw)) })
	}
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
