package query

import (
	"strconv"
	"strings"

	"belfry/internal/telemetry"
)

// key reads the key of a filter and its colon, if here is one: letters, digits
// and "._-" after a letter, or any tag as tags[name]. What follows the colon
// shows whether it was one: nothing, or what programs write after colons, makes
// it free text, unless the key is a field.
func (p *parser) key() (key string, ok bool) {
	rest := p.text[p.at:]
	if end := strings.Index(rest, "]:"); end > 0 {
		if _, ok := tagName(rest[:end+1]); ok {
			p.at += end + 2
			return rest[:end+1], true
		}
	}
	n := strings.IndexByte(rest, ':')
	if n <= 0 {
		return "", false
	}
	key = rest[:n]
	if !isKey(key) {
		return "", false
	}
	_, known := p.field(key)
	if after := rest[n+1:]; !known && (after == "" || isSpace(rune(after[0])) || strings.IndexByte(`:/\)`, after[0]) >= 0) {
		return "", false
	}
	p.at += n + 1
	return key, true
}

func tagName(key string) (string, bool) {
	name, ok := strings.CutPrefix(key, "tags[")
	if !ok || !strings.HasSuffix(name, "]") || strings.ContainsAny(name, " \"()[") {
		return "", false
	}
	name = name[:len(name)-1]
	return name, name != ""
}

func isKey(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (i == 0 || (c < '0' || c > '9') && c != '.' && c != '_' && c != '-') {
			return false
		}
	}
	return s != ""
}

// field finds the field that a key names; "has" is one here.
func (p *parser) field(key string) (Field, bool) {
	if strings.EqualFold(key, "has") {
		return Field{Name: "has"}, true
	}
	return p.Fields.Find(key)
}

// filter reads what comes after the colon of a key.
func (p *parser) filter(from int, key string) Expr {
	t := Term{Key: key, Tag: true}
	if name, ok := tagName(key); ok {
		t.Key = name
	} else if f, ok := p.field(key); ok {
		t.Key, t.Type, t.Tag = f.Name, f.Type, false
	}
	start := p.at
	if t.Key == "has" && !t.Tag {
		return p.has(from)
	}
	if p.comparable(t) {
		t.Op = p.op()
	}
	raw, ok := p.values(from, key, !t.Tag)
	if !ok {
		return Expr{}
	}
	if t.Op != Equal && len(raw) != 1 {
		p.fail(start, p.at, "Compare with a single value, such as "+t.Key+":>"+example(t.Type)+".")
	}
	for _, r := range raw {
		v, message := p.value(&t, r)
		if message != "" {
			p.fail(r.from, r.to, message)
			return Expr{}
		}
		t.Values = append(t.Values, v)
	}
	if t.Type == When {
		t.Op = Equal
	}
	return p.is(from, t)
}

// comparable reports whether < and > before a value of t are comparisons. With
// the texts of a tag they may well be part of the value.
func (p *parser) comparable(t Term) bool {
	return t.Type == Number || t.Type == When || t.Type == Severity
}

func (p *parser) op() Op {
	for _, o := range []struct {
		text string
		op   Op
	}{{">=", MoreEq}, {"<=", LessEq}, {">", More}, {"<", Less}} {
		if strings.HasPrefix(p.text[p.at:], o.text) {
			p.at += len(o.text)
			return o.op
		}
	}
	return Equal
}

// has reads the key after has.
func (p *parser) has(from int) Expr {
	key := p.word("")
	t := Term{Key: key, Tag: true, Op: Has}
	if name, ok := tagName(key); ok {
		t.Key = name
	} else if f, ok := p.Fields.Find(key); ok {
		t.Key, t.Type, t.Tag = f.Name, f.Type, false
	} else if !isKey(key) {
		p.fail(from, p.at, "Write the key that must be there after has:, such as has:release or has:user.email.")
	}
	if t.Type == Choice {
		p.fail(from, p.at, "Every issue has a state. Ask for one, such as "+t.Key+":open.")
	}
	return p.is(from, t)
}

// raw is a value as it was written.
type raw struct {
	text     string
	quoted   bool
	from, to int
}

// values reads a value or a list of them. The value of a tag may begin like a
// list that never ends.
func (p *parser) values(from int, key string, known bool) (all []raw, ok bool) {
	if rest := p.text[p.at:]; strings.HasPrefix(rest, "[") && (known || strings.IndexByte(rest, ']') > 0) {
		return p.list()
	}
	r, ok := p.raw("")
	if ok && r.text == "" && !r.quoted {
		p.fail(from, p.at, "Write a value after “"+key+":”, or put it in quotes to find the text itself.")
		return nil, false
	}
	return []raw{r}, ok
}

