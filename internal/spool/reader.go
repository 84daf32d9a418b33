package spool

import (
	"context"
	"os"
	"time"
)

// Record is one record of the journal.
type Record struct {
	Seq  uint64
	Data []byte // valid until the reader is used again
}

// Reader reads durable records in order. It is used by one goroutine at a time
// and keeps its place: a failed call can be repeated.
type Reader struct {
	s    *Spool
	seq  uint64 // of the record to read next
	at   place
	file *os.File // the segment of at, or nil
	scan scanner
	bad  *CorruptError // the last damage met, for Skip
	next int64         // the offset where reading can go on behind it
}

// Reader returns a reader that begins with record from, or with the oldest one
// held if from is 0. Close it.
func (s *Spool) Reader(from uint64) *Reader {
	if from == 0 {
		from = s.Stats().First
	}
	return &Reader{s: s, seq: from}
}

// Close releases the file that is being read.
func (r *Reader) Close() error {
	if r.file == nil {
		return nil
	}
	err := r.file.Close()
	r.file = nil
	return err
}

// Next waits for the next record. It returns ctx's error when ctx ends first, a
// *CorruptError when the record is lost, ErrAhead, and ErrClosed when the spool
// has stopped and everything is read.
func (r *Reader) Next(ctx context.Context) (Record, error) {
	for {
		rec, wait, err := r.read()
		if wait == nil {
			return rec, err
		}
		select {
		case <-wait:
		case <-ctx.Done():
			return Record{}, ctx.Err()
		}
	}
}

// ReadBatch waits up to maxWait for a record and returns it with those behind it
// that are durable already: at most maxRecords with at most maxBytes of data, but
// always one, whatever its size. It may return fewer than there are, and none, without
// an error, when maxWait is over. Errors are those of Next.
func (r *Reader) ReadBatch(ctx context.Context, maxRecords, maxBytes int, maxWait time.Duration) ([]Record, error) {
	first, err := r.firstWithin(ctx, maxBytes, maxWait)
	if err != nil || first.Seq == 0 {
		return nil, err
	}
	batch := append(make([]Record, 0, min(maxRecords, 256)), first)
	room := maxBytes - len(first.Data)
	for len(batch) < maxRecords {
		h, ok := r.scan.peek(r.seq)
		if !ok || int(h.size) > room {
			break
		}
		_, data, err := r.scan.next(r.seq)
		if err != nil {
			break // the next call meets it again
		}
		batch = append(batch, Record{r.seq, data})
		room -= len(data)
		r.seq++
	}
	return batch, nil
}

// firstWithin is Next with a limit in time, which gives no record and no error.
func (r *Reader) firstWithin(ctx context.Context, maxBytes int, maxWait time.Duration) (Record, error) {
	r.refresh()
	r.scan.widen(maxBytes)
	rec, wait, err := r.read()
	if wait == nil || maxWait <= 0 {
		return rec, err
	}
	within, cancel := context.WithTimeout(ctx, maxWait)
	defer cancel()
	rec, err = r.Next(within)
	if err != nil && within.Err() != nil && ctx.Err() == nil {
		return Record{}, nil
	}
	return rec, err
}

// Skip goes on behind the damage that the last call met; without, it does nothing.
func (r *Reader) Skip() {
	if r.bad == nil {
		return
	}
	r.seq = r.bad.Last + 1
	if r.file != nil && r.seq <= r.at.last {
		r.scan.reset(r.file, r.s.id.salt(r.at.first), r.next, r.at.limit)
	}
	r.bad = nil
}

// Seq returns the number of the record that is read next.
func (r *Reader) Seq() uint64 { return r.seq }

// read returns the next record, or a channel to wait on when it is not durable.
func (r *Reader) read() (rec Record, wait <-chan struct{}, err error) {
	r.bad = nil
	if r.file == nil || r.seq > r.at.last {
		if wait, err := r.move(); wait != nil || err != nil {
			return rec, wait, err
		}
	}
	h, data, err := r.scan.next(r.seq)
	if err != nil {
		return rec, nil, r.damage(h, err)
	}
	r.seq++
	return Record{h.seq, data}, nil, nil
}
