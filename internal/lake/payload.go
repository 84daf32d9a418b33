package lake

import (
	"encoding/json"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"

	"belfry/internal/telemetry"
)

// maxPayload bounds what a stored payload may grow to, so that a damaged one
// cannot take the memory of the server.
const maxPayload = 64 << 20

// codec is made once: both halves keep large tables and may be shared.
var codec = sync.OnceValues(func() (c struct {
	*zstd.Encoder
	*zstd.Decoder
}, err error) {
	if c.Encoder, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderCRC(false)); err != nil {
		return c, err
	}
	c.Decoder, err = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxPayload))
	return c, err
})

// EncodePayload returns what the payload column keeps of an event: its JSON
// form, compressed with zstd.
func EncodePayload(e *telemetry.Event) ([]byte, error) {
	c, err := codec()
	if err != nil {
		return nil, fmt.Errorf("make the payload codec: %w", err)
	}
	text, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("write the payload as JSON: %w", err)
	}
	return c.EncodeAll(text, make([]byte, 0, len(text)/4)), nil
}

// DecodePayload is the inverse of EncodePayload.
func DecodePayload(payload []byte) (*telemetry.Event, error) {
	c, err := codec()
	if err != nil {
		return nil, fmt.Errorf("make the payload codec: %w", err)
	}
	text, err := c.DecodeAll(payload, nil)
	if err != nil {
		return nil, fmt.Errorf("inflate the payload: %w", err)
	}
	e := new(telemetry.Event)
	if err := json.Unmarshal(text, e); err != nil {
		return nil, fmt.Errorf("read the payload: %w", err)
	}
	return e, nil
}
