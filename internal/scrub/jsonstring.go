package scrub

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// span passes over a string.
func (r *rewriter) span() (s span, ok bool) {
	rest := r.in[r.i+1:]
	s.from = seek(rest, 0, &inString)
	end := s.from
	if end == len(rest) || rest[end] != '"' { // something is in the string
		if end, s.escaped = closingQuote(rest, s.from); end < 0 {
			return span{}, false
		}
	}
	s.text = rest[:end]
	r.i += end + 2
	return s, true
}

// A span is what is between the quotes of a string in JSON text.
type span struct {
	text    string // as written
	from    int    // where the first thing in text is that may begin a secret
	escaped bool   // there are escapes in it
}

// plain returns the text that s stands for, and from in it.
func (s *span) plain() (text string, from int) {
	if s.escaped {
		return unescape(s.text), 0
	}
	return s.text, s.from
}

// closingQuote returns where the first quote at i or behind it stands that no
// backslash escapes, or -1, and whether there are backslashes before it.
func closingQuote(s string, i int) (end int, escaped bool) {
	for ; i < len(s); i++ {
		switch s[i] {
		case '"':
			return i, escaped
		case '\\':
			escaped = true
			i++
		}
	}
	return -1, escaped
}

// unescape returns the text that a JSON string without its quotes stands for.
// Half a surrogate pair becomes the replacement character.
func unescape(s string) string {
	var out strings.Builder
	out.Grow(len(s))
	for i := 0; i < len(s); i++ {
		k := strings.IndexByte(s[i:], '\\')
		if k < 0 || i+k+1 >= len(s) {
			out.WriteString(s[i:])
			break
		}
		out.WriteString(s[i : i+k])
		i += k + 1
		switch c := s[i]; c {
		case 'n':
			out.WriteByte('\n')
		case 't':
			out.WriteByte('\t')
		case 'r':
			out.WriteByte('\r')
		case 'b':
			out.WriteByte('\b')
		case 'f':
			out.WriteByte('\f')
		case 'u':
			r := hexRune(s, i+1)
			if i += 4; utf16.IsSurrogate(r) {
				if i+2 < len(s) && s[i+1] == '\\' && s[i+2] == 'u' {
					if pair := utf16.DecodeRune(r, hexRune(s, i+3)); pair != utf8.RuneError {
						r, i = pair, i+6
					}
				}
			}
			out.WriteRune(r)
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// hexRune reads the four digits at i; what is none counts as zero.
func hexRune(s string, i int) rune {
	var r rune
	for k := i; k < i+4; k++ {
		r <<= 4
		if k < len(s) {
			switch c := s[k]; {
			case isDigit(c):
				r |= rune(c - '0')
			case isHex(c):
				r |= rune(c|0x20-'a') + 10
			}
		}
	}
	return r
}

// quote writes s as a JSON string.
func quote(s string) string {
	const digits = "0123456789abcdef"
	out := make([]byte, 1, len(s)+8)
	out[0] = '"'
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case c == '\n':
			out = append(out, '\\', 'n')
		case c == '\r':
			out = append(out, '\\', 'r')
		case c == '\t':
			out = append(out, '\\', 't')
		case c < ' ':
			out = append(out, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		default:
			out = append(out, c)
		}
	}
	return string(append(out, '"'))
}
