package spool

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math/bits"
)

const (
	readWindow  = 256 << 10
	sectorBytes = 4 << 10
)

// scanner reads the records of one segment in order, through one buffer. Data
// that it returns is part of the buffer and valid until the next fill.
type scanner struct {
	src   io.ReaderAt
	salt  uint32
	limit int64 // nothing at or behind this offset is read

	off    int64  // offset of buf[0]
	buf    []byte // what is read and not yet consumed
	whole  []byte // the buffer that buf is the used part of
	target int    // bytes to read at once
}

// reset lets the scanner go on at another place.
func (c *scanner) reset(src io.ReaderAt, salt uint32, off, limit int64) {
	c.src, c.salt, c.off, c.limit, c.buf = src, salt, off, limit, nil
}

// next returns the record at the scanner's place, which must have the number
// want, and moves behind it. It returns io.EOF exactly at the limit and leaves
// its place alone on any error. With errData the header is good.
func (c *scanner) next(want uint64) (h recordInfo, data []byte, err error) {
	if c.off >= c.limit {
		return h, nil, io.EOF
	}
	if h, err = c.header(want); err != nil {
		return h, nil, err
	}
	if err = c.fill(int(h.end())); err != nil {
		return h, nil, err
	}
	data = c.buf[recordHeader:h.end():h.end()]
	if crc32.Checksum(data, crcTable) != h.crc {
		return h, nil, errData
	}
	c.consume(h.end())
	return h, data, nil
}

func (c *scanner) header(want uint64) (h recordInfo, err error) {
	if c.limit-c.off < recordHeader {
		return h, errCut
	}
	if err := c.fill(recordHeader); err != nil {
		return h, err
	}
	h, ok := decodeRecordHeader(c.buf, c.salt)
	switch {
	case !ok:
		return h, errHeader
	case h.seq != want:
		return h, errNumber
	case h.end() > c.limit-c.off:
		return h, errCut
	}
	return h, nil
}

func (c *scanner) consume(n int64) { c.off, c.buf = c.off+n, c.buf[n:] }

// peek returns the header of the next record if all of it is in the buffer, so
// that next moves no bytes.
func (c *scanner) peek(want uint64) (h recordInfo, ok bool) {
	if len(c.buf) < recordHeader {
		return h, false
	}
	h, ok = decodeRecordHeader(c.buf, c.salt)
	return h, ok && h.seq == want && int64(len(c.buf)) >= h.end()
}

// widen makes n the number of bytes to read at once, and reads them if less than
// half of them is in the buffer. Errors are left for next to meet.
func (c *scanner) widen(n int) {
	c.target = n
	n = int(min(int64(n), c.limit-c.off))
	if len(c.buf) < n/2 {
		_ = c.fill(n)
	}
}

// fill makes sure that the buffer has n bytes, all below the limit.
func (c *scanner) fill(n int) error {
	if len(c.buf) >= n {
		return nil
	}
	have := len(c.buf)
	c.makeRoom(n)
	want := min(int64(len(c.whole)), c.limit-c.off)
	got, err := c.src.ReadAt(c.whole[have:want], c.off+int64(have))
	c.buf = c.whole[:have+got]
	if len(c.buf) >= n {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		return errCut
	}
	return err
}

// resume finds where reading can go on after next has failed to return record
// seq with cause: the place and the number of the first good record up to last,
// or the limit and the number behind last.
func (c *scanner) resume(seq, last uint64, h recordInfo, cause error) (off int64, next uint64) {
	if errors.Is(cause, errData) {
		return c.off + h.end(), seq + 1
	}
	if off, h, found := c.resync(c.off, seq, last); found {
		return off, h.seq
	}
	return c.limit, last + 1
}

// makeRoom moves the unread bytes to the front of a buffer with room for n. The
// buffer is no larger than what is left to read, and one that a huge record has
// blown up is given back.
func (c *scanner) makeRoom(n int) {
	usual := max(c.target, readWindow)
	size := max(n, int(min(int64(usual), c.limit-c.off)))
	if len(c.whole) < size || len(c.whole) > 2*max(size, usual) {
		whole := make([]byte, max(sectorBytes, 1<<bits.Len(uint(size-1))))
		copy(whole, c.buf)
		c.whole = whole
		return
	}
	copy(c.whole, c.buf)
}

// resync looks from offset from on for a record header with a number in
// (after, last]. It reads around bad sectors.
func (c *scanner) resync(from int64, after, last uint64) (off int64, h recordInfo, found bool) {
	block := make([]byte, max(0, min(readWindow, c.limit-from)))
	for from+recordHeader <= c.limit {
		b := block[:min(int64(len(block)), c.limit-from)]
		readAround(c.src, b, from)
		for i := 0; i+recordHeader <= len(b); i++ {
			if binary.LittleEndian.Uint64(b[i+8:])-after-1 >= last-after {
				continue // after < seq <= last, in one cheap comparison
			}
			if h, ok := decodeRecordHeader(b[i:], c.salt); ok {
				return from + int64(i), h, true
			}
		}
		from += int64(len(b) - recordHeader + 1)
	}
	return 0, h, false
}

// readAround fills b from src; sectors that cannot be read become zeros.
func readAround(src io.ReaderAt, b []byte, off int64) {
	if n, err := src.ReadAt(b, off); n == len(b) || err == nil {
		return
	}
	for len(b) > 0 {
		sector := b[:min(len(b), sectorBytes)]
		if n, err := src.ReadAt(sector, off); err != nil {
			clear(sector[n:])
		}
		b, off = b[len(sector):], off+int64(len(sector))
	}
}
