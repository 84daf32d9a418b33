package run

import (
	"context"
	"runtime"
	"syscall"
)

// niceness of yielding work: it gets about a quarter of a processor that somebody
// else could use, and all of one that nobody needs.
const niceness = 6

// Yielding returns f as work that gives way: it runs on a thread of its own,
// whose priority is low, so that under load whoever answers requests comes first.
func Yielding(f func(ctx context.Context) error) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		giveWay()
		return f(ctx)
	}
}

// giveWay lowers the priority of the calling goroutine until it ends. Its thread
// is never unlocked and ends with it, so that nothing else inherits the priority;
// on Linux the call is about this thread only.
func giveWay() {
	runtime.LockOSThread()
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, niceness) // without it, the work only gives way less
}
