package spool

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
)

// Trim tells that records up to upto will not be read again. Files that hold no
// other records are removed; at least the one that is written to stays.
func (s *Spool) Trim(upto uint64) error {
	s.trimming.Lock()
	defer s.trimming.Unlock()
	old := s.forget(upto)
	if len(old) == 0 {
		return nil
	}
	for i, g := range old {
		if err := os.Remove(g.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			s.restore(old[i:])
			return fmt.Errorf("spool: trim: %w", err)
		}
	}
	if err := syncDir(s.o.Dir); err != nil {
		return fmt.Errorf("spool: trim: %w", err)
	}
	return nil
}

// forget takes the segments without records beyond upto off the list.
func (s *Spool) forget(upto uint64) []*segment {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trimmed = max(s.trimmed, min(upto, s.durable))
	if s.ripeLocked() {
		nudge(s.wake)
	}
	n := 0
	for n+1 < len(s.segments) && s.segments[n+1].first <= s.trimmed+1 {
		s.bytes -= s.segments[n].size
		n++
	}
	old := s.segments[:n:n]
	s.segments = s.segments[n:]
	return old
}

// restore puts segments that could not be removed back.
func (s *Spool) restore(old []*segment) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range old {
		s.bytes += g.size
	}
	s.segments = append(slices.Clip(old), s.segments...)
}

// ripeLocked reports whether the last segment is large and holds nothing that is
// still wanted. Then it should give its room back instead of waiting until it is
// full, which a spool near its limit could never become.
func (s *Spool) ripeLocked() bool {
	return s.trimmed >= s.durable && s.segments[len(s.segments)-1].size-segmentHeader > s.o.SegmentSize/2
}

// retire replaces a ripe last segment by an empty one.
func (s *Spool) retire() {
	s.mu.Lock()
	ripe := s.ripeLocked()
	s.mu.Unlock()
	if !ripe || s.out == nil {
		return
	}
	s.seal()
	if err := s.extend(s.durable + 1); err != nil {
		s.o.Logger.Warn("cannot begin a journal segment", "err", err)
		return
	}
	if err := s.Trim(s.durable); err != nil {
		s.o.Logger.Warn("cannot remove a journal segment", "err", err)
	}
}

// Advance makes sure that no record gets a number up to seq. It is for a caller
// that has applied more records than the directory knows, which happens when an
// older copy of the directory is put in place: without it, new records would get
// the numbers of old ones and be taken for them. It must be called before Run.
func (s *Spool) Advance(seq uint64) error {
	s.mu.Lock()
	running, durable := s.running || s.closed, s.durable
	s.mu.Unlock()
	if running {
		return errors.New("spool: Advance must be called before Run")
	}
	if seq <= durable {
		return nil
	}
	s.seal()
	if err := s.extend(seq + 1); err != nil {
		return fmt.Errorf("spool: advance: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.durable = seq
	return nil
}
