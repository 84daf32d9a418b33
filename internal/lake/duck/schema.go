package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// marks is the table that says how far the others went when rows were last
// deleted.
const marks lake.Table = "marks"

// sqlType returns the column definition of a type. In the place of a payload
// there is its locator; maps are encoded as text.
func sqlType(t lake.Type) string {
	switch t {
	case lake.Int, lake.Time:
		return "BIGINT NOT NULL"
	case lake.Float:
		return "DOUBLE NOT NULL"
	case lake.Bool:
		return "BOOLEAN NOT NULL"
	case lake.Level:
		return "UTINYINT NOT NULL"
	case lake.ID:
		return "UUID NOT NULL"
	case lake.Blob:
		return "BLOB NOT NULL"
	default:
		return "VARCHAR NOT NULL"
	}
}

// createTables makes the tables that a file of the class, attached as k, lacks.
func createTables(ctx context.Context, inst *instance, k key, class lake.Class) error {
	return inst.transact(ctx, func(tx *sql.Tx) error {
		for _, t := range class.Tables() {
			var cols []string
			for _, c := range t.Columns() {
				cols = append(cols, name(c.Name)+" "+sqlType(c.Type))
			}
			if _, err := tx.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS "+k.table(t)+" ("+strings.Join(cols, ", ")+")"); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS "+k.table(marks)+` (name VARCHAR NOT NULL, seq BIGINT NOT NULL, pos BIGINT NOT NULL)`)
		return err
	})
}

// survey reads from the file what its summary says.
func survey(ctx context.Context, inst *instance, k key) (summary, error) {
	s := summary{Tables: map[lake.Table]extent{}}
	for _, t := range k.class.Tables() {
		x, received, err := measure(ctx, inst, k, t)
		if err != nil {
			return s, fmt.Errorf("survey %s.%s: %w", k.alias(), t, err)
		}
		s.Tables[t] = x
		s.Received = max(s.Received, received)
	}
	return s, nil
}

func measure(ctx context.Context, inst *instance, k key, t lake.Table) (x extent, received telemetry.Time, err error) {
	row := inst.db.QueryRowContext(ctx, `
		SELECT count(*), coalesce(min("time"), 0), coalesce(max("time"), 0), coalesce(max(received), 0), coalesce(max(seq), 0)
		FROM `+k.table(t))
	if err := row.Scan(&x.Rows, &x.Oldest, &x.Newest, &received, &x.Last.Seq); err != nil {
		return x, 0, err
	}
	row = inst.db.QueryRowContext(ctx, `SELECT coalesce(max(pos), 0) FROM `+k.table(t)+` WHERE seq = ?`, int64(x.Last.Seq))
	if err := row.Scan(&x.Last.Pos); err != nil {
		return x, 0, err
	}
	var before mark
	row = inst.db.QueryRowContext(ctx, `SELECT seq, pos FROM `+k.table(marks)+` WHERE name = ? ORDER BY seq DESC, pos DESC LIMIT 1`, string(t))
	if err := row.Scan(&before.Seq, &before.Pos); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return x, 0, err
	}
	return x.with(extent{Last: before}), received, nil
}

func (i *instance) transact(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := i.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
