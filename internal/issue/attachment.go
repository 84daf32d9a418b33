package issue

import (
	"context"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Attachment is a file that came with an event; its bytes are a blob.
type Attachment struct {
	ID          int64          `db:"id"`
	Project     int64          `db:"project_id"`
	EventID     []byte         `db:"event_id"`
	Received    telemetry.Time `db:"received"`
	Name        string         `db:"name"`
	Type        string         `db:"type"` // such as "event.minidump"
	ContentType string         `db:"content_type"`
	Bytes       int64          `db:"bytes"`
	Hash        string         `db:"hash"` // of the blob
}

// Event returns the event that a came with.
func (a *Attachment) Event() telemetry.EventID { return eventID(a.EventID) }

const attachmentColumns = `id, project_id, event_id, received, name, type, content_type, bytes, hash`

// AddAttachments stores in tx what was attached to events. The same file of the
// same event is stored once. It belongs before Apply.
func (s *Store) AddAttachments(ctx context.Context, tx *db.DB, all []Attachment) (err error) {
	defer errs.Wrap(&err, "issue.AddAttachments(%d)", len(all))
	r := newRows(8, len(all))
	for _, a := range all {
		r.add(a.Project, a.EventID, int64(a.Received), fit(a.Name, maxShort), fit(a.Type, maxShort), fit(a.ContentType, maxShort), a.Bytes, a.Hash)
	}
	return r.exec(ctx, tx, `INSERT INTO attachments (project_id, event_id, received, name, type, content_type, bytes, hash)`,
		`ON CONFLICT DO NOTHING`)
}

// maxAttachments bounds how many files of an event are shown.
const maxAttachments = 200

// Attachments returns what was attached to an event, in the order it came.
func (s *Store) Attachments(ctx context.Context, project int64, event telemetry.EventID) (all []Attachment, err error) {
	defer errs.Wrap(&err, "issue.Attachments(%d, %s)", project, event)
	err = s.d.Select(ctx, &all, `SELECT `+attachmentColumns+` FROM attachments WHERE project_id = ? AND event_id = ? ORDER BY id LIMIT ?`,
		project, event[:], maxAttachments)
	return all, err
}

// Attachment returns one file of an event.
func (s *Store) Attachment(ctx context.Context, project int64, event telemetry.EventID, id int64) (a Attachment, err error) {
	defer errs.Wrap(&err, "issue.Attachment(%d, %s, %d)", project, event, id)
	err = s.d.Get(ctx, &a, `SELECT `+attachmentColumns+` FROM attachments WHERE project_id = ? AND event_id = ? AND id = ?`, project, event[:], id)
	return a, db.NoRows(err, "There is no such attachment.")
}
