package run

import (
	"sync"
	"sync/atomic"
)

// Each calls f(0) … f(n-1) on up to workers goroutines, which give way as
// Yielding work does, and returns when all are done. A panic in f is returned as a *PanicError; the calls that were not
// begun by then are left out.
func Each(workers, n int, f func(i int)) error {
	if workers <= 1 || n <= 1 {
		return Contain(func() error {
			for i := range n {
				f(i)
			}
			return nil
		})
	}
	var (
		next atomic.Int64
		once sync.Once
		fail error
		wg   sync.WaitGroup
	)
	for range min(workers, n) {
		wg.Go(func() {
			giveWay()
			err := Contain(func() error {
				for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
					f(int(i))
				}
				return nil
			})
			if err != nil {
				next.Store(int64(n))
				once.Do(func() { fail = err })
			}
		})
	}
	wg.Wait()
	return fail
}
