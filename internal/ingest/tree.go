package ingest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

const (
	maxDepth  = 100       // deeper values are replaced by null
	maxNodes  = 1 << 20   // values in one text
	maxShared = 256 << 10 // bytes of a text that its values' texts may keep alive
)

// ErrTooMany is returned for a text with more values than can be useful.
var ErrTooMany = errors.New("more than 1048576 values")

// Tree reads JSON the way clients really write it. Beyond the standard it takes
// NaN and Infinity, trailing commas, raw control characters and invalid UTF-8;
// what is nested too deep becomes null; text after the value is returned, not
// refused. It keeps the order of members and the digits of numbers, and gives
// every value back as strictly valid JSON that any database takes.
//
// It is our own since what it must take is not what parsers for speed take:
// fastjson 1.6.10 stops at Infinity, loses the character after a lone surrogate,
// writes invalid JSON for control characters in keys, refuses depths that SDKs
// reach, and needs seconds to describe one malicious megabyte.
//
// The zero value is ready. A Tree may be reused; its Values are valid until the
// next Parse, and so must be the text that was parsed.
type Tree struct {
	text    []byte
	nodes   []node
	odd     bool // some part of the text must not be copied as it is
	cut     int
	shared  string          // the text once more, or ""; see Share
	escaped strings.Builder // texts that had escapes, one after the other
}

// node is one value, in order of appearance. Strings and keys are kept as the
// span between the quotes.
type node struct {
	kind       Kind
	richKey    bool // has escapes or bytes beyond ASCII
	rich       bool
	key0, key1 int32
	val0, val1 int32
	next       int32 // the next member of the same container, or 0
}

// Parse reads the first JSON value of text and returns it with what follows it.
func (t *Tree) Parse(text []byte) (Value, []byte, error) {
	if len(text) > math.MaxInt32 {
		return Value{}, nil, errors.New("more than 2 GiB")
	}
	t.unshare()
	t.text, t.odd, t.cut = text, false, 0
	p := parser{t: t, b: text, nodes: append(t.nodes[:0], node{})}
	err := p.value(0, 0)
	if t.nodes = p.nodes; err != nil {
		return Value{}, nil, err
	}
	p.space()
	return Value{t, 0}, text[p.i:], nil
}

// Share makes the keys and texts of values parts of one string, which is far
// cheaper than a string for each when most of them are wanted. They keep all of
// that string alive, so that one that is kept for long should be cloned. A very
// large text is not shared.
func (t *Tree) Share() {
	if len(t.text) <= maxShared {
		t.shared = string(t.text)
	}
}

func (t *Tree) unshare() { t.shared, t.escaped = "", strings.Builder{} }

// Cut tells how many values were nested too deep and became null.
func (t *Tree) Cut() int { return t.cut }

// Shrink gives the memory of an unusually large text back.
func (t *Tree) Shrink() {
	t.unshare()
	t.text = nil
	if cap(t.nodes) > 1<<14 {
		t.nodes = nil
	}
}

type parser struct {
	t     *Tree
	b     []byte
	i     int
	nodes []node
}

func (p *parser) fail(what string) error {
	return fmt.Errorf("%s at byte %d", what, p.i)
}

func (p *parser) space() {
	for p.i < len(p.b) && isSpace(p.b[p.i]) {
		p.i++
	}
}

func isSpace(c byte) bool {
	return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t')
}

// value reads one value into node n; depth counts the containers around it.
func (p *parser) value(depth, n int) error {
	p.space()
	if p.i >= len(p.b) {
		return p.fail("unexpected end")
	}
	switch c := p.b[p.i]; c {
	case '{', '[':
		if depth >= maxDepth {
			return p.skip(n)
		}
		return p.container(depth, n)
	case '"':
		return p.str(n)
	default:
		return p.word(n)
	}
}

func (p *parser) container(depth, n int) error {
	open, kind := p.b[p.i], Array
	closing := byte(']')
	if open == '{' {
		kind, closing = Object, '}'
	}
	start := p.i
	p.i++
	for last, comma := 0, false; ; {
		p.space()
		if p.i >= len(p.b) {
			return p.fail("unexpected end")
		}
		if p.b[p.i] == closing {
			p.t.odd = p.t.odd || comma
			p.i++
			nd := &p.nodes[n]
			nd.kind, nd.val0, nd.val1 = kind, int32(start), int32(p.i)
			return nil
		}
		child, err := p.member(depth, kind == Object)
		if err != nil {
			return err
		}
		if last > 0 {
			p.nodes[last].next = int32(child)
		}
		last = child
		if comma, err = p.comma(closing); err != nil {
			return err
		}
	}
}

// comma passes the comma between elements, if there is one.
func (p *parser) comma(closing byte) (bool, error) {
	p.space()
	switch {
	case p.i >= len(p.b):
		return false, p.fail("unexpected end")
	case p.b[p.i] == ',':
		p.i++
		return true, nil
	case p.b[p.i] != closing:
		return false, p.fail("expected a comma or the end of the container")
	}
	return false, nil
}

