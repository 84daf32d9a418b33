package issue

import (
	"context"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Key names an event.
type Key struct {
	Project int64
	Event   telemetry.EventID
}

// Set is a set of events.
type Set map[Key]struct{}

// Has reports whether k is in s.
func (s Set) Has(k Key) bool {
	_, ok := s[k]
	return ok
}

// Known returns those of keys that were counted already.
func (s *Store) Known(ctx context.Context, tx *db.DB, keys []Key) (known Set, err error) {
	defer errs.Wrap(&err, "issue.Known(%d)", len(keys))
	if err := planAnew(ctx, tx); err != nil {
		return nil, err
	}
	known = Set{}
	for project, ids := range byProject(keys) {
		found, err := selectIn[[]byte](ctx, tx, `SELECT event_id FROM event_index WHERE project_id = ? AND event_id IN (?)`, ids, project)
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			known[Key{project, eventID(id)}] = struct{}{}
		}
	}
	return known, nil
}

func byProject(keys []Key) map[int64][][]byte {
	ids := map[int64][][]byte{}
	for i := range keys {
		ids[keys[i].Project] = append(ids[keys[i].Project], keys[i].Event[:])
	}
	return ids
}

// planAnew makes PostgreSQL plan each statement of the transaction for the values
// and the tables at hand. The plan that it would keep for a long IN list was
// made while the table was empty, reads all of it, and stays until statistics are
// taken: a fresh installation was ten times slower for minutes.
func planAnew(ctx context.Context, tx *db.DB) error {
	if tx.Engine() != db.Postgres {
		return nil
	}
	_, err := tx.Exec(ctx, `SET LOCAL plan_cache_mode = force_custom_plan`)
	return err
}

// eventID reads an id from the database.
func eventID(b []byte) (id telemetry.EventID) {
	copy(id[:], b)
	return id
}
