package group

import "strings"

// Mask replaces what varies between messages of one kind by placeholders:
//
//	<num>      numbers, also behind a name: shard_12, node-3, worker12
//	<hex>      0x…, and hexadecimal words with a digit in them
//	<uuid>     UUIDs
//	<id>       words of letters and digits that look random
//	<date>     dates, and dates with a time
//	<time>     times of the day
//	<duration> numbers with a unit of time: 12ms, 1h30m
//	<size>     numbers with another unit: 12KB, 80%, 20px
//	<version>  versions of three parts: v1.2.3, 1.2.3-rc.1
//	<ip>       IPv4 and IPv6 addresses, with a port or prefix length
//	<mac>      hardware addresses
//	<host>     host names with a port
//	<email>    e-mail addresses
//	<url>      URLs
//	<path>     paths of files and requests, with line and column
//	<str>      quoted values
//
// Ordinary words stay, also those with digits in them (utf8, sha256, HTTP/1.1,
// ORA-00942). It takes time linear in len(s).
func Mask(s string) string {
	if !hasVariable(s) {
		return s
	}
	m := masker{s: s}
	m.out.Grow(len(s) + 16)
	m.run()
	return m.out.String()
}

// A masker is the state of one Mask: s up to i is read, and up to done it is in
// out.
type masker struct {
	s    string
	out  strings.Builder
	i    int
	done int
	at   int // where the next @ stands; looked for again once it is passed

	// What a search that failed has shown, so that it is not made again.
	unclosed [4]int // up to here no quote of a kind opens a value
	noPath   int    // up to here no relative path begins
}

// class says what a byte may begin.
type class uint8

const (
	plainByte class = iota
	letterByte
	digitByte
	quoteByte
	slashByte // / \ ~ .
	signByte  // + -
	colonByte
	wideByte // the first byte of a quote outside ASCII
)

var classes = func() (t [256]class) {
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = letterByte, letterByte
	}
	for c := '0'; c <= '9'; c++ {
		t[c] = digitByte
	}
	for c := 0x80; c < 0x100; c++ {
		t[c] = letterByte
	}
	t[0xE2], t[0xC2] = wideByte, wideByte
	t['_'] = letterByte
	t['\''], t['"'], t['`'] = quoteByte, quoteByte, quoteByte
	t['/'], t['\\'], t['~'], t['.'] = slashByte, slashByte, slashByte, slashByte
	t['+'], t['-'], t[':'] = signByte, signByte, colonByte
	return t
}()

// hasVariable reports whether s has any byte that something variable needs.
func hasVariable(s string) bool {
	for i := range len(s) {
		switch c := classes[s[i]]; {
		case c == digitByte, c == quoteByte, c == wideByte, s[i] == '/', s[i] == '\\', s[i] == '@':
			return true
		}
	}
	return false
}

func (m *masker) run() {
	for m.i < len(m.s) {
		c := m.s[m.i]
		taken := false
		switch classes[c] {
		case letterByte:
			taken = m.word()
		case digitByte:
			taken = m.number()
		case quoteByte:
			taken = m.quoted()
		case wideByte:
			taken = m.wideQuoted() || m.word()
		case slashByte:
			taken = m.rooted()
		case signByte:
			taken = m.signed()
		case colonByte:
			taken = m.loopback()
		}
		if !taken {
			m.i++
		}
	}
	m.out.WriteString(m.s[m.done:])
}

// put replaces what lies between from and to, and goes on behind it.
func (m *masker) put(from, to int, placeholder string) bool {
	m.out.WriteString(m.s[m.done:from])
	m.out.WriteString(placeholder)
	m.i, m.done = to, to
	return true
}

// keep goes on at to, and leaves what lies before it.
func (m *masker) keep(to int) bool {
	m.i = to
	return true
}

// byteAt returns the byte at i, or 0 outside of s.
func (m *masker) byteAt(i int) byte {
	if i < 0 || i >= len(m.s) {
		return 0
	}
	return m.s[i]
}

// free reports whether nothing is written right before i: the start, a space or
// an opening bracket, separator or comparison.
func (m *masker) free(i int) bool {
	switch m.byteAt(i - 1) {
	case 0, ' ', '\t', '\n', '\r', '(', '[', '{', '=', ',', ';', ':', '>', '|', '"', '\'', '`':
		return true
	}
	return false
}

func isWordByte(c byte) bool {
	k := classes[c]
	return k == letterByte || k == digitByte || k == wideByte
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isHexByte(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// wordEnd returns where the word at i ends.
func (m *masker) wordEnd(i int) int {
	for i < len(m.s) && isWordByte(m.s[i]) {
		i++
	}
	return i
}

// span returns how many digits stand at i, at most limit.
func (m *masker) span(i, limit int) int {
	n := 0
	for n < limit && isDigit(m.byteAt(i+n)) {
		n++
	}
	return n
}

// ends reports whether no word goes on at i.
func (m *masker) ends(i int) bool { return i >= len(m.s) || !isWordByte(m.s[i]) }
