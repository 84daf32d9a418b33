package spool

import (
	"bytes"
	"errors"
	"hash/crc32"
	"io"
	"syscall"
	"testing"
)

// records makes a segment of records with size bytes of data, each a group.
func records(salt uint32, n, size int) []byte {
	b := make([]byte, segmentHeader)
	for i := range n {
		data := bytes.Repeat([]byte{byte(i + 1)}, size)
		b = appendRecordHeader(b, recordInfo{size: uint32(size), seq: uint64(i + 1), crc: crc32.Checksum(data, crcTable)}, salt)
		b = append(b, data...)
	}
	return b
}

// patchy is a disk on which some bytes cannot be read, the first times.
type patchy struct {
	*bytes.Reader
	from, to int64
	times    *int
}

// ReadAt implements io.ReaderAt.
func (p patchy) ReadAt(b []byte, off int64) (int, error) {
	if off < p.to && off+int64(len(b)) > p.from && *p.times > 0 {
		*p.times--
		n := max(0, p.from-off)
		_, _ = p.Reader.ReadAt(b[:n], off)
		for i := range b[n:] {
			b[n:][i] = 0xee // what a failed read leaves is anything
		}
		return int(n), syscall.EIO
	}
	return p.Reader.ReadAt(b, off)
}

func TestResyncFindsAHeaderAnywhere(t *testing.T) {
	t.Parallel()
	const salt = 99
	check := func(at int64) {
		t.Helper()
		content := append(make([]byte, at), appendRecordHeader(nil, recordInfo{size: 1, seq: 5}, salt)...)
		content = append(content, 0)
		var c scanner
		c.reset(bytes.NewReader(content), salt, 0, int64(len(content)))
		if off, h, found := c.resync(0, 4, 9); !found || off != at || h.seq != 5 {
			t.Errorf("record at %d: found %v at %d", at, found, off)
		}
		if _, _, found := c.resync(0, 5, 9); found {
			t.Errorf("record at %d: found one behind it", at)
		}
	}
	for border := int64(readWindow); border <= 2*readWindow; border += readWindow {
		for at := border - 2*recordHeader; at <= border+2*recordHeader; at++ {
			check(at)
		}
	}
	check(0)
}

func TestUnreadableSectors(t *testing.T) {
	t.Parallel()
	const salt, size = 99, 20_000
	times := 1 << 20
	check := func(name string, n int, from, to int64, want tail, fails bool) {
		t.Helper()
		content := records(salt, n, size)
		src := patchy{bytes.NewReader(content), from, to, &times}
		got, err := findTail(src, int64(len(content)), salt, 1)
		if fails != errors.Is(err, syscall.EIO) {
			t.Errorf("%s: error %v", name, err)
		}
		if err == nil && (got.next != want.next || len(got.holes) != len(want.holes) || len(got.holes) == 1 && (got.holes[0].first != want.holes[0].first || got.holes[0].last != want.holes[0].last)) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	const record = recordHeader + size
	at := func(n int64) int64 { return segmentHeader + n*record }
	check("all readable", 3, 0, 0, tail{next: 4}, false)
	check("in the data", 3, at(1)+9000, at(1)+9512, tail{next: 4, holes: []hole{{first: 2, last: 2}}}, false)
	check("in a header", 3, at(1)+3, at(1)+5, tail{next: 4, holes: []hole{{first: 2, last: 2}}}, false)
	check("over two records", 4, at(1)+9000, at(2)+1000, tail{next: 5, holes: []hole{{first: 2, last: 3}}}, false)
	check("in the last record", 3, at(2)+9000, at(2)+9512, tail{}, true)
	check("in the only header", 1, at(0), at(0)+1, tail{}, true)
	times = 2 // what could not be read for a moment is no torn write
	check("for a moment in the last record", 3, at(2)+9000, at(2)+9512, tail{}, true)
}

func TestScannerGivesBackAHugeBuffer(t *testing.T) {
	t.Parallel()
	const salt = 99
	b := records(salt, 1, 4<<20)
	for i := range 10_000 {
		data := make([]byte, 1000)
		b = appendRecordHeader(b, recordInfo{size: 1000, seq: uint64(i + 2), crc: crc32.Checksum(data, crcTable)}, salt)
		b = append(b, data...)
	}
	var c scanner
	c.reset(bytes.NewReader(b), salt, segmentHeader, int64(len(b)))
	largest := 0
	for seq := uint64(1); ; seq++ {
		_, _, err := c.next(seq)
		largest = max(largest, len(c.whole))
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if largest < 4<<20 || len(c.whole) > 2*readWindow {
		t.Errorf("the buffer grew to %d and shrank to %d", largest, len(c.whole))
	}
}
