package spool

import (
	"context"
	"fmt"
	"hash/crc32"
	"slices"
)

// group is what becomes durable with one sync: the records that gathered while
// the previous sync ran.
type group struct {
	waiting []*appending
	done    chan struct{} // closed when every record has its result
	err     error         // for the records without a number
}

func newGroup() *group { return &group{done: make(chan struct{})} }

// appending is one Append under way.
type appending struct {
	parts [][]byte
	size  int
	crc   uint32
	seq   uint64 // set once the record is durable
}

// cost is what the record takes on disk.
func (a *appending) cost() int64 { return recordHeader + int64(a.size) }

// Append adds one record, the concatenation of parts, and returns its number
// when it is durable. With an error nothing of it stays: ErrFull, ErrTooLarge,
// ErrClosed, ErrFailed, or ctx's. The parts must not change until then. When ctx
// ends after the write has begun, Append still waits for its outcome.
func (s *Spool) Append(ctx context.Context, parts ...[]byte) (uint64, error) {
	a, err := s.prepare(parts)
	if err != nil {
		return 0, err
	}
	g, err := s.enqueue(ctx, a)
	if err != nil {
		return 0, err
	}
	select {
	case <-g.done:
	case <-ctx.Done():
		if s.withdraw(g, a) {
			return 0, ctx.Err()
		}
		<-g.done
	}
	if a.seq == 0 {
		return 0, g.err
	}
	return a.seq, nil
}

func (s *Spool) prepare(parts [][]byte) (*appending, error) {
	a := &appending{parts: parts}
	for _, p := range parts {
		if len(p) > s.o.MaxRecord-a.size {
			return nil, ErrTooLarge
		}
		a.size += len(p)
		a.crc = crc32.Update(a.crc, crcTable, p)
	}
	return a, nil
}

// enqueue puts a into the gathering group; it waits while too much is pending.
func (s *Spool) enqueue(ctx context.Context, a *appending) (*group, error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		g, room, err := s.tryEnqueue(a)
		if err != nil || g != nil {
			return g, err
		}
		select {
		case <-room:
		case <-ctx.Done():
		}
	}
}

// tryEnqueue returns the group that a is in now, or what to wait for.
func (s *Spool) tryEnqueue(a *appending) (*group, <-chan struct{}, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return nil, nil, ErrClosed
	case s.bytes+s.pending+a.cost() > s.o.MaxSize:
		return nil, nil, s.fullLocked()
	case s.pending >= s.o.MaxPending: // one record may pass it: it waits for nobody smaller
		if s.room == nil {
			s.room = make(chan struct{})
		}
		return nil, s.room, nil
	}
	s.pending += a.cost()
	s.next.waiting = append(s.next.waiting, a)
	switch len(s.next.waiting) {
	case s.goal:
		nudge(s.crowd)
	case 1:
		nudge(s.wake)
	}
	return s.next, nil, nil
}

func (s *Spool) fullLocked() error {
	return fmt.Errorf("%w (%d of %d bytes)", ErrFull, s.bytes+s.pending, s.o.MaxSize)
}

// withdraw takes a out of g, unless the group is being written already.
func (s *Spool) withdraw(g *group, a *appending) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g != s.next {
		return false
	}
	i := slices.Index(g.waiting, a)
	if i < 0 {
		return false
	}
	g.waiting = slices.Delete(g.waiting, i, i+1)
	s.releaseLocked(a.cost())
	return true
}

func (s *Spool) releaseLocked(n int64) {
	s.pending -= n
	if s.room != nil {
		close(s.room)
		s.room = nil
	}
}

// nudge leaves a token in c, whose receiver looks for itself what is up.
func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
