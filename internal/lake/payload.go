package lake

import (
	"encoding/json"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"

	"belfry/internal/telemetry"
)

// maxPayload bounds what a stored payload may inflate to. Intake takes events of
// a megabyte; what the pipeline adds to one is of the same order.
const maxPayload = 64 << 20

// The codecs are costly to make and hold nothing between two uses.
var (
	packers   = sync.Pool{New: func() any { return newPacker() }}
	unpackers = sync.Pool{New: func() any { return newUnpacker() }}
)

type packer struct {
	text []byte
	zstd *zstd.Encoder
	err  error
}

// newPacker makes payloads without a checksum, since the engine keeps its own.
func newPacker() *packer {
	p := &packer{}
	p.zstd, p.err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1),
		zstd.WithWindowSize(512<<10), zstd.WithLowerEncoderMem(true), zstd.WithEncoderCRC(false))
	return p
}

type unpacker struct {
	zstd *zstd.Decoder
	err  error
}

func newUnpacker() *unpacker {
	u := &unpacker{}
	u.zstd, u.err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxPayload), zstd.WithDecoderLowmem(true))
	return u
}

// keepText is how large a buffer may be that stays in a pool.
const keepText = 1 << 20

// EncodePayload returns e as its row in the lake keeps it.
func EncodePayload(e *telemetry.Event) (payload []byte, err error) {
	p := packers.Get().(*packer)
	if p.err != nil {
		return nil, fmt.Errorf("make a compressor: %w", p.err)
	}
	defer packers.Put(p)
	text, err := e.AppendJSON(p.text[:0])
	if err != nil {
		return nil, fmt.Errorf("encode event %s: %w", e.ID, err)
	}
	if cap(text) <= keepText {
		p.text = text
	}
	return p.zstd.EncodeAll(text, make([]byte, 0, len(text)/4+64)), nil
}

// PayloadJSON returns the JSON that EncodePayload made of an event.
func PayloadJSON(payload []byte) (text []byte, err error) {
	u := unpackers.Get().(*unpacker)
	if u.err != nil {
		return nil, fmt.Errorf("make a decompressor: %w", u.err)
	}
	defer unpackers.Put(u)
	text, err = u.zstd.DecodeAll(payload, nil)
	if err != nil {
		return nil, fmt.Errorf("decompress a payload of %d bytes: %w", len(payload), err)
	}
	return text, nil
}

// DecodePayload reads what EncodePayload made.
func DecodePayload(payload []byte) (e telemetry.Event, err error) {
	text, err := PayloadJSON(payload)
	if err != nil {
		return e, err
	}
	if err := json.Unmarshal(text, &e); err != nil {
		return e, fmt.Errorf("decode a payload of %d bytes: %w", len(payload), err)
	}
	return e, nil
}
