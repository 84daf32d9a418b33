package spool

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// load reads what the directory holds and leaves the spool ready to append.
func (s *Spool) load() (err error) {
	if s.segments, err = listSegments(s.o.Dir); err != nil {
		return err
	}
	if s.id, err = loadIdentity(s.o.Dir, s.segments, newIdentity); err != nil {
		return err
	}
	if err := s.checkSegments(); err != nil {
		return err
	}
	if err := s.openLast(); err != nil {
		return errors.Join(err, s.closeOut())
	}
	s.bytes = 0
	for _, g := range s.segments {
		s.bytes += g.size
	}
	return nil
}

// checkSegments refuses segments that this spool did not write. A damaged header
// is only logged: the name and the id hold all that is needed.
func (s *Spool) checkSegments() error {
	for _, g := range s.segments {
		info, ok, err := readHeader(g.path)
		switch {
		case err != nil:
			s.o.Logger.Error("cannot read a journal segment", "segment", g.name(), "err", err)
		case !ok:
			s.o.Logger.Warn("journal segment without a valid header", "segment", g.name(), "bytes", g.size)
		case info.version != segmentVersion:
			return fmt.Errorf("%s has format version %d, this program knows %d", g.path, info.version, segmentVersion)
		case info.id != s.id:
			return fmt.Errorf("%s belongs to another spool", g.path)
		case info.first != g.first:
			return fmt.Errorf("%s was renamed: it begins with record %d", g.path, info.first)
		}
	}
	return nil
}

// openLast opens the last segment for appending, or makes the first.
func (s *Spool) openLast() error {
	if len(s.segments) > 0 {
		return s.repair(s.segments[len(s.segments)-1])
	}
	g, f, err := createSegment(s.disk, s.o.Dir, s.id, 1)
	if err != nil {
		return err
	}
	s.segments, s.out = append(s.segments, g), f
	return nil
}

// repair cuts the torn end off the last segment and makes the rest durable.
func (s *Spool) repair(g *segment) (err error) {
	if s.out, err = os.OpenFile(g.path, os.O_RDWR, 0); err != nil {
		return err
	}
	if err := s.restoreHeader(g); err != nil {
		return err
	}
	if err := s.disk.sync(s.out); err != nil {
		return err
	}
	forgetCached(s.out)
	t, err := findTail(s.out, g.size, s.id.salt(g.first), g.first)
	if err != nil {
		return fmt.Errorf("%s: %w", g.name(), err)
	}
	s.report(g, t)
	s.durable = t.next - 1
	if err := s.cut(g, t.end); err != nil || len(t.holes) == 0 {
		return err
	}
	// What proved the damaged records to be acknowledged may just have been cut
	// off; the name of the next segment keeps their numbers from being used again.
	s.seal()
	return s.extend(t.next)
}

// restoreHeader writes the header of a segment whose header is damaged: the name
// tells what was in it.
func (s *Spool) restoreHeader(g *segment) error {
	if _, ok, err := readHeader(g.path); err != nil || ok {
		return err
	}
	g.size = max(g.size, segmentHeader)
	return s.disk.write(s.out, encodeSegmentHeader(s.id, g.first), 0)
}

// cut shortens the last segment to its durable records.
func (s *Spool) cut(g *segment, end int64) error {
	if g.size == end {
		return nil
	}
	g.size = end
	if err := s.out.Truncate(end); err != nil {
		return err
	}
	return s.disk.sync(s.out)
}

func (s *Spool) report(g *segment, t tail) {
	for _, h := range t.holes {
		s.o.Logger.Error("acknowledged records are damaged", "segment", g.name(), "offset", h.off, "first", h.first, "last", h.last)
	}
	if t.torn > 0 {
		s.o.Logger.Warn("cut an unfinished write off the journal", "segment", g.name(), "offset", t.end, "bytes", t.torn)
	} else if t.zeros > 0 {
		s.o.Logger.Info("cut zeros off the journal", "segment", g.name(), "offset", t.end, "bytes", t.zeros)
	}
}

// tail is what findTail found out about the end of a segment.
type tail struct {
	end   int64  // of the last record to keep
	next  uint64 // the number that comes next
	torn  int64  // bytes behind end, up to the last that is not zero
	zeros int64  // zero bytes behind those
	holes []hole
}

// hole is a damaged range of records that later ones prove to be acknowledged.
type hole struct {
	off         int64
	first, last uint64
}

// findTail walks through the records of a segment and finds where the durable
// ones end. An error is that of reading, not a finding.
func findTail(src io.ReaderAt, size int64, salt uint32, first uint64) (tail, error) {
	t := tail{next: first, end: segmentHeader}
	var c scanner
	c.reset(src, salt, segmentHeader, size)
	for {
		h, _, err := c.next(t.next)
		if err == nil {
			t.end, t.next = c.off, t.next+1
			continue
		}
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		from := c.off
		if errors.Is(err, errData) {
			from += h.end() // the header is good, so the data is no place to search
		}
		off, to, proven := findProof(&c, from, t.next, size)
		if !proven {
			return t, t.giveUp(src, size, err)
		}
		t.holes = append(t.holes, hole{t.end, t.next, to - 1})
		t.next, t.end = to, off
		c.reset(src, salt, off, size)
	}
}

// findProof looks from offset from on for a record that shows that bad, the number
// of a damaged record, had been durable. If there is one, it returns the place and
// number of the first good record behind the damage.
func findProof(c *scanner, from int64, bad uint64, size int64) (off int64, seq uint64, proven bool) {
	last, after := bad+uint64(size)/recordHeader, bad
	for {
		at, h, found := c.resync(from, after, last)
		if !found {
			return 0, 0, false
		}
		if seq == 0 {
			off, seq = at, h.seq
		}
		if h.proves(bad) {
			return off, seq, true
		}
		from, after = at+recordHeader, h.seq
	}
}

// giveUp ends the search at a record that nothing proves to be acknowledged. What
// could not be read is not taken for a torn write: that would throw it away.
func (t *tail) giveUp(src io.ReaderAt, size int64, cause error) error {
	if !damaged(cause) {
		return cause
	}
	return t.measure(src, size)
}

// measure tells torn bytes from zeros behind the end.
func (t *tail) measure(src io.ReaderAt, size int64) error {
	t.zeros = size - t.end
	b := make([]byte, min(readWindow, t.zeros))
	for off := t.end; off < size; off += int64(len(b)) {
		b = b[:min(int64(len(b)), size-off)]
		if n, err := src.ReadAt(b, off); n < len(b) {
			return err
		}
		for i, v := range b {
			if v != 0 {
				t.torn = off + int64(i) + 1 - t.end
			}
		}
	}
	t.zeros -= t.torn
	return nil
}
