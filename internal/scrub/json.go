package scrub

import "strings"

const (
	maxDepth  = 200 // nesting that is looked into; what is deeper is removed
	maxNested = 3   // JSON in a string in JSON in a string …
)

// JSON returns raw without secrets. The order of keys, the spelling of numbers
// and spaces stay, and valid JSON stays valid. What is not valid is scrubbed as
// text.
func (s *Scrubber) JSON(raw []byte) []byte {
	if len(raw) == 0 {
		return raw
	}
	if out, n := s.json(string(raw)); n > 0 {
		return out
	}
	return raw
}

// json scrubs JSON text, and counts what it replaced; out means nothing when
// that is none.
func (s *Scrubber) json(in string) (out []byte, n int) {
	if out, n, ok := s.rewrite(in, 0); ok {
		return out, n
	}
	text, n := s.text(in, false)
	return []byte(text), n
}

// rewrite scrubs in if it is JSON.
func (s *Scrubber) rewrite(in string, nested int) (out []byte, n int, ok bool) {
	r := rewriter{s: s, in: in, nested: nested}
	r.space()
	if !r.value(0, false) {
		return nil, 0, false
	}
	r.space()
	if r.i != len(in) || r.n == 0 {
		return nil, 0, r.i == len(in)
	}
	return append(r.out, in[r.done:]...), r.n, true
}

// A rewriter is one pass over JSON text: in up to i is read, and up to done it
// is in out. It checks no more than it must to find its way: its methods return
// false where they lose it.
type rewriter struct {
	s      *Scrubber
	in     string
	out    []byte
	i      int
	done   int
	n      int // replacements
	nested int
}

func (r *rewriter) put(from, to int, text string) {
	if r.in[from:to] == text {
		return
	}
	if r.out == nil {
		r.out = make([]byte, 0, len(r.in)+len(r.in)/8+64)
	}
	r.out = append(r.out, r.in[r.done:from]...)
	r.out = append(r.out, text...)
	r.done = to
	r.n++
}

func (r *rewriter) peek() byte {
	if r.i < len(r.in) {
		return r.in[r.i]
	}
	return 0
}

func (r *rewriter) space() {
	for r.i < len(r.in) && r.in[r.i] <= ' ' && isSpace(r.in[r.i]) {
		r.i++
	}
}

// value reads one value. With all set, every scalar in it is a secret.
func (r *rewriter) value(depth int, all bool) bool {
	if depth > maxDepth {
		return r.remove()
	}
	switch c := r.peek(); {
	case c == '{':
		return r.object(depth+1, all)
	case c == '[':
		return r.array(depth+1, all)
	case all:
		return r.remove()
	case c == '"':
		return r.str()
	case c == '-' || isDigit(c):
		return r.number()
	}
	return r.literal()
}

// remove replaces the value here, whatever it is.
func (r *rewriter) remove() bool {
	start := r.i
	if !r.skip() {
		return false
	}
	r.put(start, r.i, `"`+filtered+`"`)
	return true
}

// skip passes over one value.
func (r *rewriter) skip() bool {
	depth := 0
	for r.i < len(r.in) {
		switch c := r.in[r.i]; {
		case c == '"':
			if _, ok := r.span(); !ok {
				return false
			}
		case c == '{' || c == '[':
			depth++
			r.i++
			continue
		case c == '}' || c == ']':
			depth--
			r.i++
		case depth > 0 && (c == ',' || c == ':' || isSpace(c)):
			r.i++
			continue
		default:
			if !r.literal() {
				return false
			}
		}
		if depth == 0 {
			return true
		}
		if depth < 0 {
			return false
		}
	}
	return false
}

// literal passes over true, false, null or a number, and nothing else: what is
// no JSON must not pass as such, or it would not be read as text.
func (r *rewriter) literal() bool {
	rest := r.in[r.i:]
	for _, word := range [...]string{"true", "false", "null"} {
		if strings.HasPrefix(rest, word) {
			r.i += len(word)
			return true
		}
	}
	i := 0
	if i < len(rest) && rest[i] == '-' {
		i++
	}
	n := digitsAt(rest, i)
	if n == 0 || n > 1 && rest[i] == '0' {
		return false
	}
	i += n
	if i < len(rest) && rest[i] == '.' {
		if n = digitsAt(rest, i+1); n == 0 {
			return false
		}
		i += 1 + n
	}
	if i < len(rest) && rest[i]|0x20 == 'e' {
		i++
		if i < len(rest) && (rest[i] == '+' || rest[i] == '-') {
			i++
		}
		if n = digitsAt(rest, i); n == 0 {
			return false
		}
		i += n
	}
	r.i += i
	return true
}

