package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"belfry/internal/errs"
	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// Evict implements lake.Engine. A file that cannot be removed does not keep the
// others from being removed.
func (e *Engine) Evict(ctx context.Context, before map[lake.Class]telemetry.Time) (out lake.Evicted, err error) {
	defer errs.Wrap(&err, "duck.Evict")
	var all error
	for _, p := range e.partitions() {
		if limit, ok := before[p.class]; ok {
			if ctx.Err() != nil {
				return out, context.Cause(ctx)
			}
			all = errors.Join(all, e.evictBefore(ctx, p, limit, &out))
		}
	}
	all = errors.Join(all, e.evictAside(before, &out))
	if out.Partitions > 0 {
		all = errors.Join(all, e.saveCatalogue())
	}
	return out, all
}

func (e *Engine) evictBefore(ctx context.Context, p *partition, limit telemetry.Time, out *lake.Evicted) error {
	e.write.Lock()
	defer e.write.Unlock()
	return e.use(func(inst *instance) error {
		p.lock.Lock()
		defer p.lock.Unlock()
		if p.gone || p.day >= limit {
			return nil
		}
		sum, known := p.state()
		if !known && p.fault() == "" {
			if err := e.attach(ctx, inst, p, reading); err != nil && !e.setAside(ctx, p, err) {
				return err
			}
			sum, _ = p.state()
		}
		if sum.Received >= limit || p.fault() != "" && p.day+day > limit {
			return nil
		}
		size := p.bytes()
		if err := e.remove(ctx, inst, p); err != nil {
			return err
		}
		out.Partitions++
		out.Bytes += size
		out.Rows += sum.rows()
		return nil
	})
}

// remove deletes the file of p. The caller holds e.write, and p.lock for
// writing.
func (e *Engine) remove(ctx context.Context, inst *instance, p *partition) error {
	if err := e.detach(ctx, inst, p); err != nil {
		return err
	}
	if err := removeFile(p.path); err != nil {
		return err
	}
	p.gone = true
	e.mu.Lock()
	delete(e.parts, p.key)
	e.mu.Unlock()
	return nil
}

// removeFile removes the file itself last, so that one that is left halfway is
// found and removed another time.
func removeFile(path string) error {
	for _, name := range []string{path + ".wal", payloadPath(path), path} {
		if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return syncDir(filepath.Dir(path))
}

// Delete implements lake.Engine. It goes through the partitions one at a time;
// each is closed to others while its rows are removed.
func (e *Engine) Delete(ctx context.Context, project int64) (err error) {
	defer errs.Wrap(&err, "duck.Delete(%d)", project)
	for _, p := range e.partitions() {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := e.deleteFrom(ctx, p, project); err != nil {
			return err
		}
	}
	return e.saveCatalogue()
}

func (e *Engine) deleteFrom(ctx context.Context, p *partition, project int64) error {
	e.write.Lock()
	defer e.write.Unlock()
	return e.use(func(inst *instance) error {
		p.lock.Lock()
		defer p.lock.Unlock()
		if p.gone || p.fault() != "" {
			return nil
		}
		err := e.attach(ctx, inst, p, reading)
		if err != nil {
			if e.setAside(ctx, p, err) {
				return nil
			}
			return err
		}
		if has, err := p.has(ctx, inst, project); err != nil || !has {
			return err
		}
		return e.purge(ctx, inst, p, project)
	})
}

func (p *partition) has(ctx context.Context, inst *instance, project int64) (bool, error) {
	for _, t := range p.class.Tables() {
		var one int
		err := inst.db.QueryRowContext(ctx, "SELECT 1 FROM "+p.table(t)+" WHERE project = ? LIMIT 1", project).Scan(&one)
		if !errors.Is(err, sql.ErrNoRows) {
			return err == nil, err
		}
	}
	return false, nil
}

// purge removes the rows of a project, and the file when nothing is left of a
// day that is over. The caller holds e.write, and p.lock for writing.
func (e *Engine) purge(ctx context.Context, inst *instance, p *partition, project int64) error {
	if err := e.attach(ctx, inst, p, writing); err != nil {
		return err
	}
	if err := p.erasePayloads(ctx, inst, project); err != nil {
		return err
	}
	err := inst.transact(ctx, func(tx *sql.Tx) error {
		for _, t := range p.class.Tables() {
			if err := p.deleteRows(ctx, tx, t, project); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("delete from %s: %w", p.alias(), err)
	}
	if err := e.fold(ctx, inst, p); err != nil {
		return err
	}
	s, err := survey(ctx, inst, p.key)
	if err != nil {
		return err
	}
	p.learn(s)
	if s.rows() == 0 && e.over(p) {
		return e.remove(ctx, inst, p)
	}
	return nil
}

// deleteRows deletes the rows of a project from a table, but keeps in mind how
// far the table went.
func (p *partition) deleteRows(ctx context.Context, tx *sql.Tx, t lake.Table, project int64) error {
	sum, _ := p.state()
	last := sum.Tables[t].Last
	if _, err := tx.ExecContext(ctx, `DELETE FROM `+p.table(deleted)+` WHERE name = ?`, string(t)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO `+p.table(deleted)+` (name, seq, pos) VALUES (?, ?, ?)`, string(t), int64(last.Seq), last.Pos); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM `+p.table(t)+` WHERE project = ?`, project)
	return err
}

// erasePayloads overwrites the payloads of a project, before the rows go that
// say where they are.
func (p *partition) erasePayloads(ctx context.Context, inst *instance, project int64) error {
	for _, t := range p.class.Tables() {
		for _, c := range t.Columns() {
			if c.Type != lake.Blob {
				continue
			}
			rows, err := collect(ctx, inst, "SELECT "+name(c.Name)+" FROM "+p.table(t)+" WHERE project = ? AND octet_length("+name(c.Name)+") > 0", []any{project}, []lake.Type{lake.Blob})
			if err != nil || len(rows) == 0 {
				return err
			}
			var places []locator
			for _, r := range rows {
				l, err := decodeLocator(r[0].([]byte))
				if err != nil {
					return err
				}
				places = append(places, l)
			}
			if err := erase(payloadPath(p.path), places); err != nil {
				return err
			}
		}
	}
	return nil
}

// Stats implements lake.Engine.
func (e *Engine) Stats(context.Context) (lake.Stats, error) {
	s := lake.Stats{Tables: map[lake.Table]int64{}}
	for _, p := range e.partitions() {
		sum, _ := p.state()
		x := lake.Partition{Day: p.day, Class: p.class, Bytes: p.bytes(), Broken: p.fault()}
		var all extent
		for t, of := range sum.Tables {
			s.Tables[t] += of.Rows
			all = all.with(of)
		}
		x.Rows, x.Oldest, x.Newest = all.Rows, all.Oldest, all.Newest
		s.Sequence = max(s.Sequence, sum.sequence())
		s.Partitions = append(s.Partitions, x)
	}
	s.Partitions = append(s.Partitions, e.asides()...)
	for _, x := range s.Partitions {
		s.Bytes += x.Bytes
	}
	return s, nil
}

// bytes returns the size of the file with its log and payloads.
func (p *partition) bytes() int64 { return sizeOfAll(p.path) }

func sizeOfAll(path string) int64 {
	return sizeOf(path) + sizeOf(path+".wal") + sizeOf(payloadPath(path))
}

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
