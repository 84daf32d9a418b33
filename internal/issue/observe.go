package issue

import (
	"cmp"

	"belfry/internal/telemetry"
)

// Occurrence is one event, as far as its issue cares.
type Occurrence struct {
	Project     int64
	Event       telemetry.EventID
	Fingerprint string // 32 hex digits
	Kind        string // "error" when empty
	Time        telemetry.Time
	Received    telemetry.Time
	Level       telemetry.Level
	Title       string
	Culprit     string
	Platform    string
	Release     string
	Environment string
	UserKey     string          // empty when nobody is known to have met it
	Tags        []telemetry.Tag // what else it can be found by: its tags, and the parts of user, url and transaction
}

// tidied returns o as it can be stored.
func (o Occurrence) tidied() Occurrence {
	o.Kind = cmp.Or(fit(o.Kind, maxShort), defaultKind)
	o.Time = cmp.Or(o.Time, o.Received)
	o.Title = fit(o.Title, maxTitle)
	o.Culprit = fit(o.Culprit, maxCulprit)
	o.Platform = fit(o.Platform, maxShort)
	o.Release = fit(o.Release, maxShort)
	o.Environment = fit(o.Environment, maxShort)
	o.Fingerprint = fit(o.Fingerprint, maxShort)
	o.Tags = tidiedTags(o.Tags)
	return o
}

// opened returns the issue that o is the first occurrence of, before it is
// observed.
func opened(o *Occurrence) Issue {
	return Issue{
		Project: o.Project, Kind: o.Kind, Status: Open, Priority: defaultPriority,
		FirstSeen: o.Time, LastSeen: o.Time, StatusChangedAt: o.Received,
	}
}

// observe counts o and reports whether it reopened the issue. What describes
// the issue follows the newest event by its own time, not by its arrival, and
// an event that does not know something never wipes what an older one knew. Of
// two events of the same time the later to arrive is the newer.
func (i *Issue) observe(o *Occurrence) (regressed bool) {
	i.TimesSeen++
	i.Level = max(i.Level, o.Level)
	newest := o.Time >= i.LastSeen
	follow(&i.Title, o.Title, newest)
	follow(&i.Culprit, o.Culprit, newest)
	follow(&i.Platform, o.Platform, newest)
	follow(&i.LastRelease, o.Release, newest)
	follow(&i.FirstRelease, o.Release, o.Time < i.FirstSeen)
	i.FirstSeen = min(i.FirstSeen, o.Time)
	i.LastSeen = max(i.LastSeen, o.Time)
	return i.regress(o.Received)
}

func follow(known *string, said string, should bool) {
	if said != "" && (should || *known == "") {
		*known = said
	}
}
