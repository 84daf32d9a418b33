package group

import (
	"net/netip"
	"strings"
)

const (
	maxLocal  = 64   // bytes of an e-mail address before the @
	maxDomain = 253  // bytes of a host name
	maxPath   = 1024 // bytes of a relative path
	maxScheme = 16
)

// email masks an address that begins at start.
func (m *masker) email(start int) bool {
	i := m.nextAt(start)
	if i == len(m.s) || i-start > maxLocal+1 {
		return false
	}
	for k := start; k < i; k++ {
		if c := m.s[k]; !isWordByte(c) && c != '.' && c != '+' && c != '-' && c != '%' {
			return false
		}
	}
	end := m.hostEnd(i + 1)
	domain := m.s[i+1 : end]
	dot := strings.LastIndexByte(domain, '.')
	if dot <= 0 || len(domain)-dot < 3 || hasDigit(domain[dot:]) {
		return false
	}
	return m.put(start, end, "<email>")
}

// nextAt returns where the first @ at or behind i stands, or the end of the
// text. It is asked in order: i is never smaller than before.
func (m *masker) nextAt(i int) int {
	if m.at < i {
		m.at = i
	}
	if m.at < len(m.s) && m.s[m.at] != '@' {
		k := strings.IndexByte(m.s[m.at:], '@')
		if k < 0 {
			k = len(m.s) - m.at
		}
		m.at += k
	}
	return m.at
}

// hostEnd returns where the host name at i ends.
func (m *masker) hostEnd(i int) int {
	start := i
	for i < len(m.s) && i-start < maxDomain && (m.s[i] == '.' || m.s[i] == '-' || isWordByte(m.s[i])) {
		i++
	}
	for i > start && (m.s[i-1] == '.' || m.s[i-1] == '-') {
		i--
	}
	return i
}

// url masks scheme://…, where the scheme stands between start and colon.
func (m *masker) url(start, colon int) bool {
	if colon-start > maxScheme || m.byteAt(colon+1) != '/' || m.byteAt(colon+2) != '/' {
		return false
	}
	end := m.pathEnd(colon+3, true)
	if end == colon+3 {
		return false
	}
	return m.put(start, end, "<url>")
}

// pathEnd returns where the path or URL at i ends: before a space, a quote or a
// bracket that was not opened in it, and without closing punctuation.
func (m *masker) pathEnd(i int, url bool) int {
	start, open := i, 0
	for ; i < len(m.s); i++ {
		switch c := m.s[i]; {
		case c <= ' ' || c == '"' || c == '\'' || c == '`' || c == '<' || c == '>' || c == '|':
			return m.trimPath(start, i)
		case c == '(' || c == '[' || c == '{':
			if c == '(' && !url {
				return m.trimPath(start, i)
			}
			open++
		case c == ')' || c == ']' || c == '}':
			if open--; open < 0 {
				return m.trimPath(start, i)
			}
		case (c == ',' || c == ';') && !url:
			return m.trimPath(start, i)
		case c == ':' && !url && !isDigit(m.byteAt(i+1)):
			return m.trimPath(start, i)
		}
	}
	return m.trimPath(start, i)
}

func (m *masker) trimPath(start, end int) int {
	for end > start && strings.IndexByte(".,:;!?", m.s[end-1]) >= 0 {
		end--
	}
	return end
}

// drive masks C:\… and C:/….
func (m *masker) drive(start, colon int) bool {
	if colon-start != 1 {
		return false
	}
	if c := m.byteAt(colon + 1); c != '\\' && c != '/' {
		return false
	}
	end := m.pathEnd(colon+2, false)
	if end < colon+2 {
		return false
	}
	return m.put(start, end, "<path>")
}

// rooted masks paths that begin with /, ./, ../, ~/ or \\.
func (m *masker) rooted() bool {
	i := m.i
	if !m.free(i) {
		return false
	}
	rest := m.s[i:]
	switch {
	case strings.HasPrefix(rest, "./"), strings.HasPrefix(rest, "~/"):
		i += 2
	case strings.HasPrefix(rest, "../"):
		i += 3
	case strings.HasPrefix(rest, `\\`):
		i += 2
	case rest[0] == '/':
		i++
	default:
		return false
	}
	if c := m.byteAt(i); !isWordByte(c) && strings.IndexByte(".{[:*$~-@%", c) < 0 || c == 0 {
		return false
	}
	end := m.pathEnd(i, false)
	if end <= i {
		return false
	}
	return m.put(m.i, end, "<path>")
}

// relative masks a/b.ext and a/b/c. One slash alone is no path (and/or), nor is
// a media type, nor a class name with backslashes.
func (m *masker) relative(start, end int) bool {
	if start < m.noPath || isMedia(m.s[start:end]) {
		return false
	}
	i := end
	for i < len(m.s) && i-start < maxPath && isPathByte(m.s[i]) {
		i++
	}
	i = m.trimPath(end, i)
	text := m.s[start:i]
	if i == end || strings.Count(text, "/") < 2 && !hasExtension(text) {
		m.noPath = i // what begins further in has fewer slashes and the same end
		return false
	}
	return m.put(start, m.position(i), "<path>")
}

