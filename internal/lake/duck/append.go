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

// flushRows is how many rows of a table are committed together. It must be less
// than what DuckDB's appender takes before it commits by itself (204,800), since
// payloads have to be durable first.
const flushRows = 50_000

// Append implements lake.Engine. The rows of a table in a partition are one
// transaction, or several if they are very many. Since they carry their
// sequence and place, and come in order, what is stored says itself how far it
// goes; a repeated batch goes on from there.
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
	w := writer{engine: e, inst: inst, held: map[key]*partition{}, shelves: map[shelfKey]*shelf{}}
	defer func() { err = errors.Join(err, w.release()) }()
	if w.conn, err = inst.db.Conn(ctx); err != nil {
		return err
	}
	for r := range b.Records() {
		if err := w.add(ctx, r); err != nil {
			return err
		}
	}
	for _, s := range w.order {
		if err := s.flush(ctx); err != nil {
			return err
		}
	}
	e.noteAppend()
	return nil
}

// writer spreads the rows of a batch over the tables of partitions.
type writer struct {
	engine  *Engine
	inst    *instance
	conn    *sql.Conn
	held    map[key]*partition
	shelves map[shelfKey]*shelf
	order   []*shelf
}

type shelfKey struct {
	key
	table lake.Table
}

// shelf is a table of a partition that is being written to.
type shelf struct {
	part     *partition
	table    lake.Table
	appender *duckdb.Appender
	payloads *payloadWriter
	row      []driver.Value
	stored   mark   // how far the table went before
	fresh    extent // what was added and not yet flushed
	received telemetry.Time
}

func (w *writer) add(ctx context.Context, r lake.Record) error {
	k := shelfKey{key{r.Class, r.Day}, r.Table}
	s := w.shelves[k]
	if s == nil {
		var err error
		if s, err = w.shelf(ctx, k); err != nil {
			return err
		}
	}
	at := mark{r.Seq, r.Values[1].(int64)}
	if !s.stored.before(at) {
		return nil
	}
	if err := s.add(r, at); err != nil {
		return err
	}
	if s.fresh.Rows >= flushRows {
		return s.flush(ctx)
	}
	return nil
}

func (w *writer) shelf(ctx context.Context, k shelfKey) (*shelf, error) {
	p := w.held[k.key]
	if p == nil {
		var err error
		if p, err = w.hold(ctx, k.key); err != nil {
			return nil, err
		}
		w.held[k.key] = p
	}
	sum, _ := p.state()
	s := &shelf{part: p, table: k.table, stored: sum.Tables[k.table].Last}
	w.shelves[k] = s
	w.order = append(w.order, s)
	return s, w.conn.Raw(func(c any) (err error) {
		s.appender, err = duckdb.NewAppender(c.(driver.Conn), p.alias(), "main", string(k.table))
		return err
	})
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

// release gives up what was not flushed and lets go of the partitions.
func (w *writer) release() error {
	for _, s := range w.order {
		s.abandon()
	}
	for _, p := range w.held {
		p.lock.RUnlock()
	}
	if w.conn == nil {
		return nil
	}
	return w.conn.Close()
}

func (s *shelf) add(r lake.Record, at mark) (err error) {
	s.row = s.row[:0]
	for _, v := range r.Values {
		if data, ok := v.([]byte); ok {
			if v, err = s.keep(data); err != nil {
				return err
			}
		}
		s.row = append(s.row, stored(v))
	}
	if err := s.appender.AppendRow(s.row...); err != nil {
		return unfit(err)
	}
	s.fresh = s.fresh.with(extent{1, r.Time, r.Time, at})
	s.received = max(s.received, r.Received)
	return nil
}

// unfit marks what is wrong with a row, and not with the store: repeating it
// would fail for ever, and whoever digests must be able to set it aside.
func unfit(err error) error {
	if _, ours := errors.AsType[*duckdb.Error](err); ours {
		return err
	}
	return errs.With(errs.Invalid, err, "A row does not fit its table.")
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

// flush commits what was added: first the payloads, then the rows that point to
// them. DuckDB commits within the appender; a COMMIT statement would keep a
// processor busy with waiting for the disk.
func (s *shelf) flush(ctx context.Context) error {
	if s.fresh.Rows == 0 {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if w := s.payloads; w != nil {
		s.payloads = nil
		if err := w.seal(); err != nil {
			return err
		}
	}
	if err := s.appender.Flush(); err != nil {
		s.part.doubt() // the commit may have come through
		return fmt.Errorf("append to %s.%s: %w", s.part.alias(), s.table, err)
	}
	s.part.grow(s.table, s.fresh, s.received)
	s.stored, s.fresh = s.fresh.Last, extent{}
	return s.part.logKept()
}

// abandon drops what was not flushed.
func (s *shelf) abandon() {
	if s.payloads != nil {
		_ = s.payloads.abandon() // nothing refers to it
	}
	if s.appender != nil {
		_ = errors.Join(s.appender.Clear(), s.appender.Close()) // there is nothing left to write
	}
}

// grow adds what was committed to the summary.
func (p *partition) grow(t lake.Table, by extent, received telemetry.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sum = p.sum.clone()
	p.sum.Tables[t] = p.sum.Tables[t].with(by)
	p.sum.Received = max(p.sum.Received, received)
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
		return encodeTexts(x)
	case map[string]float64:
		return encodeFloats(x)
	}
	return v
}
