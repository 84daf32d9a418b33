package scrub

// trigrams tells quickly that none of a set of three-letter strings begins at a
// place, with three look-ups. Up to 63 strings have a bit of their own, and no
// false alarm happens; more share bits, which only costs a closer look.
type trigrams [3][256]uint64

// always is a bit that all first and second bytes have: a third byte that has
// it too is found whatever stands before it.
const always = uint64(1) << 63

// newTrigrams makes the tables. With fold set, case does not matter.
func newTrigrams(fold bool, grams ...string) *trigrams {
	t := new(trigrams)
	for c := range 256 {
		t[0][c], t[1][c] = always, always
	}
	seen := map[string]bool{}
	for _, g := range grams {
		g = g[:3]
		if seen[g] {
			continue
		}
		bit := uint64(1) << (len(seen) % 63)
		seen[g] = true
		for k := range 3 {
			t[k][g[k]] |= bit
			if fold && isLower(g[k]) {
				t[k][g[k]-'a'+'A'] |= bit
			}
		}
	}
	return t
}

// in reports whether one of the strings is in s.
func (t *trigrams) in(s string) bool {
	one, two := always, always
	for i := range len(s) {
		c := s[i]
		if two&t[2][c] != 0 {
			return true
		}
		two = one & t[1][c]
		one = t[0][c]
	}
	return false
}
