package spool

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// seal ends the last segment for good; the next record begins another. All of it
// is durable, so a failing close has nothing to tell.
func (s *Spool) seal() { _ = s.closeOut() }

// undo cuts a failed write off. A full disk leaves the spool as it was.
func (s *Spool) undo(g *segment, cause error) error {
	if !noSpace(cause) || s.out.Truncate(g.size) != nil {
		return s.fail(cause)
	}
	return s.outage(cause)
}

// fail gives the last segment up for writing: after a failed sync the state of
// its pages is unknown, and a second sync would claim success for lost ones. What
// stays behind its durable end if it cannot be cut off has numbers of the next
// segment, so that nobody reads it.
func (s *Spool) fail(cause error) error {
	g := s.last()
	cause = errors.Join(cause, s.out.Truncate(g.size))
	s.o.Logger.Error("journal segment given up", "segment", g.name(), "durable_bytes", g.size, "err", cause)
	s.suspect = true
	s.seal()
	return s.outage(cause)
}

// outage turns the reason of a failure into the error of Append, and keeps it.
func (s *Spool) outage(cause error) error {
	kind := ErrFailed
	if noSpace(cause) {
		kind = ErrFull
	}
	err := fmt.Errorf("%w: %w", kind, cause)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failure = err
	return err
}

// revive begins a new segment, after a failure only if the old one is whole on
// the disk up to where it was acknowledged, or holds nothing that is still wanted.
func (s *Spool) revive(ctx context.Context) error {
	if s.suspect && s.Stats().Trimmed < s.durable {
		if err := s.verify(s.last()); err != nil {
			s.pause(ctx)
			return s.outage(err)
		}
	}
	if err := s.extend(s.durable + 1); err != nil {
		s.pause(ctx)
		return s.outage(err)
	}
	s.suspect = false
	return nil
}

// healthy reports whether nothing is wrong, or not any more: while there is a
// failure it finds out for itself, since those who see it stop appending.
func (s *Spool) healthy(ctx context.Context) bool {
	if s.Stats().Failure == nil {
		return true
	}
	if err := s.probe(ctx); err != nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failure = nil
	return true
}

// probe tries what has failed: to begin a segment, or to write some bytes, which
// it takes back.
func (s *Spool) probe(ctx context.Context) error {
	if s.out == nil {
		return s.revive(ctx)
	}
	g := s.last()
	if err := s.disk.write(s.out, make([]byte, 64<<10), g.size); err != nil {
		return s.undo(g, err)
	}
	if err := s.out.Truncate(g.size); err != nil {
		return s.fail(err)
	}
	return nil
}

// verify reads back what was acknowledged in a segment that has failed. It must
// come from the disk: the cache still holds what never got there.
func (s *Spool) verify(g *segment) error {
	f, err := os.Open(g.path)
	if err != nil {
		return err
	}
	defer f.Close()
	forgetCached(f)
	t, err := findTail(f, g.size, s.id.salt(g.first), g.first)
	if err != nil {
		return err
	}
	s.report(g, t)
	if t.end != g.size || t.next != s.durable+1 {
		return fmt.Errorf("%s: acknowledged records from %d on are damaged", g.name(), t.next)
	}
	return nil
}

// extend adds an empty segment that begins with record first. It replaces a last
// segment that holds nothing.
func (s *Spool) extend(first uint64) error {
	g, f, err := createSegment(s.disk, s.o.Dir, s.id, first)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.segments) - 1; s.segments[n].first == first {
		s.bytes -= s.segments[n].size
		s.segments = s.segments[:n]
	}
	s.segments, s.bytes, s.out = append(s.segments, g), s.bytes+g.size, f
	return nil
}

// pause keeps a broken disk from being tried in a tight loop.
func (s *Spool) pause(ctx context.Context) {
	t := time.NewTimer(s.retry)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