func isPathByte(c byte) bool {
	return isWordByte(c) || strings.IndexByte(`/\.-+%@~=&`, c) >= 0
}

func isMedia(word string) bool {
	switch word {
	case "application", "text", "image", "audio", "video", "multipart", "font", "message", "model":
		return true
	}
	return false
}

// hasExtension reports whether the last segment of a path ends in .ext.
func hasExtension(path string) bool {
	base := lastSegment(path)
	dot := strings.LastIndexByte(base, '.')
	if dot <= 0 {
		return false
	}
	return isFileExtension(base[dot+1:])
}

func isFileExtension(ext string) bool {
	if len(ext) == 0 || len(ext) > 5 || isDigit(ext[0]) {
		return false
	}
	for i := range len(ext) {
		if !isWordByte(ext[i]) || ext[i] >= 0x80 || ext[i] == '_' {
			return false
		}
	}
	return true
}

// position returns where :line:column behind a path ends.
func (m *masker) position(i int) int {
	for range 2 {
		if m.byteAt(i) != ':' {
			break
		}
		n := m.span(i+1, 10)
		if n == 0 {
			break
		}
		i += 1 + n
	}
	return i
}

// dotted deals with a word that a dot follows: a host with a port, or a path
// whose first segment has dots in it.
func (m *masker) dotted(start, end int) bool {
	host := m.hostEnd(start)
	if host <= end {
		return false
	}
	switch m.byteAt(host) {
	case ':':
		return m.port(start, host)
	case '/', '\\':
		return m.relative(start, host)
	}
	return false
}

// port masks a host name with its port. What ends like a source file is a file
// with a line number.
func (m *masker) port(start, colon int) bool {
	n := m.span(colon+1, 6)
	if n < 2 || n > 5 || !m.ends(colon+1+n) || m.byteAt(colon+1+n) == ':' {
		return false
	}
	host := m.s[start:colon]
	found := strings.Contains(host, ".")
	if !found && host != "localhost" || extensionFamily(host) != other {
		return false
	}
	return m.put(start, colon+1+n, "<host>")
}

// colons deals with a word that a colon follows: an address, or localhost with
// a port.
func (m *masker) colons(start, end int) bool {
	if m.address(start, end) {
		return true
	}
	return m.s[start:end] == "localhost" && m.port(start, end)
}

const maxAddress = 45 // bytes of the longest IPv6 address

// address masks an IPv6 or hardware address that begins at start.
func (m *masker) address(start, end int) bool {
	if end-start > 4 || !isHex(m.s[start:end]) {
		return false
	}
	i, colons := start, 0
	for i < len(m.s) && i-start <= maxAddress && (isHexByte(m.s[i]) || m.s[i] == ':' || m.s[i] == '.' && colons > 1) {
		if m.s[i] == ':' {
			colons++
		}
		i++
	}
	for i > start && m.s[i-1] == '.' || i > start+2 && m.s[i-1] == ':' && m.s[i-2] != ':' {
		i--
	}
	if colons < 2 || !m.ends(i) {
		return false
	}
	text := m.s[start:i]
	if isHardware(text) {
		return m.put(start, i, "<mac>")
	}
	if !isIPv6(text) {
		return false
	}
	return m.put(start, m.prefixLength(i), "<ip>")
}

func isHardware(s string) bool {
	if len(s) != 17 {
		return false
	}
	for i := range len(s) {
		if i%3 == 2 && s[i] != ':' || i%3 != 2 && !isHexByte(s[i]) {
			return false
		}
	}
	return true
}

// isIPv6 reports whether s is an address. Short forms without digits, such as
// A::B, are names of classes.
func isIPv6(s string) bool {
	colons := strings.Count(s, ":")
	if !strings.Contains(s, "::") && colons != 7 && !strings.Contains(s, ".") {
		return false
	}
	first, _, _ := strings.Cut(s, ":")
	if colons < 7 && (!hasDigit(s) || len(first) < 3 && colons < 4 && first != "") {
		return false
	}
	_, err := netip.ParseAddr(s)
	return err == nil
}

// loopback masks addresses that begin with ::.
func (m *masker) loopback() bool {
	if m.byteAt(m.i+1) != ':' || m.i > 0 && (isWordByte(m.s[m.i-1]) || m.s[m.i-1] == ':') {
		return false
	}
	return m.address(m.i, m.i) || m.shortLoopback()
}

func (m *masker) shortLoopback() bool {
	if m.byteAt(m.i+2) == '1' && m.ends(m.i+3) {
		return m.put(m.i, m.i+3, "<ip>")
	}
	return false
}

// prefixLength returns where /24 behind an address ends.
func (m *masker) prefixLength(i int) int {
	if m.byteAt(i) == '/' {
		if n := m.span(i+1, 4); n > 0 && n <= 3 && m.ends(i+1+n) {
			return i + 1 + n
		}
	}
	return i
}
