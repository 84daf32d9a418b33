package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"belfry/internal/errs"
	"belfry/internal/lake"
)

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
	if err := e.fold(ctx, inst, p); err != nil {
		return err
	}
	if err := e.rewrite(ctx, inst, p, project); err != nil {
		return fmt.Errorf("delete from %s: %w", p.alias(), err)
	}
	if err := e.attach(ctx, inst, p, reading); err != nil {
		return err
	}
	if s, _ := p.state(); s.rows() == 0 && e.over(p) {
		return e.remove(ctx, inst, p)
	}
	return nil
}

const rewritten = ".new"

// rewrite puts a file without the rows of a project in the place of that of p.
// Deleting them would leave their text in blocks that are merely free.
func (e *Engine) rewrite(ctx context.Context, inst *instance, p *partition, project int64) (err error) {
	next := key{p.class + "_new", p.day}
	path := p.path + rewritten
	if err := removeFile(path); err != nil {
		return err
	}
	if err := inst.exec(ctx, "ATTACH "+literal(path)+" AS "+name(next.alias())+freshOptions); err != nil {
		return err
	}
	err = p.copyTo(ctx, inst, next, project)
	if err == nil {
		err = inst.exec(ctx, "CHECKPOINT "+name(next.alias()))
	}
	if fatal(err) {
		return err
	}
	err = errors.Join(err, inst.exec(ctx, "DETACH "+name(next.alias())))
	if err == nil {
		err = e.detach(ctx, inst, p)
	}
	if err != nil {
		return errors.Join(err, removeFile(path))
	}
	p.doubt()
	if n := sizeOf(p.path + ".wal"); n > 0 {
		return fmt.Errorf("a log of %d bytes is left", n)
	}
	if err := os.Rename(path, p.path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(p.path))
}

// copyTo copies what is not of a project to the file attached as next.
func (p *partition) copyTo(ctx context.Context, inst *instance, next key, project int64) error {
	sum, _ := p.state()
	if err := createTables(ctx, inst, next, p.class); err != nil {
		return err
	}
	return inst.transact(ctx, func(tx *sql.Tx) error {
		for _, t := range p.class.Tables() {
			var cols []string
			for _, c := range t.Columns() {
				cols = append(cols, name(c.Name))
			}
			list, last := strings.Join(cols, ", "), sum.Tables[t].Last
			if _, err := tx.ExecContext(ctx, "INSERT INTO "+next.table(t)+" ("+list+") SELECT "+list+" FROM "+p.table(t)+" WHERE project <> ?", project); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, "INSERT INTO "+next.table(marks)+" (name, seq, pos) VALUES (?, ?, ?)", string(t), int64(last.Seq), last.Pos); err != nil {
				return err
			}
		}
		return nil
	})
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
