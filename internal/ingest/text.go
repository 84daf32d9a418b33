package ingest

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const replacement = "\uFFFD"

// CleanText returns b as valid UTF-8 without NUL; what cannot be kept becomes
// U+FFFD.
func CleanText(b []byte) string { return CleanString(string(b)) }

// CleanString is CleanText for a string.
func CleanString(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, replacement)
	}
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", replacement)
	}
	return s
}

// CutText shortens s to at most limit bytes, on the border of a character, with
// a mark at the end, and tells whether it had to.
func CutText(s string, limit int) (string, bool) {
	const mark = "…"
	if len(s) <= limit {
		return s, false
	}
	n := max(limit-len(mark), 0)
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + mark, true
}

// unquote returns the text of a JSON string, which stands from a to z without
// its quotes. Bad escapes stay as they are; lone surrogates and NUL become
// U+FFFD.
func (t *Tree) unquote(a, z int32, rich bool) string {
	if !rich {
		return t.plain(a, z)
	}
	raw := t.text[a:z]
	i := bytes.IndexByte(raw, '\\')
	if i < 0 {
		return CleanString(t.plain(a, z))
	}
	b := t.room(len(raw))
	start := b.Len()
	for from := 0; ; {
		b.Write(raw[from:i])
		if i == len(raw) {
			return CleanString(b.String()[start:])
		}
		from = i + unescape(b, raw[i:])
		if i = bytes.IndexByte(raw[from:], '\\'); i < 0 {
			i = len(raw)
		} else {
			i += from
		}
	}
}

// plain returns the text from a to z as it stands there.
func (t *Tree) plain(a, z int32) string {
	if t.shared != "" {
		return t.shared[a:z]
	}
	return string(t.text[a:z])
}

// room returns a builder with room for n more bytes: a shared one, of which
// each text is a part, where texts are shared.
func (t *Tree) room(n int) *strings.Builder {
	b := &t.escaped
	if t.shared == "" {
		b = new(strings.Builder)
	}
	if have := b.Cap(); have-b.Len() < n {
		*b = strings.Builder{} // texts keep the one before
		b.Grow(max(n, min(2*have, maxRoom)))
	}
	return b
}

// maxRoom bounds what is reserved for texts that may not come.
const maxRoom = 4 << 10

// unescape writes the character of the escape at the start of raw and returns
// the escape's length.
func unescape(b *strings.Builder, raw []byte) int {
	if len(raw) < 2 {
		b.WriteByte('\\')
		return 1
	}
	const from, to = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	if k := strings.IndexByte(from, raw[1]); k >= 0 {
		b.WriteByte(to[k])
		return 2
	}
	r, ok := hexRune(raw)
	if !ok {
		b.Write(raw[:2])
		return 2
	}
	if utf16.IsSurrogate(r) {
		if low, ok := hexRune(raw[6:]); ok {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				b.WriteRune(pair)
				return 12
			}
		}
		r = utf8.RuneError
	}
	b.WriteRune(r)
	return 6
}

// hexRune reads \uXXXX.
func hexRune(raw []byte) (rune, bool) {
	if len(raw) < 6 || raw[0] != '\\' || raw[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range raw[2:6] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// wellFormed reports whether the inside of a JSON string may be copied into
// other JSON as it is: valid escapes, valid UTF-8, no NUL.
func wellFormed(raw []byte) bool {
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if c < 0x20 {
			return false
		}
		if c != '\\' {
			continue
		}
		i++
		if i >= len(raw) {
			return false
		}
		if raw[i] != 'u' {
			if strings.IndexByte(`"\/bfnrt`, raw[i]) < 0 {
				return false
			}
			continue
		}
		r, ok := hexRune(raw[i-1:])
		if !ok || r == 0 {
			return false
		}
		i += 4
		if utf16.IsSurrogate(r) {
			low, ok := hexRune(raw[i+1:])
			if !ok || utf16.DecodeRune(r, low) == utf8.RuneError {
				return false
			}
			i += 6
		}
	}
	return utf8.Valid(raw)
}

// AppendQuoted appends clean text as a JSON string.
func AppendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := range len(s) {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, s[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\r':
			dst = append(dst, '\\', 'r')
		case '\t':
			dst = append(dst, '\\', 't')
		default:
			const hex = "0123456789abcdef"
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

// AppendJSON appends v as valid JSON of about limit bytes at most, and tells
// whether something had to be left out for that.
func (v Value) AppendJSON(dst []byte, limit int) ([]byte, bool) {
	if v.t == nil {
		return append(dst, "null"...), false
	}
	raw := v.span()
	if v.Kind() == String {
		raw = v.t.text[v.node().val0-1 : v.node().val1+1]
	}
	if !v.t.odd && len(raw) <= limit {
		return append(dst, raw...), false
	}
	w := jsonWriter{dst: dst, left: limit}
	w.value(v)
	return w.dst, w.cut
}

// jsonWriter writes values until its allowance is used up.
type jsonWriter struct {
	dst  []byte
	left int
	cut  bool
}

func (w *jsonWriter) raw(s []byte) {
	w.dst = append(w.dst, s...)
	w.left -= len(s)
}

func (w *jsonWriter) text(s string) {
	s, cut := CutText(s, max(w.left, 0))
	w.cut = w.cut || cut
	before := len(w.dst)
	w.dst = AppendQuoted(w.dst, s)
	w.left -= len(w.dst) - before
}

func (w *jsonWriter) value(v Value) {
	switch v.Kind() {
	case String:
		w.text(v.Text())
	case Number:
		if raw := v.span(); validNumber(raw) {
			w.raw(raw)
		} else {
			w.text(string(raw))
		}
	case Bool:
		w.raw(v.span())
	case Array, Object:
		w.container(v)
	default:
		w.raw(wordNull)
	}
}

func (w *jsonWriter) container(v Value) {
	keyed := v.Kind() == Object
	open, closing := byte('['), byte(']')
	if keyed {
		open, closing = '{', '}'
	}
	w.dst = append(w.dst, open)
	w.left -= 2
	for c, n := v.First(), 0; c.Exists(); c, n = c.Next(), n+1 {
		n1 := c.node()
		if w.left < int(n1.key1-n1.key0)+8 {
			w.cut = true
			break
		}
		if n > 0 {
			w.dst = append(w.dst, ',')
			w.left--
		}
		if keyed {
			before := len(w.dst)
			w.dst = append(AppendQuoted(w.dst, c.Key()), ':')
			w.left -= len(w.dst) - before
		}
		w.member(c)
	}
	w.dst = append(w.dst, closing)
}

// member writes c, and leaves half of the allowance to its siblings when it is
// large.
func (w *jsonWriter) member(c Value) {
	kept := 0
	if c.Next().Exists() && len(c.span()) > w.left/2 {
		kept = w.left / 2
	}
	w.left -= kept
	w.value(c)
	w.left += kept
}
