package spool

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"testing"
)

// FuzzSegment gives the decoder any bytes as the records of a segment. What it
// accepts must carry right checksums and consecutive numbers, what it cuts must
// not change what comes before, and a reader must get to the same end.
func FuzzSegment(f *testing.F) {
	const salt, first = 42, 7
	whole := func(sizes ...int) (b []byte) {
		for i, n := range sizes {
			data := bytes.Repeat([]byte{byte(i)}, n)
			b = appendRecordHeader(b, recordInfo{size: uint32(n), behind: uint32(i % 2), seq: uint64(first + i), crc: crc32.Checksum(data, crcTable)}, salt)
			b = append(b, data...)
		}
		return b
	}
	f.Add([]byte{}, false)
	f.Add(whole(0), false)
	f.Add(whole(1, 100, 0, 30), false)
	f.Add(whole(1, 100, 0, 30)[:150], false)
	f.Add(append(whole(5, 6), make([]byte, 300)...), false)
	f.Add(append(whole(5), whole(1, 1, 1)...), true)
	f.Fuzz(func(t *testing.T, records []byte, mend bool) {
		if mend {
			records = bytes.Clone(records)
			mendChecksums(records, salt)
		}
		content := append(make([]byte, segmentHeader), records...)
		size := int64(len(content))
		found, err := findTail(bytes.NewReader(content), size, salt, first)
		if err != nil {
			t.Fatal(err)
		}
		if found.end < segmentHeader || found.end > size || found.next < first || found.end+found.torn+found.zeros != size {
			t.Fatalf("impossible tail %+v of %d bytes", found, size)
		}
		if len(found.holes) == 0 { // else Open begins a new segment, for what proves the holes may be cut off
			again, err := findTail(bytes.NewReader(content), found.end, salt, first)
			if err != nil || again.end != found.end || again.next != found.next || len(again.holes) > 0 {
				t.Fatalf("after the cut: %+v, %v, before: %+v", again, err, found)
			}
		}
		walk(t, content[:found.end], salt, first, found)
	})
}

// mendChecksums makes the checksums of record headers right, wherever the sizes
// lead, so that the fuzzer gets past them.
func mendChecksums(b []byte, salt uint32) {
	for len(b) >= recordHeader {
		size := int(binary.LittleEndian.Uint32(b) % 1024)
		if rest := len(b) - recordHeader; size <= rest {
			binary.LittleEndian.PutUint32(b, uint32(size))
			binary.LittleEndian.PutUint32(b[16:], crc32.Checksum(b[recordHeader:recordHeader+size], crcTable))
		}
		copy(b, appendRecordHeader(nil, recordInfo{
			size: binary.LittleEndian.Uint32(b), behind: binary.LittleEndian.Uint32(b[4:]),
			seq: binary.LittleEndian.Uint64(b[8:]), crc: binary.LittleEndian.Uint32(b[16:]),
		}, salt))
		b = b[min(len(b), recordHeader+size):]
	}
}

// walk reads the records as a reader does and sees that it gets to the end that
// findTail has found.
func walk(t *testing.T, content []byte, salt uint32, first uint64, found tail) {
	var c scanner
	c.reset(bytes.NewReader(content), salt, segmentHeader, int64(len(content)))
	for seq := first; seq < found.next; {
		off := c.off
		h, data, err := c.next(seq)
		if err == nil {
			if h.seq != seq || crc32.Checksum(data, crcTable) != h.crc || c.off != off+h.end() {
				t.Fatalf("accepted %+v as record %d", h, seq)
			}
			seq++
			continue
		}
		off, next := c.resume(seq, found.next-1, h, err)
		if next <= seq || next > found.next || off < c.off || off > int64(len(content)) {
			t.Fatalf("goes on with %d at %d after %d at %d", next, off, seq, c.off)
		}
		c.reset(bytes.NewReader(content), salt, off, int64(len(content)))
		seq = next
	}
	if len(found.holes) == 0 && c.off != int64(len(content)) {
		t.Fatalf("ends at %d of %d", c.off, len(content))
	}
}
