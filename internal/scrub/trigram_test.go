package scrub

import (
	"strings"
	"testing"
)

// A token whose second byte is a separator would be passed over: the separator
// is looked at first.
func TestTokensBeginWithoutSeparator(t *testing.T) {
	t.Parallel()
	for _, p := range patterns {
		if len(p.prefix) < 3 || strings.ContainsAny(p.prefix[:2], separators) {
			t.Errorf("%q has a separator among its first two bytes, or is too short", p.prefix)
		}
	}
}
