package duck

import (
	"context"
	"errors"
	"os"
	"time"

	"belfry/internal/telemetry"
)

const (
	tick     = time.Second
	idle     = telemetry.Time(5 * time.Second / time.Microsecond)  // without an append, logs are folded in
	unused   = telemetry.Time(10 * time.Minute / time.Microsecond) // without a question, finished days are closed
	foldSize = 64 << 20                                            // bytes of a log that are folded in at once
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
			if err := e.tidy(ctx); err != nil && ctx.Err() == nil {
				e.log.Error("telemetry store upkeep", "error", err)
			}
		}
	}
}

// tidy does once what is due.
func (e *Engine) tidy(ctx context.Context) error {
	return nil
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
	if _, err := os.Stat(p.path + ".wal"); os.IsNotExist(err) {
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
