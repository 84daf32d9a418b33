package group

import (
	"strings"

	"belfry/internal/telemetry"
)

const (
	maxParts = 32  // parts of a fingerprint that count
	maxPart  = 256 // bytes of each
)

// fingerprintOf returns what e's SDK wants it grouped by, or nil when that is
// nothing but the default.
func fingerprintOf(e *telemetry.Event) []string {
	var parts []string
	own := false
	for _, p := range e.Fingerprint[:min(len(e.Fingerprint), maxParts)] {
		p = cutBytes(strings.TrimSpace(p), maxPart)
		if p != "" && !isDefault(p) {
			own = true
		}
		parts = append(parts, p)
	}
	if !own {
		return nil
	}
	return parts
}

// resolve returns the parts of a fingerprint with their variables filled in: as
// they are hashed, where the default is its hash, and as they are shown.
func (g *Grouper) resolve(e *telemetry.Event, parts []string) (hashed, shown []telemetry.Component) {
	for _, p := range parts {
		if !isDefault(p) {
			c := telemetry.Component{Name: "fingerprint", Value: p, Used: true}
			if v, ok := variable(e, p); ok {
				c.Value, c.From = cutBytes(v, maxPart), p
			}
			hashed, shown = append(hashed, c), append(shown, c)
			continue
		}
		d := g.version.decide(e)
		hashed = append(hashed, telemetry.Component{Name: "default", Value: d.hash(), Used: true})
		shown = append(shown, d.parts...)
	}
	return hashed, shown
}

func isDefault(p string) bool {
	name, ok := variableName(p)
	return ok && name == "default"
}

// variableName returns the name inside {{ … }}.
func variableName(p string) (string, bool) {
	inner, ok := strings.CutPrefix(p, "{{")
	if !ok {
		return "", false
	}
	inner, ok = strings.CutSuffix(inner, "}}")
	return strings.TrimSpace(inner), ok
}

// variable resolves the variables that SDK users may put into a fingerprint.
// A name it does not know is ordinary text.
func variable(e *telemetry.Event, p string) (string, bool) {
	name, ok := variableName(p)
	if !ok {
		return "", false
	}
	switch name {
	case "transaction":
		return e.Transaction, true
	case "level":
		return e.Level.String(), true
	case "logger":
		return e.Logger, true
	case "environment":
		return e.Environment, true
	case "message":
		return messageText(e), true
	case "type", "error.type":
		return mainException(e).Type, true
	case "value", "error.value":
		return mainException(e).Value, true
	case "module", "function", "package":
		return frameVariable(e, name), true
	}
	if key, ok := strings.CutPrefix(name, "tags."); ok {
		return tagValue(e, key), true
	}
	return "", false
}

func frameVariable(e *telemetry.Event, name string) string {
	f, ok := culpritFrame(e)
	switch {
	case !ok:
		return ""
	case name == "module":
		return f.Module
	case name == "package":
		return f.Package
	}
	return f.Function
}

func tagValue(e *telemetry.Event, key string) string {
	for i := range e.Tags {
		if e.Tags[i].Key == key {
			return e.Tags[i].Value
		}
	}
	return ""
}
