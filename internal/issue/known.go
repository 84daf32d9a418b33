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

// Known returns those of keys that were counted already; tx may be the pool.
func (s *Store) Known(ctx context.Context, tx *db.DB, keys []Key) (known Set, err error) {
	defer errs.Wrap(&err, "issue.Known(%d)", len(keys))
	known = Set{}
	err = planned(ctx, tx, func(tx *db.DB) error {
		for project, ids := range byProject(keys) {
			found, err := selectIn[[]byte](ctx, tx, `SELECT event_id FROM event_index WHERE project_id = ? AND event_id IN (?)`, ids, project)
			if err != nil {
				return err
			}
			for _, id := range found {
				known[Key{project, eventID(id)}] = struct{}{}
			}
		}
		return nil
	})
	return known, err
}

// planned runs f so that PostgreSQL plans each statement for the values and the
// tables at hand, which takes a transaction there. The plan that it would keep
// for a long IN list was made while the table was empty, reads all of it, and
// stays until statistics are taken: a fresh installation was ten times slower
// for minutes.
func planned(ctx context.Context, d *db.DB, f func(d *db.DB) error) error {
	if d.Engine() != db.Postgres {
		return f(d)
	}
	return d.Transact(ctx, func(tx *db.DB) error {
		if err := planAnew(ctx, tx); err != nil {
			return err
		}
		return f(tx)
	})
}

func planAnew(ctx context.Context, tx *db.DB) error {
	if tx.Engine() != db.Postgres {
		return nil
	}
	_, err := tx.Exec(ctx, `SET LOCAL plan_cache_mode = force_custom_plan`)
	return err
}

func byProject(keys []Key) map[int64][][]byte {
	ids := map[int64][][]byte{}
	for i := range keys {
		ids[keys[i].Project] = append(ids[keys[i].Project], keys[i].Event[:])
	}
	return ids
}

// eventID reads an id from the database.
func eventID(b []byte) (id telemetry.EventID) {
	copy(id[:], b)
	return id
}
