package feed

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"

	"belfry/internal/db"
	"belfry/internal/errs"
)

// Entry is one change.
type Entry struct {
	Seq     int64  `db:"seq"`        // given by Append
	Topic   string `db:"topic"`      // what kind of thing changed, such as "issue"
	Project int64  `db:"project_id"` // where, 0 for what belongs to no project
	Subject int64  `db:"subject"`    // the id of the thing
	Change  string `db:"change"`     // such as "created"
	At      int64  `db:"at"`         // microseconds since the epoch
}

// Feed reads and writes the list of changes.
type Feed struct {
	d  *db.DB
	mu sync.Mutex
	// woken is closed and replaced by Wake.
	woken chan struct{}
}

// New returns the feed kept in d.
func New(d *db.DB) *Feed { return &Feed{d: d, woken: make(chan struct{})} }

// pollInterval is how long changes made by other processes may go unnoticed.
const pollInterval = time.Second

// appendChunk bounds the size of one statement.
const appendChunk = 256

// Append adds entries in tx. All other appenders wait until tx ends, so it
// belongs at the end of a transaction: what is locked after it can deadlock.
func (f *Feed) Append(ctx context.Context, tx *db.DB, entries ...Entry) (err error) {
	defer errs.Wrap(&err, "feed.Append(%d)", len(entries))
	if len(entries) == 0 {
		return nil
	}
	var seq int64
	err = tx.Returning(ctx, &seq, `UPDATE feed_head SET seq = seq + ? WHERE one = 1 RETURNING seq`, len(entries))
	if err != nil {
		return err
	}
	seq -= int64(len(entries))
	for len(entries) > 0 {
		n := min(len(entries), appendChunk)
		if err := insert(ctx, tx, seq, entries[:n]); err != nil {
			return err
		}
		seq, entries = seq+int64(n), entries[n:]
	}
	return nil
}

func insert(ctx context.Context, tx *db.DB, seq int64, entries []Entry) error {
	args := make([]any, 0, 6*len(entries))
	for _, e := range entries {
		seq++
		args = append(args, seq, e.Topic, e.Project, e.Subject, e.Change, e.At)
	}
	_, err := tx.Exec(ctx, `INSERT INTO feed (seq, topic, project_id, subject, change, at) VALUES `+db.Values(len(entries), 6), args...)
	return err
}

// Wake tells waiting readers of this process to look again. It is called after
// the commit of a transaction that appended.
func (f *Feed) Wake() {
	f.mu.Lock()
	defer f.mu.Unlock()
	close(f.woken)
	f.woken = make(chan struct{})
}

func (f *Feed) wakes() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.woken
}

// Wait returns when there is something after seq, or with the error of ctx.
// Changes by other processes are noticed within a second.
func (f *Feed) Wait(ctx context.Context, seq int64) error {
	poll := time.NewTicker(pollInterval)
	defer poll.Stop()
	for {
		woken := f.wakes() // before looking, or a change in between would be missed
		last, err := f.Last(ctx)
		if err != nil || last > seq {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-woken:
		case <-poll.C:
		}
	}
}

// Last returns the highest sequence, 0 while nothing was ever appended.
func (f *Feed) Last(ctx context.Context) (seq int64, err error) {
	defer errs.Wrap(&err, "feed.Last")
	err = f.d.Get(ctx, &seq, `SELECT seq FROM feed_head WHERE one = 1`)
	return seq, err
}

// Since returns up to limit entries after seq, oldest first. What was trimmed
// is passed over.
func (f *Feed) Since(ctx context.Context, seq int64, limit int) (entries []Entry, err error) {
	defer errs.Wrap(&err, "feed.Since(%d)", seq)
	err = f.d.Select(ctx, &entries, `
		SELECT seq, topic, project_id, subject, change, at FROM feed WHERE seq > ? ORDER BY seq LIMIT ?`, seq, limit)
	return entries, err
}

// Cursor returns how far the named reader has come, 0 for a new one.
func (f *Feed) Cursor(ctx context.Context, name string) (seq int64, err error) {
	defer errs.Wrap(&err, "feed.Cursor(%s)", name)
	err = f.d.Get(ctx, &seq, `SELECT seq FROM feed_cursors WHERE name = ?`, name)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return seq, err
}

// Advance notes in tx that the named reader is done with everything up to seq.
// It never goes back.
func (f *Feed) Advance(ctx context.Context, tx *db.DB, name string, seq int64) (err error) {
	defer errs.Wrap(&err, "feed.Advance(%s, %d)", name, seq)
	_, err = tx.Exec(ctx, `
		INSERT INTO feed_cursors (name, seq) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET seq = excluded.seq WHERE feed_cursors.seq < excluded.seq`, name, seq)
	return err
}

// trimChunk is how many entries one transaction of Trim looks at.
const trimChunk = 5000

// Trim deletes the entries from before the given time, in microseconds, whether
// or not all cursors have passed them: a reader that stopped long ago must not
// let the list grow without bound.
func (f *Feed) Trim(ctx context.Context, before int64) (n int64, err error) {
	defer errs.Wrap(&err, "feed.Trim(%d)", before)
	for {
		var oldest []Entry
		if err := f.d.Select(ctx, &oldest, `SELECT seq, at FROM feed ORDER BY seq LIMIT ?`, trimChunk); err != nil {
			return n, err
		}
		old := 0
		for old < len(oldest) && oldest[old].At < before {
			old++
		}
		if old == 0 {
			return n, nil
		}
		if _, err := f.d.Exec(ctx, `DELETE FROM feed WHERE seq <= ?`, oldest[old-1].Seq); err != nil {
			return n, err
		}
		n += int64(old)
		if old < trimChunk {
			return n, nil
		}
	}
}
