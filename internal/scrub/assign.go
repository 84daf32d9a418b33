package scrub

import "strings"

// equals deals with key=value, key => value and key := value.
func (t *texter) equals() {
	start := t.i
	next := t.byteAt(start + 1)
	if next == '=' || alphabets[t.before(start)]&comparison != 0 { // a comparison
		t.i = t.spanOf(start, func(c byte) bool { return c == '=' })
		return
	}
	end := start
	if t.before(end) == ':' {
		end--
	}
	from := start + 1
	if next == '>' {
		from++
	}
	if t.source && !t.isLiteral(from) {
		return
	}
	key, quoted := t.keyBefore(end)
	spaced := isSpace(t.byteAt(from)) || isSpace(t.before(end))
	if key == "name" && t.formPart(from) {
		return
	}
	t.assign(key, from, prose(spaced && !quoted))
}

// colon deals with key: value, URLs, IPv6 addresses and bot tokens.
func (t *texter) colon() {
	start := t.i
	switch next := t.byteAt(start + 1); {
	case next == '/' && t.byteAt(start+2) == '/':
		t.userInfo(start + 3)
		return
	case t.s.ip && t.ipv6(start):
		return
	case next == ':' || t.before(start) == ':', next == '=':
		return
	case t.botToken(start):
		return
	case t.source && !t.isLiteral(start+1):
		return
	}
	key, quoted := t.keyBefore(start)
	if key != "" {
		t.assign(key, start+1, prose(!quoted))
	}
}

// isLiteral reports whether the value at from is written out: in source code
// no other is removed.
func (t *texter) isLiteral(from int) bool {
	c := t.byteAt(t.valueStart(from))
	return isQuote(c) || c == '\\' || c == '['
}

// prose says that an assignment may be no more than a sentence.
type prose bool

// assign removes the value at from if key is a secret's.
func (t *texter) assign(key string, from int, p prose) {
	c := harmless
	if key != "" {
		c = t.s.classify(key)
	}
	if c == harmless {
		return
	}
	from = t.valueStart(from)
	switch open := t.byteAt(from); {
	case t.placeholder(from) > 0:
		t.i = t.placeholder(from)
	case isQuote(open):
		if !bool(p) || c != weak || !t.isShort(from, open) {
			t.quoted(from, open)
		}
	case open == '\\' && t.escaped(from):
	case t.source:
	case (open == 'b' || open == 'u' || open == 'r') && isQuote(t.byteAt(from+1)): // Python's b'…'
		t.quoted(from+1, t.byteAt(from+1))
	case open == '{' || open == '[' || open == '(':
		t.put(from, t.closing(from), filtered)
	case c == header || c == cookie:
		if to := t.lineEnd(from); to-from > 2 {
			t.put(from, to, filtered)
		}
	default:
		t.bare(from, c, p)
	}
}

var placeholders = [...]string{filtered, emailGone, ipGone}

// placeholder returns where the placeholder at i ends, or 0.
func (t *texter) placeholder(i int) int {
	for _, gone := range placeholders {
		if t.follows(i, gone) {
			return i + len(gone)
		}
	}
	return 0
}

// valueStart skips what may stand between a separator and a value: a few
// spaces, and the type that PHP writes before a string.
func (t *texter) valueStart(i int) int {
	limit := min(len(t.in), i+32)
	for i < limit && (t.in[i] == ' ' || t.in[i] == '\t' || t.in[i] == '\n' && t.before(i) == '>') {
		i++
	}
	for i < limit && t.in[i] == ' ' {
		i++
	}
	if t.follows(i, "string(") {
		if end := t.spanMax(i+7, isDigit, 12); t.follows(end, ") \"") {
			return end + 2
		}
	}
	return i
}

// isShort reports whether what is in the quotes at i is too short for a token:
// parsers quote what they did not expect.
func (t *texter) isShort(i int, quote byte) bool {
	for n := 1; n < 6; n++ {
		if t.byteAt(i+n) == quote {
			return true
		}
	}
	return false
}

// keyBefore returns the name that ends at end, and whether it stands in quotes.
func (t *texter) keyBefore(end int) (key string, quoted bool) {
	i := end
	for n := 0; n < 2 && i > t.done && t.in[i-1] == ' '; n++ {
		i--
	}
	for n := 0; n < 20 && i > t.done && alphabets[t.in[i-1]]&aroundKey != 0; n++ {
		quoted = quoted || isQuote(t.in[i-1])
		i--
	}
	to, bracket := i, false
	for i > t.done && to-i < maxKey && isKeyByte(t.in[i-1]) {
		i--
		bracket = bracket || t.in[i] == '['
	}
	key = t.in[i:to]
	if !bracket {
		return key, quoted
	}
	for _, gone := range placeholders {
		if k := strings.LastIndex(key, gone); k >= 0 { // what was replaced before is no part of a name
			key = key[k+len(gone):]
		}
	}
	return key, quoted
}

// quoted removes the value in the quotes at from, and leaves the quotes. One
// that is not closed was cut: all the rest is secret.
func (t *texter) quoted(from int, quote byte) {
	from++
	to := from
	for to < len(t.in) && to-from < maxContent && t.in[to] != quote {
		if t.in[to] == '\\' {
			to++
		}
		to++
	}
	t.put(from, min(to, len(t.in)), filtered)
}