// digitsAt returns how many digits stand at i.
func digitsAt(s string, i int) int {
	n := 0
	for i+n < len(s) && isDigit(s[i+n]) {
		n++
	}
	return n
}

// number replaces a card number that was sent as a number.
func (r *rewriter) number() bool {
	start := r.i
	if !r.literal() {
		return false
	}
	text := r.in[start:r.i]
	if len(text) < 13 || len(text) > 19 || countDigits(text) != len(text) {
		return true
	}
	var digits [19]byte
	if isCard(digits[:copy(digits[:], text)], false) {
		r.put(start, r.i, `"`+filtered+`"`)
	}
	return true
}

// object reads the keys and values of an object.
func (r *rewriter) object(depth int, all bool) bool {
	r.i++
	r.space()
	if r.peek() == '}' {
		r.i++
		return true
	}
	named := false // the object is a pair whose name is a secret's
	for {
		key, ok := r.key()
		if !ok || !r.member(key, depth, all, &named) {
			return false
		}
		r.space()
		switch r.peek() {
		case ',':
			r.i++
			r.space()
		case '}':
			r.i++
			return true
		default:
			return false
		}
	}
}

// key reads a key and the colon behind it. A secret in the key itself is
// removed from it.
func (r *rewriter) key() (string, bool) {
	start := r.i
	if r.peek() != '"' {
		return "", false
	}
	s, ok := r.span()
	if !ok {
		return "", false
	}
	key, from := s.plain()
	if len(key) >= 16 || r.s.email || r.s.ip {
		if out, n := r.s.textFrom(key, from, false); n > 0 {
			r.put(start, r.i, quote(out))
		}
	}
	r.space()
	if r.peek() != ':' {
		return "", false
	}
	r.i++
	r.space()
	return key, true
}

// member reads the value of key.
func (r *rewriter) member(key string, depth int, all bool, named *bool) bool {
	if all {
		return r.value(depth, true)
	}
	switch key {
	case "name", "key", "field", "header":
		if r.peek() == '"' {
			return r.pairName(named)
		}
	case "value", "val", "content":
		if *named {
			return r.remove()
		}
	}
	switch c := r.s.classify(key); {
	case c == harmless:
		return r.value(depth, false)
	case c == cookie && r.peek() == '{':
		return r.value(depth, true)
	case c == cookie && r.peek() == '"':
		return r.cookies()
	}
	return r.remove()
}

// array reads the values of an array. In a list of pairs, and behind --password
// in a list of arguments, a string can be the key of the next.
func (r *rewriter) array(depth int, all bool) bool {
	r.i++
	r.space()
	if r.peek() == ']' {
		r.i++
		return true
	}
	secret := false
	for n := 0; ; n++ {
		from := r.i
		switch {
		case secret && r.peek() == '"':
			if !r.remove() {
				return false
			}
			secret = false
		case !r.value(depth, all):
			return false
		default:
			secret = r.isOption(from, r.i) || n == 0 && r.isPair(from, r.i)
		}
		r.space()
		switch r.peek() {
		case ',':
			r.i++
			r.space()
		case ']':
			r.i++
			return true
		default:
			return false
		}
	}
}

// str reads a string, which may hold JSON of its own.
func (r *rewriter) str() bool {
	start := r.i
	s, ok := r.span()
	if !ok {
		return false
	}
	if len(s.text) < 3 {
		return true
	}
	if !s.escaped {
		if out, n := r.s.textFrom(s.text, s.from, false); n > 0 {
			r.put(start+1, r.i-1, out)
		}
		return true
	}
	text := unescape(s.text)
	if out, n, ok := r.inner(text); ok {
		if n > 0 {
			r.put(start, r.i, quote(string(out)))
		}
		return true
	}
	if out, n := r.s.text(text, false); n > 0 {
		r.put(start, r.i, quote(out))
	}
	return true
}

// inner scrubs the JSON that a string holds, if it holds any.
func (r *rewriter) inner(text string) ([]byte, int, bool) {
	if r.nested >= maxNested {
		return nil, 0, false
	}
	for i := range len(text) {
		if isSpace(text[i]) {
			continue
		}
		if text[i] != '{' && text[i] != '[' && text[i] != '"' {
			return nil, 0, false
		}
		break
	}
	return r.s.rewrite(text, r.nested+1)
}
