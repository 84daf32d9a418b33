package duck

import (
	"fmt"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// loaded turns a value of the driver into one of the lake.
func loaded(t lake.Type, v any) (any, error) {
	if v == nil {
		return nil, nil
	}
	switch x := v.(type) {
	case int64:
		if t == lake.Time {
			return telemetry.Time(x), nil
		}
		if t == lake.Int {
			return x, nil
		}
	case int32:
		if t == lake.Int {
			return int64(x), nil
		}
	case uint8:
		if t == lake.Level {
			return telemetry.Level(x), nil
		}
	case string:
		return loadedText(t, x)
	case float64, bool:
		return x, nil
	case []byte:
		return loadedBytes(t, x)
	}
	return nil, fmt.Errorf("column of type %d holds a %T", t, v)
}

func loadedBytes(t lake.Type, b []byte) (any, error) {
	if t != lake.ID {
		return b, nil
	}
	if len(b) != len(telemetry.EventID{}) {
		return nil, fmt.Errorf("event id of %d bytes", len(b))
	}
	return telemetry.EventID(b), nil
}

func loadedText(t lake.Type, s string) (any, error) {
	switch t {
	case lake.TextMap:
		return decodeTexts(s)
	case lake.FloatMap:
		return decodeFloats(s)
	}
	return s, nil
}
