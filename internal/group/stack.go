package group

import (
	"slices"
	"strings"

	"belfry/internal/telemetry"
)

const (
	maxFrames   = 200 // frames of one stack that are read, the innermost
	maxHashed   = 40  // distinct frames of one stack that are hashed, the innermost
	innermost   = 5   // frames hashed when none is the application's
	maxCycle    = 4   // longest recursion, in frames, that is folded
	maxUnused   = 12  // left-out frames shown for one stack, the innermost
	notApp      = "left out: library code"
	notMinified = "left out: minified, and no source map applied"
)

// A line is a frame, read.
type line struct {
	value string // what would be hashed
	from  string // what it was before, where that differs
	why   string // why it cannot be hashed; "" when it can
	inApp bool
}

// A stack is the frames of one exception, oldest first.
type stack []line

// A tier says which frames of a chain are good for grouping.
type tier uint8

const (
	noFrames   tier = iota
	appFrames       // the application's own, of every exception
	lastFrames      // the innermost of one exception, for want of such
)

type frameSource struct {
	tier tier
	only int // the exception that lastFrames speaks of
}

// of returns the tier that holds for exception i of the chain.
func (s frameSource) of(i int) tier {
	if s.tier == lastFrames && i != s.only {
		return noFrames
	}
	return s.tier
}

// readStack normalises frames and marks what each is good for.
func readStack(e *telemetry.Event, frames []telemetry.Frame) stack {
	if len(frames) == 0 {
		return nil
	}
	frames = frames[max(len(frames)-maxFrames, 0):]
	told := marked(frames)
	s := make(stack, len(frames))
	for i := range frames {
		s[i] = readFrame(familyOf(e, &frames[i]), &frames[i], told)
	}
	return s
}

// chooseFrames finds what the stacks of a chain offer, the raised one last.
func chooseFrames(stacks []stack) frameSource {
	usable, minified := false, false
	for _, s := range stacks {
		u, m := s.app()
		usable, minified = usable || u, minified || m
	}
	switch {
	case minified:
		return frameSource{}
	case usable:
		return frameSource{tier: appFrames}
	}
	for i, stack := range slices.Backward(stacks) {
		if stack.anyUsable() {
			return frameSource{tier: lastFrames, only: i}
		}
	}
	return frameSource{}
}

// app reports whether s has a usable application frame, and whether its
// innermost application frame is minified.
func (s stack) app() (usable, minified bool) {
	for _, v := range slices.Backward(s) {
		if !v.inApp {
			continue
		}
		if v.why == "" {
			return true, false
		}
		if v.why == notMinified {
			return false, true
		}
	}
	return false, false
}

func (s stack) anyUsable() bool {
	for i := range s {
		if s[i].why == "" {
			return true
		}
	}
	return false
}

// components adds the frames of s to parts: those that t uses, and why not the
// others.
func (s stack) components(parts []telemetry.Component, t tier) []telemetry.Component {
	if len(s) == 0 {
		return parts
	}
	used := s.used(t)
	unused := 0
	for i := range s {
		if !used[i] {
			unused++
		}
	}
	skip := unused - maxUnused
	for i := range s {
		if used[i] {
			parts = append(parts, telemetry.Component{Name: "frame", Value: s[i].value, From: s[i].from, Used: true})
			continue
		}
		if skip--; skip < 0 {
			parts = append(parts, telemetry.Component{Name: "frame", Value: s[i].value, From: s[i].from, Note: s.whyNot(i, t)})
		}
	}
	if skip = unused - maxUnused; skip > 0 {
		parts = append(parts, telemetry.Component{Name: "frames", Value: countOf(skip, "outer frame"), Note: "not shown: left out as well"})
	}
	return parts
}

// used marks the frames that t hashes: recursion folded, the innermost kept.
func (s stack) used(t tier) []bool {
	marks := make([]bool, len(s))
	if t == noFrames {
		return marks
	}
	var kept []int
	for i := range s {
		if s[i].why == "" && (t == lastFrames || s[i].inApp) {
			kept = s.fold(append(kept, i))
		}
	}
	limit := maxHashed
	if t == lastFrames {
		limit = innermost
	}
	for _, i := range kept[max(len(kept)-limit, 0):] {
		marks[i] = true
	}
	return marks
}

// fold drops the end of kept if it repeats what stands just before it.
func (s stack) fold(kept []int) []int {
	n := len(kept)
next:
	for cycle := 1; cycle <= maxCycle && 2*cycle <= n; cycle++ {
		for k := range cycle {
			if s[kept[n-1-k]].value != s[kept[n-1-k-cycle]].value {
				continue next
			}
		}
		return kept[:n-cycle]
	}
	return kept
}

func (s stack) whyNot(i int, t tier) string {
	switch {
	case s[i].why != "":
		return s[i].why
	case t == noFrames:
		return "left out: another part decides"
	case t == appFrames && !s[i].inApp:
		return notApp
	}
	return "left out: repeats, or too far from the error"
}

// attachedStack returns the stack of an event without exceptions: its own, or
// that of the thread that crashed or was running.
func attachedStack(e *telemetry.Event) []telemetry.Frame {
	if len(e.Stacktrace) > 0 {
		return e.Stacktrace
	}
	best, rank := -1, 0
	for i := range e.Threads {
		r := 1
		switch t := &e.Threads[i]; {
		case len(t.Frames) == 0:
			r = 0
		case t.Crashed:
			r = 3
		case t.Current:
			r = 2
		}
		if r > rank {
			best, rank = i, r
		}
	}
	if best < 0 {
		return nil
	}
	return e.Threads[best].Frames
}

// bareStackDecision groups an event that is nothing but a stack.
func bareStackDecision(e *telemetry.Event) (decision, bool) {
	s := readStack(e, attachedStack(e))
	source := chooseFrames([]stack{s})
	if source.tier == noFrames {
		return decision{}, false
	}
	return decision{methodStack, s.components(nil, source.tier)}, true
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return strings.TrimRight(line, "\r")
}
