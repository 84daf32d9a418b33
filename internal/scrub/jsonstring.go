package scrub

import (
	"unicode/utf16"
	"unicode/utf8"
)

// unescape returns the text that a JSON string without its quotes stands for.
// Half a surrogate pair becomes the replacement character.
func unescape(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 >= len(s) {
			out = append(out, s[i])
			continue
		}
		i++
		switch c := s[i]; c {
		case 'n':
			out = append(out, '\n')
		case 't':
			out = append(out, '\t')
		case 'r':
			out = append(out, '\r')
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'u':
			r := hexRune(s, i+1)
			if i += 4; utf16.IsSurrogate(r) {
				if i+2 < len(s) && s[i+1] == '\\' && s[i+2] == 'u' {
					if pair := utf16.DecodeRune(r, hexRune(s, i+3)); pair != utf8.RuneError {
						r, i = pair, i+6
					}
				}
			}
			out = utf8.AppendRune(out, r)
		default:
			out = append(out, c)
		}
	}
	return string(out)
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
