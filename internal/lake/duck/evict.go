package duck

import (
	"context"
	"errors"
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
		size := room(p.path)
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
