package spool

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestRecordsComeBackAfterRestart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	records := []string{"", "a", strings.Repeat("b", 100), strings.Repeat("c", 5000), "", strings.Repeat("d", 3<<20), "e"}
	o := Options{Dir: dir, SegmentSize: 4096}
	want := map[uint64]string{}
	var id string
	for round := range 4 {
		s := open(t, o)
		stop := launch(t, s)
		if round > 0 && s.ID() != id {
			t.Fatalf("ID changed from %s to %s", id, s.ID())
		}
		id = s.ID()
		for _, r := range records {
			seq, err := s.Append(t.Context(), []byte(r[:len(r)/2]), nil, []byte(r[len(r)/2:]))
			if err != nil || seq != uint64(len(want)+1) {
				t.Fatalf("Append = %d, %v, want %d", seq, err, len(want)+1)
			}
			want[seq] = r
		}
		stop()
	}
	got, lost := drain(t, open(t, o), 0)
	if len(lost) > 0 || len(got) != len(want) {
		t.Fatalf("got %d records, want %d; lost %v", len(got), len(want), lost)
	}
	for seq, r := range want {
		if got[seq] != r {
			t.Errorf("record %d has %d bytes, want %d", seq, len(got[seq]), len(r))
		}
	}
}

func TestAppendRefuses(t *testing.T) {
	t.Parallel()
	o := Options{Dir: t.TempDir(), MaxSize: 64 << 10, MaxRecord: 10 << 10}
	s := open(t, o)
	stop := launch(t, s)
	check := func(size int, want error) {
		t.Helper()
		if _, err := s.Append(t.Context(), make([]byte, size)); !errors.Is(err, want) {
			t.Errorf("Append of %d bytes = %v, want %v", size, err, want)
		}
	}
	check(10<<10, nil)
	check(10<<10+1, ErrTooLarge)
	for range 5 {
		check(10<<10, nil)
	}
	check(10<<10, ErrFull)
	check(100, nil) // what fits is still welcome
	if err := s.Trim(s.Stats().Durable); err != nil {
		t.Fatal(err)
	}
	check(10<<10, nil)
	stop()
	check(1, ErrClosed)
	if err := s.Run(t.Context()); err == nil {
		t.Error("Run after Close succeeded")
	}
}

func TestDirectoryIsLocked(t *testing.T) {
	t.Parallel()
	o := Options{Dir: t.TempDir()}
	s := open(t, o)
	if _, err := Open(o); !errors.Is(err, ErrLocked) {
		t.Errorf("second Open = %v, want %v", err, ErrLocked)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, o)
}

func TestCancelledAppendLeavesNothing(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Dir: t.TempDir()})
	ctx, cancel := context.WithCancel(t.Context())
	result := make(chan error)
	go func() {
		_, err := s.Append(ctx, []byte("never"))
		result <- err
	}()
	for s.Stats().Pending == 0 {
		<-s.wake
	}
	cancel()
	if err := <-result; !errors.Is(err, context.Canceled) {
		t.Errorf("Append = %v", err)
	}
	if _, err := s.Append(ctx, []byte("never")); !errors.Is(err, context.Canceled) {
		t.Errorf("Append with an ended context = %v", err)
	}
	launch(t, s)
	if seq, err := s.Append(t.Context(), []byte("record 1")); seq != 1 || err != nil {
		t.Errorf("Append = %d, %v", seq, err)
	}
	wantRecords(t, s, 1, 1)
	if p := s.Stats().Pending; p != 0 {
		t.Errorf("%d bytes stay pending", p)
	}
}

func TestPendingBytesBlockAppenders(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Dir: t.TempDir(), MaxPending: 100})
	results := make(chan error, 2)
	add := func(ctx context.Context) {
		_, err := s.Append(ctx, make([]byte, 200)) // more than MaxPending alone
		results <- err
	}
	go add(t.Context())
	<-s.wake
	nudge(s.wake)
	ctx, cancel := context.WithCancel(t.Context())
	go add(ctx)
	for waiting := false; !waiting; {
		s.mu.Lock()
		waiting = s.room != nil
		s.mu.Unlock()
	}
	cancel()
	if err := <-results; !errors.Is(err, context.Canceled) {
		t.Fatalf("blocked Append = %v", err)
	}
	go add(t.Context())
	launch(t, s)
	for range 2 {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
}

