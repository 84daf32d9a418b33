package spool

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"path/filepath"
	"strconv"
	"strings"
)

const (
	segmentMagic   = "belfspl\n"
	segmentVersion = 1
	segmentHeader  = 48 // magic 8, version 4, zero 4, id 16, first 8, zero 4, crc 4
	recordHeader   = 24 // size 4, behind 4, seq 8, data crc 4, header crc 4
	segmentSuffix  = ".seg"
	tempSuffix     = ".tmp"
)

// crcTable is CRC-32C, for which processors have an instruction.
var crcTable = crc32.MakeTable(crc32.Castagnoli)

// identity is the random name of a spool.
type identity [16]byte

func (id identity) String() string { return hex.EncodeToString(id[:]) }

func parseIdentity(text string) (id identity, err error) {
	b, err := hex.DecodeString(strings.TrimSpace(text))
	if err != nil || len(b) != len(id) {
		return id, fmt.Errorf("%q is not 32 hex digits", text)
	}
	copy(id[:], b)
	return id, nil
}

// salt is what the checksums of record headers in one segment start from.
func (id identity) salt(first uint64) uint32 {
	return crc32.Checksum(binary.LittleEndian.AppendUint64(id[:], first), crcTable)
}

func encodeSegmentHeader(id identity, first uint64) []byte {
	b := make([]byte, segmentHeader)
	copy(b, segmentMagic)
	binary.LittleEndian.PutUint32(b[8:], segmentVersion)
	copy(b[16:], id[:])
	binary.LittleEndian.PutUint64(b[32:], first)
	binary.LittleEndian.PutUint32(b[44:], crc32.Checksum(b[:44], crcTable))
	return b
}

// segmentInfo is the content of a segment's header.
type segmentInfo struct {
	version uint32
	id      identity
	first   uint64
}

// decodeSegmentHeader reports false for bytes that are no whole segment header.
func decodeSegmentHeader(b []byte) (info segmentInfo, ok bool) {
	if len(b) < segmentHeader || !bytes.HasPrefix(b, []byte(segmentMagic)) {
		return info, false
	}
	if crc32.Checksum(b[:44], crcTable) != binary.LittleEndian.Uint32(b[44:]) {
		return info, false
	}
	info.version = binary.LittleEndian.Uint32(b[8:])
	copy(info.id[:], b[16:])
	info.first = binary.LittleEndian.Uint64(b[32:])
	return info, true
}

// recordInfo is the content of a record's header.
type recordInfo struct {
	size   uint32 // of the data
	behind uint32 // records before this one that were not durable yet
	seq    uint64
	crc    uint32 // of the data
}

// end is the length of the whole record.
func (h recordInfo) end() int64 { return recordHeader + int64(h.size) }

// proves reports whether the record shows that seq was durable before it.
func (h recordInfo) proves(seq uint64) bool {
	return h.seq > uint64(h.behind) && h.seq-1-uint64(h.behind) >= seq
}

func appendRecordHeader(b []byte, h recordInfo, salt uint32) []byte {
	start := len(b)
	b = binary.LittleEndian.AppendUint32(b, h.size)
	b = binary.LittleEndian.AppendUint32(b, h.behind)
	b = binary.LittleEndian.AppendUint64(b, h.seq)
	b = binary.LittleEndian.AppendUint32(b, h.crc)
	return binary.LittleEndian.AppendUint32(b, crc32.Update(salt, crcTable, b[start:]))
}

// decodeRecordHeader needs at least recordHeader bytes; it reports false when
// the header's own checksum is wrong.
func decodeRecordHeader(b []byte, salt uint32) (h recordInfo, ok bool) {
	h.size = binary.LittleEndian.Uint32(b)
	h.behind = binary.LittleEndian.Uint32(b[4:])
	h.seq = binary.LittleEndian.Uint64(b[8:])
	h.crc = binary.LittleEndian.Uint32(b[16:])
	return h, crc32.Update(salt, crcTable, b[:20]) == binary.LittleEndian.Uint32(b[20:])
}

// segmentName has 20 digits, so that names sort like numbers.
func segmentName(first uint64) string { return fmt.Sprintf("%020d%s", first, segmentSuffix) }

func parseSegmentName(name string) (first uint64, ok bool) {
	digits, ok := strings.CutSuffix(filepath.Base(name), segmentSuffix)
	if !ok || len(digits) != 20 {
		return 0, false
	}
	first, err := strconv.ParseUint(digits, 10, 64)
	return first, err == nil && first > 0
}
