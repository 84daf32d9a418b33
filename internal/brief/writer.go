package brief

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// writer collects the lines of a document.
type writer struct{ b strings.Builder }

func (w *writer) line(format string, args ...any) {
	fmt.Fprintf(&w.b, format, args...)
	w.b.WriteByte('\n')
}

func (w *writer) blank() { w.b.WriteByte('\n') }

func (w *writer) heading(format string, args ...any) {
	w.blank()
	w.line("## "+format, args...)
	w.blank()
}

// fence writes text as a block of code. The fence is longer than any run of
// backticks inside, so that no text can end it.
func (w *writer) fence(language, text string) {
	longest, run := 2, 0
	for _, r := range text {
		if r != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	mark := strings.Repeat("`", longest+1)
	w.line("%s%s\n%s\n%s", mark, language, strings.TrimRight(text, "\n"), mark)
}

// text returns the document. What is cut off at the end cannot be an open
// fence: the limit is checked between lines, and a fence that is open is closed.
func (w *writer) text() string {
	s := w.b.String()
	if len(s) <= maxBytes {
		return s
	}
	end := strings.LastIndexByte(s[:maxBytes], '\n') + 1
	kept := s[:end]
	open := ""
	for line := range strings.Lines(kept) {
		mark := strings.TrimRight(line, "\n")
		if !strings.HasPrefix(mark, "```") || strings.Trim(mark, "`") != "" {
			continue
		}
		switch open {
		case "":
			open = mark
		case mark:
			open = ""
		}
	}
	if open != "" {
		kept += open + "\n"
	}
	return kept + "\nThe rest was left out.\n"
}

var escaper = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `[`, `\[`, `]`, `\]`, `<`, `\<`, `>`, `\>`, `#`, `\#`, `|`, `\|`, `~`, `\~`, `!`, `\!`, `&`, `\&`,
)

// inline returns s as text within a line.
func inline(s string) string { return escaper.Replace(cut(oneLine(s), maxInline)) }

// oneLine replaces line breaks and other control characters by spaces.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' || r == '\u0085' {
			return ' '
		}
		return r
	}, s)
}

// cut returns at most n bytes of s, in whole letters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
