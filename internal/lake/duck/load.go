package duck

import (
	"fmt"

	duckdb "github.com/duckdb/duckdb-go/v2"

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
	case float64, bool, string:
		return x, nil
	case []byte:
		return loadedBytes(t, x)
	case duckdb.OrderedMap:
		return loadedMap(t, x)
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

func loadedMap(t lake.Type, m duckdb.OrderedMap) (any, error) {
	if t == lake.FloatMap {
		return unmap[float64](m)
	}
	return unmap[string](m)
}

func unmap[V any](m duckdb.OrderedMap) (any, error) {
	out := make(map[string]V, m.Len())
	values := m.Values()
	for i, k := range m.Keys() {
		key, ok := k.(string)
		value, fits := values[i].(V)
		if !ok || !fits {
			return nil, fmt.Errorf("map of %T to %T", k, values[i])
		}
		out[key] = value
	}
	return out, nil
}
