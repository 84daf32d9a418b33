package issue

import (
	"context"
	"slices"
	"strconv"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/feed"
	"belfry/internal/telemetry"
)

// Edit is what a person changes about issues; what is nil stays.
type Edit struct {
	Status     *Status
	Snooze     *Snooze // instead of a status
	Assignee   *int64  // a user, 0 for nobody; the caller knows that it may see the issues
	Priority   *int
	AddTags    []Tag
	RemoveTags []Tag
}

// editChunk is how many issues one transaction of Edit changes.
const editChunk = 500

// The words with which the history says why an issue woke.
const (
	byTime   = "time"
	byEvents = "events"
)

// maxSnooze is the longest that an issue can be snoozed for.
const maxSnooze = telemetry.Time(10 * 366 * 24 * microsPerHour)

// Edit changes issues, each completely or not at all, and returns how many are
// now other than before. Those that are not there are passed over. It works in
// transactions of 500 issues: after an error the ones before are changed.
func (s *Store) Edit(ctx context.Context, by Actor, ids []int64, e Edit, now telemetry.Time) (changed int64, err error) {
	defer errs.Wrap(&err, "issue.Edit(%d)", len(ids))
	if e, err = e.checked(now); err != nil {
		return 0, err
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	for part := range slices.Chunk(ids, editChunk) {
		n, err := s.editSome(ctx, &editing{edit: e, by: by, now: now}, part)
		if changed += n; err != nil {
			return changed, err
		}
	}
	return changed, nil
}

func (e Edit) checked(now telemetry.Time) (Edit, error) {
	switch {
	case e.Status != nil && e.Snooze != nil && *e.Status != Ignored:
		return e, errs.Field("snooze", "Only ignored issues are snoozed. Leave the status out.")
	case e.Priority != nil && (*e.Priority < 0 || *e.Priority > 100):
		return e, errs.Field("priority", "A priority is between 0 and 100.")
	}
	if e.Snooze != nil {
		e.Status = nil
		if err := e.Snooze.check(now); err != nil {
			return e, err
		}
	}
	return e.withTags()
}

func (s Snooze) check(now telemetry.Time) error {
	switch {
	case s.Until == 0 && s.Events == 0:
		return errs.Field("snooze", "Say until when, or for how many events; to ignore for ever, set the status.")
	case s.Until != 0 && s.Until <= now:
		return errs.Field("snooze.until", "This time has passed already.")
	case s.Until > now+maxSnooze:
		return errs.Field("snooze.until", "Choose a time within the next ten years.")
	case s.Events < 0 || s.Events > 1_000_000_000:
		return errs.Field("snooze.events", "Choose a number of events up to a billion.")
	}
	return nil
}

// editSome changes issues in a transaction of its own.
func (s *Store) editSome(ctx context.Context, e *editing, ids []int64) (changed int64, err error) {
	e.store = s
	err = s.d.Transact(ctx, func(tx *db.DB) error {
		e.tx = tx
		return e.run(ctx, ids)
	})
	if err == nil && len(e.entries) > 0 {
		s.feed.Wake()
	}
	return int64(len(e.entries)), err
}

// editing is a change of some issues at work: first it finds out what changes,
// then it writes that in a few statements.
type editing struct {
	store *Store
	tx    *db.DB
	edit  Edit
	by    Actor
	now   telemetry.Time
	wakes bool // only what is due, and not by a person

	moved, assigned, prioritised []int64
	tags                         tagEdit
	counts                       counts
	lines                        []Activity
	entries                      []feed.Entry
}

func (e *editing) run(ctx context.Context, ids []int64) error {
	found, err := held(ctx, e.tx, ids)
	if err != nil {
		return err
	}
	if err := e.tags.read(ctx, e.tx, e.edit, ids); err != nil {
		return err
	}
	e.counts = counts{}
	for n := range found {
		if err := e.change(&found[n]); err != nil {
			return err
		}
	}
	if len(e.entries) == 0 {
		return nil
	}
	return e.write(ctx)
}

// change notes what becomes of one issue.
func (e *editing) change(i *Issue) error {
	if e.wakes && !i.due(e.now) {
		return nil
	}
	lines := len(e.lines)
	moved := e.state(i)
	e.assign(i)
	e.prioritise(i)
	if err := e.tag(i); err != nil {
		return err
	}
	if len(e.lines) == lines {
		return nil
	}
	entry := feed.Entry{Topic: Topic, Project: i.Project, Subject: i.ID, Change: Edited, At: int64(e.now)}
	if moved {
		entry.Change = Moved
	}
	e.entries = append(e.entries, entry)
	return nil
}

func (e *editing) line(i *Issue, action, from, to, detail string) {
	e.lines = append(e.lines, Activity{
		Issue: i.ID, At: e.now, Actor: e.by.User, Token: e.by.Token, Action: action, From: from, To: to, Detail: detail,
	})
}

// state changes the status or snoozes, and reports whether that changed i.
func (e *editing) state(i *Issue) (moved bool) {
	before, word := i.Status, i.word()
	switch {
	case e.edit.Snooze != nil:
		moved = i.snooze(*e.edit.Snooze, e.now)
	case e.edit.Status != nil:
		moved = i.setStatus(*e.edit.Status, e.now)
	}
	if !moved {
		return false
	}
	e.moved = append(e.moved, i.ID)
	e.counts.move(i, before)
	switch {
	case e.wakes:
		e.line(i, ActionUnsnoozed, word, i.word(), byTime)
	case i.Snoozed():
		e.line(i, ActionSnoozed, word, timeText(e.edit.Snooze.Until), numberText(e.edit.Snooze.Events))
	default:
		e.line(i, ActionStatus, word, i.word(), "")
	}
	return true
}

func (e *editing) assign(i *Issue) {
	if to := e.edit.Assignee; to != nil && i.Assignee != *to {
		e.assigned = append(e.assigned, i.ID)
		e.line(i, ActionAssigned, numberText(i.Assignee), numberText(*to), "")
	}
}

func (e *editing) prioritise(i *Issue) {
	if to := e.edit.Priority; to != nil && i.Priority != *to {
		e.prioritised = append(e.prioritised, i.ID)
		e.line(i, ActionPriority, strconv.Itoa(i.Priority), strconv.Itoa(*to), "")
	}
}

// timeText and numberText are how the history writes what may be missing.
func timeText(t telemetry.Time) string {
	if t == 0 {
		return ""
	}
	return t.Std().Format("2006-01-02T15:04:05Z")
}

func numberText(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// write stores the changes in the order in which all writers take rows.
func (e *editing) write(ctx context.Context) error {
	if err := e.writeState(ctx); err != nil {
		return err
	}
	if e.edit.Assignee != nil {
		if err := execIn(ctx, e.tx, `UPDATE issues SET assignee_id = ? WHERE id IN (?)`, e.assigned, *e.edit.Assignee); err != nil {
			return err
		}
	}
	if e.edit.Priority != nil {
		if err := execIn(ctx, e.tx, `UPDATE issues SET priority = ? WHERE id IN (?)`, e.prioritised, *e.edit.Priority); err != nil {
			return err
		}
	}
	if err := e.tags.write(ctx, e.tx); err != nil {
		return err
	}
	if err := e.store.record(ctx, e.tx, e.lines...); err != nil {
		return err
	}
	if err := e.counts.write(ctx, e.tx); err != nil {
		return err
	}
	return e.store.feed.Append(ctx, e.tx, e.entries...)
}

func (e *editing) writeState(ctx context.Context) error {
	status, resolved, snooze := Ignored, telemetry.Time(0), Snooze{}
	if e.edit.Snooze != nil {
		snooze = *e.edit.Snooze
	} else if e.edit.Status != nil {
		status = *e.edit.Status
	}
	if status == Resolved {
		resolved = e.now
	}
	events := `?`
	if snooze.Events > 0 {
		events = `times_seen + ?`
	}
	return execIn(ctx, e.tx, `UPDATE issues SET status = ?, resolved_at = ?, status_changed_at = ?, snooze_until = ?, snooze_events = `+events+`
		WHERE id IN (?)`, e.moved, string(status), int64(resolved), int64(e.now), int64(snooze.Until), snooze.Events)
}

// Within returns those of some issues that are in scope, and the projects they
// belong to. What was merged or deleted is left out.
func (s *Store) Within(ctx context.Context, scope []Scope, ids []int64) (kept, projects []int64, err error) {
	defer errs.Wrap(&err, "issue.Within(%d)", len(ids))
	type row struct {
		ID      int64 `db:"id"`
		Project int64 `db:"project_id"`
	}
	found, err := selectIn[row](ctx, s.d, `SELECT id, project_id FROM issues WHERE id IN (?)`, ids)
	for _, f := range found {
		if inScope(scope, f.Project) {
			kept, projects = append(kept, f.ID), append(projects, f.Project)
		}
	}
	slices.Sort(projects)
	return kept, slices.Compact(projects), err
}
