package issue

import (
	"context"
	"math/bits"
	"slices"

	"belfry/internal/db"
)

// rows collects the values of a statement that writes many rows and runs it in
// pieces. Pieces are powers of two, so that there are only a few different
// statements to prepare, however many rows there are.
type rows struct {
	columns int
	args    []any
}

const maxPiece = 256

func newRows(columns, capacity int) *rows {
	return &rows{columns: columns, args: make([]any, 0, columns*capacity)}
}

func (r *rows) add(values ...any) { r.args = append(r.args, values...) }

// pieces yields the text of each statement, head, values and tail, with its
// values.
func (r *rows) pieces(head, tail string, yield func(query string, args []any) error) error {
	for rest := r.args; len(rest) > 0; {
		n := len(rest) / r.columns
		piece := min(maxPiece, 1<<(bits.Len(uint(n))-1))
		query := head + " VALUES " + db.Values(piece, r.columns) + " " + tail
		if err := yield(query, rest[:piece*r.columns]); err != nil {
			return err
		}
		rest = rest[piece*r.columns:]
	}
	return nil
}

func (r *rows) exec(ctx context.Context, tx *db.DB, head, tail string) error {
	return r.pieces(head, tail, func(query string, args []any) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	})
}

// returning appends what the statements return to dest.
func returning[T any](ctx context.Context, tx *db.DB, r *rows, head, tail string) (all []T, err error) {
	err = r.pieces(head, tail, func(query string, args []any) error {
		var part []T
		err := tx.ReturningAll(ctx, &part, query, args...)
		all = append(all, part...)
		return err
	})
	return all, err
}

// maxIn bounds the values of an IN list.
const maxIn = 512

// selectIn runs query once per piece of values, for its "IN (?)", which must be
// its last placeholder, and joins the results.
func selectIn[T, V any](ctx context.Context, d *db.DB, query string, values []V, args ...any) (all []T, err error) {
	for len(values) > 0 {
		n := min(len(values), maxIn)
		text, flat, err := db.In(query, append(slices.Clip(args), values[:n])...)
		if err != nil {
			return nil, err
		}
		var part []T
		if err := d.Select(ctx, &part, text, flat...); err != nil {
			return nil, err
		}
		all, values = append(all, part...), values[n:]
	}
	return all, nil
}
