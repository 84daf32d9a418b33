package run

import (
	"context"
	"runtime"
	"sync"
	"syscall"
)

// niceness of yielding work: it gets about a quarter of a processor that somebody
// else could use, and all of one that nobody needs.
const niceness = 6

// Yielding returns f as work that gives way: it runs on a thread of its own,
// whose priority is low, so that under load whoever answers requests comes first.
// With those of Each that f calls, at most threads of them run at a time.
//
// A thread that waits for a processor keeps its place among the GOMAXPROCS that
// may run Go code. So that it does not keep it from somebody who would get a
// processor, there are as many places more while f runs.
func Yielding(threads int, f func(ctx context.Context) error) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		addPlaces(threads)
		defer addPlaces(-threads)
		giveWay()
		return f(ctx)
	}
}

var places sync.Mutex

func addPlaces(n int) {
	places.Lock()
	defer places.Unlock()
	runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + n)
}

// giveWay lowers the priority of the calling goroutine until it ends. Its thread
// is never unlocked and ends with it, so that nothing else inherits the priority;
// on Linux the call is about this thread only.
func giveWay() {
	runtime.LockOSThread()
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, niceness) // without it, the work only gives way less
}
