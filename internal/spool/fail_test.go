package spool

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// faulty is a disk that fails on demand.
type faulty struct {
	write, sync error // what the next calls return, while not nil
	part        int   // bytes that a failing write still writes
	lose        bool  // a failing sync has spoiled what was written last
	at          int64
}

func (d *faulty) into(s *Spool) {
	s.retry = time.Nanosecond
	s.disk = disk{
		write: func(f *os.File, b []byte, off int64) error {
			d.at = off
			if d.write != nil {
				return errors.Join(writeAt(f, b[:min(len(b), d.part)], off), d.write)
			}
			return writeAt(f, b, off)
		},
		sync: func(f *os.File) error {
			if d.sync == nil {
				return syncData(f)
			}
			if d.lose {
				return errors.Join(writeAt(f, make([]byte, 10), d.at-5), d.sync)
			}
			return d.sync
		},
	}
}

func TestFailingDisk(t *testing.T) {
	t.Parallel()
	eio, full := error(syscall.EIO), error(syscall.ENOSPC)
	check := func(name string, d *faulty, want error, healed error, segments int) {
		t.Helper()
		o := Options{Dir: t.TempDir()}
		s := open(t, o)
		now := &faulty{}
		now.into(s)
		commit(t, s, sequence(1, 3)...)
		*now = *d
		for range 2 {
			if err := tryCommit(s, "never", "not this either"); !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", name, err, want)
			}
			if st := s.Stats(); st.Failure == nil || st.Durable != 3 || st.Pending != 0 {
				t.Errorf("%s: while failing: %+v", name, st)
			}
			if healed == nil {
				wantRecords(t, s, 1, 3)
			}
		}
		*now = faulty{}
		if err := tryCommit(s, sequence(4, 5)...); !errors.Is(err, healed) {
			t.Errorf("%s: afterwards %v, want %v", name, err, healed)
		}
		if healed != nil { // until nobody wants the damaged records any more
			if err := s.Trim(3); err != nil {
				t.Fatal(err)
			}
			commit(t, s, sequence(4, 5)...)
			if got, _ := drain(t, s, 4); len(got) != 2 {
				t.Errorf("%s: after Trim: %v", name, got)
			}
			return
		}
		if st := s.Stats(); st.Failure != nil || st.Segments != segments {
			t.Errorf("%s: afterwards %+v, want %d segments", name, st, segments)
		}
		wantRecords(t, s, 1, 5)
		s.Close()
		s = open(t, o)
		commit(t, s, sequence(6, 6)...)
		wantRecords(t, s, 1, 6)
	}
	check("full disk", &faulty{write: full}, ErrFull, nil, 1)
	check("full disk, partial write", &faulty{write: full, part: 45}, ErrFull, nil, 1)
	check("file size limit", &faulty{write: syscall.EFBIG, part: 45}, ErrFull, nil, 1)
	check("failing write", &faulty{write: eio, part: 45}, ErrFailed, nil, 2)
	check("failing sync", &faulty{sync: eio}, ErrFailed, nil, 2)
	check("sync without room", &faulty{sync: full}, ErrFull, nil, 2)
	check("failing sync that takes acknowledged bytes", &faulty{sync: eio, lose: true}, ErrFailed, ErrFailed, 0)
}

// TestFirstSegmentFails replaces a segment in which nothing ever became durable.
func TestFirstSegmentFails(t *testing.T) {
	t.Parallel()
	o := Options{Dir: t.TempDir()}
	s := open(t, o)
	d := &faulty{sync: syscall.EIO}
	d.into(s)
	if err := tryCommit(s, "never"); !errors.Is(err, ErrFailed) {
		t.Errorf("commit = %v", err)
	}
	*d = faulty{}
	commit(t, s, sequence(1, 2)...)
	if st := s.Stats(); st.Segments != 1 || st.Bytes != fileSize(t, segmentPath(o.Dir, 1)) {
		t.Errorf("%+v", st)
	}
	wantRecords(t, s, 1, 2)
	s.Close()
	wantRecords(t, open(t, o), 1, 2)
}

