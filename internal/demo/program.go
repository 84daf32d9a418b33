package demo

// A program is one project: something that the shop runs.
type program struct {
	name, platform string
	group          string // empty: none
	icon, color    string
	language       string // of the events
	sdk, version   string // SDK
	host           string // of its addresses, empty: no requests
	servers        []string
	releases       []release
	contexts       map[string]map[string]any
	root           string   // what file names are prefixed with to be absolute
	outer          []string // frames of its framework, in the notation of fault.at
	seen           []string // breadcrumbs before those of the fault
	kind           kind
	faults         []fault
	alone          bool // nobody is at the other end
}

// kind says how the frames of a language are named.
type kind struct {
	module func(file string) string // nil: frames have no module
	inApp  func(file string) bool
}

// A release is a version and the day it went live.
type release struct {
	version string
	day     float64
}

// at returns the version that was live on a day.
func (p *program) at(day float64) string {
	live := p.releases[0].version
	for _, r := range p.releases {
		if r.day <= day {
			live = r.version
		}
	}
	return live
}
