package spool

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"sort"
)

// place is where the spool holds a range of records.
type place struct {
	segment     *segment
	first, last uint64 // the segment's first and last durable record
	limit       int64  // end of the last record
}

// lost makes the error for records from first to p's last.
func (p place) lost(off int64, first, last uint64, cause error) *CorruptError {
	return &CorruptError{Segment: p.segment.name(), Offset: off, First: first, Last: last, Err: cause}
}

// locate tells where record seq is, or gives a channel to wait on until it is
// durable.
func (s *Spool) locate(seq uint64) (at place, wait <-chan struct{}, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if seq > s.durable {
		wait, err := s.awaitLocked(seq)
		return at, wait, err
	}
	n := len(s.segments)
	i := sort.Search(n, func(i int) bool { return s.segments[i].first > seq }) - 1
	if i < 0 {
		oldest := place{segment: s.segments[0]}
		return at, nil, oldest.lost(0, seq, s.segments[0].first-1, ErrTrimmed)
	}
	at = place{segment: s.segments[i], first: s.segments[i].first, last: s.durable, limit: s.segments[i].size}
	if i+1 < n {
		at.last = min(at.last, s.segments[i+1].first-1)
	}
	return at, nil, nil
}

func (s *Spool) awaitLocked(seq uint64) (<-chan struct{}, error) {
	switch {
	case seq > s.durable+1:
		return nil, ErrAhead
	case s.closed:
		return nil, ErrClosed
	case s.advanced == nil:
		s.advanced = make(chan struct{})
	}
	return s.advanced, nil
}

// move finds the segment that holds the next record and opens it.
func (r *Reader) move() (wait <-chan struct{}, err error) {
	at, wait, err := r.s.locate(r.seq)
	if wait != nil || err != nil {
		return wait, r.remember(err)
	}
	if r.file != nil && at.segment == r.at.segment {
		r.at, r.scan.limit = at, at.limit
		return nil, nil
	}
	if err := r.Close(); err != nil {
		return nil, err
	}
	f, err := os.Open(at.segment.path)
	if errors.Is(err, fs.ErrNotExist) {
		return r.missing(at, err)
	}
	if err != nil {
		return nil, err
	}
	r.file, r.at = f, at
	r.scan.reset(f, r.s.id.salt(at.first), segmentHeader, at.limit)
	r.seek()
	return nil, nil
}

// refresh takes notice of what became durable in the open segment.
func (r *Reader) refresh() {
	if r.file == nil {
		return
	}
	if at, wait, err := r.s.locate(r.seq); wait == nil && err == nil && at.segment == r.at.segment {
		r.at, r.scan.limit = at, at.limit
	}
}

// missing deals with a segment that is not there: it was either trimmed in this
// moment or taken away by somebody else.
func (r *Reader) missing(at place, cause error) (<-chan struct{}, error) {
	now, wait, err := r.s.locate(r.seq)
	if wait != nil || err != nil {
		return wait, r.remember(err)
	}
	if now.segment != at.segment {
		return r.move()
	}
	return nil, r.remember(at.lost(0, r.seq, at.last, cause))
}

// seek walks from the beginning of the segment to the record to read next.
// Damage before it is not this reader's: it has read those records or wants none.
func (r *Reader) seek() {
	for seq := r.at.first; seq < r.seq; {
		h, _, err := r.scan.next(seq)
		if err == nil {
			seq++
			continue
		}
		off, next := r.scan.resume(seq, r.at.last, h, err)
		if next > r.seq {
			return // the damage covers the record: reading it will tell
		}
		r.scan.reset(r.file, r.scan.salt, off, r.at.limit)
		seq = next
	}
}

// damage describes what next has met at the scanner's place, and lets a repeated
// call read it from the disk again.
func (r *Reader) damage(h recordInfo, cause error) error {
	if errors.Is(cause, io.EOF) {
		cause = errGone
	}
	off, next := r.scan.resume(r.seq, r.at.last, h, cause)
	r.next = off
	err := r.at.lost(r.scan.off, r.seq, next-1, cause)
	r.scan.reset(r.file, r.scan.salt, r.scan.off, r.at.limit)
	return r.remember(err)
}

// remember keeps damage for Skip.
func (r *Reader) remember(err error) error {
	if bad, ok := errors.AsType[*CorruptError](err); ok {
		r.bad = bad
	}
	return err
}