func (p *parser) raw(end string) (r raw, ok bool) {
	r.from, ok = p.at, true
	if strings.HasPrefix(p.text[p.at:], `"`) {
		r.quoted = true
		r.text, ok = p.quoted()
	} else {
		r.text = p.word(end)
	}
	r.to = p.at
	return r, ok
}

func (p *parser) list() (all []raw, ok bool) {
	from := p.at
	for p.at < len(p.text) {
		p.at++ // the bracket or the comma before
		p.skipSpace()
		r, ok := p.raw(",]")
		if !ok {
			return nil, false
		}
		p.skipSpace()
		if r.text == "" && !r.quoted {
			p.fail(from, min(p.at+1, len(p.text)), "There is a value missing in this list. Write it as [a,b,c].")
			return nil, false
		}
		if all = append(all, r); len(all) > maxChoice {
			p.fail(from, p.at, "This list has more than "+strconv.Itoa(maxChoice)+" values. Use a wildcard, such as “1.2*”, or several searches.")
			return nil, false
		}
		if p.at == len(p.text) || p.text[p.at] != ',' {
			break
		}
	}
	if p.at == len(p.text) || p.text[p.at] != ']' {
		p.fail(from, p.at, "This list is not closed. Write it as [a,b,c], with quotes around values that have spaces.")
		return nil, false
	}
	p.at++
	return all, true
}

// value understands one value of t; message says what is wrong with it.
func (p *parser) value(t *Term, r raw) (v Value, message string) {
	v = Value{Text: r.text}
	var ok bool
	switch t.Type {
	case Text, Prose, Member:
		if strings.HasPrefix(r.text, ">") && !r.quoted && !t.Tag {
			return v, "“" + t.Key + "” is a text, which is not larger or smaller. Write it in quotes if it begins like this."
		}
		return valueOf(r.text, r.quoted && t.Key == ""), ""
	case Number:
		if v.Number, ok = number(r.text); !ok {
			return v, "“" + t.Key + "” is a number: write it as " + t.Key + ":" + example(Number) + " or " + t.Key + ":>" + example(Number) + "."
		}
	case Severity:
		if v.Level = telemetry.ParseLevel(r.text); v.Level == telemetry.LevelUnset {
			return v, "There is no such level. Use fatal, error, warning, info, debug or trace."
		}
	case When:
		if v.Period, ok = p.period(t.Op, r.text); !ok {
			return v, "This is no time. Use an age such as -24h (within) or +7d (longer ago), a day such as 2026-11-20, today or yesterday."
		}
	case Choice:
		f, _ := p.field(t.Key)
		if v.Text, ok = choice(f.Choices, r.text); !ok {
			return v, "Use one of " + strings.Join(f.Choices, ", ") + "."
		}
		v.Period.From = p.Now - newFor
	}
	return v, ""
}

// newFor is how long an issue is new.
const newFor = telemetry.Time(24 * 3600 * 1e6)

func choice(choices []string, text string) (string, bool) {
	for _, c := range choices {
		if strings.EqualFold(c, text) {
			return c, true
		}
	}
	return "", false
}

func example(t Type) string {
	switch t {
	case When:
		return "2026-11-20"
	case Severity:
		return "warning"
	}
	return "100"
}

// number reads a whole number, which may end in k or m.
func number(s string) (int64, bool) {
	factor := int64(1)
	switch {
	case strings.HasSuffix(s, "k"):
		s, factor = s[:len(s)-1], 1_000
	case strings.HasSuffix(s, "m"):
		s, factor = s[:len(s)-1], 1_000_000
	}
	n, err := strconv.ParseInt(s, 10, 64)
	const most = 1e15
	return n * factor, err == nil && n*factor/factor == n && n < most && n > -most
}

// valueOf splits a text at its wildcards; literal ones have a backslash.
func valueOf(text string, literal bool) Value {
	if literal || strings.IndexByte(text, '*') < 0 {
		return Value{Text: text}
	}
	const star = "\x00"
	pieces := strings.Split(strings.ReplaceAll(strings.ReplaceAll(text, star, ""), `\*`, star), "*")
	for i, piece := range pieces {
		pieces[i] = strings.ReplaceAll(piece, star, "*")
	}
	if len(pieces) == 1 {
		return Value{Text: pieces[0]}
	}
	return Value{Text: text, Pattern: pieces}
}
