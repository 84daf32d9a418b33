package duck

import (
	"context"
	"os"

	"belfry/internal/errs"
	"belfry/internal/lake"
)

// Stats implements lake.Engine. It looks into the files that the catalogue does
// not know, so that the sequence is right after a crash too.
func (e *Engine) Stats(ctx context.Context) (_ lake.Stats, err error) {
	defer errs.Wrap(&err, "duck.Stats")
	s := lake.Stats{Tables: map[lake.Table]int64{}}
	for _, p := range e.partitions() {
		sum, known := p.state()
		if !known && p.fault() == "" {
			if err := e.use(func(inst *instance) error { return e.learnOf(ctx, inst, p) }); err != nil {
				return s, err
			}
			sum, _ = p.state()
		}
		x := lake.Partition{Day: p.day, Class: p.class, Bytes: room(p.path), Broken: p.fault()}
		var all extent
		for t, of := range sum.Tables {
			s.Tables[t] += of.Rows
			all = all.with(of)
		}
		x.Rows, x.Oldest, x.Newest = all.Rows, all.Oldest, all.Newest
		s.Sequence = max(s.Sequence, sum.sequence())
		s.Partitions = append(s.Partitions, x)
	}
	s.Partitions = append(s.Partitions, e.asides()...)
	for _, x := range s.Partitions {
		s.Bytes += x.Bytes
	}
	return s, nil
}

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// room returns what a file, its log and its payloads take up on the disk.
func room(path string) int64 {
	n := int64(0)
	for _, name := range []string{path, path + ".wal", payloadPath(path)} {
		if info, err := os.Stat(name); err == nil {
			n += occupied(info)
		}
	}
	return n
}
