package issue

import (
	"strings"
	"unicode/utf8"
)

// fit returns s as both engines can store it: valid UTF-8 without NUL, at most
// limit bytes long, cut between characters.
func fit(s string, limit int) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	if len(s) <= limit {
		return s
	}
	cut := limit - len("…")
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// folded is what the text filter looks through.
func folded(title, culprit string) string {
	return strings.ToLower(title) + "\n" + strings.ToLower(culprit)
}
