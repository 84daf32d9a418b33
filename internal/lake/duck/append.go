package duck

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"path/filepath"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"belfry/internal/errs"
	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// Append implements lake.Engine. Each partition is a transaction of its own;
// when one fails, those before it stay, and the repeated batch skips them.
func (e *Engine) Append(ctx context.Context, b lake.Batch) (err error) {
	defer errs.Wrap(&err, "duck.Append(%d rows)", b.Len())
	if err := b.Check(); err != nil {
		return err
	}
	e.write.Lock()
	defer e.write.Unlock()
	err = e.use(func(inst *instance) error { return e.appendTo(ctx, inst, b) })
	if err != nil && ctx.Err() == nil && errs.KindOf(err) == errs.Internal {
		return errs.With(errs.Unavailable, err, "Telemetry could not be stored; please try again.")
	}
	return err
}

func (e *Engine) appendTo(ctx context.Context, inst *instance, b lake.Batch) (err error) {
	w := writer{engine: e, inst: inst, shelves: map[key]*shelf{}}
	defer func() { err = errors.Join(err, w.release(ctx)) }()
	for r := range b.Records() {
		if err := w.add(ctx, r); err != nil {
			return err
		}
	}
	for _, s := range w.order {
		if err := s.commit(ctx); err != nil {
			return err
		}
	}
	e.noteAppend()
	return nil
}

// writer spreads the rows of a batch over partitions.
type writer struct {
	engine  *Engine
	inst    *instance
	shelves map[key]*shelf
	order   []*shelf
}

// shelf is a partition that is being written to.
type shelf struct {
	part      *partition
	conn      *sql.Conn
	appenders map[lake.Table]*duckdb.Appender
	applied   uint64 // what the partition held before
	sum       summary
	highest   uint64
	open      bool // a transaction is
	row       []driver.Value
	payloads  *payloadWriter
}

func (w *writer) add(ctx context.Context, r lake.Record) error {
	k := key{r.Class, r.Day}
	s := w.shelves[k]
	if s == nil {
		var err error
		if s, err = w.shelf(ctx, k); err != nil {
			return err
		}
	}
	if r.Seq <= s.applied {
		return nil
	}
	return s.add(ctx, r)
}

// shelf opens the partition k for writing.
func (w *writer) shelf(ctx context.Context, k key) (*shelf, error) {
	p, err := w.hold(ctx, k)
	if err != nil {
		return nil, err
	}
	sum, _ := p.state()
	s := &shelf{part: p, applied: sum.Progress, sum: sum.clone(), appenders: map[lake.Table]*duckdb.Appender{}}
	w.shelves[k] = s
	w.order = append(w.order, s)
	s.conn, err = w.inst.db.Conn(ctx)
	return s, err
}

// hold returns the partition k held for writing. When its file is broken, a new
// one takes its place.
func (w *writer) hold(ctx context.Context, k key) (*partition, error) {
	e := w.engine
	p := e.partition(k)
	if p.fault() == "" {
		err := e.hold(ctx, w.inst, p, writing)
		if err == nil || fatal(err) || !e.setAside(ctx, p, err) {
			return p, err
		}
	}
	if err := e.makeRoom(ctx, w.inst, p); err != nil {
		return nil, err
	}
	p = e.partition(k)
	return p, e.hold(ctx, w.inst, p, writing)
}

// release ends what was not committed and lets go of the partitions.
func (w *writer) release(ctx context.Context) error {
	var all error
	for _, s := range w.order {
		if s.conn != nil {
			all = errors.Join(all, s.abandon(context.WithoutCancel(ctx)), s.conn.Close())
		}
		s.part.lock.RUnlock()
	}
	return all
}

func (s *shelf) add(ctx context.Context, r lake.Record) error {
	a, err := s.appender(ctx, r.Table)
	if err != nil {
		return err
	}
	s.row = s.row[:0]
	for _, v := range r.Values {
		if data, ok := v.([]byte); ok {
			if v, err = s.keep(data); err != nil {
				return err
			}
		}
		s.row = append(s.row, stored(v))
	}
	if err := a.AppendRow(s.row...); err != nil {
		return err
	}
	s.highest = max(s.highest, r.Seq)
	s.sum.Tables[r.Table] = s.sum.Tables[r.Table].with(extent{1, r.Time, r.Time})
	s.sum.Received = max(s.sum.Received, r.Received)
	return nil
}

// keep writes a payload and returns what the row has of it.
func (s *shelf) keep(data []byte) (_ []byte, err error) {
	if len(data) == 0 {
		return []byte{}, nil
	}
	if s.payloads == nil {
		if s.payloads, err = openPayloads(payloadPath(s.part.path)); err != nil {
			return nil, err
		}
	}
	l, err := s.payloads.add(data)
	return l.encode(), err
}

func (s *shelf) appender(ctx context.Context, t lake.Table) (*duckdb.Appender, error) {
	if a := s.appenders[t]; a != nil {
		return a, nil
	}
	if !s.open {
		if _, err := s.conn.ExecContext(ctx, "BEGIN"); err != nil {
			return nil, err
		}
		s.open = true
	}
	err := s.conn.Raw(func(c any) (err error) {
		s.appenders[t], err = duckdb.NewAppender(c.(driver.Conn), s.part.alias(), "main", string(t))
		return err
	})
	return s.appenders[t], err
}

func (s *shelf) commit(ctx context.Context) error {
	if !s.open {
		return nil
	}
	if w := s.payloads; w != nil {
		s.payloads = nil
		if err := w.seal(); err != nil {
			return err
		}
	}
	for t, a := range s.appenders {
		delete(s.appenders, t)
		if err := a.CloseWithCancel(ctx); err != nil {
			return fmt.Errorf("append to %s.%s: %w", s.part.alias(), t, err)
		}
	}
	if _, err := s.conn.ExecContext(ctx, "UPDATE "+s.part.table(progress)+" SET seq = ?", int64(s.highest)); err != nil {
		return err
	}
	// From here on the outcome is DuckDB's to decide, not the caller's.
	if _, err := s.conn.ExecContext(context.WithoutCancel(ctx), "COMMIT"); err != nil {
		return err
	}
	s.open = false
	s.sum.Progress = s.highest
	s.part.learn(s.sum)
	return s.part.logKept()
}

// abandon rolls back what is open.
func (s *shelf) abandon(ctx context.Context) error {
	for t, a := range s.appenders {
		delete(s.appenders, t)
		_ = errors.Join(a.Clear(), a.Close()) // says only that there is nothing to flush
	}
	if s.payloads != nil {
		_ = s.payloads.abandon() // nothing refers to it
		s.payloads = nil
	}
	if !s.open {
		return nil
	}
	s.open = false
	_, err := s.conn.ExecContext(ctx, "ROLLBACK")
	return err
}

// logKept makes the name of a new write-ahead log durable; its content is.
func (p *partition) logKept() error {
	if p.logged.Swap(true) {
		return nil
	}
	return syncDir(filepath.Dir(p.path))
}

// stored returns v in the form that DuckDB's appender takes.
func stored(v any) driver.Value {
	switch x := v.(type) {
	case telemetry.Time:
		return int64(x)
	case telemetry.Level:
		return uint8(x)
	case telemetry.EventID:
		return duckdb.UUID(x)
	case map[string]string:
		return mapOf(x)
	case map[string]float64:
		return mapOf(x)
	}
	return v
}

func mapOf[V any](m map[string]V) duckdb.Map {
	out := make(duckdb.Map, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}
