package ingest

import (
	"fmt"

	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// DecodeFunc turns a record of one protocol into telemetry. It is pure: the
// same record gives the same batch whenever it is decoded. An error means that
// the record as a whole cannot be read; what is wrong with a part of it is in
// the batch, as notes and discards.
type DecodeFunc func(Record) (telemetry.Batch, error)

// Decoder turns what is in the spool into telemetry.
type Decoder struct{ protocols map[string]DecodeFunc }

// NewDecoder returns a decoder for the named protocols.
func NewDecoder(protocols map[string]DecodeFunc) *Decoder { return &Decoder{protocols} }

// Decode reads one spool record.
func (d *Decoder) Decode(raw []byte) (b telemetry.Batch, err error) {
	defer errs.Wrap(&err, "ingest.Decode")
	r, err := ParseRecord(raw)
	if err != nil {
		return b, err
	}
	decode := d.protocols[r.Protocol]
	if decode == nil {
		return b, fmt.Errorf("no decoder for protocol %q", r.Protocol)
	}
	return decode(r)
}
