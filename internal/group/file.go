package group

import (
	"strings"
)

// isGeneric reports whether a base name says nothing without its directory.
func isGeneric(stem string) bool {
	switch stem {
	case "index", "main", "mod", "page", "route", "layout", "handler", "__init__", "__main__", "+page", "+server", "+layout", "default":
		return true
	}
	return false
}

// cleanFile returns the base name of a file without what a build puts into it,
// preceded by its directory where the base name alone says nothing. regular is
// false when a hash or version was cut out.
func cleanFile(fam family, file string) (base string, regular bool) {
	path := barePath(file)
	raw := lastSegment(path)
	if raw == "" || raw[0] == '<' {
		return raw, true
	}
	base = cleanBase(fam, raw)
	regular = base == raw
	stem := base
	if i := strings.IndexByte(base, '.'); i >= 0 {
		stem = base[:i]
	}
	if len(path) == len(raw) || !isGeneric(stem) {
		return base, regular
	}
	dir := lastSegment(path[:len(path)-len(raw)-1])
	if dir == "" || dir[0] == '.' || strings.HasSuffix(dir, ":") || dropGenerated(dir) != dir {
		return base, regular
	}
	return dir + "/" + base, regular
}

// barePath returns the path of a file name that may be a URL: no query, no
// fragment, forward slashes.
func barePath(file string) string {
	if len(file) > 4096 {
		file = file[len(file)-4096:]
	}
	if i := indexEither(file, '?', '#'); i > 0 {
		file = file[:i]
	}
	if i := schemeEnd(file); i >= 0 && strings.IndexByte(file[:i], '/') < 0 {
		file = file[i+3:]
		if strings.IndexByte(file, '/') < 0 { // a host and nothing else
			return ""
		}
	}
	if strings.IndexByte(file, '\\') >= 0 {
		file = strings.ReplaceAll(file, `\`, "/")
	}
	return file
}

// indexEither returns where the first a or b in s stands, or -1.
func indexEither(s string, a, b byte) int {
	i := strings.IndexByte(s, a)
	if i < 0 {
		return strings.IndexByte(s, b)
	}
	if j := strings.IndexByte(s[:i], b); j >= 0 {
		return j
	}
	return i
}

// schemeEnd returns where the first :// in s stands, or -1.
func schemeEnd(s string) int {
	colon := strings.IndexByte(s, ':')
	if colon < 0 {
		return -1
	}
	if i := strings.Index(s[colon:], "://"); i >= 0 {
		return colon + i
	}
	return -1
}

func lastSegment(path string) string {
	i := len(path)
	for i > 0 && path[i-1] != '/' && path[i-1] != '\\' {
		i--
	}
	return path[i:]
}

// cleanBase drops build hashes and versions from a base name. Outside
// JavaScript only long hashes are dropped: numbers there are part of the name.
func cleanBase(fam family, base string) string {
	if !hasDigit(base) && (!fam.javascript() || strings.IndexByte(base, '-') < 0) {
		return dropMin(base)
	}
	if !fam.javascript() {
		return dropTokens(base, isLongHash)
	}
	stem, ext := base, ""
	if i := strings.LastIndexByte(base, '.'); i > 0 {
		stem, ext = base[:i], base[i:]
	}
	if n := len(stem) - 9; n > 0 && (stem[n] == '-' || stem[n] == '.') && isBundlerHash(stem[n+1:]) {
		stem = stem[:n]
	}
	return dropMin(dropGenerated(stem + ext))
}

// dropMin cuts out the mark of a minified file.
func dropMin(base string) string {
	if i := strings.Index(base, ".min."); i >= 0 {
		return base[:i] + base[i+len(".min"):]
	}
	return base
}

// dropGenerated drops the tokens of s that are hashes, numbers or versions.
func dropGenerated(s string) string { return dropTokens(s, isGenerated) }

// dropTokens drops the tokens of s that are unwanted, with the separator before
// them. A name of nothing else becomes a placeholder.
func dropTokens(s string, unwanted func(string) bool) string {
	out := make([]byte, 0, len(s))
	words := 0
	for i := 0; i < len(s); {
		start := i
		if isTokenSeparator(s[i]) {
			i++
		}
		word := i
		for i < len(s) && !isTokenSeparator(s[i]) {
			i++
		}
		switch {
		case word == i:
			out = append(out, s[start])
		case unwanted(s[word:i]):
		case len(out) == 0 && start > 0:
			out = append(out, s[word:i]...) // the first word went: so does its separator
			words++
		default:
			out = append(out, s[start:i]...)
			words++
		}
	}
	if words == 0 || words == 1 && !isTokenSeparator(s[0]) && strings.HasSuffix(s, "."+string(out)) {
		return placeholderName(s)
	}
	return string(out)
}

// placeholderName stands for a name that is only a hash; short numbers, such as
// those of error pages, are names.
func placeholderName(s string) string {
	stem, ext, _ := strings.Cut(s, ".")
	if digits, _, _ := count(stem); digits == len(stem) && digits <= 3 && !strings.Contains(ext, ".") {
		return s
	}
	if i := strings.LastIndexByte(s, '.'); i >= 0 {
		return "<hash>" + s[i:]
	}
	return "<hash>"
}

func isTokenSeparator(c byte) bool {
	return c == '.' || c == '-' || c == '_' || c == '/' || c == ':' || c == '@' || c == '~'
}

// isGenerated reports whether a token is a number, a hash or a random name.
func isGenerated(t string) bool {
	digits, letters, hexes := count(t)
	switch {
	case digits == len(t):
		return true
	case hexes == len(t) && len(t) >= 6 && digits > 0:
		return true
	}
	return len(t) >= 16 && digits >= 3 && letters > 0
}

func isLongHash(t string) bool {
	digits, _, hexes := count(t)
	return hexes == len(t) && len(t) >= 16 && digits > 0
}

// isBundlerHash reports whether t, of eight characters, is a content hash in
// base 64 or base 32, as bundlers append to a name. Words are mostly lower case
// with a digit at the end at most.
func isBundlerHash(t string) bool {
	inner, turns, upper := false, 0, 0
	for i := range len(t) {
		c := t[i]
		switch {
		case c >= '0' && c <= '9':
			inner = inner || i < len(t)-1
		case c >= 'A' && c <= 'Z':
			upper++
		case c >= 'a' && c <= 'z', c == '_', c == '-':
		default:
			return false
		}
		if i > 0 && isUpper(t[i]) != isUpper(t[i-1]) {
			turns++
		}
	}
	return inner && (upper > 0 || turns > 0 || !isWordWithNumber(t)) || turns >= 4 || upper == len(t)
}

// isWordWithNumber reports whether t is letters followed by digits.
func isWordWithNumber(t string) bool {
	return strings.TrimLeft(strings.TrimRight(t, "0123456789"), "abcdefghijklmnopqrstuvwxyz") == ""
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

func count(t string) (digits, letters, hexes int) {
	for i := range len(t) {
		switch c := t[i]; {
		case c >= '0' && c <= '9':
			digits++
			hexes++
		case c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F':
			letters++
			hexes++
		case c >= 'g' && c <= 'z' || c >= 'G' && c <= 'Z':
			letters++
		}
	}
	return digits, letters, hexes
}

func hasDigit(s string) bool {
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			return true
		}
	}
	return false
}
