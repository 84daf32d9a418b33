package query

import (
	"strings"

	"belfry/internal/telemetry"
)

// Expr is a search that was understood: a tree of conditions. The zero Expr
// holds for everything.
type Expr struct {
	Kind Kind
	Of   []Expr // the parts of And and Or; the only part of Not
	Term Term   // of Is
}

// Kind says how an Expr is put together.
type Kind uint8

// The kinds of expressions.
const (
	And Kind = iota // all parts hold; empty holds
	Or              // any part holds
	Not             // its part does not hold
	Is              // the term holds
)

// Term is a single condition: a key and what its value must be.
type Term struct {
	Key    string // a field's name, a tag's, or "" for free text
	Tag    bool   // Key is no field, so it names a tag
	Type   Type
	Op     Op
	Values []Value // any of them; none for Has
	From   int     // where it stands in the text, as SyntaxError counts
	To     int
}

// Op is a comparison of a term.
type Op uint8

// The comparisons. Times are always compared with Equal: their values are
// periods.
const (
	Equal Op = iota
	Less
	LessEq
	More
	MoreEq
	Has // there is some value
)

// Value is what a term compares with; which part counts depends on its type.
type Value struct {
	Text    string   // as it was meant, without quotes and escapes
	Pattern []string // of texts with wildcards: the pieces between them, else nil
	Number  int64    // of Number, and of Member once it is known who is meant
	Level   telemetry.Level
	Period  Range // of When
}

// SyntaxError tells what is wrong with a search and where. From and To count as
// browsers do, in UTF-16 code units: text.slice(from, to) is what is wrong.
type SyntaxError struct {
	From, To int
	Message  string // a sentence that says what to do
}

// Error implements error.
func (e *SyntaxError) Error() string { return e.Message }

// Empty reports whether e holds for everything.
func (e Expr) Empty() bool { return e.Kind == And && len(e.Of) == 0 }

// With returns the expression that holds when e and f do.
func (e Expr) With(f Expr) Expr {
	switch {
	case e.Empty():
		return f
	case f.Empty():
		return e
	}
	return Expr{Of: append(e.parts(), f.parts()...)}
}

// parts returns a fresh list of what must all hold for e to hold.
func (e Expr) parts() []Expr {
	if e.Kind == And {
		return append([]Expr(nil), e.Of...)
	}
	return []Expr{e}
}

// Required returns the terms without which e never holds.
func (e Expr) Required() []Term {
	switch e.Kind {
	case Is:
		return []Term{e.Term}
	case And:
		var all []Term
		for _, part := range e.Of {
			all = append(all, part.Required()...)
		}
		return all
	}
	return nil
}

// Each calls f for every term of e, which it may change, until f fails.
func (e *Expr) Each(f func(*Term) error) error {
	if e.Kind == Is {
		return f(&e.Term)
	}
	for i := range e.Of {
		if err := e.Of[i].Each(f); err != nil {
			return err
		}
	}
	return nil
}

// Match is the expression of a field that must have one value; wildcards are not
// looked for.
func Match(key string, typ Type, text string) Expr {
	v := Value{Text: text}
	if typ == Severity {
		v.Level = telemetry.ParseLevel(text)
	}
	return Expr{Kind: Is, Term: Term{Key: key, Type: typ, Values: []Value{v}}}
}

// Matches reports whether text is the value or fits its pattern; fold ignores
// the case of letters.
func (v Value) Matches(text string, fold bool) bool {
	want, pieces := v.Text, v.Pattern
	if fold {
		want, text = strings.ToLower(want), strings.ToLower(text)
	}
	if pieces == nil {
		return want == text
	}
	last := len(pieces) - 1
	for i, piece := range pieces {
		if fold {
			piece = strings.ToLower(piece)
		}
		at := strings.Index(text, piece)
		if i == last && strings.HasSuffix(text, piece) {
			at = len(text) - len(piece)
		}
		if at < 0 || i == 0 && at > 0 && !strings.HasPrefix(text, piece) || i == last && at+len(piece) != len(text) {
			return false
		}
		text = text[at+len(piece):]
	}
	return true
}
