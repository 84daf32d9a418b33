package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"time"
)

// diskWatch knows how much space is left where the data is.
type diskWatch struct {
	dir   string
	floor int64
	log   *slog.Logger
	free  atomic.Int64
	total atomic.Int64
}

const (
	diskInterval = time.Second
	diskRetry    = 30 * time.Second // what clients are told to wait
)

func newDiskWatch(dir string, floor Size, log *slog.Logger) (*diskWatch, error) {
	d := &diskWatch{dir: dir, floor: int64(floor), log: log}
	return d, d.look()
}

func (d *diskWatch) look() error {
	var s syscall.Statfs_t
	if err := syscall.Statfs(d.dir, &s); err != nil {
		return fmt.Errorf("look at the disk of %s: %w", d.dir, err)
	}
	d.free.Store(int64(s.Bavail) * s.Bsize)
	d.total.Store(int64(s.Blocks) * s.Bsize)
	return nil
}

// Run keeps looking, and says when the floor is passed, either way.
func (d *diskWatch) Run(ctx context.Context) error {
	tick := time.NewTicker(diskInterval)
	defer tick.Stop()
	was := d.low()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		if err := d.look(); err != nil {
			d.log.Error("disk", "error", err)
		}
		if now := d.low(); now != was {
			was = now
			d.log.Warn("disk space", "below_floor", now, "free", Size(d.free.Load()), "floor", Size(d.floor))
		}
	}
}

func (d *diskWatch) low() bool { return d.free.Load() < d.floor }

// pressure is asked by the door before it takes anything.
func (d *diskWatch) pressure() (time.Duration, bool) { return diskRetry, d.low() }

// writable proves that files can be made in dir, which is made when missing.
func writable(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("data_dir: %w", err)
	}
	f, err := os.CreateTemp(dir, ".writable-*")
	if err != nil {
		return fmt.Errorf("data_dir: %s must be writable: %w", dir, err)
	}
	name := f.Name()
	if err := f.Close(); err != nil {
		return fmt.Errorf("data_dir: %w", err)
	}
	return os.Remove(name)
}

// ready reports whether the data directory can still be written to.
func (d *diskWatch) ready() error {
	if d.low() {
		return fmt.Errorf("the disk of the data directory has %s left, less than its floor of %s", Size(d.free.Load()), Size(d.floor))
	}
	return writable(filepath.Clean(d.dir))
}
