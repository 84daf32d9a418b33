package scrub

// trigrams tells quickly that none of a set of three-letter strings begins at a
// place, with three look-ups. Up to 64 strings have a bit of their own, and no
// false alarm happens; more share bits, which only costs a closer look.
type trigrams [3][256]uint64

// newTrigrams makes the tables. With fold set, case does not matter.
func newTrigrams(fold bool, grams ...string) *trigrams {
	t := new(trigrams)
	seen := map[string]bool{}
	for _, g := range grams {
		g = g[:3]
		if seen[g] {
			continue
		}
		bit := uint64(1) << (len(seen) % 64)
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

// hit reports whether one of the strings begins at i, where three bytes are.
func (t *trigrams) hit(s string, i int) bool {
	return t[0][s[i]]&t[1][s[i+1]]&t[2][s[i+2]] != 0
}
