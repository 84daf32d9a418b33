package group

import "belfry/internal/telemetry"

// Assign sets the title, the culprit and the grouping of e by the current
// version and no project's rules.
func Assign(e *telemetry.Event) { New(Settings{}, Versions()).Assign(e) }

// A decision is what one rule came to: its parts in the order they are hashed.
type decision struct {
	method string
	parts  []telemetry.Component
}

func (d decision) hash() string { return sum(d.method, d.parts) }

// decideV1 holds the order of the rules of version 1. It groups e as if its SDK
// had sent no fingerprint.
func decideV1(e *telemetry.Event) decision {
	if parts := securityParts(e); parts != nil {
		return decision{methodSecurity, parts}
	}
	if d, ok := exceptionDecision(e); ok {
		return d
	}
	text := messageText(e)
	if text == "" {
		if d, ok := bareStackDecision(e); ok {
			return d
		}
		return decision{methodFallback, fallbackParts(e)}
	}
	return decision{methodMessage, messageParts(e, text)}
}

// messageText returns the words of a message event: the template if there is
// one, because its parameters are marked already.
func messageText(e *telemetry.Event) string {
	if t := cutLines(e.Template); t != "" {
		return t
	}
	return cutLines(e.Message)
}

func messageParts(e *telemetry.Event, text string) []telemetry.Component {
	name := "message"
	if cutLines(e.Template) != "" {
		name = "template"
	}
	parts := []telemetry.Component{masked(name, text)}
	if s := attachedStack(e); len(s) > 0 {
		parts = append(parts, telemetry.Component{
			Name: "stack", Value: countOf(len(s), "frame"),
			Note: "left out: a message is grouped by its words",
		})
	}
	return parts
}

// fallbackParts names what little is known of an event without content.
func fallbackParts(e *telemetry.Event) []telemetry.Component {
	parts := []telemetry.Component{
		{Name: "platform", Value: clip(e.Platform), Used: true},
		{Name: "level", Value: e.Level.String(), Used: true},
		{Name: "logger", Value: clip(e.Logger), Used: true},
	}
	if e.Kind != "" {
		parts = append(parts, telemetry.Component{Name: "kind", Value: clip(e.Kind), Used: true})
	}
	return parts
}

// masked makes a used component of text without its parameters.
func masked(name, text string) telemetry.Component {
	c := telemetry.Component{Name: name, Value: cutBytes(Mask(text), maxMessage), Used: true}
	if c.Value != text {
		c.From = clip(text)
		c.Note = "numbers, ids and quoted values are masked"
	}
	return c
}
