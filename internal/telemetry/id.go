package telemetry

import (
	"encoding/hex"
	"fmt"
)

// EventID identifies an event within its project. The zero value is none.
type EventID [16]byte

// ParseEventID reads 32 hex digits, with or without the dashes of a UUID.
func ParseEventID(s string) (EventID, error) {
	var id EventID
	var digits [32]byte
	n := 0
	for i := range len(s) {
		if s[i] == '-' {
			continue
		}
		if n == len(digits) {
			return id, fmt.Errorf("event id %.64q has more than 32 hex digits", s)
		}
		digits[n] = s[i]
		n++
	}
	if _, err := hex.Decode(id[:], digits[:n]); err != nil || n != len(digits) {
		return EventID{}, fmt.Errorf("event id %.64q is not 32 hex digits", s)
	}
	return id, nil
}

// String returns 32 lower-case hex digits.
func (id EventID) String() string { return hex.EncodeToString(id[:]) }

// IsZero reports whether id is none.
func (id EventID) IsZero() bool { return id == EventID{} }

// MarshalText implements encoding.TextMarshaler.
func (id EventID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (id *EventID) UnmarshalText(text []byte) error {
	v, err := ParseEventID(string(text))
	if err == nil {
		*id = v
	}
	return err
}
