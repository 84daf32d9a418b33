package group

import "strings"

// word deals with what begins with a letter.
func (m *masker) word() bool {
	start := m.i
	end := m.wordEnd(start)
	next := m.byteAt(end)
	if m.email(start) {
		return true
	}
	switch next {
	case ':':
		if m.url(start, end) || m.drive(start, end) || m.colons(start, end) {
			return true
		}
	case '/', '\\':
		if m.relative(start, end) {
			return true
		}
	case '.':
		if m.dotted(start, end) {
			return true
		}
	}
	if isDateName(m.s[start:end]) && m.namedDate(start) {
		return true
	}
	return m.plainWord(start, end)
}

// plainWord masks the digits of the word between start and end, or all of it
// when it looks like an id.
func (m *masker) plainWord(start, end int) bool {
	w := m.s[start:end]
	switch {
	case !hasDigit(w):
		return m.keep(end)
	case m.isUUID(start):
		return m.put(start, start+uuidLen, "<uuid>")
	case isHexWord(w):
		return m.put(start, end, "<hex>")
	case isRandom(w):
		return m.put(start, end, "<id>")
	}
	if (w[0] == 'v' || w[0] == 'V') && isDigits(w[1:]) {
		if to := m.versionEnd(start + 1); to > 0 {
			return m.put(start, to, "<version>")
		}
	}
	return m.glued(start, end)
}

// glued masks the numbers that are parts of a word: after an underscore, or
// behind letters when there are enough digits to be a counter.
func (m *masker) glued(start, end int) bool {
	for i := start; i < end; {
		if !isDigit(m.s[i]) {
			i++
			continue
		}
		j := i
		for j < end && isDigit(m.s[j]) {
			j++
		}
		if m.isCounter(start, i, j, end) {
			m.put(i, j, "<num>")
		}
		i = j
	}
	return m.keep(end)
}

// isCounter reports whether the digits between i and j count something, rather
// than being part of a name such as utf8 or x86_64.
func (m *masker) isCounter(start, i, j, end int) bool {
	if i > start && m.s[i-1] == '_' {
		before := strings.TrimRight(m.s[start:i-1], "0123456789") // x86_64
		return (j == end || m.s[j] == '_') && !isTechnical(before)
	}
	name := m.s[start:i]
	name = name[strings.LastIndexByte(name, '_')+1:]
	if isTechnical(name) {
		return false
	}
	lower := len(name) >= 3 && strings.TrimLeft(name, "abcdefghijklmnopqrstuvwxyz") == ""
	return j-i >= 4 || lower && j-i >= 2 && (j == end || m.s[j] == '_')
}

// technical are the words that have a number as part of their name.
var technical = map[string]bool{
	"utf": true, "sha": true, "base": true, "int": true, "uint": true, "float": true, "double": true, "win": true, "windows": true,
	"amd": true, "arm": true, "aes": true, "rsa": true, "mips": true, "ppc": true, "ripemd": true, "latin": true, "iso": true,
	"http": true, "tls": true, "tlsv": true, "ssl": true, "sslv": true, "md": true, "es": true, "hs": true, "rs": true, "ps": true,
	"x": true, "cp": true, "rfc": true, "ora": true, "tns": true, "pls": true, "cve": true, "sqlstate": true, "blake": true,
	"curve": true, "secp": true, "decimal": true, "bits": true, "ip": true, "ipv": true, "cwe": true, "ecma": true, "dpy": true,
	"dpi": true, "chacha": true, "poly": true, "ed": true, "h": true, "mp": true, "utf_": true, "gb": true, "big": true, "koi": true,
}

func isTechnical(name string) bool {
	if len(name) > 9 {
		return false
	}
	return technical[strings.ToLower(name)]
}

// afterTechnical reports whether the number at i belongs to the word before it,
// as in UTF-8, HTTP/1.1 or ORA-00942.
func (m *masker) afterTechnical(i int) bool {
	switch m.byteAt(i - 1) {
	case '-', '/', '[':
	default:
		return false
	}
	start := i - 1
	for start > 0 && i-start < 12 && isWordByte(m.s[start-1]) {
		start--
	}
	return isTechnical(m.s[start : i-1])
}

// isHexWord reports whether w is hexadecimal and no word that people write.
func isHexWord(w string) bool {
	digits, letters, hexes := count(w)
	if hexes != len(w) || letters == 0 {
		return false
	}
	return len(w) >= 7 && digits >= 1 || len(w) == 6 && digits >= 2
}

// isRandom reports whether w is so mixed of letters and digits that nobody
// made it up.
func isRandom(w string) bool {
	if len(w) < 10 {
		return false
	}
	digits, turns := 0, 0
	for i := range len(w) {
		d := isDigit(w[i])
		if d {
			digits++
		}
		if i > 0 && d != isDigit(w[i-1]) && w[i] != '_' && w[i-1] != '_' {
			turns++
		}
	}
	return digits >= 3 && turns >= 3
}

const uuidLen = 36

// isUUID reports whether a UUID stands at i.
func (m *masker) isUUID(i int) bool {
	if len(m.s)-i < uuidLen || !m.ends(i+uuidLen) {
		return false
	}
	for k := range uuidLen {
		c := m.s[i+k]
		if k == 8 || k == 13 || k == 18 || k == 23 {
			if c != '-' {
				return false
			}
		} else if !isHexByte(c) {
			return false
		}
	}
	return true
}

// quoted masks a value between quotes. An apostrophe inside a word opens
// nothing, and what does not close on its line is no value.
func (m *masker) quoted() bool {
	open := m.s[m.i]
	unclosed := &m.unclosed[open%4] // the three quotes differ there
	if m.i < *unclosed || m.i > 0 && isWordByte(m.s[m.i-1]) {
		return false
	}
	for j := m.i + 1; j < len(m.s); j++ {
		switch c := m.s[j]; {
		case c == '\n':
			*unclosed = j
			return false
		case c == '\\':
			j++
		case c == open || open == '`' && c == '\'':
			if m.ends(j + 1) {
				return m.put(m.i, j+1, "<str>")
			}
			if j == m.i+1 {
				return false
			}
		}
	}
	*unclosed = len(m.s)
	return false
}

// maxWide is how far the end of a value in wide quotes may be, in bytes.
const maxWide = 512

// wideQuotes are the pairs of quotes outside ASCII.
var wideQuotes = [...][2]string{{"“", "”"}, {"‘", "’"}, {"„", "“"}, {"«", "»"}, {"‹", "›"}, {"‚", "‘"}}

func (m *masker) wideQuoted() bool {
	rest := m.s[m.i:]
	for _, q := range wideQuotes {
		if !strings.HasPrefix(rest, q[0]) {
			continue
		}
		inside := rest[len(q[0]):min(len(rest), maxWide)]
		end := strings.Index(inside, q[1])
		if end < 0 || strings.IndexByte(inside[:end], '\n') >= 0 {
			return false
		}
		return m.put(m.i, m.i+len(q[0])+end+len(q[1]), "<str>")
	}
	return false
}
