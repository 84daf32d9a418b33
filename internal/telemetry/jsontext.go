package telemetry

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"unicode/utf8"
)

// plain has the ASCII characters that need no escape in a JSON string.
var plain = func() (set [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		set[c] = c != '"' && c != '\\'
	}
	return set
}()

// inside has the bytes that stand for themselves in a string of JSON text.
var inside = func() (set [256]bool) {
	for b := range set {
		set[b] = plain[b] || b >= utf8.RuneSelf
	}
	return set
}()

// plainLen returns how many bytes at the start of b are plain.
func plainLen(b []byte) int {
	i := 0
	for len(b)-i >= 8 && allPlain(binary.LittleEndian.Uint64(b[i:])) {
		i += 8
	}
	for i < len(b) && plain[b[i]] {
		i++
	}
	return i
}

// allPlain reports whether the eight bytes of x are plain. Below 0x80 a byte
// from which 0x20 is taken away has its high bit set if it was a control
// character, and one from which 1 is taken away if it was zero, which a quote or
// backslash is after the exclusive or. A borrow only comes from a byte that is
// not plain.
func allPlain(x uint64) bool {
	const each, high = 0x0101010101010101, 0x8080808080808080
	quotes, backslashes := x^each*'"', x^each*'\\'
	return (x|(x-each*0x20)|(quotes-each)|(backslashes-each))&high == 0
}

// appendQuoted appends s as a JSON string.
func appendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := len(dst)
	dst = append(dst, s...)
	if n := plainLen(dst[start:]); n < len(s) {
		dst = appendEscaped(dst[:start+n], s[n:])
	}
	return append(dst, '"')
}

// appendEscaped appends the inside of a JSON string. Bytes that are no UTF-8
// become the replacement character, and the two line separators that JavaScript
// takes for ends of lines are escaped, as encoding/json does.
func appendEscaped(dst []byte, s string) []byte {
	start := 0
	for i := 0; i < len(s); {
		if plain[s[i]] {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r >= utf8.RuneSelf && (r != utf8.RuneError || size != 1) && r != '\u2028' && r != '\u2029' {
			i += size
			continue
		}
		dst = appendEscape(append(dst, s[start:i]...), r)
		i += size
		start = i
	}
	return append(dst, s[start:]...)
}

func appendEscape(dst []byte, r rune) []byte {
	const digits = "0123456789abcdef"
	switch r {
	case '"', '\\':
		return append(dst, '\\', byte(r))
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u', digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15])
}

// appendCompact appends JSON text without the spaces around its values. Most SDKs
// send none, so that a glance is enough; encoding/json sees to the rest, and says
// what is wrong with what is no JSON.
func appendCompact(dst []byte, text JSON) ([]byte, error) {
	if skipValue(text, 0, 0) == len(text) {
		return append(dst, text...), nil
	}
	var compact bytes.Buffer
	err := json.Compact(&compact, text)
	return append(dst, compact.Bytes()...), err
}

// maxDepth is how deep skipValue looks; the parsers allow no more.
const maxDepth = 100

// skipValue returns where the value at b[i] ends. It and those below return -1
// for what is no JSON, and also for spaces and where it is too deep.
func skipValue(b []byte, i, depth int) int {
	if i >= len(b) || depth > maxDepth {
		return -1
	}
	switch b[i] {
	case '"':
		return skipString(b, i)
	case '{':
		return skipObject(b, i, depth+1)
	case '[':
		return skipArray(b, i, depth+1)
	case 't':
		return skipWord(b, i, "true")
	case 'f':
		return skipWord(b, i, "false")
	case 'n':
		return skipWord(b, i, "null")
	}
	return skipNumber(b, i)
}

// is reports whether c is at b[i].
func is(b []byte, i int, c byte) bool { return uint(i) < uint(len(b)) && b[i] == c }

func skipObject(b []byte, i, depth int) int {
	if is(b, i+1, '}') {
		return i + 2
	}
	for {
		if i++; !is(b, i, '"') {
			return -1
		}
		if i = skipString(b, i); !is(b, i, ':') {
			return -1
		}
		if i = skipValue(b, i+1, depth); !is(b, i, ',') {
			break
		}
	}
	if is(b, i, '}') {
		return i + 1
	}
	return -1
}

func skipArray(b []byte, i, depth int) int {
	if is(b, i+1, ']') {
		return i + 2
	}
	for {
		if i = skipValue(b, i+1, depth); !is(b, i, ',') {
			break
		}
	}
	if is(b, i, ']') {
		return i + 1
	}
	return -1
}

func skipWord(b []byte, i int, word string) int {
	if !bytes.HasPrefix(b[i:], []byte(word)) {
		return -1
	}
	return i + len(word)
}

func skipString(b []byte, i int) int {
	for i++; i < len(b); {
		switch c := b[i]; {
		case inside[c]:
			i++
		case c == '"':
			return i + 1
		case c == '\\' && i+1 < len(b) && b[i+1] == 'u':
			if i += 6; i > len(b) || !isHex(b[i-4]) || !isHex(b[i-3]) || !isHex(b[i-2]) || !isHex(b[i-1]) {
				return -1
			}
		case c == '\\' && i+1 < len(b) && bytes.IndexByte([]byte(`"\/bfnrt`), b[i+1]) >= 0:
			i += 2
		default:
			return -1
		}
	}
	return -1
}

func isHex(b byte) bool { return b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'f' }

// skipNumber skips -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
func skipNumber(b []byte, i int) int {
	if is(b, i, '-') {
		i++
	}
	if is(b, i, '0') {
		i++
	} else if i = skipDigits(b, i); i < 0 {
		return -1
	}
	if is(b, i, '.') {
		if i = skipDigits(b, i+1); i < 0 {
			return -1
		}
	}
	if is(b, i, 'e') || is(b, i, 'E') {
		if i++; is(b, i, '+') || is(b, i, '-') {
			i++
		}
		return skipDigits(b, i)
	}
	return i
}

// skipDigits skips at least one.
func skipDigits(b []byte, i int) int {
	start := i
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	if i == start {
		return -1
	}
	return i
}
