package scrub

// pairName reads the name in {"name": …, "value": …}.
func (r *rewriter) pairName(named *bool) bool {
	from := r.i
	s, ok := r.span()
	if !ok {
		return false
	}
	*named = r.s.classify(s.text) != harmless
	r.i = from
	return r.str()
}

// cookies reads a string of cookies.
func (r *rewriter) cookies() bool {
	start := r.i
	s, ok := r.span()
	if !ok {
		return false
	}
	text, _ := s.plain()
	if out, n := r.s.cookies(text); n > 0 {
		r.put(start, r.i, quote(out))
	}
	return true
}

// isOption reports whether the string between from and to is a command's
// option that a secret follows.
func (r *rewriter) isOption(from, to int) bool {
	return to-from > 4 && r.in[from] == '"' && r.in[from+1] == '-' && r.in[from+2] == '-' &&
		r.s.classify(r.in[from+3:to-1]) != harmless
}

// isPair reports whether the string between from and to is the name in
// ["name", "value"], one of a list of pairs.
func (r *rewriter) isPair(from, to int) bool {
	if r.in[from] != '"' || r.s.classify(r.in[from+1:to-1]) == harmless {
		return false
	}
	before := from - 1
	for brackets := 0; before >= 0; before-- {
		switch c := r.in[before]; {
		case c == '[':
			if brackets++; brackets == 2 {
				return true
			}
		case c == ',' && brackets == 1:
			return r.afterPair(before)
		case !isSpace(c):
			return false
		}
	}
	return false
}

// afterPair reports whether the comma at i follows an array.
func (r *rewriter) afterPair(i int) bool {
	for i--; i >= 0 && isSpace(r.in[i]); i-- {
	}
	return i >= 0 && r.in[i] == ']'
}
