package spool

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// bare is the least that makes records durable: one file, one buffer, one shared
// fdatasync; no numbers, no checksums, no limits. It is what Append is measured
// against.
type bare struct {
	mu   sync.Mutex
	buf  []byte
	done chan struct{}
	wake chan struct{}
	file *os.File
}

func newBare(b *testing.B) *bare {
	f, err := os.Create(filepath.Join(b.TempDir(), "bare"))
	if err != nil {
		b.Fatal(err)
	}
	return &bare{file: f, done: make(chan struct{}), wake: make(chan struct{}, 1)}
}

func (r *bare) append(p []byte) {
	r.mu.Lock()
	r.buf = append(r.buf, p...)
	done := r.done
	r.mu.Unlock()
	nudge(r.wake)
	<-done
}

func (r *bare) run(ctx context.Context) error {
	defer r.file.Close()
	var spare []byte
	for {
		select {
		case <-r.wake:
		case <-ctx.Done():
			return nil
		}
		r.mu.Lock()
		buf, done := r.buf, r.done
		r.buf, r.done = spare[:0], make(chan struct{})
		r.mu.Unlock()
		if len(buf) > 0 {
			if _, err := r.file.Write(buf); err != nil {
				return err
			}
			if err := syncData(r.file); err != nil {
				return err
			}
		}
		close(done)
		spare = buf
	}
}

// load calls f n times from many goroutines and returns the time it took.
func load(n, goroutines int, f func()) time.Duration {
	var left atomic.Int64
	left.Store(int64(n))
	begin := time.Now()
	var wg sync.WaitGroup
	for range goroutines {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				f()
			}
		})
	}
	wg.Wait()
	return time.Since(begin)
}

// think keeps a processor busy for a while, as decoding a request does. It is not
// inlined: the loop would be aligned differently, and run faster, in one caller.
//
//go:noinline
func think(n int) {
	for range n {
		runtime.KeepAlive(n)
	}
}

// BenchmarkAppend measures appends per second of concurrent appenders, alone
// (work 0) and with work between appends, and in the same run those of bare.
// "ratio" is the one divided by the other, "syncs/op" how few syncs were needed.
func BenchmarkAppend(b *testing.B) {
	for _, work := range []int{0, 200_000} {
		for _, size := range []int{3 << 10, 12 << 10} {
			for _, goroutines := range []int{1, 16, 64} {
				b.Run(fmt.Sprintf("work=%d/size=%d/goroutines=%d", work, size, goroutines), func(b *testing.B) {
					benchmarkAppend(b, work, size, goroutines)
				})
			}
		}
	}
}

func benchmarkAppend(b *testing.B, work, size, goroutines int) {
	data := make([]byte, size)
	for i := range data {
		data[i] = byte(i * 7)
	}
	r := newBare(b)
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error)
	go func() { ended <- r.run(ctx) }()
	s := started(b, Options{Dir: b.TempDir(), MaxSize: 1 << 40, SegmentSize: 64 << 20})
	b.SetBytes(int64(size))
	b.ResetTimer()
	var ours, theirs time.Duration
	const turns = 6 // alternating, so that both meet the same weather
	for range turns {
		n := max(b.N/turns, 1)
		theirs += load(n, goroutines, func() { think(work); r.append(data) })
		ours += load(n, goroutines, func() {
			think(work)
			if _, err := s.Append(context.WithoutCancel(b.Context()), data); err != nil {
				b.Error(err)
			}
		})
	}
	b.StopTimer()
	cancel()
	if err := <-ended; err != nil {
		b.Fatal(err)
	}
	n := float64(max(b.N/turns, 1) * turns)
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "ratio")
	b.ReportMetric(n/ours.Seconds(), "append/s")
	b.ReportMetric(n/theirs.Seconds(), "bare/s")
	b.ReportMetric(float64(s.Stats().Syncs)/n, "syncs/op")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkRead measures reading in batches, from the page cache.
func BenchmarkRead(b *testing.B) {
	s := open(b, Options{Dir: b.TempDir()})
	records := make([]string, 1000)
	for i := range records {
		records[i] = string(make([]byte, 3<<10))
	}
	for range 20 {
		commit(b, s, records...)
	}
	b.SetBytes(3 << 10)
	b.ReportAllocs()
	b.ResetTimer()
	r := s.Reader(1)
	for n := 0; n < b.N; {
		batch, err := r.ReadBatch(b.Context(), 1000, 4<<20, 0)
		if err != nil {
			b.Fatal(err)
		}
		if len(batch) == 0 {
			r.Close()
			r = s.Reader(1)
		}
		n += len(batch)
	}
	r.Close()
}
