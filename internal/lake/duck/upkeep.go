package duck

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"belfry/internal/telemetry"
)

const (
	tick        = time.Second
	idle        = telemetry.Time(5 * time.Second / time.Microsecond)  // without an append, logs are folded in
	unused      = telemetry.Time(10 * time.Minute / time.Microsecond) // without a question, files are closed
	foldSize    = 32 << 20                                            // bytes of a log that are folded in at once
	patience    = telemetry.Time(30 * time.Second / time.Microsecond) // after folding in failed
	maxAttached = 100                                                 // files that stay open between questions
)

// upkeep folds in logs and closes files until ctx ends.
func (e *Engine) upkeep(ctx context.Context) error {
	t := time.NewTicker(tick)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-t.C:
			if err := e.Tidy(ctx); err != nil && ctx.Err() == nil {
				e.log.Error("telemetry store upkeep", "error", err)
			}
		}
	}
}

// Tidy does what upkeep is due now: it folds in logs, closes files that nobody
// needs, and looks into files that the catalogue does not know. The service
// calls it every second.
func (e *Engine) Tidy(ctx context.Context) error {
	changed := false
	var all error
	for _, p := range e.partitions() {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		did, err := e.look(ctx, p)
		changed = changed || did
		all = errors.Join(all, err)
	}
	all = errors.Join(all, e.closeOldest(ctx))
	if changed {
		all = errors.Join(all, e.saveCatalogue())
	}
	return all
}

// look does what is due for one partition, and reports whether that changed what
// the catalogue should say.
func (e *Engine) look(ctx context.Context, p *partition) (changed bool, err error) {
	if p.fault() != "" {
		return false, nil
	}
	if _, known := p.state(); !known {
		return true, e.use(func(inst *instance) error { return e.learnOf(ctx, inst, p) })
	}
	if e.foldDue(p) {
		if err := e.foldNow(ctx, p); err != nil {
			p.retry.Store(int64(e.now() + patience))
			return false, err
		}
		changed = true
	}
	m := p.attached()
	if m == writing && e.over(p) || m != detached && p.used.Load() < int64(e.now()-unused) {
		closed, err := e.closeFile(ctx, p)
		return changed || closed, err
	}
	return changed, nil
}

// learnOf opens a partition that the catalogue does not know.
func (e *Engine) learnOf(ctx context.Context, inst *instance, p *partition) error {
	err := e.hold(ctx, inst, p, reading)
	if err == nil {
		p.lock.RUnlock()
		return nil
	}
	if !fatal(err) && e.setAside(ctx, p, err) {
		return nil
	}
	return err
}

func (p *partition) attached() mode {
	p.lock.RLock()
	defer p.lock.RUnlock()
	return p.mode
}

// foldDue reports whether the log of p should be folded in: because it is
// large, because nothing is being appended, or because its day is over.
func (e *Engine) foldDue(p *partition) bool {
	if p.attached() != writing || int64(e.now()) < p.retry.Load() {
		return false
	}
	log := sizeOf(p.path + ".wal")
	e.mu.Lock()
	quiet := e.last < e.now()-idle
	e.mu.Unlock()
	return log >= foldSize || log > 0 && (quiet || e.over(p))
}

func (e *Engine) foldNow(ctx context.Context, p *partition) error {
	e.write.Lock()
	defer e.write.Unlock()
	return e.use(func(inst *instance) error {
		p.lock.RLock()
		defer p.lock.RUnlock()
		if p.mode != writing {
			return nil
		}
		return e.fold(ctx, inst, p)
	})
}

// closeFile closes the file of p, unless it is in use or has a log.
func (e *Engine) closeFile(ctx context.Context, p *partition) (closed bool, err error) {
	err = e.use(func(inst *instance) error {
		if !p.lock.TryLock() {
			return nil
		}
		defer p.lock.Unlock()
		if p.mode == detached || sizeOf(p.path+".wal") > 0 {
			return nil
		}
		closed = true
		return e.detach(ctx, inst, p)
	})
	return closed, err
}

// closeOldest closes the files that were used least recently when too many are
// open.
func (e *Engine) closeOldest(ctx context.Context) error {
	open := slices.DeleteFunc(e.partitions(), func(p *partition) bool { return p.attached() == detached })
	if len(open) <= maxAttached {
		return nil
	}
	slices.SortFunc(open, func(a, b *partition) int { return cmp.Compare(a.used.Load(), b.used.Load()) })
	var all error
	for _, p := range open[:len(open)-maxAttached] {
		_, err := e.closeFile(ctx, p)
		all = errors.Join(all, err)
	}
	return all
}

// foldAll folds in the logs of all partitions that are open for writing.
func (e *Engine) foldAll(ctx context.Context, inst *instance) error {
	var all error
	for _, p := range e.partitions() {
		p.lock.RLock()
		if p.mode == writing {
			all = errors.Join(all, e.fold(ctx, inst, p))
		}
		p.lock.RUnlock()
	}
	return all
}

// fold moves what is in the log of p to its place in the file. The caller holds
// e.write, so that no other transaction writes, and p.lock.
func (e *Engine) fold(ctx context.Context, inst *instance, p *partition) error {
	if sizeOf(p.path+".wal") == 0 {
		return nil
	}
	p.logged.Store(false)
	return inst.exec(ctx, "CHECKPOINT "+name(p.alias()))
}

// noteAppend remembers when rows came last.
func (e *Engine) noteAppend() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.last = e.now()
}
