package group

import (
	"fmt"
	"slices"
	"strings"

	"belfry/internal/telemetry"
)

// Rule gives the events for which all its conditions hold a fingerprint. Its
// parts are as those that an SDK sends: {{ default }} and the other variables
// may be used.
type Rule struct {
	If          []Condition `json:"if"`
	Fingerprint []string    `json:"fingerprint"`
}

// Condition holds for an event one of whose values in a field matches a
// pattern. Fields with several values are those of exceptions and frames.
type Condition struct {
	Field   string `json:"field"`         // one of Fields, or "tags." and a name
	Not     bool   `json:"not,omitempty"` // holds when no value matches
	Pattern string `json:"pattern"`       // a whole value without regard to case; * stands for anything
}

// Fields are what conditions may look at, beside tags.
var Fields = [...]string{
	"type", "message", "function", "module", "file", "package",
	"transaction", "level", "logger", "platform", "environment", "release", "server_name",
}

// The limits of rules.
const (
	MaxRules      = 100
	maxConditions = 10
	maxPattern    = 200 // bytes
)

// Check reports what is wrong with r, in words for people.
func (r Rule) Check() error {
	if len(r.If) == 0 || len(r.If) > maxConditions {
		return fmt.Errorf("it needs between 1 and %d conditions", maxConditions)
	}
	for _, c := range r.If {
		tag, isTag := strings.CutPrefix(c.Field, "tags.")
		switch {
		case isTag && tag == "" || !isTag && !slices.Contains(Fields[:], c.Field):
			return fmt.Errorf("%.40q is nothing to look at: use %s, or tags. and a name", c.Field, strings.Join(Fields[:], ", "))
		case c.Pattern == "" || len(c.Pattern) > maxPattern || len(c.Field) > maxPattern:
			return fmt.Errorf("a pattern has between 1 and %d bytes", maxPattern)
		}
	}
	if len(r.Fingerprint) == 0 || len(r.Fingerprint) > maxParts {
		return fmt.Errorf("a fingerprint has between 1 and %d parts", maxParts)
	}
	for _, p := range r.Fingerprint {
		if strings.TrimSpace(p) == "" || len(p) > maxPart {
			return fmt.Errorf("a part of a fingerprint has between 1 and %d bytes", maxPart)
		}
		if name, ok := variableName(p); ok && !known(name) {
			return fmt.Errorf("there is no variable {{ %.40s }}", name)
		}
	}
	return nil
}

// known reports whether a fingerprint may use a variable.
func known(name string) bool {
	if name == "default" {
		return true
	}
	_, ok := variable(&telemetry.Event{}, "{{"+name+"}}")
	return ok
}

// rule is a Rule that is ready for use.
type rule struct {
	Rule
	fingerprint []string
	patterns    []string // in lower case, one per condition
}

func compile(all []Rule) []rule {
	out := make([]rule, len(all))
	for i, r := range all {
		out[i].Rule = r
		for _, p := range r.Fingerprint {
			out[i].fingerprint = append(out[i].fingerprint, strings.TrimSpace(p))
		}
		for _, c := range r.If {
			out[i].patterns = append(out[i].patterns, strings.ToLower(c.Pattern))
		}
	}
	return out
}

// Match returns the index of the rule that decides about e, or -1.
func (g *Grouper) Match(e *telemetry.Event) int {
	return slices.IndexFunc(g.rules, func(r rule) bool { return r.holds(e) })
}

func (r *rule) holds(e *telemetry.Event) bool {
	for i, c := range r.If {
		found := false
		values(e, c.Field, func(v string) bool {
			found = matches(r.patterns[i], strings.ToLower(cutBytes(v, maxInput)))
			return !found
		})
		if found == c.Not {
			return false
		}
	}
	return true
}

// component says which rule decided.
func (r *rule) component(n int) telemetry.Component {
	parts := make([]string, len(r.If))
	for i, c := range r.If {
		verb := " is "
		if c.Not {
			verb = " is not "
		}
		parts[i] = c.Field + verb + c.Pattern
	}
	return telemetry.Component{Name: "rule", Value: cutBytes(strings.Join(parts, " and "), maxMessage), Note: fmt.Sprintf("rule %d of the project", n+1)}
}

// values yields the values of a field of e until yield returns false.
func values(e *telemetry.Event, field string, yield func(string) bool) {
	switch field {
	case "type", "message":
		exceptionValues(e, field, yield)
	case "function", "module", "file", "package":
		frameValues(e, field, yield)
	case "transaction":
		yield(e.Transaction)
	case "level":
		yield(e.Level.String())
	case "logger":
		yield(e.Logger)
	case "platform":
		yield(e.Platform)
	case "environment":
		yield(e.Environment)
	case "release":
		yield(e.Release)
	case "server_name":
		yield(e.ServerName)
	default:
		if tag, ok := strings.CutPrefix(field, "tags."); ok {
			yield(tagValue(e, tag))
		}
	}
}

func exceptionValues(e *telemetry.Event, field string, yield func(string) bool) {
	for i := range e.Exceptions {
		v := e.Exceptions[i].Value
		if field == "type" {
			v = e.Exceptions[i].Type
		}
		if !yield(v) {
			return
		}
	}
	if field == "message" && e.Message != "" {
		yield(e.Message)
	}
}

func frameValues(e *telemetry.Event, field string, yield func(string) bool) {
	stacks := [][]telemetry.Frame{e.Stacktrace}
	for i := range e.Exceptions {
		stacks = append(stacks, e.Exceptions[i].Frames)
	}
	for _, frames := range stacks {
		for i := range frames {
			if !frameValue(&frames[i], field, yield) {
				return
			}
		}
	}
}

func frameValue(f *telemetry.Frame, field string, yield func(string) bool) bool {
	switch field {
	case "function":
		return yield(f.Function)
	case "module":
		return yield(f.Module)
	case "package":
		return yield(f.Package)
	}
	return yield(f.Filename) && (f.AbsPath == "" || f.AbsPath == f.Filename || yield(f.AbsPath))
}

// matches reports whether pattern, in which * stands for anything, covers all of
// s. After a failure it goes back to the last * only, which is enough.
func matches(pattern, s string) bool {
	p, i, star, from := 0, 0, -1, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, from = p, i
			p++
		case p < len(pattern) && pattern[p] == s[i]:
			p++
			i++
		case star >= 0:
			from++
			p, i = star+1, from
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
