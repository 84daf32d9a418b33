package sentry

// How many values a chunk reserves ahead: first, and at most.
const (
	minChunk = 16
	maxChunk = 4 << 10
)

// chunk hands out small slices that are parts of larger ones, since an event
// has dozens of them. They live as long as the last of their neighbours does,
// which is with the event.
type chunk[T any] struct {
	free []T
	size int // of the last allocation
}

// take returns n zero values. Appending to them beyond n copies them.
func (c *chunk[T]) take(n int) []T {
	if n > maxChunk {
		return make([]T, n)
	}
	if n > len(c.free) {
		c.size = max(n, min(max(2*c.size, minChunk), maxChunk))
		c.free = make([]T, c.size)
	}
	out := c.free[:n:n]
	c.free = c.free[n:]
	return out
}

// one returns a pointer to v.
func (c *chunk[T]) one(v T) *T {
	out := &c.take(1)[0]
	*out = v
	return out
}
