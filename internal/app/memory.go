package app

import (
	"context"
	"runtime/debug"
	"time"
)

// Events are many short-lived small objects, so collecting less often saves a
// fifth of the processor under load; the limit keeps that from costing more
// memory than it is worth. DuckDB's memory is its own and not counted here.
const (
	gcPercent   = 300
	memoryLimit = 256 << 20

	idleCheck = 10 * time.Second
)

// tuneMemory sets how the garbage collector works, for the whole process.
func tuneMemory() {
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(memoryLimit)
}

// releaseMemory gives memory back to the system once after a time of work: what
// was needed under load would else stay for long.
func (a *App) releaseMemory(ctx context.Context) error {
	tick := time.NewTicker(idleCheck)
	defer tick.Stop()
	var seen, released uint64
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		applied := a.digester.Status().Applied
		if applied == seen && applied != released {
			debug.FreeOSMemory()
			released = applied
		}
		seen = applied
	}
}
