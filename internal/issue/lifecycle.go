package issue

import (
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Status is the state of an issue.
//
//	           event                     person               time
//	(none) ──► open
//	resolved ─► open (a regression)      any ──► any other
//	ignored, archived: stay
//	snoozed ──► open (enough of them)                         snoozed ──► open
//
// Resolved means fixed: the next event proves otherwise. Ignored means known and
// not worth fixing: it is still counted and listed on its own tab. Snoozed is
// ignored with an end: a time or a number of events, whichever comes first.
// Archived is
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
	if i.Status == to && !i.Snoozed() {
		return false
	}
	i.ResolvedAt, i.SnoozeUntil, i.SnoozeEvents = 0, 0, 0
	if to == Resolved {
		i.ResolvedAt = now
	}
	i.Status, i.StatusChangedAt = to, now
	return true
}

// Snoozed reports whether i is ignored until something happens.
func (i *Issue) Snoozed() bool { return i.SnoozeUntil != 0 || i.SnoozeEvents != 0 }

// word is what the history calls the state of i.
func (i *Issue) word() string {
	if i.Snoozed() {
		return "snoozed"
	}
	return string(i.Status)
}

// Snooze says when an ignored issue wakes; what is zero does not matter.
type Snooze struct {
	Until  telemetry.Time
	Events int64 // from now on
}

// snooze ignores i until it wakes, and reports whether that changed anything.
func (i *Issue) snooze(s Snooze, now telemetry.Time) bool {
	events := int64(0)
	if s.Events > 0 {
		events = i.TimesSeen + s.Events
	}
	if i.Status == Ignored && i.SnoozeUntil == s.Until && i.SnoozeEvents == events {
		return false
	}
	i.Status, i.ResolvedAt, i.StatusChangedAt = Ignored, 0, now
	i.SnoozeUntil, i.SnoozeEvents = s.Until, events
	return true
}

// due reports whether the time has come for a snoozed issue to wake.
func (i *Issue) due(now telemetry.Time) bool {
	return i.Status == Ignored && i.SnoozeUntil != 0 && i.SnoozeUntil <= now
}

// wake reopens a snoozed issue that was seen often enough.
func (i *Issue) wake(received telemetry.Time) bool {
	if i.Status != Ignored || i.SnoozeEvents == 0 || i.TimesSeen < i.SnoozeEvents {
		return false
	}
	return i.setStatus(Open, received)
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
