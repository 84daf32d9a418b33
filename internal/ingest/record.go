package ingest

import (
	"encoding/binary"
	"errors"
	"fmt"

	"belfry/internal/telemetry"
)

// Record is one accepted request as it stands in the spool: what the door knew
// about it, followed by the body exactly as it was received.
type Record struct {
	Protocol string // such as "sentry"
	Endpoint string // such as "envelope"; names are the protocol's

	Project  int64
	Key      int64
	Received telemetry.Time
	SentAt   telemetry.Time // the client's clock when it sent, where the request said so
	RemoteIP string

	ContentEncoding string
	ContentType     string
	SDK             string // what the client calls itself, such as "raven-ruby/3.1.2"
	UserAgent       string

	// EventID is the id that was answered. It is fixed at the door, so that
	// decoding the record again gives the same events.
	EventID telemetry.EventID

	// From the query of requests that cannot say it in the body.
	Release     string
	Environment string

	Body []byte
}

// The fields of a record's header. Numbers are never reused; a reader passes
// over those it does not know.
const (
	fieldEnd = iota
	fieldProtocol
	fieldEndpoint
	fieldProject
	fieldKey
	fieldReceived
	fieldSentAt
	fieldRemoteIP
	fieldContentEncoding
	fieldContentType
	fieldSDK
	fieldUserAgent
	fieldEventID
	fieldRelease
	fieldEnvironment
)

const (
	recordVersion = 1
	maxField      = 1024 // bytes kept of a text
)

// AppendRecord appends the header of r. The record in the spool is this header
// followed by the body, which is not copied here.
func AppendRecord(dst []byte, r *Record) []byte {
	dst = append(dst, recordVersion)
	dst = appendText(dst, fieldProtocol, r.Protocol)
	dst = appendText(dst, fieldEndpoint, r.Endpoint)
	dst = appendInt(dst, fieldProject, r.Project)
	dst = appendInt(dst, fieldKey, r.Key)
	dst = appendInt(dst, fieldReceived, int64(r.Received))
	dst = appendInt(dst, fieldSentAt, int64(r.SentAt))
	dst = appendText(dst, fieldRemoteIP, r.RemoteIP)
	dst = appendText(dst, fieldContentEncoding, r.ContentEncoding)
	dst = appendText(dst, fieldContentType, r.ContentType)
	dst = appendText(dst, fieldSDK, r.SDK)
	dst = appendText(dst, fieldUserAgent, r.UserAgent)
	if !r.EventID.IsZero() {
		dst = append(dst, fieldEventID, byte(len(r.EventID)))
		dst = append(dst, r.EventID[:]...)
	}
	dst = appendText(dst, fieldRelease, r.Release)
	dst = appendText(dst, fieldEnvironment, r.Environment)
	return append(dst, fieldEnd)
}

func appendText(dst []byte, field byte, s string) []byte {
	if s == "" {
		return dst
	}
	s = s[:min(len(s), maxField)]
	dst = binary.AppendUvarint(append(dst, field), uint64(len(s)))
	return append(dst, s...)
}

func appendInt(dst []byte, field byte, v int64) []byte {
	if v == 0 {
		return dst
	}
	var buf [binary.MaxVarintLen64]byte
	n := binary.PutVarint(buf[:], v)
	dst = append(dst, field, byte(n))
	return append(dst, buf[:n]...)
}

var errRecord = errors.New("malformed record header")

// ParseRecord reads a record. Its Body is the rest of raw, not a copy.
func ParseRecord(raw []byte) (Record, error) {
	var r Record
	if len(raw) == 0 || raw[0] != recordVersion {
		return r, fmt.Errorf("%w: not of version %d", errRecord, recordVersion)
	}
	for b := raw[1:]; ; {
		if len(b) == 0 {
			return Record{}, fmt.Errorf("%w: no end", errRecord)
		}
		field := b[0]
		if field == fieldEnd {
			r.Body = b[1:]
			return r, nil
		}
		size, n := binary.Uvarint(b[1:])
		if n <= 0 || size > uint64(len(b)-1-n) {
			return Record{}, fmt.Errorf("%w: field %d runs over the end", errRecord, field)
		}
		b = b[1+n:]
		if err := r.set(field, b[:size]); err != nil {
			return Record{}, err
		}
		b = b[size:]
	}
}

func (r *Record) set(field byte, b []byte) error {
	texts := [...]*string{
		fieldProtocol: &r.Protocol, fieldEndpoint: &r.Endpoint, fieldRemoteIP: &r.RemoteIP,
		fieldContentEncoding: &r.ContentEncoding, fieldContentType: &r.ContentType,
		fieldSDK: &r.SDK, fieldUserAgent: &r.UserAgent,
		fieldRelease: &r.Release, fieldEnvironment: &r.Environment,
	}
	if int(field) < len(texts) && texts[field] != nil {
		*texts[field] = string(b)
		return nil
	}
	switch field {
	case fieldProject, fieldKey, fieldReceived, fieldSentAt:
		v, n := binary.Varint(b)
		if n != len(b) {
			return fmt.Errorf("%w: field %d is not a number", errRecord, field)
		}
		r.setInt(field, v)
	case fieldEventID:
		if len(b) != len(r.EventID) {
			return fmt.Errorf("%w: an event id of %d bytes", errRecord, len(b))
		}
		r.EventID = telemetry.EventID(b)
	}
	return nil
}

func (r *Record) setInt(field byte, v int64) {
	switch field {
	case fieldProject:
		r.Project = v
	case fieldKey:
		r.Key = v
	case fieldReceived:
		r.Received = telemetry.Time(v)
	case fieldSentAt:
		r.SentAt = telemetry.Time(v)
	}
}