// escaped removes the value in escaped quotes at from: JSON inside a string
// that is shown as it was written. However deep it is inside, the quote that
// closes it has as many backslashes as the one that opened it.
func (t *texter) escaped(from int) bool {
	open := t.spanOf(from, isBackslash)
	quote := t.byteAt(open)
	if !isQuote(quote) {
		return false
	}
	n := open - from
	for i := open + 1; i < len(t.in); i++ {
		run := t.spanOf(i, isBackslash)
		if i = run; t.byteAt(run) == quote && t.backslashes(run, open+1) == n {
			t.put(open+1, run-n, filtered)
			return true
		}
	}
	t.put(open+1, len(t.in), filtered)
	return true
}

// backslashes returns how many stand before i, not further back than limit.
func (t *texter) backslashes(i, limit int) int {
	n := 0
	for i-n > limit && t.in[i-n-1] == '\\' {
		n++
	}
	return n
}

// closing returns where the bracket that opens at i is closed, or the line's
// end.
func (t *texter) closing(i int) int {
	depth := 0
	for j := i; j < len(t.in) && j-i < maxContent; j++ {
		switch t.in[j] {
		case '{', '[', '(':
			depth++
		case '}', ']', ')':
			if depth--; depth == 0 {
				return j + 1
			}
		case '\n':
			return j
		}
	}
	return len(t.in)
}

// lineEnd returns where the value of a header that stands in a text ends. In a
// query string the next parameter ends it.
func (t *texter) lineEnd(i int) int {
	stop := "\n\r\"'<}"
	if t.before(i) == '=' {
		stop = "\n\r\"'<}&"
	}
	to := t.spanOf(i, func(c byte) bool { return strings.IndexByte(stop, c) < 0 })
	for to > i && t.in[to-1] == ' ' || to > i && t.in[to-1] == '\\' {
		to--
	}
	return to
}

// bareEnd returns where a value without quotes ends.
func (t *texter) bareEnd(i int) int { return t.spanOf(i, isBareByte) }

// bare removes a value without quotes. In a sentence ("token: must be set",
// "password: invalid") what follows has to look like a secret.
func (t *texter) bare(from int, c class, p prose) {
	to := t.bareEnd(from)
	value := t.in[from:to]
	switch {
	case to == from || literals[value]:
		return
	case bool(p) && said[strings.ToLower(strings.TrimRight(value, ".:!?"))]:
		return
	case bool(p) && c == weak && !looksSecret(value):
		return
	}
	t.put(from, to, filtered)
}

// literals are values that give nothing away.
var literals = set("null", "None", "nil", "true", "false", "True", "False", "undefined", "NULL")

// said are words that follow the name of a secret in a sentence.
var said = set("must", "is", "was", "are", "not", "no", "invalid", "required", "missing", "too", "should", "shall", "cannot", "can", "can't",
	"could", "has", "have", "the", "a", "an", "this", "your", "field", "may", "incorrect", "expected", "wrong", "empty", "none", "undefined",
	"does", "did", "doesn't", "failed", "expired", "unknown", "unexpected", "please", "needs", "at", "minimum", "maximum", "only", "unable",
	"error", "authentication", "access", "you", "we", "it", "value", "rejected", "denied", "ok", "valid", "length", "enter", "string", "be")

// looksSecret reports whether a value is no word: long, or with a digit in it.
func looksSecret(v string) bool {
	if strings.Contains(v, "[Filtered") { // an assignment inside was dealt with
		return false
	}
	return len(v) >= 8 && (hasDigit(v) || len(v) >= 20 && !isWord(v))
}

// element removes the text of <password>…</password>.
func (t *texter) element() {
	end := t.i
	start := end
	for start > t.done && end-start < maxKey && (isTokenByte(t.in[start-1]) || t.in[start-1] == ':' || t.in[start-1] == '.') {
		start--
	}
	name := t.in[start:end]
	if t.before(start) != '<' || name == "" {
		return
	}
	name = name[strings.LastIndexByte(name, ':')+1:]
	if t.s.classify(name) == harmless {
		return
	}
	stop, extra := "<", 0
	if t.follows(end+1, "<![CDATA[") {
		stop, extra = "]]>", len("]]>")
	}
	if k := strings.Index(t.in[end+1:], stop); k > 0 {
		t.put(end+1, end+1+k+extra, filtered)
	}
}

// formPart removes the value of a multipart form's part with a secret's name,
// whose opening quote is at from.
func (t *texter) formPart(from int) bool {
	if t.byteAt(from) != '"' {
		return false
	}
	to := t.spanOf(from+1, func(c byte) bool { return c != '"' && c != '\n' })
	if t.byteAt(to) != '"' || t.s.classify(t.in[from+1:to]) == harmless {
		return false
	}
	rest := t.in[to:]
	k := strings.Index(rest[:min(len(rest), 512)], "\n\r\n")
	skip := 3
	if k < 0 {
		k, skip = strings.Index(rest[:min(len(rest), 512)], "\n\n"), 2
	}
	if k < 0 {
		return false
	}
	value := to + k + skip
	end := len(t.in)
	if k = strings.Index(t.in[value:], "\n--"); k >= 0 {
		end = value + k
	}
	if t.byteAt(end-1) == '\r' {
		end--
	}
	t.put(value, end, filtered)
	return true
}
