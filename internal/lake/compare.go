package lake

import (
	"bytes"
	"cmp"

	"belfry/internal/telemetry"
)

// Compare orders two values of one column as results are ordered: by size, text
// by its bytes, nothing after everything.
func Compare(a, b any) int {
	switch x := a.(type) {
	case string:
		return against(x, b, cmp.Compare)
	case int64:
		return against(x, b, cmp.Compare)
	case float64:
		return against(x, b, cmp.Compare)
	case telemetry.Time:
		return against(x, b, cmp.Compare)
	case telemetry.Level:
		return against(x, b, cmp.Compare)
	case telemetry.EventID:
		return against(x, b, func(x, y telemetry.EventID) int { return bytes.Compare(x[:], y[:]) })
	case bool:
		return against(x, b, func(x, y bool) int { return cmp.Compare(truth(x), truth(y)) })
	}
	if b == nil {
		return 0
	}
	return 1
}

func against[T any](x T, b any, compare func(x, y T) int) int {
	if y, ok := b.(T); ok {
		return compare(x, y)
	}
	return -1
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// CompareRows orders two rows by orders, the values of which stand at the given
// places. What is missing comes last in either direction.
func CompareRows(a, b Row, orders []Order, places []int) int {
	for i, o := range orders {
		x, y := a[places[i]], b[places[i]]
		c := Compare(x, y)
		if c == 0 {
			continue
		}
		if o.Desc && x != nil && y != nil {
			c = -c
		}
		return c
	}
	return 0
}
