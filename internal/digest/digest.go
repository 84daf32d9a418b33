package digest

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"belfry/internal/blob"
	"belfry/internal/db"
	"belfry/internal/feed"
	"belfry/internal/issue"
	"belfry/internal/lake"
	"belfry/internal/project"
	"belfry/internal/spool"
	"belfry/internal/telemetry"
)

// Limits of one turn: enough to make a transaction worth its fsync, little
// enough to keep memory flat and an event's way to the page short.
const (
	maxRecords = 1000
	maxBytes   = 4 << 20 // as received, mostly compressed
	idleWait   = time.Second

	// pace is the least time between the starts of turns that do not catch up:
	// each costs several syncs, which the spool's own, and so every client,
	// would otherwise wait behind. An event after a pause is digested at once.
	pace = 200 * time.Millisecond
)

// Options are what a Digester works with.
type Options struct {
	DB       *db.DB
	Spool    *spool.Spool
	Lake     lake.Engine
	Blobs    *blob.Dir
	Issues   *issue.Store
	Projects *project.Store
	Feed     *feed.Feed
	Decode   func(record []byte) (telemetry.Batch, error)
	Describe func(record []byte) (project int64, protocol string) // of a record that may be unreadable
	Workers  int                                                  // goroutines that decode, scrub and group; at least 1
	Log      *slog.Logger
	Now      func() telemetry.Time
}

// Digester digests one spool. Run is called once at a time.
type Digester struct {
	Options
	treatments treatments
	applied    atomic.Uint64
	stalled    atomic.Pointer[string] // why the last turn failed, while it does
}

// New returns a Digester.
func New(o Options) *Digester {
	return &Digester{Options: o, treatments: treatments{byProject: map[int64]treatment{}}}
}

// Status tells how far a Digester is.
type Status struct {
	Applied uint64
	Stalled string // the public message of the failure that it is waiting out, or ""
}

// Status returns how far d is.
func (d *Digester) Status() Status {
	s := Status{Applied: d.applied.Load()}
	if p := d.stalled.Load(); p != nil {
		s.Stalled = *p
	}
	return s
}

// resume returns the sequence to go on with.
func (d *Digester) resume(ctx context.Context) (uint64, error) {
	applied, err := progress(ctx, d.DB, d.Spool.ID())
	if err != nil {
		return 0, err
	}
	if stats := d.Spool.Stats(); applied > stats.Durable {
		return 0, fmt.Errorf("the database has digested the journal up to %d, but the journal in the data directory ends at %d: "+
			"it is older than the database; move its spool folder away to begin a new one", applied, stats.Durable)
	}
	d.applied.Store(applied)
	return applied + 1, nil
}
