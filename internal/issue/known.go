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
	byProject := map[int64][][]byte{}
	for i := range keys {
		k := &keys[i]
		byProject[k.Project] = append(byProject[k.Project], k.Event[:])
	}
	known = Set{}
	for project, ids := range byProject {
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

// eventID reads an id from the database.
func eventID(b []byte) (id telemetry.EventID) {
	copy(id[:], b)
	return id
}
