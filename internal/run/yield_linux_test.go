package run_test

import (
	"context"
	"syscall"
	"testing"

	"belfry/internal/run"
)

func TestYieldingLowersItsOwnThreadOnly(t *testing.T) {
	t.Parallel()
	priority := func() int {
		n, err := syscall.Getpriority(syscall.PRIO_PROCESS, 0)
		if err != nil {
			t.Fatal(err)
		}
		return 20 - n // as the kernel gives it: 1 to 40
	}
	before := priority()
	inside := make(chan int, 1)
	go func() {
		_ = run.Yielding(1, func(context.Context) error { inside <- priority(); return nil })(t.Context())
	}()
	if got := <-inside; got <= before {
		t.Errorf("niceness inside %d, outside %d", got, before)
	}
	if after := priority(); after != before {
		t.Errorf("niceness outside went from %d to %d", before, after)
	}
}
