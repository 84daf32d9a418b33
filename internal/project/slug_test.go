package project

import (
	"testing"

	"pgregory.net/rapid"
)

func TestFirstSlugIsAlwaysGood(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zÄ-ü0-9 '_-]{0,120}`), rapid.StringMatching(`[0-9]{1,90}`)).Draw(t, "name")
		slug := firstSlug(name)
		if got, err := checkSlug(slug); err != nil || got != slug {
			t.Fatalf("firstSlug(%q) = %q, which is refused: %v", name, slug, err)
		}
	})
}