func TestManyAppendersAndReaders(t *testing.T) {
	t.Parallel()
	s := started(t, Options{Dir: t.TempDir(), SegmentSize: 32 << 10, MaxPending: 8 << 10})
	const writers, each = 8, 200
	var wg sync.WaitGroup
	var mu sync.Mutex
	want := map[uint64]string{}
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				data := fmt.Sprintf("%d/%d %s", w, i, strings.Repeat("x", i*3))
				seq, err := s.Append(t.Context(), []byte(data))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				want[seq] = data
				mu.Unlock()
			}
		})
	}
	results := make([]map[uint64]string, 4)
	for i := range results {
		wg.Go(func() { results[i] = follow(t, s, writers*each, i%2 == 0) })
	}
	wg.Wait()
	for i, got := range results {
		if len(got) != len(want) {
			t.Fatalf("reader %d got %d records, want %d", i, len(got), len(want))
		}
		for seq, data := range want {
			if got[seq] != data {
				t.Fatalf("reader %d: record %d is %q, want %q", i, seq, got[seq], data)
			}
		}
	}
}

// follow reads n records as they come, one by one or in batches, and sees that
// none is shown before it is durable.
func follow(t *testing.T, s *Spool, n uint64, batches bool) map[uint64]string {
	got := map[uint64]string{}
	r := s.Reader(1)
	defer r.Close()
	for r.Seq() <= n {
		var batch []Record
		var err error
		if batches {
			batch, err = r.ReadBatch(t.Context(), 7, 3000, time.Minute)
		} else {
			batch = make([]Record, 1)
			batch[0], err = r.Next(t.Context())
		}
		if err != nil {
			t.Error(err)
			return got
		}
		for _, rec := range batch {
			if d := s.Stats().Durable; rec.Seq > d {
				t.Errorf("record %d read, but %d is durable", rec.Seq, d)
			}
			got[rec.Seq] = string(rec.Data)
		}
	}
	return got
}

func TestOpenRefusesForeignSegments(t *testing.T) {
	t.Parallel()
	check := func(spoil func(dir string), want string) {
		t.Helper()
		dir := t.TempDir()
		s := open(t, Options{Dir: dir})
		commit(t, s, sequence(1, 3)...)
		s.Close()
		spoil(dir)
		if _, err := Open(Options{Dir: dir}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Open = %v, want %q", err, want)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(func(dir string) {
		must(os.Rename(segmentPath(dir, 1), segmentPath(dir, 5)))
	}, "was renamed")
	check(func(dir string) {
		patch(t, segmentPath(dir, 1), 0, encodeSegmentHeader(identity{7}, 1))
	}, "another spool")
	check(func(dir string) {
		b := encodeSegmentHeader(identity{}, 1)
		b[8] = 9
		b = append(b[:44], checksum(b[:44])...)
		patch(t, segmentPath(dir, 1), 0, b)
	}, "version 9")
	check(func(dir string) { must(os.WriteFile(dir+"/ID", []byte("x"), 0o600)) }, "hex digits")
	check(func(dir string) {
		must(os.Remove(dir + "/ID"))
		patch(t, segmentPath(dir, 1), 0, bytes.Repeat([]byte{1}, segmentHeader))
	}, "file ID is missing")
	if _, err := Open(Options{}); err == nil {
		t.Error("Open without a directory succeeded")
	}
}

func TestLostIDComesFromTheSegments(t *testing.T) {
	t.Parallel()
	o := Options{Dir: t.TempDir()}
	s := open(t, o)
	id := s.ID()
	commit(t, s, sequence(1, 3)...)
	s.Close()
	if err := os.Remove(o.Dir + "/ID"); err != nil {
		t.Fatal(err)
	}
	s = open(t, o)
	if s.ID() != id {
		t.Errorf("ID = %s, want %s", s.ID(), id)
	}
	wantRecords(t, s, 1, 3)
}

func TestDirectoriesAreMade(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	open(t, Options{Dir: dir + "/a/b/../c/"})
	if _, err := os.Stat(dir + "/a/c/ID"); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(dir+"/file", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{dir + "/file", dir + "/file/x"} {
		if _, err := Open(Options{Dir: bad}); err == nil {
			t.Errorf("Open(%q) succeeded", bad)
		}
	}
}
