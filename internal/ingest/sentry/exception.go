package sentry

import (
	"strconv"
	"strings"

	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

// exceptions takes {values: […]}, a list, or a single exception.
func (e *eventReader) exceptions(v ingest.Value) {
	c, n := list(v)
	if _, ok := v.Scalar(); ok {
		c, n = v, 1
	}
	if n > maxExceptions { // the ones raised last are at the end
		e.note(&e.at, "cut to the last %d of %d exceptions", maxExceptions, n)
		for ; n > maxExceptions; n-- {
			c = c.Next()
		}
	}
	out := make([]telemetry.Exception, 0, n)
	for i := range n {
		at := step{&e.at, "", i}
		if x, ok := e.exception(&at, c); ok {
			out = append(out, x)
		}
		c = c.Next()
	}
	e.out.Exceptions = out
}

func (e *eventReader) exception(at *step, v ingest.Value) (telemetry.Exception, bool) {
	var x telemetry.Exception
	if s, ok := v.Scalar(); ok { // just the text
		x.Value = e.cut(at, s, maxMessage)
		return x, x.Value != ""
	}
	if v.Kind() != ingest.Object || v.IsEmpty() {
		e.unexpected(at, v, "an object")
		return x, false
	}
	for c := v.First(); c.Exists(); c = c.Next() {
		here := step{at, c.Key(), 0}
		switch here.key {
		case "type":
			x.Type = e.name(&here, c)
		case "value":
			x.Value = e.dump(&here, c, maxMessage)
		case "module":
			x.Module = e.name(&here, c)
		case "thread_id":
			x.ThreadID = e.name(&here, c)
		case "mechanism":
			x.Mechanism = e.mechanism(&here, c)
		case "stacktrace":
			x.Frames, x.FrameCount, x.Registers = e.stack(&here, c)
		case "raw_stacktrace":
			x.RawFrames, _, _ = e.stack(&here, c)
		}
	}
	if x.Type == "" {
		x.Type, x.Value = splitType(x.Value)
	}
	return x, true
}

// splitType takes the type out of "Type: text", which is all that some SDKs
// send.
func splitType(value string) (typ, text string) {
	head, tail, ok := strings.Cut(value, ": ")
	if !ok || head == "" || len(head) > 100 {
		return "", value
	}
	for i := range len(head) {
		c := head[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return "", value
		}
	}
	return head, tail
}

func (e *eventReader) mechanism(at *step, v ingest.Value) *telemetry.Mechanism {
	if v.Kind() != ingest.Object || v.IsEmpty() {
		e.unexpected(at, v, "an object")
		return nil
	}
	var m telemetry.Mechanism
	for c := v.First(); c.Exists(); c = c.Next() {
		here := step{at, c.Key(), 0}
		switch here.key {
		case "type":
			m.Type = e.name(&here, c)
		case "handled":
			m.Handled = e.flag(&here, c)
		case "synthetic":
			m.Synthetic = isTrue(e.flag(&here, c))
		case "source":
			m.Source = e.name(&here, c)
		case "exception_id":
			m.ExceptionID = e.ordinal(&here, c)
		case "parent_id":
			m.ParentID = e.ordinal(&here, c)
		case "is_exception_group":
			m.IsExceptionGroup = isTrue(e.flag(&here, c))
		case "description":
			m.Description = e.text(&here, c, maxMessage)
		case "help_link":
			m.HelpLink = e.text(&here, c, maxMessage)
		case "data":
			m.Data = e.object(&here, c, maxVars)
		case "meta":
			m.Meta = e.object(&here, c, maxVars)
		}
	}
	return &m
}

func isTrue(b *bool) bool { return b != nil && *b }

// ordinal takes a number of which 0 means something else than none.
func (r *reader) ordinal(at *step, v ingest.Value) *int {
	if v.IsNull() {
		return nil
	}
	if _, ok := v.Int(); !ok {
		r.unexpected(at, v, "a number")
		return nil
	}
	n := r.number(at, v)
	return &n
}

// stack takes {frames: […]}, or the frames themselves. Of too many frames the
// outermost and the innermost are kept, and count says how many there were.
func (r *reader) stack(at *step, v ingest.Value) (frames []telemetry.Frame, count int, registers telemetry.JSON) {
	if v.Kind() == ingest.Object && !isNumbered(v) {
		here := step{at, "registers", 0}
		registers = r.object(&here, v.Get("registers"), maxVars)
		v = v.Get("frames")
	}
	c, n := list(v)
	if n == 0 {
		r.unexpected(at, v, "a list of frames")
		return nil, 0, registers
	}
	frames = make([]telemetry.Frame, 0, min(n, maxFrames))
	for i := range n {
		if n <= maxFrames || i < maxFrames/2 || i >= n-maxFrames/2 {
			here := step{at, "", i}
			frames = r.frame(frames, &here, c)
		}
		c = c.Next()
	}
	if n > maxFrames {
		r.note(at, "cut to the first and last %d of %d frames", maxFrames/2, n)
		count = n
	}
	return frames, count, registers
}

// frame appends a frame. It is filled where it stands, for it is large.
func (r *reader) frame(frames []telemetry.Frame, at *step, v ingest.Value) []telemetry.Frame {
	if v.Kind() != ingest.Object {
		r.unexpected(at, v, "an object")
		return frames
	}
	frames = append(frames, telemetry.Frame{})
	f := &frames[len(frames)-1]
	for c := v.First(); c.Exists(); c = c.Next() {
		here := step{at, c.Key(), 0}
		switch here.key {
		case "function":
			f.Function = r.name(&here, c)
		case "raw_function":
			f.RawFunction = r.name(&here, c)
		case "module":
			f.Module = r.name(&here, c)
		case "package":
			f.Package = r.name(&here, c)
		case "filename":
			f.Filename = r.name(&here, c)
		case "abs_path":
			f.AbsPath = r.name(&here, c)
		case "lineno":
			f.Line = r.number(&here, c)
		case "colno":
			f.Column = r.number(&here, c)
		case "in_app":
			f.InApp = r.flag(&here, c)
		case "platform":
			f.Platform = strings.ToLower(r.name(&here, c))
		case "pre_context":
			f.PreContext = r.source(&here, c)
		case "context_line":
			if s := r.sourceLine(&here, c); !c.IsNull() {
				f.ContextLine = r.lines.one(s)
			}
		case "post_context":
			f.PostContext = r.source(&here, c)
		case "vars":
			f.Vars = r.object(&here, c, maxVars)
		case "instruction_addr":
			f.Instruction = r.address(&here, c)
		case "symbol_addr":
			f.SymbolAddr = r.address(&here, c)
		case "image_addr":
			f.ImageAddr = r.address(&here, c)
		case "stack_start":
			f.StackStart = isTrue(r.flag(&here, c))
		}
	}
	if f.Filename == "" {
		f.Filename = pathOf(f.AbsPath)
	}
	return frames
}

// pathOf returns the path of a file name that may be a URL.
func pathOf(abs string) string {
	if _, rest, ok := strings.Cut(abs, "://"); ok {
		if i := strings.IndexByte(rest, '/'); i >= 0 {
			return rest[i:]
		}
	}
	return abs
}

// source takes lines of source, as a list or as one text.
func (r *reader) source(at *step, v ingest.Value) []string {
	if v.Kind() == ingest.String {
		lines := strings.Split(strings.TrimSuffix(v.Text(), "\n"), "\n")
		lines = lines[:min(len(lines), maxSourceLines)]
		for i, line := range lines {
			lines[i] = r.cut(at, line, maxLine)
		}
		return lines
	}
	if v.Kind() != ingest.Array || v.IsEmpty() {
		r.unexpected(at, v, "a list")
		return nil
	}
	out := r.lines.take(min(v.Len(), maxSourceLines))[:0]
	for c := v.First(); c.Exists() && len(out) < maxSourceLines; c = c.Next() {
		out = append(out, r.sourceLine(at, c))
	}
	return out
}

func (r *reader) sourceLine(at *step, v ingest.Value) string {
	s, ok := v.Scalar()
	if !ok {
		r.unexpected(at, v, "a string")
	}
	return r.cut(at, trimEnd(s), maxLine)
}

// trimEnd removes the ends of lines at the end of s.
func trimEnd(s string) string {
	for s != "" && (s[len(s)-1] == '\n' || s[len(s)-1] == '\r') {
		s = s[:len(s)-1]
	}
	return s
}

// address takes an address in hexadecimal, or as a number.
func (r *reader) address(at *step, v ingest.Value) string {
	if n, ok := v.Int(); ok && v.Kind() == ingest.Number && n >= 0 {
		return "0x" + strconv.FormatInt(n, 16)
	}
	return r.name(at, v)
}

// stacktrace takes a stack outside of the exception: an old SDK's, or that of a
// message.
func (e *eventReader) stacktrace(v ingest.Value) {
	e.out.Stacktrace, _, _ = e.stack(&e.at, v)
}

// template takes the place in a template where rendering failed, as old
// versions for Django sent it, as a frame.
func (e *eventReader) template(v ingest.Value) {
	if f := e.frame(nil, &e.at, v); len(f) > 0 && f[0].Filename != "" && len(e.out.Stacktrace) == 0 {
		e.out.Stacktrace = f
	}
}

// threads takes {values: […]} or a list.
func (e *eventReader) threads(v ingest.Value) {
	c, n := e.list(&e.at, v)
	for i := range n {
		if i == maxThreads {
			e.note(&e.at, "cut to %d of %d threads", maxThreads, n)
			break
		}
		at := step{&e.at, "", i}
		if c.Kind() == ingest.Object {
			e.out.Threads = append(e.out.Threads, e.thread(&at, c))
		} else {
			e.unexpected(&at, c, "an object")
		}
		c = c.Next()
	}
}

func (e *eventReader) thread(at *step, v ingest.Value) telemetry.Thread {
	var t telemetry.Thread
	for c := v.First(); c.Exists(); c = c.Next() {
		here := step{at, c.Key(), 0}
		switch here.key {
		case "id":
			t.ID = e.name(&here, c)
		case "name":
			t.Name = e.name(&here, c)
		case "state":
			t.State = e.name(&here, c)
		case "crashed":
			t.Crashed = isTrue(e.flag(&here, c))
		case "current":
			t.Current = isTrue(e.flag(&here, c))
		case "main":
			t.Main = isTrue(e.flag(&here, c))
		case "stacktrace":
			t.Frames, _, _ = e.stack(&here, c)
		}
	}
	return t
}

// settleStacks brings together exceptions and stacks that were sent apart: the
// one stack of an old SDK belongs to its one exception, and threads hold the
// stacks of exceptions that name them. A stack is kept in one place.
func (e *eventReader) settleStacks() {
	o := &e.out
	if n := len(o.Exceptions); n > 0 && len(o.Exceptions[n-1].Frames) == 0 {
		o.Exceptions[n-1].Frames, o.Stacktrace = o.Stacktrace, nil
	}
	for i := range o.Exceptions {
		x := &o.Exceptions[i]
		for j := range o.Threads {
			if t := &o.Threads[j]; len(x.Frames) == 0 && x.ThreadID != "" && t.ID == x.ThreadID {
				x.Frames, t.Frames = t.Frames, nil
			}
		}
	}
	if t := guiltyThread(o.Threads); t != nil && len(o.Exceptions) == 0 && len(o.Stacktrace) == 0 {
		o.Stacktrace, t.Frames = t.Frames, nil
	}
	if len(o.Threads) == 1 && o.Threads[0].ID == "" && o.Threads[0].Name == "" && len(o.Threads[0].Frames) == 0 {
		o.Threads = nil // nothing is left of it
	}
}

// guiltyThread returns the thread that crashed, or else the current one, if
// there is a stack of it.
func guiltyThread(threads []telemetry.Thread) *telemetry.Thread {
	var current *telemetry.Thread
	for i := range threads {
		t := &threads[i]
		switch {
		case len(t.Frames) == 0:
		case t.Crashed:
			return t
		case t.Current && current == nil:
			current = t
		}
	}
	return current
}
