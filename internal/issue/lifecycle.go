package issue

import (
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Status is the state of an issue.
//
//	           event                     person
//	(none) ──► open
//	resolved ─► open (a regression)      any ──► any other
//	ignored, archived: stay
//
// Resolved means fixed: the next event proves otherwise. Ignored means known and
// not worth fixing: it is still counted and listed on its own tab. Archived is
// for noise that nobody wants to see again: counted too, and out of sight, so
// an event does not bring it back either.
type Status string

// The states.
const (
	Open     Status = "open"
	Resolved Status = "resolved"
	Ignored  Status = "ignored"
	Archived Status = "archived"
)

// Statuses lists all states in the order in which they are shown.
var Statuses = [...]Status{Open, Resolved, Ignored, Archived}

// ParseStatus returns the state with this name.
func ParseStatus(s string) (Status, error) {
	for _, known := range Statuses {
		if string(known) == s {
			return known, nil
		}
	}
	return "", errs.Field("status", "%.40q is no status: use open, resolved, ignored or archived.", s)
}

// setStatus moves i to a state at a person's will, and reports whether that
// changed anything. Every state can be reached from every other: people
// change their minds.
func (i *Issue) setStatus(to Status, now telemetry.Time) bool {
	if i.Status == to {
		return false
	}
	i.ResolvedAt = 0
	if to == Resolved {
		i.ResolvedAt = now
	}
	i.Status, i.StatusChangedAt = to, now
	return true
}

// regress reopens a resolved issue because of an event that Belfry took after
// the resolution. What was on its way before proves nothing.
func (i *Issue) regress(received telemetry.Time) bool {
	if i.Status != Resolved || received <= i.ResolvedAt {
		return false
	}
	i.Status, i.ResolvedAt = Open, 0
	i.RegressedAt, i.StatusChangedAt = received, received
	return true
}
