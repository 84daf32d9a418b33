package spool

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// open opens a spool for a test that commits by hand, with commit below.
func open(t testing.TB, o Options) *Spool {
	t.Helper()
	s, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// started opens a spool that runs until the test ends.
func started(t testing.TB, o Options) *Spool {
	t.Helper()
	s := open(t, o)
	launch(t, s)
	return s
}

// launch runs s; the returned function stops it and may be called early.
func launch(t testing.TB, s *Spool) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	}
	t.Cleanup(stop)
	return stop
}

// commit makes records durable as one group.
func commit(t testing.TB, s *Spool, records ...string) {
	t.Helper()
	if err := tryCommit(s, records...); err != nil {
		t.Fatal(err)
	}
}

func tryCommit(s *Spool, records ...string) error {
	if s.buf == nil {
		s.buf = make([]byte, 0, writeBuffer)
	}
	for _, r := range records {
		a, err := s.prepare([][]byte{[]byte(r)})
		if err != nil {
			return err
		}
		if g, _, err := s.tryEnqueue(a); g == nil {
			return err
		}
	}
	g := s.take()
	s.commit(context.Background(), g)
	for _, a := range g.waiting {
		if a.seq == 0 {
			return g.err
		}
	}
	return nil
}

// sequence returns records named after their numbers.
func sequence(from, to int) []string {
	var all []string
	for i := from; i <= to; i++ {
		all = append(all, fmt.Sprintf("record %d", i))
	}
	return all
}

// drain reads what is durable from number from on, skipping damage. It returns
// the records by number and the ranges lost.
func drain(t testing.TB, s *Spool, from uint64) (got map[uint64]string, lost []CorruptError) {
	t.Helper()
	r := s.Reader(from)
	defer r.Close()
	got = map[uint64]string{}
	last := uint64(0)
	for {
		batch, err := r.ReadBatch(context.Background(), 100, 1<<16, 0)
		if bad, ok := errors.AsType[*CorruptError](err); ok {
			lost = append(lost, *bad)
			r.Skip()
			continue
		}
		if err != nil && !errors.Is(err, ErrClosed) {
			t.Fatal(err)
		}
		if len(batch) == 0 {
			return got, lost
		}
		for _, rec := range batch {
			if rec.Seq <= last {
				t.Fatalf("record %d after %d", rec.Seq, last)
			}
			last = rec.Seq
			got[rec.Seq] = string(rec.Data)
		}
	}
}

// wantRecords checks that the spool holds exactly records first to last, named
// after their numbers.
func wantRecords(t testing.TB, s *Spool, first, last int) {
	t.Helper()
	got, lost := drain(t, s, 0)
	if len(lost) > 0 {
		t.Fatalf("lost: %v", lost)
	}
	if len(got) != last-first+1 {
		t.Fatalf("got %d records, want %d to %d: %v", len(got), first, last, got)
	}
	for i := first; i <= last; i++ {
		if want := fmt.Sprintf("record %d", i); got[uint64(i)] != want {
			t.Fatalf("record %d is %q", i, got[uint64(i)])
		}
	}
}

// patch changes a file in place.
func patch(t testing.TB, path string, off int64, b []byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(b, off); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// flip inverts bits of n bytes at off.
func flip(t testing.TB, path string, off int64, n int) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b := make([]byte, n)
	if n, err := f.ReadAt(b, off); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	} else {
		b = b[:n]
	}
	for i := range b {
		b[i] ^= 0x5a
	}
	patch(t, path, off, b)
}

func segmentPath(dir string, first uint64) string { return filepath.Join(dir, segmentName(first)) }

func fileSize(t testing.TB, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// checksum returns the bytes that end a header with b before them.
func checksum(b []byte) []byte {
	return binary.LittleEndian.AppendUint32(nil, crc32.Checksum(b, crcTable))
}
