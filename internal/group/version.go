package group

import "belfry/internal/telemetry"

// Current is the version of the grouping rules that new projects get.
const Current = 1

// Version is a set of grouping rules that was released once and never changes.
// A hash does not tell the version, so that what two of them group alike stays
// in its issue.
type Version struct {
	Number  int
	Summary string // what is different from the one before, for people
	decide  func(*telemetry.Event) decision
}

// Versions returns those that were released, the oldest first.
func Versions() []Version {
	return []Version{
		{1, "Exception types and the frames of the application; messages without their numbers and ids.", decideV1},
	}
}

// Like returns a version that looks at an event as v does after prepare changed
// a copy of it. It makes versions to try things out with.
func (v Version) Like(number int, summary string, prepare func(*telemetry.Event)) Version {
	return Version{number, summary, func(e *telemetry.Event) decision {
		other := *e
		prepare(&other)
		return v.decide(&other)
	}}
}

// Settings say how the events of a project are grouped.
type Settings struct {
	Version int    `json:"version,omitempty"` // 0: the first one
	Rules   []Rule `json:"rules,omitempty"`   // the first that matches decides
}

// Grouper groups the events of a project. It is safe for concurrent use.
type Grouper struct {
	version Version
	rules   []rule
}

// New returns a Grouper for settings. A version that is not among the given
// ones is taken for the last; the grouping of each event says which was used.
func New(s Settings, versions []Version) *Grouper {
	g := &Grouper{version: versions[len(versions)-1], rules: compile(s.Rules)}
	for _, v := range versions {
		if v.Number == max(s.Version, 1) {
			g.version = v
		}
	}
	return g
}

// Assign sets the title, the culprit and the grouping of e.
func (g *Grouper) Assign(e *telemetry.Event) {
	e.Title, e.Culprit = Title(e), Culprit(e)
	e.Grouping = g.group(e)
}

func (g *Grouper) group(e *telemetry.Event) *telemetry.Grouping {
	if n := g.Match(e); n >= 0 {
		hashed, shown := g.resolve(e, g.rules[n].fingerprint)
		return g.record(methodRule, sum(methodFingerprint, hashed), append([]telemetry.Component{g.rules[n].component(n)}, shown...))
	}
	if parts := fingerprintOf(e); parts != nil {
		hashed, shown := g.resolve(e, parts)
		return g.record(methodFingerprint, sum(methodFingerprint, hashed), shown)
	}
	d := g.version.decide(e)
	return g.record(d.method, d.hash(), d.parts)
}

func (g *Grouper) record(method, hash string, parts []telemetry.Component) *telemetry.Grouping {
	return &telemetry.Grouping{Version: g.version.Number, Method: method, Hash: hash, Components: bound(parts)}
}
