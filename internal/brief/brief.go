package brief

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"belfry/internal/telemetry"
)

// Issue is what is written of an issue. What is empty is left out.
type Issue struct {
	ShortID      string
	Title        string
	Culprit      string
	Project      string
	Level        string
	Status       string
	Platform     string
	URL          string
	TimesSeen    int64
	UsersSeen    int64
	FirstSeen    telemetry.Time
	LastSeen     telemetry.Time
	FirstRelease string
	LastRelease  string
	Spreads      []Spread
	Event        *telemetry.Event // the one that is shown, nil when none is kept
}

// Spread says how often an issue was seen with which values of a tag.
type Spread struct {
	Name   string
	Events int64 // that have the tag
	Values []Share
}

// Share is a value with its number of events.
type Share struct {
	Value  string
	Events int64
}

// The limits of a document: what is longer is cut, and says so.
const (
	maxBytes   = 60_000
	maxMessage = 4_000 // bytes
	maxCrumbs  = 20
	maxValues  = 3 // of each spread
	maxSpreads = 12
	maxInline  = 300 // letters of a value within a line
)

// Markdown writes i down.
func Markdown(i Issue) string {
	w := &writer{}
	w.line("# %s: %s", inline(i.ShortID), inline(i.Title))
	w.facts(i)
	if e := i.Event; e != nil {
		w.message(i, e)
		w.stacks(e)
		w.request(e.Request)
		w.crumbs(e)
		w.surroundings(e)
	} else {
		w.heading("Event")
		w.line("None of its events is kept any more.")
	}
	w.spreads(i)
	return w.text()
}

func (w *writer) facts(i Issue) {
	w.blank()
	fact := func(name, value string) {
		if value != "" {
			w.line("- **%s:** %s", name, inline(value))
		}
	}
	fact("Where", i.Culprit)
	fact("Project", i.Project)
	fact("Level", i.Level)
	fact("Status", i.Status)
	fact("Platform", i.Platform)
	fact("Seen", counted(int(i.TimesSeen), "time")+" by "+counted(int(i.UsersSeen), "user"))
	fact("First seen", seen(i.FirstSeen, i.FirstRelease))
	fact("Last seen", seen(i.LastSeen, i.LastRelease))
	fact("Link", i.URL)
}

func seen(at telemetry.Time, release string) string {
	if release == "" {
		return moment(at)
	}
	return moment(at) + " in " + release
}

func moment(at telemetry.Time) string { return at.Std().Format("2006-01-02 15:04:05 UTC") }

func (w *writer) message(i Issue, e *telemetry.Event) {
	w.heading("Event %s", e.ID)
	parts := []string{moment(e.Time)}
	for _, part := range []struct{ name, value string }{
		{"release", e.Release}, {"environment", e.Environment}, {"transaction", e.Transaction}, {"logger", e.Logger}, {"server", e.ServerName}, {"trace", e.TraceID},
	} {
		if part.value != "" {
			parts = append(parts, part.name+" "+part.value)
		}
	}
	w.line("%s", inline(strings.Join(parts, ", ")))
	if e.Message != "" && e.Message != i.Title {
		w.blank()
		w.fence("", cut(e.Message, maxMessage))
	}
}

func (w *writer) request(r *telemetry.Request) {
	if r == nil || r.URL == "" {
		return
	}
	w.heading("Request")
	method := r.Method
	if method == "" {
		method = "GET"
	}
	w.line("`%s`", strings.ReplaceAll(cut(oneLine(method+" "+r.URL), maxInline), "`", "'"))
}

func (w *writer) crumbs(e *telemetry.Event) {
	if len(e.Breadcrumbs) == 0 {
		return
	}
	w.heading("Before it")
	shown := e.Breadcrumbs
	if len(shown) > maxCrumbs {
		shown = shown[len(shown)-maxCrumbs:]
		w.line("The last %d of %d breadcrumbs.", maxCrumbs, len(e.Breadcrumbs))
		w.blank()
	}
	lines := make([]string, len(shown))
	for n, c := range shown {
		lines[n] = crumb(c, e.Time)
	}
	w.fence("", strings.Join(lines, "\n"))
}

func crumb(c telemetry.Crumb, at telemetry.Time) string {
	var parts []string
	if c.Time != 0 {
		parts = append(parts, fmt.Sprintf("%+.1fs", c.Time.Sub(at).Round(100*time.Millisecond).Seconds()))
	}
	if c.Level != telemetry.LevelUnset && c.Level != telemetry.LevelInfo {
		parts = append(parts, c.Level.String())
	}
	kind := c.Category
	if kind == "" {
		kind = c.Type
	}
	said := c.Message
	if said == "" {
		said = string(c.Data)
	}
	for _, part := range []string{kind, said} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return cut(oneLine(strings.Join(parts, " ")), maxInline)
}

// surroundings writes tags and what is known of the runtime.
func (w *writer) surroundings(e *telemetry.Event) {
	contexts := systems(e.Contexts)
	if len(e.Tags)+len(contexts) == 0 {
		return
	}
	w.heading("Tags")
	for _, c := range contexts {
		w.line("- %s", inline(c))
	}
	for _, t := range e.Tags {
		w.line("- %s: %s", inline(t.Key), inline(t.Value))
	}
}

func (w *writer) spreads(i Issue) {
	if len(i.Spreads) == 0 {
		return
	}
	w.heading("How its events spread")
	for n, s := range i.Spreads {
		if n == maxSpreads {
			w.line("- and %d more", len(i.Spreads)-n)
			break
		}
		shares := make([]string, 0, maxValues)
		for _, v := range s.Values[:min(len(s.Values), maxValues)] {
			shares = append(shares, inline(v.Value)+" "+percent(v.Events, s.Events))
		}
		w.line("- %s: %s", inline(s.Name), strings.Join(shares, ", "))
	}
}

func percent(part, whole int64) string {
	if whole <= 0 || part <= 0 {
		return "0 %"
	}
	if p := (100*part + whole/2) / whole; p > 0 {
		return strconv.FormatInt(p, 10) + " %"
	}
	return "< 1 %"
}
