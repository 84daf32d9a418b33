package ingest_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"belfry/internal/errs"
	"belfry/internal/ingest"
)

// pack compresses text the ways given, one after the other.
func pack(t testing.TB, text string, how ...string) []byte {
	t.Helper()
	out := []byte(text)
	for _, h := range how {
		var b bytes.Buffer
		var w io.WriteCloser
		switch h {
		case "gzip":
			w = gzip.NewWriter(&b)
		case "zlib":
			w = zlib.NewWriter(&b)
		case "flate":
			w, _ = flate.NewWriter(&b, 6)
		case "br":
			w = brotli.NewWriter(&b)
		case "zstd":
			w, _ = zstd.NewWriter(&b)
		}
		if _, err := w.Write(out); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		out = b.Bytes()
	}
	return out
}

func inflate(in *ingest.Inflater, encoding string, body []byte, limit int64) (string, error) {
	p, err := in.Open(encoding, body, limit)
	if err != nil {
		return "", err
	}
	defer p.Close()
	text, err := p.ReadAll(nil)
	return string(text), err
}

func TestInflate(t *testing.T) {
	t.Parallel()
	const text = `{"event_id":"aa"}` + "\n"
	var in ingest.Inflater
	check := func(encoding string, body []byte, want string) {
		t.Helper()
		for range 2 { // the second time with what the pools hold
			got, err := inflate(&in, encoding, body, 1000)
			if err != nil {
				got = errs.KindOf(err).String() + ": " + errs.PublicOf(err)
			}
			if got != want {
				t.Errorf("%q: got %q, want %q", encoding, got, want)
			}
		}
	}
	check("", []byte(text), text)
	check("identity", []byte(text), text)
	check("", nil, "")
	check("gzip", pack(t, text, "gzip"), text)
	check("GZIP", pack(t, text, "gzip"), text)
	check("x-gzip", pack(t, text, "gzip"), text)
	check("deflate", pack(t, text, "zlib"), text)
	check("deflate", pack(t, text, "flate"), text)
	check("br", pack(t, text, "br"), text)
	check("zstd", pack(t, text, "zstd"), text)
	check("gzip, br", pack(t, text, "gzip", "br"), text)
	check("deflate,gzip", pack(t, text, "flate", "gzip"), text) // the inner one cannot be told by its looks
	// said wrongly
	check("", pack(t, text, "gzip"), text)
	check("", pack(t, text, "zlib"), text)
	check("", pack(t, text, "zstd"), text)
	check("gzip", pack(t, text, "zstd"), text)
	check("gzip", pack(t, text, "zlib"), text)
	check("gzip", []byte(text), text)
	check("deflate", []byte(text), text)
	// refused
	check("gzip, gzip, gzip", pack(t, text, "gzip", "gzip", "gzip"), "invalid: More than 2 content encodings on top of each other.")
	check("lzma", []byte("x"), `invalid: Content-Encoding "lzma" is not supported: use gzip, deflate, br, zstd or none.`)
	check("gzip", pack(t, text, "gzip")[:20], `invalid: The body cannot be decompressed as "gzip".`)
	check("gzip", []byte("nonsense"), `invalid: The body cannot be decompressed as "gzip".`)
	check("br", []byte("nonsense nonsense nonsense"), `invalid: The body cannot be decompressed as "br".`)
	check("zstd", pack(t, text, "zstd")[:15], `invalid: The body cannot be decompressed as "zstd".`)
	check("deflate", []byte("nonsense"), `invalid: The body cannot be decompressed as "deflate".`)
}

func TestInflateStopsAtTheLimit(t *testing.T) {
	t.Parallel()
	var in ingest.Inflater
	bomb := strings.Repeat("x", 1<<20)
	check := func(encoding string, body []byte, limit int64, ok bool) {
		t.Helper()
		text, err := inflate(&in, encoding, body, limit)
		if ok != (err == nil) {
			t.Errorf("%q with limit %d: %v", encoding, limit, err)
		}
		if err != nil && (!errs.Is(err, errs.TooLarge) || int64(len(text)) != limit) {
			t.Errorf("%q with limit %d: %d bytes, %v", encoding, limit, len(text), err)
		}
	}
	for _, how := range []string{"gzip", "br", "zstd"} {
		check(how, pack(t, bomb, how), 1<<20, true)
		check(how, pack(t, bomb, how), 1<<20-1, false)
		check(how, pack(t, bomb, how), 100, false)
	}
	check("", []byte(bomb), 1<<20, true)
	check("", []byte(bomb), 1000, false)
	check("gzip, gzip", pack(t, bomb, "gzip", "gzip"), 2000, false)
}

// TestInflateBoundsTheOuterLayer: many empty members say nothing, at length.
func TestInflateBoundsTheOuterLayer(t *testing.T) {
	t.Parallel()
	var in ingest.Inflater
	empty := strings.Repeat(string(pack(t, "", "gzip")), 100_000)
	if _, err := inflate(&in, "gzip, gzip", pack(t, empty, "gzip"), 1<<20); !errs.Is(err, errs.TooLarge) {
		t.Errorf("err = %v", err)
	}
}
