package project

import (
	"slices"
	"strings"

	"belfry/internal/errs"
)

// Icons are the names of the signs that a project may have beside its name; the
// pages draw them.
var Icons = []string{
	"anchor", "bike", "boat", "book", "box", "bug", "calendar", "camera", "car", "cart", "chart", "chat", "cloud", "code",
	"coffee", "compass", "cpu", "database", "feather", "film", "flask", "game", "gift", "globe", "heart", "home", "key",
	"leaf", "lock", "mail", "map", "monitor", "moon", "mountain", "music", "phone", "plane", "printer", "rocket", "search",
	"server", "shield", "star", "sun", "tent", "terminal", "tool", "truck", "wallet", "zap",
}

// Colors are the names of the colours of signs; what they look like is the
// theme's.
var Colors = []string{"bronze", "blue", "teal", "green", "olive", "orange", "red", "pink", "violet", "grey"}

// checkLook returns the word when it is one of those known; empty is the sign of
// the platform, or its colour.
func checkLook(field, word string, known []string) (string, error) {
	word = strings.ToLower(strings.TrimSpace(word))
	if word != "" && !slices.Contains(known, word) {
		return "", errs.Field(field, "Use one of %s, or nothing.", strings.Join(known, ", "))
	}
	return word, nil
}
