package digest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"belfry/internal/blob"
	"belfry/internal/db"
	"belfry/internal/errs"
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

// Digester digests one spool. One goroutine calls Run.
type Digester struct {
	Options
	scrubbers scrubbers
	applied   atomic.Uint64
	stalled   atomic.Pointer[string] // why the last turn failed, while it does
}

// New returns a Digester.
func New(o Options) *Digester {
	return &Digester{Options: o, scrubbers: scrubbers{byProject: map[int64]scrubber{}}}
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

// Run digests until ctx ends. Failures of the stores are waited out: nothing is
// lost meanwhile, since the spool keeps it.
func (d *Digester) Run(ctx context.Context) error {
	from, err := d.resume(ctx)
	if err != nil {
		return err
	}
	reader := d.Spool.Reader(from)
	defer func() {
		if err := reader.Close(); err != nil {
			d.Log.Warn("close the spool reader", "error", err)
		}
	}()
	for ctx.Err() == nil {
		begin := time.Now()
		records, err := d.next(ctx, reader)
		if err == nil && len(records) > 0 {
			err = d.persist(ctx, records)
		}
		if err == nil && len(records) > 0 && len(records) < maxRecords {
			err = pause(ctx, pace-time.Since(begin))
		}
		if err != nil {
			return ignoreEnd(ctx, err)
		}
	}
	return nil
}

func ignoreEnd(ctx context.Context, err error) error {
	if ctx.Err() != nil || errors.Is(err, spool.ErrClosed) {
		<-ctx.Done() // the group stops the spool after us; being early is not a failure
		return nil
	}
	return err
}

// next reads the records of one turn and steps over damage of the journal,
// which is logged with what it cost.
func (d *Digester) next(ctx context.Context, r *spool.Reader) ([]spool.Record, error) {
	records, err := r.ReadBatch(ctx, maxRecords, maxBytes, idleWait)
	if corrupt, ok := errors.AsType[*spool.CorruptError](err); ok {
		d.Log.Error("acknowledged records are unreadable", "first", corrupt.First, "last", corrupt.Last, "error", corrupt)
		r.Skip()
		return nil, nil
	}
	return records, err
}

// persist repeats a turn until it succeeds. When it keeps failing although the
// stores answer, one of its records must be to blame: then each is tried alone,
// and the one that fails is set aside.
func (d *Digester) persist(ctx context.Context, records []spool.Record) error {
	wait := 100 * time.Millisecond
	for try := 1; ; try++ {
		err := d.contain(ctx, records)
		if err == nil {
			d.stalled.Store(nil)
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		d.stall(err, try)
		if errs.Is(err, errs.Unavailable) || !d.healthy(ctx) {
			try = 0 // the record is not to blame
		}
		if try >= tries {
			if len(records) == 1 {
				return d.setAside(ctx, records[0], err)
			}
			return d.singly(ctx, records)
		}
		if err := pause(ctx, wait); err != nil {
			return err
		}
		wait = min(2*wait, 5*time.Second)
		records = d.remaining(ctx, records)
		if len(records) == 0 {
			return nil
		}
	}
}

// remaining leaves out what took effect although the turn failed: a commit
// whose answer was lost with the connection.
func (d *Digester) remaining(ctx context.Context, records []spool.Record) []spool.Record {
	applied, err := progress(ctx, d.DB, d.Spool.ID())
	if err != nil {
		return records // the next try meets the same trouble and waits again
	}
	for len(records) > 0 && records[0].Seq <= applied {
		records = records[1:]
	}
	d.applied.Store(max(applied, d.applied.Load()))
	return records
}

func (d *Digester) singly(ctx context.Context, records []spool.Record) error {
	for i := range records {
		if err := d.persist(ctx, records[i:i+1]); err != nil {
			return err
		}
	}
	return nil
}

func (d *Digester) stall(err error, try int) {
	reason := err.Error()
	d.stalled.Store(&reason)
	d.Log.Error("digest turn failed, will be repeated", "try", try, "error", err)
}

// healthy reports whether the database takes writes at all. Of the lake the
// error itself says so: it is errs.Unavailable while the store cannot write.
func (d *Digester) healthy(ctx context.Context) bool {
	return d.DB.Transact(ctx, func(tx *db.DB) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO digest_progress (stream, seq) VALUES (?, 0)
			ON CONFLICT (stream) DO UPDATE SET seq = digest_progress.seq`, d.Spool.ID())
		return err
	}) == nil
}

func pause(ctx context.Context, wait time.Duration) error {
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
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
