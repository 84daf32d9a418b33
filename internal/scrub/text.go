package scrub

// What replaces what was removed.
const (
	filtered   = "[Filtered]"
	emailGone  = "[email]"
	ipGone     = "[ip]"
	maxContent = 1 << 20 // bytes of one quoted or bracketed secret
)

// Text returns in without secrets.
func (s *Scrubber) Text(in string) string {
	out, _ := s.text(in, false)
	return out
}

// text scrubs in and counts what it replaced. In source code only literals
// count as values: what follows the = of an ordinary statement is no secret.
func (s *Scrubber) text(in string, source bool) (string, int) {
	return s.textFrom(in, seek(in, 0, &tokenGrams[2]), source)
}

// textFrom is text where nothing begins before from.
func (s *Scrubber) textFrom(in string, from int, source bool) (string, int) {
	if from == len(in) {
		return in, 0
	}
	t := texter{s: s, in: in, source: source, i: from}
	t.run()
	if t.n == 0 {
		return in, 0
	}
	t.out = append(t.out, in[t.done:]...)
	return string(t.out), t.n
}

// A texter is the state of one pass over a text: in up to i is read, and up to
// done it is in out.
type texter struct {
	s      *Scrubber
	in     string
	source bool
	out    []byte
	i      int
	done   int
	n      int // replacements

	noToken int // up to here no JSON web token begins
}

// kind says what a byte may begin or separate.
type kind uint8

const (
	plain   kind = iota
	letter       // the first letter of a known token
	equals       // key=value
	colon        // key: value, scheme://, an IPv6 address
	digit        // a card number, an IPv4 address
	at           // an e-mail address
	dash         // a private key, --password
	greater      // <password>value
)

var kinds = func() (t [256]kind) {
	for c := range tokenGrams[0] {
		if tokenGrams[0][c]&^always != 0 {
			t[c] = letter
		}
	}
	for c := '0'; c <= '9'; c++ {
		t[c] = digit
	}
	t['='], t[':'], t['@'], t['-'], t['>'] = equals, colon, at, dash, greater
	return t
}()

// inString is the table of third bytes for a string in JSON text: it ends at a
// quote, and is read otherwise from a backslash on.
var inString = func() [256]uint64 {
	t := tokenGrams[2]
	t['"'] |= always
	t['\\'] |= always
	return t
}()

func (t *texter) run() {
	for t.i < len(t.in) {
		start := t.i
		t.visit(kinds[t.in[start]])
		if t.i == start {
			t.i++
		}
		t.i = seek(t.in, t.i, &tokenGrams[2])
	}
}

// seek returns where the next byte at or behind from is that may begin or
// separate something, or len(in); third are the third bytes of tokens, and what
// else to stop at. Most bytes of a text are passed here, so it branches for no
// other reason than that something was found.
func seek(in string, from int, third *[256]uint64) int {
	first, second := &tokenGrams[0], &tokenGrams[1]
	one, two := always, always // what the last byte, and the last two, may begin
	rest := in[from:]
	for i := range len(rest) {
		c := rest[i]
		if hit := two & third[c]; hit != 0 {
			if hit != always {
				i -= 2
			}
			return from + i
		}
		two = one & second[c]
		one = first[c]
	}
	return len(in)
}

func (t *texter) visit(k kind) {
	switch k {
	case letter:
		t.token()
	case equals:
		t.equals()
	case colon:
		t.colon()
	case digit:
		t.number()
	case at:
		if t.s.email {
			t.address()
		}
	case dash:
		t.dash()
	case greater:
		t.element()
	}
}

// put replaces what lies between from and to, unless that is done already, and
// goes on behind it. What was passed before is not touched again.
func (t *texter) put(from, to int, placeholder string) {
	t.i = to
	if from < t.done || from >= to || t.in[from:to] == placeholder {
		return
	}
	if t.out == nil {
		t.out = make([]byte, 0, len(t.in)+len(t.in)/8+32)
	}
	t.out = append(t.out, t.in[t.done:from]...)
	t.out = append(t.out, placeholder...)
	t.done = to
	t.n++
}

// byteAt returns the byte at i, or 0 outside of the text.
func (t *texter) byteAt(i int) byte {
	if i < 0 || i >= len(t.in) {
		return 0
	}
	return t.in[i]
}

// before returns the byte that will stand before i: right behind what was
// replaced, the end of the placeholder.
func (t *texter) before(i int) byte {
	if i == t.done && t.n > 0 {
		return ']'
	}
	return t.byteAt(i - 1)
}

// follows reports whether the text at i begins with prefix.
func (t *texter) follows(i int, prefix string) bool {
	return i >= 0 && i+len(prefix) <= len(t.in) && t.in[i:i+len(prefix)] == prefix
}

// spanOf returns where the run of bytes that ok accepts ends.
func (t *texter) spanOf(i int, ok func(byte) bool) int {
	for i < len(t.in) && ok(t.in[i]) {
		i++
	}
	return i
}

// spanMax is spanOf that looks no further than limit bytes.
func (t *texter) spanMax(i int, ok func(byte) bool, limit int) int {
	for end := min(len(t.in), i+limit); i < end && ok(t.in[i]); {
		i++
	}
	return i
}
