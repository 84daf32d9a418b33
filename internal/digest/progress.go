package digest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"belfry/internal/db"
)

// progress returns the last sequence of a stream that took effect, 0 if none.
func progress(ctx context.Context, d *db.DB, stream string) (uint64, error) {
	var seq int64
	err := d.Get(ctx, &seq, `SELECT seq FROM digest_progress WHERE stream = ?`, stream)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("read the digest progress: %w", err)
	}
	return uint64(seq), nil
}

// advance fails when another process has digested the same stream meanwhile,
// which rolls the transaction back and so counts nothing twice.
func advance(ctx context.Context, tx *db.DB, stream string, seq uint64) error {
	result, err := tx.Exec(ctx, `
		INSERT INTO digest_progress (stream, seq) VALUES (?, ?)
		ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq WHERE digest_progress.seq < excluded.seq`, stream, int64(seq))
	if err != nil {
		return fmt.Errorf("store the digest progress: %w", err)
	}
	n, err := result.RowsAffected()
	if err == nil && n == 0 {
		err = fmt.Errorf("record %d of stream %s was digested already", seq, stream)
	}
	return err
}
