package op

import (
	"encoding/json"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"belfry/internal/telemetry"
)

// Time is an instant as RFC 3339 in UTC, with microseconds.
type Time telemetry.Time

const timeLayout = "2006-01-02T15:04:05.000000Z"

// MarshalJSON implements json.Marshaler.
func (t Time) MarshalJSON() ([]byte, error) {
	return []byte(`"` + t.text() + `"`), nil
}

func (t Time) text() string { return telemetry.Time(t).Std().Format(timeLayout) }

// UnmarshalJSON implements json.Unmarshaler; any RFC 3339 text will do.
func (t *Time) UnmarshalJSON(text []byte) error {
	var std time.Time
	if err := json.Unmarshal(text, &std); err != nil {
		return err
	}
	*t = Time(telemetry.At(std))
	return nil
}

// Schema implements huma.SchemaProvider.
func (Time) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time"}
}

// OrNull is a value that may be missing, as null; its schema says so.
type OrNull[T any] struct{ Value *T }

// Some is an OrNull that is there.
func Some[T any](v T) OrNull[T] { return OrNull[T]{&v} }

// orNull is null for the zero value.
func orNull[T comparable](v T) OrNull[T] {
	var zero T
	if v == zero {
		return OrNull[T]{}
	}
	return Some(v)
}

// timeOrNull is null for the time that is not known.
func timeOrNull(t telemetry.Time) OrNull[Time] { return orNull(Time(t)) }

// MarshalJSON implements json.Marshaler.
func (v OrNull[T]) MarshalJSON() ([]byte, error) { return json.Marshal(v.Value) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *OrNull[T]) UnmarshalJSON(text []byte) error { return json.Unmarshal(text, &v.Value) }

// Schema implements huma.SchemaProvider.
func (OrNull[T]) Schema(r huma.Registry) *huma.Schema {
	s := r.Schema(reflect.TypeFor[T](), true, "")
	if s.Ref != "" {
		return &huma.Schema{AnyOf: []*huma.Schema{s, {Type: "null"}}}
	}
	s.Nullable = true
	return s
}
