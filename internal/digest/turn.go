package digest

import (
	"context"
	"fmt"

	"belfry/internal/db"
	"belfry/internal/run"
)

// contain is store with panics turned into errors.
func (d *Digester) contain(ctx context.Context, t turn) error {
	return run.Contain(func() error { return d.store(ctx, t) })
}

// store takes a turn through the stores. It may be repeated after any failure,
// with the same records or others around them.
func (d *Digester) store(ctx context.Context, t turn) (err error) {
	w := t.work
	if w == nil {
		if w, err = d.prepare(ctx, t.records); err != nil {
			return err
		}
	}
	if err := d.dropRepeated(ctx, w); err != nil {
		return err
	}
	if err := d.keepFiles(ctx, w); err != nil {
		return err
	}
	if err := d.Lake.Append(ctx, w.rows()); err != nil {
		return fmt.Errorf("append to the lake: %w", err)
	}
	if err := d.DB.Transact(ctx, func(tx *db.DB) error { return d.apply(ctx, tx, w) }); err != nil {
		return err
	}
	d.Feed.Wake()
	d.applied.Store(w.last)
	if err := d.Spool.Trim(w.last); err != nil {
		d.Log.Warn("trim the spool", "error", err) // only costs disk; the next turn tries again
	}
	return nil
}

// apply makes everything of w that is relational true, at once.
//
// Apply ends with the feed, for which all transactions queue, so that what may
// wait for another one comes before it.
func (d *Digester) apply(ctx context.Context, tx *db.DB, w *work) error {
	if err := d.Issues.AddAttachments(ctx, tx, w.files); err != nil {
		return fmt.Errorf("add attachments: %w", err)
	}
	if err := d.Issues.AddFeedback(ctx, tx, w.feedback); err != nil {
		return fmt.Errorf("add feedback: %w", err)
	}
	if _, err := d.Issues.Apply(ctx, tx, w.occurrences(), d.Now()); err != nil {
		return fmt.Errorf("count issues: %w", err)
	}
	if err := d.Projects.AddDiscards(ctx, tx, w.discards); err != nil {
		return fmt.Errorf("count discards: %w", err)
	}
	if err := d.addPoison(ctx, tx, w.poison); err != nil {
		return err
	}
	return advance(ctx, tx, d.Spool.ID(), w.last)
}