// TestSegmentCannotBegin lets the disk fail between two segments: a smaller record
// must not slip into the old one, whose successor may have left its name behind.
func TestSegmentCannotBegin(t *testing.T) {
	t.Parallel()
	o := Options{Dir: t.TempDir(), SegmentSize: 150}
	s := open(t, o)
	d := &faulty{}
	d.into(s)
	commit(t, s, "record 1", "record 2")
	d.write = syscall.ENOSPC
	if err := tryCommit(s, strings.Repeat("x", 100)); !errors.Is(err, ErrFull) {
		t.Fatalf("commit = %v", err)
	}
	*d = faulty{}
	commit(t, s, "record 3")
	if n := s.Stats().Segments; n != 2 {
		t.Errorf("%d segments", n)
	}
	wantRecords(t, s, 1, 3)
}

// TestPartOfAGroupIsAcknowledged fails the disk after the first of the segments
// that a group is spread over.
func TestPartOfAGroupIsAcknowledged(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Dir: t.TempDir(), SegmentSize: 150})
	d := &faulty{}
	d.into(s)
	syncs := 0
	s.disk.sync = func(f *os.File) error {
		if syncs++; syncs > 1 {
			return syscall.EIO
		}
		return syncData(f)
	}
	if err := tryCommit(s, sequence(1, 6)...); !errors.Is(err, ErrFailed) {
		t.Fatalf("commit = %v", err)
	}
	durable := int(s.Stats().Durable)
	if durable == 0 || durable == 6 {
		t.Fatalf("%d records are durable", durable)
	}
	wantRecords(t, s, 1, durable)
	s.disk = realDisk()
	commit(t, s, sequence(durable+1, durable+1)...)
	wantRecords(t, s, 1, durable+1)
}

// TestFailureEndsByItself sees that Stats tells of a failure only as long as it
// lasts, although nobody appends any more.
func TestFailureEndsByItself(t *testing.T) {
	t.Parallel()
	check := func(cause error, want error) {
		t.Helper()
		s := open(t, Options{Dir: t.TempDir()})
		s.retry = time.Millisecond
		var broken atomic.Bool
		tried := make(chan struct{}, 1)
		s.disk.write = func(f *os.File, b []byte, off int64) error {
			if broken.Load() {
				nudge(tried)
				return cause
			}
			return writeAt(f, b, off)
		}
		launch(t, s)
		broken.Store(true)
		if _, err := s.Append(t.Context(), []byte("never")); !errors.Is(err, want) {
			t.Errorf("Append = %v, want %v", err, want)
		}
		<-tried // by Append
		<-tried // by the spool itself
		if err := s.Stats().Failure; !errors.Is(err, want) {
			t.Errorf("Failure = %v, want %v", err, want)
		}
		broken.Store(false)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		for s.Stats().Failure != nil && ctx.Err() == nil {
			runtime.Gosched()
		}
		if err := s.Stats().Failure; err != nil {
			t.Errorf("Failure = %v", err)
		}
		if seq, err := s.Append(t.Context(), []byte("record 1")); seq != 1 || err != nil {
			t.Errorf("Append = %d, %v", seq, err)
		}
		wantRecords(t, s, 1, 1)
	}
	check(syscall.ENOSPC, ErrFull)
	check(syscall.EIO, ErrFailed)
}

// TestPanicLeavesNobodyWaiting lets the disk panic under Run.
func TestPanicLeavesNobodyWaiting(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Dir: t.TempDir()})
	s.disk.write = func(*os.File, []byte, int64) error { panic("boom") }
	panicked := make(chan string)
	go func() {
		defer func() { panicked <- fmt.Sprint(recover()) }()
		_ = s.Run(t.Context())
	}()
	if _, err := s.Append(t.Context(), []byte("x")); !errors.Is(err, ErrFailed) {
		t.Errorf("Append = %v", err)
	}
	if v := <-panicked; v != "boom" {
		t.Errorf("panic %q", v)
	}
	if _, err := s.Append(t.Context(), []byte("x")); !errors.Is(err, ErrClosed) {
		t.Errorf("Append = %v", err)
	}
}
