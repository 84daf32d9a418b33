package digest

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"belfry/internal/run"
	"belfry/internal/spool"
)

// Run digests until ctx ends. Two goroutines share the work, so that the
// processor has something to do while the stores wait for the disk: one reads and
// prepares a turn, the other stores the one before. Failures of the stores are
// waited out: nothing is lost meanwhile, since the spool keeps it.
func (d *Digester) Run(ctx context.Context) error {
	from, err := d.resume(ctx)
	if err != nil {
		return err
	}
	turns := make(chan turn)
	g, inner := errgroup.WithContext(ctx)
	ahead := run.Yielding(d.Workers, func(ctx context.Context) error { return d.readAhead(ctx, from, turns) })
	persist := run.Yielding(1, func(ctx context.Context) error { return d.persistAll(ctx, turns) })
	g.Go(func() error { return ahead(inner) })
	g.Go(func() error { return persist(inner) })
	return ignoreEnd(ctx, g.Wait())
}

func ignoreEnd(ctx context.Context, err error) error {
	if ctx.Err() != nil || errors.Is(err, spool.ErrClosed) {
		<-ctx.Done() // the group stops the spool after us; being early is not a failure
		return nil
	}
	return err
}

// turn is what one transaction takes: records, and what they have become, or nil
// if that has yet to succeed.
type turn struct {
	records []spool.Record
	work    *work
}

// readAhead reads and prepares turns, each while the one before is stored.
func (d *Digester) readAhead(ctx context.Context, from uint64, turns chan<- turn) error {
	reader := d.Spool.Reader(from)
	defer close(turns)
	defer func() {
		if err := reader.Close(); err != nil {
			d.Log.Warn("close the spool reader", "error", err)
		}
	}()
	for {
		begin := time.Now()
		records, err := d.next(ctx, reader)
		if err != nil {
			return err
		}
		if len(records) == 0 {
			continue
		}
		t := turn{records: records}
		t.work, _ = d.prepare(ctx, records) // persist tries again, and tells why it fails
		select {
		case turns <- t:
		case <-ctx.Done():
			return ctx.Err()
		}
		if len(records) < maxRecords {
			if err := pause(ctx, pace-time.Since(begin)); err != nil {
				return err
			}
		}
	}
}

func (d *Digester) persistAll(ctx context.Context, turns <-chan turn) error {
	for t := range turns {
		if err := d.persist(ctx, t); err != nil {
			return err
		}
	}
	return nil
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
	return keep(records), err
}

// keep gives records bytes of their own: the reader's are gone with its next use.
func keep(records []spool.Record) []spool.Record {
	size := 0
	for _, r := range records {
		size += len(r.Data)
	}
	all := make([]byte, 0, size)
	for i, r := range records {
		begin := len(all)
		all = append(all, r.Data...)
		records[i].Data = all[begin:len(all):len(all)]
	}
	return records
}
