package spool

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestReadBatchLimits(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Dir: t.TempDir()})
	for range 10 {
		commit(t, s, strings.Repeat("x", 100))
	}
	r := s.Reader(0)
	defer r.Close()
	check := func(records, bytes, want int) {
		t.Helper()
		batch, err := r.ReadBatch(t.Context(), records, bytes, 0)
		if err != nil || len(batch) != want {
			t.Errorf("ReadBatch(%d, %d) = %d records, %v; want %d", records, bytes, len(batch), err, want)
		}
	}
	check(3, 1<<20, 3)
	check(0, 0, 1)
	check(100, 250, 2)
	check(100, 10, 1)
	check(100, 1<<40, 3)
	check(100, 1<<20, 0)
	commit(t, s, "y")
	check(100, 1<<20, 1)
}

func TestReaderWaits(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Dir: t.TempDir()})
	r := s.Reader(1)
	defer r.Close()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Next(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("Next = %v", err)
	}
	if _, err := r.ReadBatch(ended, 1, 1, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("ReadBatch = %v", err)
	}
	if b, err := r.ReadBatch(t.Context(), 1, 1, time.Millisecond); len(b) != 0 || err != nil {
		t.Errorf("ReadBatch = %v, %v", b, err)
	}
	got := make(chan Record)
	go func() {
		rec, _ := r.Next(t.Context())
		got <- rec
	}()
	commit(t, s, "record 1")
	if rec := <-got; rec.Seq != 1 || string(rec.Data) != "record 1" {
		t.Errorf("Next = %v", rec)
	}
	ahead := s.Reader(3)
	if _, err := ahead.Next(t.Context()); !errors.Is(err, ErrAhead) {
		t.Errorf("Next of a reader ahead = %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Next(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("Next after Close = %v", err)
	}
}

func TestReaderBeginsAnywhere(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Dir: t.TempDir(), SegmentSize: 300})
	commit(t, s, sequence(1, 50)...)
	if n := s.Stats().Segments; n < 4 {
		t.Fatalf("%d segments", n)
	}
	for from := 1; from <= 50; from++ {
		r := s.Reader(uint64(from))
		rec, err := r.Next(t.Context())
		if err != nil || rec.Seq != uint64(from) || string(rec.Data) != sequence(from, from)[0] {
			t.Errorf("from %d: %d %q, %v", from, rec.Seq, rec.Data, err)
		}
		r.Close()
	}
}

func TestTrim(t *testing.T) {
	t.Parallel()
	o := Options{Dir: t.TempDir(), SegmentSize: 300, MaxSize: 1 << 20}
	s := open(t, o)
	commit(t, s, sequence(1, 50)...)
	before := s.Stats()
	old := s.Reader(1)
	defer old.Close()
	if _, err := old.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	check := func(upto uint64) {
		t.Helper()
		if err := s.Trim(upto); err != nil {
			t.Fatal(err)
		}
		st := s.Stats()
		if st.First > upto+1 {
			t.Errorf("Trim(%d) removed records up to %d", upto, st.First-1)
		}
		wantRecords(t, s, int(st.First), 50)
	}
	check(0)
	check(3)
	check(30)
	if st := s.Stats(); st.First < 20 || st.Segments >= before.Segments || st.Bytes >= before.Bytes {
		t.Errorf("Trim(30) left %+v", st)
	}
	var lost *CorruptError
	for lost == nil { // the reader still has its file, then meets the gap
		if _, err := old.Next(t.Context()); err != nil && (!errors.As(err, &lost) || !errors.Is(err, ErrTrimmed)) {
			t.Fatal(err)
		}
	}
	old.Skip()
	if rec, err := old.Next(t.Context()); err != nil || rec.Seq != s.Stats().First || lost.Last != rec.Seq-1 {
		t.Errorf("after Skip of %v: %v, %v", lost, rec, err)
	}
	check(50)
	check(1000)
}

func TestNumbersAreNeverUsedAgain(t *testing.T) {
	t.Parallel()
	o := Options{Dir: t.TempDir(), SegmentSize: 300}
	for i := range 20 {
		s := open(t, o)
		stop := launch(t, s)
		for j := range 10 {
			seq, err := s.Append(t.Context(), make([]byte, 50))
			if want := uint64(i*10 + j + 1); err != nil || seq != want {
				t.Fatalf("Append = %d, %v, want %d", seq, err, want)
			}
		}
		if err := s.Trim(s.Stats().Durable); err != nil {
			t.Fatal(err)
		}
		stop()
	}
}

func TestRipeSegmentGivesItsRoomBack(t *testing.T) {
	t.Parallel()
	s := started(t, Options{Dir: t.TempDir(), MaxSize: 8000, MaxRecord: 4000})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for i := range 10 {
		_, err := s.Append(ctx, make([]byte, 4000))
		for i > 0 && errors.Is(err, ErrFull) && ctx.Err() == nil { // until the committer has come round to it
			_, err = s.Append(ctx, make([]byte, 4000))
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Trim(s.Stats().Durable); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAdvance(t *testing.T) {
	t.Parallel()
	o := Options{Dir: t.TempDir()}
	s := open(t, o)
	commit(t, s, sequence(1, 3)...)
	for _, seq := range []uint64{2, 3, 10} {
		if err := s.Advance(seq); err != nil {
			t.Fatal(err)
		}
	}
	commit(t, s, sequence(11, 12)...)
	check := func(s *Spool) {
		t.Helper()
		got, lost := drain(t, s, 1)
		if len(got) != 5 || got[3] != "record 3" || got[11] != "record 11" {
			t.Errorf("got %v", got)
		}
		if len(lost) != 1 || lost[0].First != 4 || lost[0].Last != 10 {
			t.Errorf("lost %v", lost)
		}
	}
	check(s)
	s.Close()
	check(open(t, o))
}
