package run_test

import (
	"errors"
	"sync/atomic"
	"testing"

	"belfry/internal/run"
)

func TestEachCallsAllOnce(t *testing.T) {
	t.Parallel()
	check := func(workers, n int) {
		t.Helper()
		calls := make([]atomic.Int32, n)
		if err := run.Each(workers, n, func(i int) { calls[i].Add(1) }); err != nil {
			t.Error(err)
		}
		for i := range calls {
			if c := calls[i].Load(); c != 1 {
				t.Errorf("workers %d: f(%d) was called %d times", workers, i, c)
			}
		}
	}
	check(0, 3)
	check(1, 3)
	check(4, 0)
	check(4, 2)
	check(4, 1000)
}

func TestEachReturnsPanics(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{1, 4} {
		err := run.Each(workers, 8, func(i int) {
			if i == 3 {
				panic("boom")
			}
		})
		var p *run.PanicError
		if !errors.As(err, &p) || p.Value != "boom" {
			t.Errorf("workers %d: Each = %v", workers, err)
		}
	}
}
