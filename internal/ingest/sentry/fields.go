package sentry

import (
	"net/url"
	"slices"
	"strings"

	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

// Limits on the parts of an event, in bytes where nothing else is said.
const (
	maxName        = 1 << 10 // identifiers: functions, files, releases, …
	maxMessage     = 8 << 10 // messages, exception values, URLs, header values
	maxLine        = 2 << 10 // a line of source
	maxSourceLines = 50      // before and after the line of a frame
	maxTags        = 200
	maxTagKey      = 200
	maxTagValue    = 1000 // characters
	maxFrames      = 250
	maxExceptions  = 50
	maxThreads     = 250
	maxCrumbs      = 200
	maxPairs       = 200 // headers, cookies, query parameters
	maxParts       = 64  // of a fingerprint
	maxVars        = 16 << 10
	maxObject      = 256 << 10 // extra, contexts, modules, debug images
	maxContext     = 64 << 10  // one of the contexts
	maxBody        = 64 << 10  // of a request
)

// tags takes a map, a list of pairs or a list of {key, value}.
func (r *reader) tags(at *step, v ingest.Value) []telemetry.Tag {
	if v.Kind() != ingest.Array && v.Kind() != ingest.Object {
		r.unexpected(at, v, "an object")
		return nil
	}
	tags := make([]telemetry.Tag, 0, min(v.Len(), maxTags))
	for c := v.First(); c.Exists(); c = c.Next() {
		key, value := c.Key(), c
		if v.Kind() == ingest.Array {
			key, value = pairOf(c)
		}
		key = strings.TrimSpace(oneLine(key))
		here := step{at, key, len(tags)}
		if key == "" || value.IsEmpty() {
			continue
		}
		if len(tags) == maxTags {
			r.note(at, "cut to %d tags", maxTags)
			break
		}
		if s, ok := value.Scalar(); ok {
			tags = append(tags, telemetry.Tag{Key: r.cut(&here, key, maxTagKey), Value: r.tagValue(&here, s)})
		} else {
			r.unexpected(&here, value, "a string")
		}
	}
	return orNil(uniqueTags(tags))
}

// orNil returns nil for a list without elements.
func orNil[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

func (r *reader) tagValue(at *step, s string) string {
	s = oneLine(s)
	if len(s) <= maxTagValue {
		return s
	}
	n := 0
	for i := range s {
		if n == maxTagValue {
			r.note(at, "cut to %d characters", maxTagValue)
			return s[:i]
		}
		n++
	}
	return s
}

// uniqueTags sorts tags by key; of equal keys the last one stays.
func uniqueTags(tags []telemetry.Tag) []telemetry.Tag {
	slices.SortStableFunc(tags, func(a, b telemetry.Tag) int { return strings.Compare(a.Key, b.Key) })
	out := tags[:0]
	for i, t := range tags {
		if i+1 == len(tags) || tags[i+1].Key != t.Key {
			out = append(out, t)
		}
	}
	return out
}

// takeTag removes a tag and returns its value.
func takeTag(tags *[]telemetry.Tag, key string) string {
	for i, t := range *tags {
		if t.Key == key {
			*tags = slices.Delete(*tags, i, i+1)
			return t.Value
		}
	}
	return ""
}

// pairOf reads [name, value] or an object of the two.
func pairOf(v ingest.Value) (string, ingest.Value) {
	if v.Kind() == ingest.Array {
		first := v.First()
		name, _ := first.Scalar()
		return name, first.Next()
	}
	name, value := v.Get("key"), v.Get("value")
	if !name.Exists() {
		name = v.Get("name")
	}
	key, _ := name.Scalar()
	if key == "" && !value.Exists() && v.Len() == 1 {
		return v.First().Key(), v.First()
	}
	return key, value
}

// pairs takes headers and the like: a map, whose values may be lists, or a list
// of pairs.
func (r *reader) pairs(at *step, v ingest.Value) []telemetry.Pair {
	out := make([]telemetry.Pair, 0, min(v.Len(), maxPairs+1))
	for c := v.First(); c.Exists(); c = c.Next() {
		name, value := c.Key(), c
		if v.Kind() == ingest.Array {
			name, value = pairOf(c)
		}
		if name = oneLine(name); name == "" {
			continue
		}
		if value.Kind() != ingest.Array {
			out = r.pair(out, at, name, value)
			continue
		}
		for one := value.First(); one.Exists(); one = one.Next() {
			out = r.pair(out, at, name, one)
		}
	}
	if len(out) > maxPairs {
		r.note(at, "cut to %d entries", maxPairs)
		out = out[:maxPairs]
	}
	return orNil(out)
}

// pair appends a pair, up to one more than there may be.
func (r *reader) pair(out []telemetry.Pair, at *step, name string, v ingest.Value) []telemetry.Pair {
	if v.IsNull() || len(out) > maxPairs {
		return out
	}
	here := step{at, name, 0}
	return append(out, telemetry.Pair{Name: r.cut(&here, name, maxName), Value: r.dump(&here, v, maxMessage)})
}

// query takes a query string, with or without its question mark, or pairs.
func (r *reader) query(at *step, v ingest.Value) []telemetry.Pair {
	if v.Kind() == ingest.String {
		return r.splitPairs(at, strings.TrimPrefix(v.Text(), "?"), "&", unescapeQuery)
	}
	return r.collection(at, v)
}

// cookies takes the text of a Cookie header, or pairs.
func (r *reader) cookies(at *step, v ingest.Value) []telemetry.Pair {
	if v.Kind() == ingest.String {
		return r.splitPairs(at, v.Text(), ";", strings.TrimSpace)
	}
	return r.collection(at, v)
}

func (r *reader) collection(at *step, v ingest.Value) []telemetry.Pair {
	if v.Kind() == ingest.Array || v.Kind() == ingest.Object {
		return r.pairs(at, v)
	}
	r.unexpected(at, v, "an object")
	return nil
}

func (r *reader) splitPairs(at *step, s, sep string, clean func(string) string) []telemetry.Pair {
	var out []telemetry.Pair
	for part := range strings.SplitSeq(s, sep) {
		name, value, _ := strings.Cut(part, "=")
		if name = clean(name); name == "" && value == "" {
			continue
		}
		if len(out) == maxPairs {
			r.note(at, "cut to %d entries", maxPairs)
			break
		}
		out = append(out, telemetry.Pair{Name: r.cut(at, name, maxName), Value: r.cut(at, clean(value), maxMessage)})
	}
	return out
}

func unescapeQuery(s string) string {
	if u, err := url.QueryUnescape(s); err == nil {
		return ingest.CleanString(u)
	}
	return s
}

// oneLine replaces line ends by spaces.
func oneLine(s string) string {
	if strings.IndexByte(s, '\n') >= 0 || strings.IndexByte(s, '\r') >= 0 {
		s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), " ")
	}
	return s
}

// texts takes a list of scalars, or a single one.
func (r *reader) texts(at *step, v ingest.Value, limit, size int) []string {
	if s, ok := v.Scalar(); ok {
		return []string{r.cut(at, s, size)}
	}
	if v.Kind() != ingest.Array {
		r.unexpected(at, v, "a list")
		return nil
	}
	out := make([]string, 0, min(v.Len(), limit))
	for c := v.First(); c.Exists(); c = c.Next() {
		if c.IsNull() {
			continue
		}
		if len(out) == limit {
			r.note(at, "cut to %d entries", limit)
			break
		}
		here := step{at, "", len(out)}
		out = append(out, r.dump(&here, c, size))
	}
	return orNil(out)
}
