package query

import (
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"belfry/internal/telemetry"
)

// Grammar is what Parse needs to know beside the text.
type Grammar struct {
	Fields Fields         // Issues or Events; other keys are tags
	Now    telemetry.Time // what ages are counted from
	Zone   *time.Location // where days begin; UTC when nil
}

// The limits of a search.
const (
	maxTerms  = 60
	maxNested = 20
	maxChoice = 100 // values of one list
)

// Parse reads a search:
//
//	search = and { "OR" and } .
//	and    = part { [ "AND" ] part } .
//	part   = [ "!" ] ( "(" search ")" | key ":" value | "has:" key | word | '"' text '"' ) .
//	value  = [ ">" | ">=" | "<" | "<=" ] text | "[" text { "," text } "]" .
//
// A text is a word, or anything in double quotes; * in a value stands for any
// characters unless a backslash precedes it. What looks like code or an address
// ("a::b", "http://…", "Error: x") is free text. What is wrong is a *SyntaxError.
func (g Grammar) Parse(text string) (Expr, error) {
	p := parser{Grammar: g, text: text}
	if p.Zone == nil {
		p.Zone = time.UTC
	}
	e := p.or()
	if p.err != nil {
		return Expr{}, p.err
	}
	return e, nil
}

// parser walks through text; at the first mistake it notes it and goes to the
// end.
type parser struct {
	Grammar
	text  string
	at    int // the next byte
	terms int
	depth int // of open parentheses
	err   error
}

// fail notes a mistake in the bytes from ≤ … < to.
func (p *parser) fail(from, to int, message string) {
	if p.err == nil {
		p.err = &SyntaxError{p.units(from), p.units(to), message}
	}
	p.at = len(p.text)
}

// units turns an offset in bytes into one in UTF-16 code units.
func (p *parser) units(offset int) int {
	n := 0
	for _, r := range p.text[:offset] {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

func (p *parser) skipSpace() {
	for p.at < len(p.text) {
		r, size := utf8.DecodeRuneInString(p.text[p.at:])
		if !isSpace(r) {
			return
		}
		p.at += size
	}
}

func isSpace(r rune) bool { return r <= ' ' || r == 0xA0 || r == 0x3000 }

// keyword reports whether the word stands here by itself, and passes it.
func (p *parser) keyword(word string) bool {
	rest, ok := strings.CutPrefix(p.text[p.at:], word)
	if !ok {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(rest); rest != "" && !isSpace(r) && r != '(' && r != ')' {
		return false
	}
	p.at += len(word)
	return true
}

func (p *parser) or() Expr {
	parts := []Expr{p.and()}
	for p.err == nil {
		from := p.at
		if !p.keyword("OR") {
			break
		}
		next := p.and()
		if next.Empty() || parts[len(parts)-1].Empty() {
			p.fail(from, from+len("OR"), "OR stands between two conditions: write one on each side of it, or put it in quotes.")
		}
		parts = append(parts, next)
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return Expr{Kind: Or, Of: parts}
}

// and reads parts until OR, a closing parenthesis or the end.
func (p *parser) and() Expr {
	var parts []Expr
	for p.skipSpace(); p.at < len(p.text); p.skipSpace() {
		if p.depth > 0 && p.text[p.at] == ')' {
			break
		}
		from := p.at
		if p.keyword("OR") {
			p.at = from
			break
		}
		if p.keyword("AND") {
			if p.skipSpace(); len(parts) == 0 || p.at == len(p.text) {
				p.fail(from, from+len("AND"), "AND stands between two conditions: write one on each side of it, or put it in quotes.")
			}
			continue
		}
		parts = append(parts, p.part())
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return Expr{Of: parts}
}

func (p *parser) part() Expr {
	from := p.at
	if p.terms++; p.terms > maxTerms {
		p.fail(from, len(p.text), "This is more than one search can hold. Leave some conditions out.")
		return Expr{}
	}
	negated := strings.HasPrefix(p.text[p.at:], "!") && p.at+1 < len(p.text) && !strings.ContainsAny(p.text[p.at+1:p.at+2], " =!")
	if negated {
		p.at++
	}
	e := p.positive(from)
	if negated && !e.Empty() {
		return Expr{Kind: Not, Of: []Expr{e}}
	}
	return e
}

func (p *parser) positive(from int) Expr {
	switch p.text[p.at] {
	case '(':
		return p.group()
	case '"':
		text, ok := p.quoted()
		if !ok {
			return Expr{}
		}
		return p.free(from, Value{Text: text})
	}
	if key, ok := p.key(); ok {
		return p.filter(from, key)
	}
	return p.free(from, valueOf(p.word(""), false))
}

func (p *parser) group() Expr {
	from := p.at
	p.at++
	if p.depth++; p.depth > maxNested {
		p.fail(from, from+1, "Too many parentheses are nested here.")
		return Expr{}
	}
	e := p.or()
	p.depth--
	switch {
	case p.err != nil:
	case p.at == len(p.text):
		p.fail(from, from+1, "This parenthesis is never closed. Close it, or put the text in quotes.")
	case e.Empty():
		p.fail(from, p.at+1, "There is nothing between these parentheses. Remove them, or put them in quotes.")
	default:
		p.at++
	}
	return e
}

// quoted reads a text in quotes, in which \" and \\ are a quote and a backslash.
func (p *parser) quoted() (text string, ok bool) {
	from := p.at
	var b strings.Builder
	for p.at++; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; {
		case c == '"':
			p.at++
			return b.String(), true
		case c == '\\' && p.at+1 < len(p.text) && (p.text[p.at+1] == '"' || p.text[p.at+1] == '\\'):
			p.at++
			b.WriteByte(p.text[p.at])
		default:
			b.WriteByte(c)
		}
	}
	p.fail(from, len(p.text), "This quotation mark is never closed. Close it, or write \\\" for a quotation mark itself.")
	return "", false
}

// word reads up to white space, one of the bytes in end, or the parenthesis that
// closes the group; parentheses of its own belong to a word.
func (p *parser) word(end string) string {
	from, open := p.at, 0
	for p.at < len(p.text) {
		r, size := utf8.DecodeRuneInString(p.text[p.at:])
		switch {
		case isSpace(r) || r < utf8.RuneSelf && strings.IndexByte(end, byte(r)) >= 0:
			return p.text[from:p.at]
		case r == '(':
			open++
		case r == ')' && open > 0:
			open--
		case r == ')' && p.depth > 0:
			return p.text[from:p.at]
		}
		p.at += size
	}
	return p.text[from:]
}

// free is the condition that a text is found somewhere.
func (p *parser) free(from int, v Value) Expr {
	if v.Text == "" {
		p.terms--
		return Expr{}
	}
	return p.is(from, Term{Type: Prose, Values: []Value{v}})
}

func (p *parser) is(from int, t Term) Expr {
	t.From, t.To = p.units(from), p.units(p.at)
	return Expr{Kind: Is, Term: t}
}