// member reads an element, or a key with its value, and returns its node.
func (p *parser) member(depth int, keyed bool) (int, error) {
	n := len(p.nodes)
	if n >= maxNodes {
		return 0, ErrTooMany
	}
	p.nodes = append(p.nodes, node{})
	if keyed {
		if p.b[p.i] != '"' {
			return 0, p.fail("expected a key")
		}
		a, z, rich, err := p.quoted()
		if err != nil {
			return 0, err
		}
		nd := &p.nodes[n]
		nd.key0, nd.key1, nd.richKey = int32(a), int32(z), rich
		p.space()
		if p.i >= len(p.b) || p.b[p.i] != ':' {
			return 0, p.fail("expected a colon")
		}
		p.i++
	}
	return n, p.value(depth+1, n)
}

func (p *parser) str(n int) error {
	a, z, rich, err := p.quoted()
	if err != nil {
		return err
	}
	nd := &p.nodes[n]
	nd.kind, nd.val0, nd.val1, nd.rich = String, int32(a), int32(z), rich
	return nil
}

// quoted reads a string and returns the span between its quotes.
func (p *parser) quoted() (a, z int, rich bool, err error) {
	b := p.b
	a = p.i + 1
	i := a
	for ; i+8 <= len(b); i += 8 {
		if m := notPlain(binary.LittleEndian.Uint64(b[i:])); m != 0 {
			i += bits.TrailingZeros64(m) / 8
			break
		}
	}
	for ; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			p.i = i + 1
			if rich && !p.t.odd && !wellFormed(b[a:i]) {
				p.t.odd = true
			}
			return a, i, rich, nil
		case c == '\\':
			rich = true
			i++
		case c < 0x20 || c >= 0x80:
			rich = true
		}
	}
	return 0, 0, false, p.fail("a string without end")
}

// notPlain tells, of eight bytes at once, whether one of them is a quote, a
// backslash, a control character or beyond ASCII: the lowest bit that is set is
// the top one of the first such byte. (Subtracting borrows from the next higher
// byte, so the bits above the lowest mean nothing.)
func notPlain(x uint64) uint64 {
	const ones = 0x0101010101010101
	quote, backslash := x^('"'*ones), x^('\\'*ones)
	return (x | (x - 0x20*ones) | (quote - ones) | (backslash - ones)) & (0x80 * ones)
}

var (
	wordTrue  = []byte("true")
	wordFalse = []byte("false")
	wordNull  = []byte("null")
)

// word reads a number, true, false or null.
func (p *parser) word(n int) error {
	start := p.i
	for p.i < len(p.b) && isWord(p.b[p.i]) {
		p.i++
	}
	w := p.b[start:p.i]
	nd := &p.nodes[n]
	nd.val0, nd.val1 = int32(start), int32(p.i)
	switch {
	case bytes.Equal(w, wordTrue), bytes.Equal(w, wordFalse):
		nd.kind = Bool
	case bytes.Equal(w, wordNull):
		nd.kind = Null
	case validNumber(w):
		nd.kind = Number
	case len(w) < maxDigits && isFloat(w):
		nd.kind, p.t.odd = Number, true
	default:
		p.i = start
		return p.fail("unexpected character")
	}
	return nil
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.' || c == '-' || c == '+'
}

func isFloat(w []byte) bool {
	_, err := strconv.ParseFloat(string(w), 64)
	return err == nil || errors.Is(err, strconv.ErrRange)
}

// maxDigits bounds what is taken for a number; nothing useful is longer.
const maxDigits = 400

// validNumber checks the grammar of JSON numbers.
func validNumber(w []byte) bool {
	if len(w) > 0 && w[0] == '-' {
		w = w[1:]
	}
	if len(w) == 0 || len(w) >= maxDigits {
		return false
	}
	whole := digits(w)
	if whole == 0 || whole > 1 && w[0] == '0' {
		return false
	}
	if w = w[whole:]; len(w) > 0 && w[0] == '.' {
		n := digits(w[1:])
		if n == 0 {
			return false
		}
		w = w[1+n:]
	}
	if len(w) > 0 && (w[0] == 'e' || w[0] == 'E') {
		if w = w[1:]; len(w) > 0 && (w[0] == '+' || w[0] == '-') {
			w = w[1:]
		}
		n := digits(w)
		return n > 0 && n == len(w)
	}
	return len(w) == 0
}

func digits(w []byte) int {
	n := 0
	for n < len(w) && w[n] >= '0' && w[n] <= '9' {
		n++
	}
	return n
}

// skip passes over a container that is nested too deep, without recursion.
func (p *parser) skip(n int) error {
	start, open := p.i, 0
	for p.i < len(p.b) {
		switch p.b[p.i] {
		case '{', '[':
			open++
		case '}', ']':
			open--
		case '"':
			if _, _, _, err := p.quoted(); err != nil {
				return err
			}
			continue
		}
		p.i++
		if open == 0 {
			nd := &p.nodes[n]
			nd.kind, nd.val0, nd.val1 = Null, int32(start), int32(p.i)
			p.t.odd = true
			p.t.cut++
			return nil
		}
	}
	return p.fail("unexpected end")
}
