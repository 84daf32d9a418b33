package issue

import (
	"context"
	"fmt"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Feedback is what a user said about a problem.
type Feedback struct {
	ID          int64          `db:"id"`
	Project     int64          `db:"project_id"`
	FeedbackID  []byte         `db:"feedback_id"`
	EventID     []byte         `db:"event_id"` // nil when it speaks of no event
	Received    telemetry.Time `db:"received"`
	Name        string         `db:"name"`
	Email       string         `db:"email"`
	Message     string         `db:"message"`
	URL         string         `db:"url"`
	Source      string         `db:"source"`
	Environment string         `db:"environment"`
	Release     string         `db:"release"`
}

// Event returns the event that f speaks of, or the zero id.
func (f *Feedback) Event() telemetry.EventID { return eventID(f.EventID) }

const feedbackColumns = `f.id, f.project_id, f.feedback_id, f.event_id, f.received, f.name, f.email, f.message, f.url, f.source,
	f.environment, f.release`

// maxMessage bounds what one person may say, in bytes.
const maxMessage = 64 << 10

// AddFeedback stores feedback in tx; what is there already, by its id, stays as
// it is. Feedback that comes before its event waits for it.
func (s *Store) AddFeedback(ctx context.Context, tx *db.DB, all []telemetry.Feedback) (err error) {
	defer errs.Wrap(&err, "issue.AddFeedback(%d)", len(all))
	keys := make([]Key, 0, len(all))
	r := newRows(12, len(all))
	for _, f := range all {
		var event any
		if f.Event != (telemetry.EventID{}) {
			event = f.Event[:]
			keys = append(keys, Key{f.Project, f.Event})
		}
		r.add(f.Project, f.ID[:], event, 0, int64(f.Received), fit(f.Name, maxShort), fit(f.Email, maxShort), fit(f.Message, maxMessage),
			fit(f.URL, 2000), fit(f.Source, maxShort), fit(f.Environment, maxShort), fit(f.Release, maxShort))
	}
	err = r.exec(ctx, tx, `INSERT INTO feedback (project_id, feedback_id, event_id, fingerprint_id, received, name, email, message,
		url, source, environment, release)`, `ON CONFLICT DO NOTHING`)
	if err != nil {
		return err
	}
	return link(ctx, tx, keys)
}

// linkFeedback finds the feedback that waited for the events of the batch.
func (b *batch) linkFeedback(ctx context.Context) error {
	var waiting bool
	err := b.tx.Get(ctx, &waiting, `SELECT EXISTS (SELECT 1 FROM feedback WHERE fingerprint_id = 0 AND event_id IS NOT NULL)`)
	if err != nil || !waiting {
		return err
	}
	keys := make([]Key, len(b.events))
	for i := range b.events {
		keys[i] = Key{b.events[i].Project, b.events[i].Event}
	}
	return link(ctx, b.tx, keys)
}

// link gives waiting feedback about these events the fingerprint of its event,
// where that is counted.
func link(ctx context.Context, tx *db.DB, keys []Key) error {
	type row struct {
		ID          int64 `db:"id"`
		Fingerprint int64 `db:"fingerprint_id"`
	}
	for project, events := range byProject(keys) {
		found, err := selectIn[row](ctx, tx, `
			SELECT f.id, e.fingerprint_id FROM feedback f JOIN event_index e ON e.project_id = f.project_id AND e.event_id = f.event_id
			WHERE f.fingerprint_id = 0 AND f.event_id IS NOT NULL AND f.project_id = ? AND f.event_id IN (?)`, events, project)
		if err != nil {
			return err
		}
		for _, f := range found {
			if _, err := tx.Exec(ctx, `UPDATE feedback SET fingerprint_id = ? WHERE id = ?`, f.Fingerprint, f.ID); err != nil {
				return fmt.Errorf("link feedback %d: %w", f.ID, err)
			}
		}
	}
	return nil
}

// FeedbackOf returns the feedback about an issue, newest first, at most limit
// before the given one, or from the newest when before is 0.
func (s *Store) FeedbackOf(ctx context.Context, issue, before int64, limit int) (all []Feedback, err error) {
	defer errs.Wrap(&err, "issue.FeedbackOf(%d)", issue)
	query := `SELECT ` + feedbackColumns + ` FROM feedback f JOIN issue_fingerprints p ON p.id = f.fingerprint_id WHERE p.issue_id = ?`
	args := []any{issue}
	if before > 0 {
		query, args = query+` AND f.id < ?`, append(args, before)
	}
	err = s.d.Select(ctx, &all, query+` ORDER BY f.id DESC LIMIT ?`, append(args, limit)...)
	return all, err
}

// FeedbackAbout returns the feedback that names an event, newest first, at most
// 100 of it.
func (s *Store) FeedbackAbout(ctx context.Context, project int64, event telemetry.EventID) (all []Feedback, err error) {
	defer errs.Wrap(&err, "issue.FeedbackAbout(%d, %s)", project, event)
	err = s.d.Select(ctx, &all, `SELECT `+feedbackColumns+` FROM feedback f WHERE f.project_id = ? AND f.event_id = ? ORDER BY f.id DESC LIMIT 100`,
		project, event[:])
	return all, err
}
