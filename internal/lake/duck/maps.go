package duck

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A map is stored as one text, its keys sorted: for each entry a separator, the
// key, a mark and the value, and one more separator at the end. Finding an entry
// is a search for a substring then, several times faster than DuckDB's own maps;
// so is storing one. The three characters have escapes.
const (
	separator = "\x1f"
	becomes   = "\x1e"
	escape    = "\x1d"
)

var (
	escaper   = strings.NewReplacer(escape, escape+"0", becomes, escape+"1", separator, escape+"2")
	unescaper = strings.NewReplacer(escape+"0", escape, escape+"1", becomes, escape+"2", separator)
)

// entryOf returns what precedes the value of a key in a stored map.
func entryOf(key string) string { return separator + escaper.Replace(key) + becomes }

func encodeMap[V any](m map[string]V, text func(V) string) string {
	if len(m) == 0 {
		return ""
	}
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(m)) {
		b.WriteString(entryOf(k))
		b.WriteString(text(m[k]))
	}
	b.WriteString(separator)
	return b.String()
}

func encodeTexts(m map[string]string) string { return encodeMap(m, escaper.Replace) }

func encodeFloats(m map[string]float64) string {
	return encodeMap(m, func(f float64) string {
		switch {
		case math.IsInf(f, 1):
			return "inf" // as DuckDB reads it
		case math.IsInf(f, -1):
			return "-inf"
		}
		return strconv.FormatFloat(f, 'g', -1, 64)
	})
}

func decodeMap[V any](s string, value func(string) (V, error)) (map[string]V, error) {
	m := map[string]V{}
	for s != "" && s != separator {
		entry, ok := strings.CutPrefix(s, separator)
		end := strings.Index(entry, separator)
		if !ok || end < 0 {
			return nil, fmt.Errorf("stored map ends with %.32q", s)
		}
		k, text, ok := strings.Cut(entry[:end], becomes)
		if !ok {
			return nil, fmt.Errorf("stored map has an entry %.32q", entry[:end])
		}
		v, err := value(text)
		if err != nil {
			return nil, err
		}
		m[unescaper.Replace(k)] = v
		s = entry[end:]
	}
	return m, nil
}

func decodeTexts(s string) (map[string]string, error) {
	return decodeMap(s, func(v string) (string, error) { return unescaper.Replace(v), nil })
}

func decodeFloats(s string) (map[string]float64, error) {
	return decodeMap(s, func(v string) (float64, error) { return strconv.ParseFloat(v, 64) })
}
