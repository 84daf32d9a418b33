package spool

import (
	"context"
	"errors"
	"time"
)

// Run makes appended records durable until ctx ends; then it writes what is
// pending, lets later appends fail with ErrClosed, and returns. It runs once.
func (s *Spool) Run(ctx context.Context) error {
	if err := s.begin(); err != nil {
		return err
	}
	defer s.shut()
	idle := time.NewTimer(0)
	for {
		select {
		case <-s.wake:
			s.gather(ctx)
		case <-idle.C:
			s.peak = 0 // the next one to come is alone: do not let it wait
			if !s.healthy(ctx) {
				idle.Reset(10 * s.retry)
			}
			continue
		case <-ctx.Done():
			s.commit(ctx, s.take())
			return nil
		}
		s.commit(ctx, s.take())
		s.retire()
		idle.Reset(2 * s.o.SyncDelay)
	}
}

func (s *Spool) begin() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.running {
		return errors.New("spool: Run may be called once, before Close")
	}
	s.running = true
	s.buf = make([]byte, 0, writeBuffer)
	return nil
}

// shut fails what is and will be appended.
func (s *Spool) shut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.closed = true
	s.next.err = ErrClosed
	close(s.next.done)
	s.next = newGroup()
	s.pending = 0
	s.releaseLocked(0)
	s.announceLocked()
}

// gather waits, under load only, for more records to share the next sync: until
// half of the appenders seen lately are back, so that one half prepares its next
// records while those of the other are synced.
func (s *Spool) gather(ctx context.Context) {
	if !s.setGoal(s.peak / 2) {
		return
	}
	late := time.NewTimer(s.o.SyncDelay)
	defer late.Stop()
	select {
	case <-s.crowd:
	case <-late.C:
	case <-ctx.Done():
	}
}

// setGoal reports whether the gathering group is short of goal; if so, crowd is
// signalled when it gets there.
func (s *Spool) setGoal(goal int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.next.waiting) >= goal {
		return false
	}
	select { // left over from a goal that was reached too late
	case <-s.crowd:
	default:
	}
	s.goal = goal
	return true
}

// take ends the gathering of a group and lets the next begin.
func (s *Spool) take() *group {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.next
	s.next, s.goal = newGroup(), 0
	return g
}

// commit makes the records of g durable, in order, and settles their results.
func (s *Spool) commit(ctx context.Context, g *group) {
	var pending int64
	for _, a := range g.waiting {
		pending += a.cost()
	}
	defer s.settle(g, pending)
	g.err = ErrFailed // stands only if a panic passes through here
	rest := g.waiting
	for len(rest) > 0 {
		n, err := s.store(ctx, rest)
		if err != nil {
			g.err = err
			return
		}
		rest = rest[n:]
	}
}

func (s *Spool) settle(g *group, pending int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.releaseLocked(pending)
	s.peak = max(len(g.waiting)+len(s.next.waiting), s.peak/2)
	close(g.done)
}

// store makes as many records durable as belong into the same segment.
func (s *Spool) store(ctx context.Context, rest []*appending) (int, error) {
	last := s.last()
	if last.full(rest[0].cost(), s.o.SegmentSize) {
		s.seal()
	}
	if s.out == nil {
		if err := s.revive(ctx); err != nil {
			return 0, err
		}
		last = s.last()
	}
	n, end, err := s.write(last, rest)
	if err != nil {
		return 0, s.undo(last, err)
	}
	if err := s.disk.sync(s.out); err != nil {
		return 0, s.fail(err)
	}
	s.publish(last, rest[:n], end)
	return n, nil
}

func (s *Spool) last() *segment {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.segments[len(s.segments)-1]
}

// write puts the records that fit into segment g behind its durable end. It
// returns how many and where they end.
func (s *Spool) write(g *segment, rest []*appending) (n int, end int64, err error) {
	out := output{disk: s.disk, file: s.out, off: g.size, buf: s.buf}
	salt, size := s.id.salt(g.first), g.size
	for n < len(rest) {
		a := rest[n]
		if n > 0 && size+a.cost() > s.o.SegmentSize {
			break
		}
		h := recordInfo{size: uint32(a.size), behind: uint32(n), seq: s.durable + 1 + uint64(n), crc: a.crc}
		if err := out.header(h, salt); err != nil {
			return 0, 0, err
		}
		for _, p := range a.parts {
			if err := out.data(p); err != nil {
				return 0, 0, err
			}
		}
		size += a.cost()
		n++
	}
	return n, size, out.flush()
}

// publish gives durable records their numbers and shows them to readers.
func (s *Spool) publish(g *segment, done []*appending, end int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, a := range done {
		a.seq = s.durable + 1 + uint64(i)
	}
	s.durable += uint64(len(done))
	s.bytes += end - g.size
	g.size = end
	s.syncs++
	s.failure = nil
	s.announceLocked()
}

func (s *Spool) announceLocked() {
	if s.advanced != nil {
		close(s.advanced)
		s.advanced = nil
	}
}
