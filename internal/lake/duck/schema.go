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

// progress is the table with the one row that says which sequences a partition
// holds.
const progress lake.Table = "progress"

// sqlType returns the column definition of a type. In the place of a payload
// there is its locator.
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
	case lake.TextMap:
		return "MAP(VARCHAR, VARCHAR) NOT NULL"
	case lake.FloatMap:
		return "MAP(VARCHAR, DOUBLE) NOT NULL"
	default:
		return "VARCHAR NOT NULL"
	}
}

// createTables makes the tables that a file of the class lacks.
func createTables(ctx context.Context, inst *instance, k key) error {
	return inst.transact(ctx, func(tx *sql.Tx) error {
		for _, t := range k.class.Tables() {
			var cols []string
			for _, c := range t.Columns() {
				cols = append(cols, name(c.Name)+" "+sqlType(c.Type))
			}
			if _, err := tx.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS "+k.table(t)+" ("+strings.Join(cols, ", ")+")"); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS "+k.table(progress)+" (seq BIGINT NOT NULL)"); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO "+k.table(progress)+" SELECT 0 WHERE NOT EXISTS (FROM "+k.table(progress)+")")
		return err
	})
}

// survey reads from the file what its summary says.
func survey(ctx context.Context, inst *instance, k key) (summary, error) {
	s := summary{Tables: map[lake.Table]extent{}}
	err := inst.db.QueryRowContext(ctx, "SELECT max(seq) FROM "+k.table(progress)).Scan(&s.Progress)
	if err != nil {
		return s, fmt.Errorf("survey %s: %w", k.alias(), err)
	}
	for _, t := range k.class.Tables() {
		var x extent
		var received telemetry.Time
		row := inst.db.QueryRowContext(ctx, `SELECT count(*), coalesce(min("time"), 0), coalesce(max("time"), 0), coalesce(max(received), 0) FROM `+k.table(t))
		if err := row.Scan(&x.Rows, &x.Oldest, &x.Newest, &received); err != nil {
			return s, fmt.Errorf("survey %s: %w", k.alias(), err)
		}
		s.Tables[t] = x
		s.Received = max(s.Received, received)
	}
	return s, nil
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
