package sentry

import "testing"

// TestChunkParts checks that parts are of the length asked for and zero, and
// that neither writing nor appending to one reaches another.
func TestChunkParts(t *testing.T) {
	t.Parallel()
	var c chunk[byte]
	var parts [][]byte
	for i := range 200 {
		n := i * i % 977
		if i == 100 {
			n = 2 * maxChunk
		}
		p := c.take(n)
		if len(p) != n || cap(p) != n {
			t.Fatalf("take(%d) gave %d bytes with room for %d", n, len(p), cap(p))
		}
		for j := range p {
			if p[j] != 0 {
				t.Fatalf("take(%d) gave bytes that are in use", n)
			}
			p[j] = byte(i + 1)
		}
		_ = append(p, 255)
		parts = append(parts, p)
	}
	for i, p := range parts {
		for _, b := range p {
			if b != byte(i+1) {
				t.Fatalf("part %d was overwritten with %d", i, b)
			}
		}
	}
	a, b := c.one(1), c.one(2)
	if *a != 1 || *b != 2 {
		t.Errorf("one gave %d and %d", *a, *b)
	}
}
