package issue

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"belfry/internal/errs"
)

// Traits are what issues are compared by.
type Traits struct {
	Type    string   // of the exception, "" for a message
	Culprit string   // where it happened
	Words   []string // of the message, sorted, each once, without numbers
	Frames  []string // of the app, sorted, each once; nil when not known
}

// Reason says what two issues have in common.
type Reason struct {
	What   string // "type", "culprit", "message" or "frames"
	Value  string // of type and culprit
	Shared int    // words or frames that both have
	Of     int    // words or frames that either has
}

// The weight of each trait. Frames, where both issues have some, say the most.
// There must be something to go by: leastWeight is what the traits of two issues
// are taken to weigh at least, so that the same type alone is no likeness.
const (
	typeWeight    = 0.2
	culpritWeight = 0.2
	messageWeight = 0.25
	framesWeight  = 0.35
	leastWeight   = 0.55
)

// SimilarFrom is the likeness from which two issues are worth comparing.
const SimilarFrom = 0.4

// TraitsOf reads the traits of an issue out of its title and culprit.
func (i *Issue) TraitsOf() Traits {
	t := Traits{Culprit: i.Culprit}
	message := i.Title
	if head, rest, ok := strings.Cut(i.Title, ": "); ok && isTypeName(head) {
		t.Type, message = head, rest
	} else if isTypeName(i.Title) {
		t.Type, message = i.Title, ""
	}
	t.Words = wordsOf(message)
	return t
}

// isTypeName reports whether s looks like the type of an exception: one word
// with a capital letter in it.
func isTypeName(s string) bool {
	return s != "" && !strings.ContainsFunc(s, unicode.IsSpace) && strings.ContainsFunc(s, unicode.IsUpper)
}

// wordsOf returns the words of a message. Those with a digit are left out: they
// are ids and numbers, which differ from event to event.
func wordsOf(message string) []string {
	words := strings.FieldsFunc(strings.ToLower(message), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_'
	})
	words = slices.DeleteFunc(words, func(w string) bool { return len(w) < 2 || strings.ContainsFunc(w, unicode.IsDigit) })
	slices.Sort(words)
	return slices.Compact(words)
}

// Likeness returns how alike two issues are, from 0 to 1, and why. A trait that
// one of them does not have neither speaks for it nor against.
func Likeness(a, b Traits) (score float64, reasons []Reason) {
	weights := 0.0
	equal := func(what, x, y string, weight float64) {
		if x == "" || y == "" {
			return
		}
		weights += weight
		if x == y {
			score += weight
			reasons = append(reasons, Reason{What: what, Value: x})
		}
	}
	overlap := func(what string, x, y []string, weight float64) {
		if len(x) == 0 || len(y) == 0 {
			return
		}
		weights += weight
		shared, of := common(x, y)
		score += weight * float64(shared) / float64(of)
		if 3*shared >= of {
			reasons = append(reasons, Reason{What: what, Shared: shared, Of: of})
		}
	}
	equal("type", a.Type, b.Type, typeWeight)
	equal("culprit", a.Culprit, b.Culprit, culpritWeight)
	overlap("message", a.Words, b.Words, messageWeight)
	overlap("frames", a.Frames, b.Frames, framesWeight)
	if len(reasons) == 0 {
		return 0, nil
	}
	return score / max(weights, leastWeight), reasons
}

// common counts what two sorted lists share, and what either has.
func common(x, y []string) (shared, of int) {
	for _, v := range x {
		if _, ok := slices.BinarySearch(y, v); ok {
			shared++
		}
	}
	return shared, len(x) + len(y) - shared
}

// perStatus is how many of the latest issues of each status are compared with
// one.
const perStatus = 500

// Neighbours returns the issues that one may be like: those of its project that
// happened last, of each status.
func (s *Store) Neighbours(ctx context.Context, i Issue) (all []Issue, err error) {
	defer errs.Wrap(&err, "issue.Neighbours(%d)", i.ID)
	seen := map[int64]bool{i.ID: true}
	for _, status := range []Status{Open, Resolved, Ignored, Archived} {
		var found []Issue
		err := s.d.Select(ctx, &found, `SELECT `+columns+` FROM issues WHERE project_id = ? AND status = ? ORDER BY last_seen DESC, id DESC LIMIT ?`,
			i.Project, string(status), perStatus)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if !seen[f.ID] {
				seen[f.ID] = true
				all = append(all, f)
			}
		}
	}
	return all, nil
}
