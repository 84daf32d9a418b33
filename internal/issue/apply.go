package issue

import (
	"context"
	"maps"
	"slices"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/feed"
	"belfry/internal/telemetry"
)

// The changes that are announced on the feed about issues.
const (
	Created   = "created"
	Updated   = "updated"   // counted more events
	Regressed = "regressed" // was resolved and came back
	Moved     = "status"    // its status changed
	Deleted   = "deleted"
	Edited    = "edited"   // its assignee, priority or tags did, or what is said about it
	Merged    = "merged"   // into another, or another into it
	Unmerged  = "unmerged" // from another, or another from it
)

// Change is what a batch did to one issue.
type Change struct {
	Project int64
	Issue   int64
	Change  string // Created, Updated, Regressed or Moved
	Events  int64
}

// Apply counts occurrences in tx and returns what that did, one change per
// issue. Events that were counted before, in this batch or any other, are
// skipped, whoever counts at the same time.
//
// It ends with the feed, for which all transactions queue: attachments and
// feedback belong before it in tx, and feed.Wake after the commit.
func (s *Store) Apply(ctx context.Context, tx *db.DB, occ []Occurrence, now telemetry.Time) (changes []Change, err error) {
	defer errs.Wrap(&err, "issue.Apply(%d)", len(occ))
	b := newBatch(s, tx, now)
	if err := b.hold(ctx, occ); err != nil {
		return nil, err
	}
	if err := b.keepNew(ctx, occ); err != nil || len(b.events) == 0 {
		return nil, err
	}
	if err := b.find(ctx); err != nil {
		return nil, err
	}
	if err := b.recall(ctx); err != nil {
		return nil, err
	}
	b.fold()
	if changes, err = b.settle(ctx); err != nil {
		b.forget()
		return nil, err
	}
	b.remember()
	return changes, nil
}

// settle writes what was folded, and announces it.
func (b *batch) settle(ctx context.Context) ([]Change, error) {
	if err := b.countUsers(ctx); err != nil {
		return nil, err
	}
	if err := b.write(ctx); err != nil {
		return nil, err
	}
	return b.announce(ctx)
}

// batch is what one call of Apply works on.
type batch struct {
	store *Store
	tx    *db.DB
	now   telemetry.Time

	events   []Occurrence // not counted before
	projects map[int64]*projectTally
	prints   map[printKey]*print
	issues   map[int64]*tally // those that existed, by id
	touched  []*tally         // in the order of their first occurrence here
	parts    []*tally         // of touched ones that were merged
}

// printKey is a fingerprint in its project.
type printKey struct {
	project int64
	value   string
}

// print is a fingerprint and the issue it belongs to.
type print struct {
	id    int64 // 0 until it is written
	issue *tally
	part  *tally // its own figures, which are kept once it shares an issue
}

// projectTally is what a batch adds to a project.
type projectTally struct {
	numbers   int64 // the last that was given out
	events    int64
	lastEvent telemetry.Time
	hours     map[int64]int64
	facets    map[facet]int64 // issues that were seen with them for the first time
	seen      seen
	recalled  int // the size of seen at the start of the batch
}

// tally is an issue and what a batch adds to it.
type tally struct {
	Issue
	created   bool
	before    Status // at the start of the batch
	events    int64
	hours     map[int64]int64
	facets    map[facet]*extent
	seen      seen
	recalled  int // the size of seen at the start of the batch
	users     map[string]struct{}
	sketch    []byte // to be written, nil when it did not change
	regressed *Occurrence
	woken     bool // it was snoozed, and seen often enough
}

// facet is a value that an issue was seen with.
type facet struct{ name, value string }

// extent says how often and when.
type extent struct {
	events      int64
	first, last telemetry.Time
}

func newBatch(s *Store, tx *db.DB, now telemetry.Time) *batch {
	return &batch{
		store: s, tx: tx, now: now,
		projects: map[int64]*projectTally{}, prints: map[printKey]*print{}, issues: map[int64]*tally{},
	}
}

// hold takes the rows of the projects of occ, in ascending order: until the end
// of the transaction nobody else counts events of them or opens their issues.
func (b *batch) hold(ctx context.Context, occ []Occurrence) error {
	if err := planAnew(ctx, b.tx); err != nil {
		return err
	}
	for i := range occ {
		if b.projects[occ[i].Project] == nil {
			b.projects[occ[i].Project] = &projectTally{hours: map[int64]int64{}, facets: map[facet]int64{}}
		}
	}
	r := newRows(4, len(b.projects))
	for _, id := range slices.Sorted(maps.Keys(b.projects)) {
		r.add(id, 0, 0, 0)
	}
	type row struct {
		Project int64 `db:"project_id"`
		Numbers int64 `db:"numbers"`
	}
	held, err := returning[row](ctx, b.tx, r, `INSERT INTO issue_projects (project_id, numbers, events, last_event)`,
		`ON CONFLICT (project_id) DO UPDATE SET numbers = issue_projects.numbers RETURNING project_id, numbers`)
	for _, h := range held {
		b.projects[h.Project].numbers = h.Numbers
	}
	return err
}

