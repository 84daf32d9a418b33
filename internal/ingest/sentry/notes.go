package sentry

import (
	"fmt"
	"strconv"
	"strings"

	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

const maxNotes = 50

// step is one step of the path to a field. Paths are chains of steps on the
// stack, and become text only when there is something to note.
type step struct {
	up    *step
	key   string
	index int // when key is empty
}

// String returns the path. Nothing of the steps is in it, or else the compiler
// could not keep them on the stack.
func (s *step) String() string {
	if s == nil {
		return ""
	}
	name := s.key
	if name == "" {
		name = strconv.Itoa(s.index)
	}
	if len(name) > 64 {
		name, _ = ingest.CutText(name, 64)
	}
	if s.up == nil {
		return strings.Clone(name)
	}
	return s.up.String() + "." + name
}

// reader takes fields out of JSON and notes what it could not take as it was.
type reader struct {
	notes []telemetry.Note

	// What it hands out are parts of these.
	lines  chunk[string]
	flags  chunk[bool]
	pieces chunk[byte] // of JSON
}

func (r *reader) note(at *step, format string, args ...any) {
	if len(r.notes) >= maxNotes {
		return
	}
	n := telemetry.Note{Path: at.String(), Problem: fmt.Sprintf(format, args...)}
	if len(r.notes) == maxNotes-1 {
		n = telemetry.Note{Problem: "more than this was dropped or changed"}
	}
	r.notes = append(r.notes, n)
}

// unexpected notes that v is of no use here. Empty containers are silent: PHP
// writes them for anything that is empty.
func (r *reader) unexpected(at *step, v ingest.Value, want string) {
	if !v.IsEmpty() {
		r.note(at, "dropped: expected %s, got %s", want, v.Kind())
	}
}

// text takes a string, or another scalar as text.
func (r *reader) text(at *step, v ingest.Value, limit int) string {
	s, ok := v.Scalar()
	if !ok {
		r.unexpected(at, v, "a string")
		return ""
	}
	return r.cut(at, s, limit)
}

func (r *reader) cut(at *step, s string, limit int) string {
	s, cut := ingest.CutText(s, limit)
	if cut {
		r.note(at, "cut to %s", ingest.Size(int64(limit)))
	}
	return s
}

// dump takes a string, or anything else as its JSON.
func (r *reader) dump(at *step, v ingest.Value, limit int) string {
	if s, ok := v.Scalar(); ok {
		return r.cut(at, s, limit)
	}
	if v.IsEmpty() {
		return ""
	}
	return string(r.json(at, v, limit))
}

// name is text for an identifier, which is a single line.
func (r *reader) name(at *step, v ingest.Value) string {
	return oneLine(r.text(at, v, maxName))
}

// number takes a whole number that cannot be negative.
func (r *reader) number(at *step, v ingest.Value) int {
	if v.IsNull() {
		return 0
	}
	n, ok := v.Int()
	if !ok {
		r.unexpected(at, v, "a number")
		return 0
	}
	if n < 0 || n > 1<<31 {
		r.note(at, "dropped: %d is out of range", n)
		return 0
	}
	return int(n)
}

// flag takes a boolean; nil when nothing is said.
func (r *reader) flag(at *step, v ingest.Value) *bool {
	if v.IsNull() {
		return nil
	}
	b, ok := v.Bool()
	if !ok {
		r.unexpected(at, v, "a boolean")
		return nil
	}
	return r.flags.one(b)
}

// json takes any value; null and empty containers are nil.
func (r *reader) json(at *step, v ingest.Value, limit int) telemetry.JSON {
	if v.IsEmpty() {
		return nil
	}
	out, cut := v.AppendJSON(r.room(v, limit), limit)
	if cut {
		r.note(at, "cut to %s", ingest.Size(int64(limit)))
	}
	return out
}

// room returns an empty slice with room for v as JSON of about limit bytes at
// most.
func (r *reader) room(v ingest.Value, limit int) []byte {
	return r.pieces.take(min(v.Size(), limit))[:0]
}

// object takes an object. A list, which is what PHP makes of an array with
// numbers for keys, becomes an object with its positions for keys.
func (r *reader) object(at *step, v ingest.Value, limit int) telemetry.JSON {
	switch {
	case v.Kind() == ingest.Object:
		return r.json(at, v, limit)
	case v.Kind() != ingest.Array || v.IsEmpty():
		r.unexpected(at, v, "an object")
		return nil
	}
	out, i := []byte{'{'}, 0
	for c := v.First(); c.Exists(); c = c.Next() {
		if len(out) > limit {
			r.note(at, "cut to %s", ingest.Size(int64(limit)))
			break
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(ingest.AppendQuoted(out, strconv.Itoa(i)), ':')
		out, _ = c.AppendJSON(out, max(limit-len(out), 16))
		i++
	}
	return append(out, '}')
}

// list finds the elements of what should be a list, and may be a list, an
// object with one under "values", an object with numbers for keys, or a single
// object in place of a list of one. It returns the first and their number: the
// last one's Next may be no element.
func list(v ingest.Value) (first ingest.Value, n int) {
	if values := v.Get("values"); values.Exists() {
		v = values
	}
	switch {
	case v.Kind() == ingest.Array, isNumbered(v):
		return v.First(), v.Len()
	case v.Kind() == ingest.Object && !v.IsEmpty():
		return v, 1
	}
	return ingest.Value{}, 0
}

// list is the function list, for what cannot be a scalar.
func (r *reader) list(at *step, v ingest.Value) (first ingest.Value, n int) {
	if first, n = list(v); n == 0 && v.Kind() != ingest.Object {
		r.unexpected(at, v, "a list")
	}
	return first, n
}

// isNumbered reports whether an object is a list in which PHP left holes.
func isNumbered(v ingest.Value) bool {
	if v.Kind() != ingest.Object {
		return false
	}
	key := v.First().Key()
	if !ingest.MayBeNumber(key) {
		return false
	}
	_, err := strconv.Atoi(key)
	return err == nil
}
