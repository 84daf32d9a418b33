package brief

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"belfry/internal/telemetry"
)

const (
	maxFrames   = 30 // of an exception
	maxLinks    = 6  // of a chain
	sourceLines = 2  // before and after the line that was running
	maxLine     = 200
)

// stacks writes the exceptions, the one that was raised first, each call before
// its caller, with the source of the app's own frames.
func (w *writer) stacks(e *telemetry.Event) {
	if len(e.Exceptions) == 0 && len(e.Stacktrace) == 0 {
		return
	}
	w.heading("Stack trace")
	var parts []string
	if len(e.Exceptions) == 0 {
		parts = append(parts, frames(e.Stacktrace))
	}
	for n := len(e.Exceptions) - 1; n >= 0; n-- {
		if len(parts) == maxLinks {
			parts = append(parts, fmt.Sprintf("%d more exceptions", n+1))
			break
		}
		parts = append(parts, exception(&e.Exceptions[n]))
	}
	w.fence("", strings.Join(parts, "\n\nCaused by: "))
}

func exception(x *telemetry.Exception) string {
	name := cmp.Or(x.Type, "Error")
	if x.Module != "" {
		name = x.Module + "." + name
	}
	head := name
	if x.Mechanism != nil && x.Mechanism.Handled != nil && !*x.Mechanism.Handled {
		head += " (not handled)"
	}
	if x.Value != "" {
		head += ": " + cut(x.Value, maxMessage)
	}
	if len(x.Frames) == 0 {
		return head
	}
	return head + "\n" + frames(x.Frames)
}

// frames writes the newest call first. Where the SDK told the app's frames from
// others, runs of others are folded.
func frames(all []telemetry.Frame) string {
	fold := false
	for n := range all {
		fold = fold || inApp(&all[n])
	}
	var lines []string
	folded, shown := 0, 0
	flush := func() {
		if folded > 0 {
			lines = append(lines, "  … "+counted(folded, "frame")+" outside of the app")
		}
		folded = 0
	}
	for n := len(all) - 1; n >= 0; n-- {
		f := &all[n]
		if fold && !inApp(f) && n != len(all)-1 {
			folded++
			continue
		}
		flush()
		if shown++; shown > maxFrames {
			lines = append(lines, fmt.Sprintf("  … %d more frames", n+1))
			return strings.Join(lines, "\n")
		}
		lines = append(lines, frame(f))
	}
	flush()
	return strings.Join(lines, "\n")
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func inApp(f *telemetry.Frame) bool { return f.InApp != nil && *f.InApp }

func frame(f *telemetry.Frame) string {
	place := cmp.Or(f.Filename, f.AbsPath, f.Module, f.Package, f.Instruction, "unknown")
	if f.Line > 0 {
		place += fmt.Sprintf(":%d", f.Line)
		if f.Column > 0 {
			place += fmt.Sprintf(":%d", f.Column)
		}
	}
	out := "  at " + cut(oneLine(cmp.Or(f.Function, "<anonymous>")+" ("+place+")"), 2*maxLine)
	if !inApp(f) || f.ContextLine == nil {
		return out
	}
	before := f.PreContext[max(0, len(f.PreContext)-sourceLines):]
	after := f.PostContext[:min(len(f.PostContext), sourceLines)]
	for n, line := range before {
		out += source(f.Line-len(before)+n, " ", line)
	}
	out += source(f.Line, ">", *f.ContextLine)
	for n, line := range after {
		out += source(f.Line+1+n, " ", line)
	}
	return out
}

func source(number int, mark, text string) string {
	return fmt.Sprintf("\n    %s%5d | %s", mark, number, cut(oneLine(text), maxLine))
}

// systems returns the runtime, browser and so on with their versions.
func systems(contexts telemetry.JSON) (all []string) {
	var raw map[string]json.RawMessage
	if json.Unmarshal(contexts, &raw) != nil {
		return nil // absent, or no object
	}
	for _, key := range []string{"runtime", "os", "browser"} {
		var known struct{ Name, Version string }
		if json.Unmarshal(raw[key], &known) == nil && known.Name != "" {
			all = append(all, strings.TrimSpace(key+": "+known.Name+" "+known.Version))
		}
	}
	return all
}
