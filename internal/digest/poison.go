package digest

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/spool"
	"belfry/internal/telemetry"
)

// maxReason bounds the stored error, which may hold a stack.
const maxReason = 8 << 10

// maxPoison bounds what a record may weigh to be read back for another try.
const maxPoison = 256 << 20

type poisoned struct {
	record spool.Record
	err    error
	tries  int
}

// Poison is a record that could not be digested and was set aside.
type Poison struct {
	ID       int64          `db:"id"`
	Stream   string         `db:"stream"`
	Seq      int64          `db:"seq"`
	At       telemetry.Time `db:"at"`
	Project  int64          `db:"project_id"` // 0: not readable
	Protocol string         `db:"protocol"`
	Error    string         `db:"error"`
	Tries    int            `db:"tries"`
	Bytes    int64          `db:"bytes"`
	Blob     string         `db:"blob"`
}

const poisonColumns = `id, stream, seq, at, project_id, protocol, error, tries, bytes, blob`

// setAside stores a record as poison and goes on behind it.
func (d *Digester) setAside(ctx context.Context, r spool.Record, cause error) error {
	d.Log.Error("record set aside", "seq", r.Seq, "bytes", len(r.Data), "error", cause)
	err := d.DB.Transact(ctx, func(tx *db.DB) error {
		if err := d.addPoison(ctx, tx, []poisoned{{r, cause, tries}}); err != nil {
			return err
		}
		return advance(ctx, tx, d.Spool.ID(), r.Seq)
	})
	if err == nil {
		d.applied.Store(r.Seq)
		d.stalled.Store(nil)
	}
	return err
}

func (d *Digester) addPoison(ctx context.Context, tx *db.DB, all []poisoned) error {
	for _, p := range all {
		ref, err := d.Blobs.PutBytes(ctx, p.record.Data)
		if err != nil {
			return fmt.Errorf("keep poison record %d: %w", p.record.Seq, err)
		}
		reason := p.err.Error()
		project, protocol := d.Describe(p.record.Data)
		_, err = tx.Exec(ctx, `
			INSERT INTO poison (stream, seq, at, project_id, protocol, error, tries, bytes, blob) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (stream, seq) DO UPDATE SET tries = poison.tries + excluded.tries, error = excluded.error, at = excluded.at`,
			d.Spool.ID(), int64(p.record.Seq), d.Now(), project, protocol, reason[:min(len(reason), maxReason)], p.tries, ref.Size, ref.Hash)
		if err != nil {
			return fmt.Errorf("store poison record %d: %w", p.record.Seq, err)
		}
	}
	return nil
}

// Poisons returns what was set aside, newest first, at most limit.
func (d *Digester) Poisons(ctx context.Context, limit int) ([]Poison, error) {
	var out []Poison
	err := d.DB.Select(ctx, &out, `
		SELECT `+poisonColumns+` FROM poison ORDER BY at DESC, id DESC LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("list poison records: %w", err)
	}
	return out, nil
}

// CountPoison returns how many records are set aside.
func (d *Digester) CountPoison(ctx context.Context) (n int64, err error) {
	defer errs.Wrap(&err, "count poison records")
	return n, d.DB.Get(ctx, &n, `SELECT COUNT(*) FROM poison`)
}

// Retry puts a poison record back into the journal, behind everything else,
// and forgets that it was set aside.
func (d *Digester) Retry(ctx context.Context, id int64) (err error) {
	defer errs.Wrap(&err, "digest.Retry(%d)", id)
	p, err := d.poison(ctx, id)
	if err != nil {
		return err
	}
	record, err := d.read(ctx, p.Blob)
	if err != nil {
		return err
	}
	if _, err := d.Spool.Append(ctx, record); err != nil {
		return fmt.Errorf("append to the journal: %w", err)
	}
	return d.Forget(ctx, id) // crashing before this digests it again, which counts nothing twice
}

// Forget deletes a poison record. Its blob goes with the next clean-up.
func (d *Digester) Forget(ctx context.Context, id int64) error {
	result, err := d.DB.Exec(ctx, `DELETE FROM poison WHERE id = ?`, id)
	if err != nil {
		return fmt.Errorf("delete poison record %d: %w", id, err)
	}
	if n, err := result.RowsAffected(); err == nil && n == 0 {
		return errs.New(errs.NotFound, "There is no such record.")
	}
	return nil
}

// PoisonBlobs returns the hashes of the files that poison records need.
func (d *Digester) PoisonBlobs(ctx context.Context) (hashes []string, err error) {
	defer errs.Wrap(&err, "list the files of poison records")
	return hashes, d.DB.Select(ctx, &hashes, `SELECT blob FROM poison ORDER BY id`)
}

func (d *Digester) poison(ctx context.Context, id int64) (p Poison, err error) {
	err = d.DB.Get(ctx, &p, `SELECT `+poisonColumns+` FROM poison WHERE id = ?`, id)
	return p, db.NoRows(err, "There is no such record.")
}

func (d *Digester) read(ctx context.Context, hash string) ([]byte, error) {
	f, err := d.Blobs.Get(ctx, hash)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var b bytes.Buffer
	if _, err := io.Copy(&b, io.LimitReader(f, maxPoison)); err != nil {
		return nil, fmt.Errorf("read the record: %w", err)
	}
	return b.Bytes(), nil
}