// keepNew leaves out what was counted before.
func (b *batch) keepNew(ctx context.Context, occ []Occurrence) error {
	keys := make([]Key, len(occ))
	for i := range occ {
		keys[i] = Key{occ[i].Project, occ[i].Event}
	}
	known, err := b.store.Known(ctx, b.tx, keys)
	if err != nil {
		return err
	}
	b.events = make([]Occurrence, 0, len(occ))
	for i := range occ {
		if !known.Has(keys[i]) {
			known[keys[i]] = struct{}{}
			b.events = append(b.events, occ[i].tidied())
		}
	}
	return nil
}

// fold observes all events in their order.
func (b *batch) fold() {
	for i := range b.events {
		o := &b.events[i]
		key := printKey{o.Project, o.Fingerprint}
		p := b.prints[key]
		if p == nil {
			p = &print{issue: b.open(o)}
			b.prints[key] = p
		}
		b.count(p, o)
	}
}

// open makes the issue that o is the first occurrence of.
func (b *batch) open(o *Occurrence) *tally {
	t := &tally{Issue: opened(o), created: true, seen: seen{}}
	project := b.projects[o.Project]
	project.met(facet{"kind", o.Kind})
	project.met(facet{"platform", o.Platform})
	project.numbers++
	t.Number = project.numbers
	return t
}

func (b *batch) count(p *print, o *Occurrence) {
	if p.issue.events == 0 {
		b.touched = append(b.touched, p.issue)
	}
	p.issue.count(o, b.projects[o.Project].met)
	if p.part != nil {
		if p.part.events == 0 {
			b.parts = append(b.parts, p.part)
		}
		p.part.count(o, func(facet) {})
	}
	t := b.projects[o.Project]
	t.events++
	t.hours[hour(o.Time)]++
	t.lastEvent = max(t.lastEvent, o.Received)
}

// met notes a value that an issue of the project was not seen with before.
func (p *projectTally) met(f facet) {
	if f.value == "" {
		return
	}
	if kept, _ := p.seen.admit(f, maxProjectNames, maxProjectValues); kept {
		p.facets[f]++
	}
}

// count adds o to an issue or a part of one, and calls fresh for what it was not
// seen with before.
func (t *tally) count(o *Occurrence, fresh func(facet)) {
	if t.events == 0 {
		t.hours, t.facets, t.users = map[int64]int64{}, map[facet]*extent{}, map[string]struct{}{}
	}
	if t.observe(o) {
		t.regressed = o
	}
	t.woken = t.wake(o.Received) || t.woken
	t.events++
	t.hours[hour(o.Time)]++
	t.seenAs(o, fresh)
	if o.UserKey != "" {
		t.users[o.UserKey] = struct{}{}
	}
}

// counted returns everything that has hours, facets and users of its own.
func (b *batch) counted() []*tally { return append(slices.Clip(b.touched), b.parts...) }

// The names of facets.
const (
	Environment = "environment"
	Release     = "release"
)

func (t *tally) seenWith(f facet, at telemetry.Time, events int64) {
	e := t.facets[f]
	if e == nil {
		e = &extent{first: at, last: at}
		t.facets[f] = e
	}
	e.events += events
	e.first, e.last = min(e.first, at), max(e.last, at)
}

// hour returns the number of t's hour since the epoch.
func hour(t telemetry.Time) int64 { return int64(t.Hour()) / microsPerHour }

// day returns the number of t's day since the epoch.
func day(t telemetry.Time) int64 { return int64(t.Day()) / (24 * microsPerHour) }

const microsPerHour = 3_600_000_000

// announce appends to the feed, once per issue.
func (b *batch) announce(ctx context.Context) ([]Change, error) {
	changes := make([]Change, len(b.touched))
	entries := make([]feed.Entry, len(b.touched))
	for i, t := range b.touched {
		c := Change{Project: t.Project, Issue: t.ID, Change: Updated, Events: t.events}
		switch {
		case t.created:
			c.Change = Created
		case t.regressed != nil:
			c.Change = Regressed
		case t.woken:
			c.Change = Moved
		}
		changes[i] = c
		entries[i] = feed.Entry{Topic: Topic, Project: t.Project, Subject: t.ID, Change: c.Change, At: int64(b.now)}
	}
	return changes, b.store.feed.Append(ctx, b.tx, entries...)
}
