package group

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"belfry/internal/telemetry"
)

const (
	maxTitle  = 200 // characters
	unlabeled = "<unlabeled event>"
)

// Title returns the line that an issue is listed by: "Type: message" of the
// exception that was raised, the first line of a message, or what was blocked.
// It is never empty and never longer than 200 characters.
func Title(e *telemetry.Event) string {
	if t := securityTitle(e); t != "" {
		return oneLine(t)
	}
	if len(e.Exceptions) > 0 {
		if t := exceptionTitle(e, mainException(e)); t != "" {
			return t
		}
	}
	for _, text := range []string{e.Message, e.Template} {
		if t := oneLine(text); t != "" {
			return t
		}
	}
	if e.Kind == "minidump" {
		return "Native crash"
	}
	return unlabeled
}

func exceptionTitle(e *telemetry.Event, x *telemetry.Exception) string {
	name, value := oneLine(typeOf(e, x)), oneLine(x.Value)
	switch {
	case value == "":
		return name
	case name == "" || isSynthetic(x):
		return value
	case strings.HasPrefix(value, name+":"): // the SDK repeated it
		return value
	}
	return oneLine(name + ": " + value)
}

// oneLine returns the first line of s that says something, without control
// characters, cut to the length of a title.
func oneLine(s string) string {
	if len(s) > maxInput {
		s = s[:maxInput]
	}
	if isPrintable(s) {
		return cutRunes(strings.TrimSpace(s), maxTitle)
	}
	s = strings.TrimSpace(strings.ToValidUTF8(s, "�"))
	s, _, _ = strings.Cut(s, "\n")
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	if strings.IndexFunc(s, unicode.IsControl) >= 0 {
		s = strings.TrimSpace(strings.Map(spaceControl, s))
	}
	return cutRunes(s, maxTitle)
}

// isPrintable reports whether s is nothing but the printable part of ASCII.
func isPrintable(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

func spaceControl(r rune) rune {
	if unicode.IsControl(r) {
		return ' '
	}
	return r
}

// cutRunes returns s with at most n characters, the last of which says that
// something was cut.
func cutRunes(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	kept := 0
	for i := range s {
		if kept++; kept == n {
			return strings.TrimRightFunc(s[:i], unicode.IsSpace) + "…"
		}
	}
	return s
}
