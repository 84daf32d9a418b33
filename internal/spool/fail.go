package spool

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

const retryPause = 100 * time.Millisecond

// seal ends the last segment for good; the next record begins another. All of it
// is durable, so a failing close has nothing to tell.
func (s *Spool) seal() { _ = s.closeOut() }

// undo cuts a failed write off. A full disk leaves the spool as it was.
func (s *Spool) undo(g *segment, cause error) error {
	if err := s.out.Truncate(g.size); err != nil || !noSpace(cause) {
		return s.fail(errors.Join(cause, err))
	}
	return s.outage(ErrFull, cause)
}

// fail gives the last segment up for writing: after a failed sync the state of
// its pages is unknown, and a second sync would claim success for lost ones.
func (s *Spool) fail(cause error) error {
	g := s.last()
	s.o.Logger.Error("journal segment given up", "segment", g.name(), "durable_bytes", g.size, "err", cause)
	s.suspect = true
	s.seal()
	return s.outage(ErrFailed, cause)
}

func (s *Spool) outage(kind, cause error) error {
	err := fmt.Errorf("%w: %w", kind, cause)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failure = err
	return err
}

// revive begins a new segment, after a failure only if the old one is whole on
// the disk up to where it was acknowledged.
func (s *Spool) revive(ctx context.Context) error {
	if s.suspect {
		if err := s.verify(s.last()); err != nil {
			pause(ctx)
			return s.outage(ErrFailed, err)
		}
	}
	err := s.extend(s.durable + 1)
	switch {
	case err == nil:
		s.suspect = false
		return nil
	case noSpace(err):
		return s.outage(ErrFull, err)
	}
	pause(ctx)
	return s.outage(ErrFailed, err)
}

// verify reads back what was acknowledged in a segment that has failed. It must
// come from the disk: the cache still holds what never got there.
func (s *Spool) verify(g *segment) error {
	f, err := os.OpenFile(g.path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Truncate(g.size); err != nil {
		s.o.Logger.Warn("cannot cut a failed journal segment", "segment", g.name(), "err", err)
	}
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
func pause(ctx context.Context) {
	t := time.NewTimer(retryPause)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
