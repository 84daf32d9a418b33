package duck

import (
	"context"
	"os"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// Delete implements lake.Engine.
func (e *Engine) Delete(ctx context.Context, project int64) error { return nil }

// Evict implements lake.Engine.
func (e *Engine) Evict(ctx context.Context, before map[lake.Class]telemetry.Time) (lake.Evicted, error) {
	return lake.Evicted{}, nil
}

// Stats implements lake.Engine.
func (e *Engine) Stats(context.Context) (lake.Stats, error) {
	s := lake.Stats{Tables: map[lake.Table]int64{}}
	for _, p := range e.partitions() {
		sum, _ := p.state()
		x := lake.Partition{Day: p.day, Class: p.class, Bytes: p.bytes()}
		var all extent
		for t, of := range sum.Tables {
			s.Tables[t] += of.Rows
			all = all.with(of)
		}
		x.Rows, x.Oldest, x.Newest = all.Rows, all.Oldest, all.Newest
		s.Bytes += x.Bytes
		s.Sequence = max(s.Sequence, sum.Progress)
		s.Partitions = append(s.Partitions, x)
	}
	return s, nil
}

// bytes returns the size of the file with its log.
func (p *partition) bytes() int64 {
	n := int64(0)
	for _, path := range []string{p.path, p.path + ".wal"} {
		if info, err := os.Stat(path); err == nil {
			n += info.Size()
		}
	}
	return n
}
