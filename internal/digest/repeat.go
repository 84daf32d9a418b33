package digest

import (
	"context"
	"time"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/spool"
)

// persist repeats a turn until it succeeds. When it keeps failing although the
// stores answer, one of its records must be to blame: then each is tried alone,
// and the one that fails is set aside.
func (d *Digester) persist(ctx context.Context, t turn) error {
	wait := 100 * time.Millisecond
	for try := 1; ; try++ {
		err := d.contain(ctx, t)
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
			if len(t.records) == 1 {
				return d.setAside(ctx, t.records[0], err)
			}
			return d.singly(ctx, t.records)
		}
		if err := pause(ctx, wait); err != nil {
			return err
		}
		wait = min(2*wait, 5*time.Second)
		t = turn{records: d.remaining(ctx, t.records)} // to be prepared anew: the last try has changed its work
		if len(t.records) == 0 {
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
		if err := d.persist(ctx, turn{records: records[i : i+1]}); err != nil {
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
