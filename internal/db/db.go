package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"belfry/internal/errs"
)

// Engine is a kind of database.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// DB is a database, or one transaction on it.
type DB struct {
	engine Engine
	write  *sqlx.DB // SQLite: a single connection
	read   *sqlx.DB // PostgreSQL: the same pool as write
	tx     *sqlx.Tx // set inside Transact
}

// Engine returns the kind of the database.
func (d *DB) Engine() Engine { return d.engine }

// Close closes all connections.
func (d *DB) Close() error {
	if d.read == d.write {
		return d.write.Close()
	}
	return errors.Join(d.read.Close(), d.write.Close())
}

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error { return d.write.PingContext(ctx) }

// Transact runs f in a transaction and commits it when f returns nil. Inside a
// transaction it runs f in that one.
func (d *DB) Transact(ctx context.Context, f func(tx *DB) error) (err error) {
	if d.tx != nil {
		return f(d)
	}
	tx, err := d.write.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	done := false
	defer func() {
		if !done { // f failed or panicked
			err = joinRollback(err, tx.Rollback())
		}
	}()
	if err = f(&DB{engine: d.engine, write: d.write, read: d.read, tx: tx}); err != nil {
		return err
	}
	done = true
	if err = tx.Commit(); err != nil {
		return fmt.Errorf("commit transaction: %w", err)
	}
	return nil
}

func joinRollback(err, rollback error) error {
	if rollback == nil || errors.Is(rollback, sql.ErrTxDone) {
		return err
	}
	return errors.Join(err, fmt.Errorf("roll back: %w", rollback))
}

// Exec runs a statement.
func (d *DB) Exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return d.writer().ExecContext(ctx, d.write.Rebind(query), args...)
}

// Get scans the only row of a query into dest, a struct or a scalar. No row is
// sql.ErrNoRows.
func (d *DB) Get(ctx context.Context, dest any, query string, args ...any) error {
	return sqlx.GetContext(ctx, d.reader(), dest, d.write.Rebind(query), args...)
}

// Select scans all rows of a query into dest, a slice.
func (d *DB) Select(ctx context.Context, dest any, query string, args ...any) error {
	return sqlx.SelectContext(ctx, d.reader(), dest, d.write.Rebind(query), args...)
}

// Query returns the rows of a query; the caller closes them.
func (d *DB) Query(ctx context.Context, query string, args ...any) (*sqlx.Rows, error) {
	return d.reader().QueryxContext(ctx, d.write.Rebind(query), args...)
}

// Returning runs a statement that writes and returns one row, and scans it.
func (d *DB) Returning(ctx context.Context, dest any, query string, args ...any) error {
	return sqlx.GetContext(ctx, d.writer(), dest, d.write.Rebind(query), args...)
}

// ReturningAll is Returning for any number of rows.
func (d *DB) ReturningAll(ctx context.Context, dest any, query string, args ...any) error {
	return sqlx.SelectContext(ctx, d.writer(), dest, d.write.Rebind(query), args...)
}

// Prepare prepares a statement that is run many times in this transaction; the
// caller closes it.
func (d *DB) Prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	query = d.write.Rebind(query)
	if d.tx != nil {
		return d.tx.PrepareContext(ctx, query)
	}
	return d.write.PrepareContext(ctx, query)
}

func (d *DB) writer() sqlx.ExtContext {
	if d.tx != nil {
		return d.tx
	}
	return d.write
}

func (d *DB) reader() sqlx.ExtContext {
	if d.tx != nil {
		return d.tx
	}
	return d.read
}

// In expands slices among args: "id IN (?)" with []int64 becomes a placeholder
// per element. An empty slice is an error.
func In(query string, args ...any) (string, []any, error) { return sqlx.In(query, args...) }

// Values returns n groups of columns placeholders, "(?, ?), (?, ?)", for an
// INSERT of several rows.
func Values(n, columns int) string {
	group := "(" + strings.TrimSuffix(strings.Repeat("?, ", columns), ", ") + ")"
	return strings.TrimSuffix(strings.Repeat(group+", ", n), ", ")
}

// NoRows turns sql.ErrNoRows into a NotFound error with the given message.
func NoRows(err error, format string, args ...any) error {
	if errors.Is(err, sql.ErrNoRows) {
		return errs.New(errs.NotFound, format, args...)
	}
	return err
}

// Like returns a pattern for "LIKE ? ESCAPE '\'" that finds s anywhere, with its
// wildcards taken literally.
func Like(s string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(s) + "%"
}
