package ingest

import (
	"math"
	"strconv"
	"strings"
)

// Kind tells what a Value is.
type Kind uint8

// The kinds of values; Missing is for a member that is not there.
const (
	Missing Kind = iota
	Null
	Bool
	Number
	String
	Array
	Object
)

var kindNames = [...]string{"nothing", "null", "a boolean", "a number", "a string", "a list", "an object"}

// String names k the way a sentence about it would.
func (k Kind) String() string { return kindNames[k] }

// Value is one value of a parsed Tree. The zero Value is Missing, and every
// method may be called on it.
type Value struct {
	t *Tree
	i int32
}

func (v Value) node() *node { return &v.t.nodes[v.i] }

// Kind returns what v is.
func (v Value) Kind() Kind {
	if v.t == nil {
		return Missing
	}
	return v.node().kind
}

// Exists reports whether v is there, even as null.
func (v Value) Exists() bool { return v.t != nil }

// IsNull reports whether v is null or not there.
func (v Value) IsNull() bool { return v.Kind() <= Null }

// IsEmpty reports whether v is null, not there, or a container or string
// without content.
func (v Value) IsEmpty() bool {
	switch v.Kind() {
	case Missing, Null:
		return true
	case Array, Object:
		return !v.First().Exists()
	case String:
		return v.node().val0 == v.node().val1
	default:
		return false
	}
}

// First returns the first element or member of a container.
func (v Value) First() Value {
	if k := v.Kind(); k != Array && k != Object || int(v.i)+1 >= len(v.t.nodes) {
		return Value{}
	}
	n, c := v.node(), &v.t.nodes[v.i+1]
	if c.val0 >= n.val1 || c.val0 <= n.val0 {
		return Value{}
	}
	return Value{v.t, v.i + 1}
}

// Next returns the element or member after v in its container.
func (v Value) Next() Value {
	if v.t == nil || v.node().next == 0 {
		return Value{}
	}
	return Value{v.t, v.node().next}
}

// Len counts the elements or members of a container.
func (v Value) Len() int {
	n := 0
	for c := v.First(); c.Exists(); c = c.Next() {
		n++
	}
	return n
}

// Get returns the first member of an object with the given key.
func (v Value) Get(key string) Value {
	if v.Kind() != Object {
		return Value{}
	}
	for c := v.First(); c.Exists(); c = c.Next() {
		if c.KeyIs(key) {
			return c
		}
	}
	return Value{}
}

// KeyIs reports whether v is the member of an object under that key.
func (v Value) KeyIs(key string) bool {
	n := v.node()
	if n.richKey {
		return v.Key() == key
	}
	return string(v.t.text[n.key0:n.key1]) == key
}

// Key returns the key of v in its object, as clean text.
func (v Value) Key() string {
	if v.t == nil {
		return ""
	}
	n := v.node()
	return v.t.unquote(n.key0, n.key1, n.richKey)
}

// Text returns a string's clean text, and "" for anything else.
func (v Value) Text() string {
	if v.Kind() != String {
		return ""
	}
	n := v.node()
	return v.t.unquote(n.val0, n.val1, n.rich)
}

// Scalar returns a string, number or boolean as text.
func (v Value) Scalar() (string, bool) {
	if v.t == nil {
		return "", false
	}
	switch n := v.node(); n.kind {
	case String:
		return v.t.unquote(n.val0, n.val1, n.rich), true
	case Number, Bool:
		return v.t.plain(n.val0, n.val1), true
	default:
		return "", false
	}
}

// Size returns the length of v in bytes, as it stands in the text.
func (v Value) Size() int {
	if v.t == nil {
		return 0
	}
	n := len(v.span())
	if v.Kind() == String {
		n += len(`""`)
	}
	return n
}

func (v Value) span() []byte {
	n := v.node()
	return v.t.text[n.val0:n.val1]
}

// Float returns a finite number, also one that was sent as a string.
func (v Value) Float() (float64, bool) {
	var s string
	switch v.Kind() {
	case Number:
		s = string(v.span())
	case String:
		if s = strings.TrimSpace(v.Text()); !MayBeNumber(s) {
			return 0, false
		}
	default:
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, false
	}
	return f, true
}

// MayBeNumber reports whether s begins like a number. Parsing what does not
// would cost the making of an error.
func MayBeNumber(s string) bool {
	return s != "" && (s[0] >= '0' && s[0] <= '9' || s[0] == '-' || s[0] == '+' || s[0] == '.')
}

// Int returns a whole number, rounding towards zero, also one that was sent as
// a string.
func (v Value) Int() (int64, bool) {
	if v.Kind() == Number {
		if n, err := strconv.ParseInt(string(v.span()), 10, 64); err == nil {
			return n, true
		}
	}
	f, ok := v.Float()
	if !ok || math.Abs(f) >= 1<<63 {
		return 0, false
	}
	return int64(f), true
}

// Bool returns a boolean, also one that was sent as a number or a word.
func (v Value) Bool() (value, ok bool) {
	if v.Kind() == Bool {
		return v.span()[0] == 't', true
	}
	s, _ := v.Scalar()
	b, err := strconv.ParseBool(strings.ToLower(strings.TrimSpace(s)))
	return b, err == nil
}
