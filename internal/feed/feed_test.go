package feed_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/feed"
)

func add(t *testing.T, d *db.DB, f *feed.Feed, fail error, entries ...feed.Entry) {
	t.Helper()
	err := d.Transact(t.Context(), func(tx *db.DB) error {
		if err := f.Append(t.Context(), tx, entries...); err != nil {
			return err
		}
		return fail
	})
	if !errors.Is(err, fail) {
		t.Errorf("append: %v, want %v", err, fail)
	}
	f.Wake()
}

func numbered(n int) []feed.Entry {
	out := make([]feed.Entry, n)
	for i := range out {
		out[i] = feed.Entry{Topic: "issue", Project: 1, Subject: int64(i + 1), Change: "updated", At: int64(i + 1)}
	}
	return out
}

func TestEntriesComeBackInOrderWithoutGaps(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := feed.New(d)
		add(t, d, f, nil, numbered(2)...)
		add(t, d, f, errors.New("rolled back"), numbered(3)...)
		add(t, d, f, nil, numbered(600)...)
		add(t, d, f, nil)
		if last, err := f.Last(t.Context()); last != 602 || err != nil {
			t.Errorf("Last = %d, %v", last, err)
		}
		check := func(seq int64, limit int, first, last int64, n int) {
			t.Helper()
			got, err := f.Since(t.Context(), seq, limit)
			if err != nil || len(got) != n {
				t.Fatalf("Since(%d, %d) = %d entries, %v; want %d", seq, limit, len(got), err, n)
			}
			if n > 0 && (got[0].Seq != first || got[n-1].Seq != last) {
				t.Errorf("Since(%d, %d) = %d to %d, want %d to %d", seq, limit, got[0].Seq, got[n-1].Seq, first, last)
			}
		}
		check(0, 10, 1, 10, 10)
		check(2, 1000, 3, 602, 600)
		check(602, 10, 0, 0, 0)
		got, err := f.Since(t.Context(), 601, 1)
		want := []feed.Entry{{Seq: 602, Topic: "issue", Project: 1, Subject: 600, Change: "updated", At: 600}}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
	})
}

func TestCursorsOnlyAdvance(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := feed.New(d)
		check := func(advance, want int64) {
			t.Helper()
			if advance > 0 {
				if err := f.Advance(t.Context(), d, "rule", advance); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := f.Cursor(t.Context(), "rule"); got != want || err != nil {
				t.Errorf("Cursor = %d, %v; want %d", got, err, want)
			}
		}
		check(0, 0)
		check(5, 5)
		check(3, 5)
		check(9, 9)
	})
}

func TestTrimDropsTheOldAndKeepsCounting(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := feed.New(d)
		add(t, d, f, nil, numbered(7000)...)
		check := func(before, trimmed int64, left int) {
			t.Helper()
			n, err := f.Trim(t.Context(), before)
			if n != trimmed || err != nil {
				t.Errorf("Trim(%d) = %d, %v; want %d", before, n, err, trimmed)
			}
			if got, _ := f.Since(t.Context(), 0, 10_000); len(got) != left {
				t.Errorf("%d left, want %d", len(got), left)
			}
		}
		check(1, 0, 7000)
		check(6001, 6000, 1000)
		check(1_000_000, 1000, 0)
		add(t, d, f, nil, numbered(1)...)
		if got, err := f.Since(t.Context(), 0, 10); err != nil || len(got) != 1 || got[0].Seq != 7001 {
			t.Errorf("after trimming all: %v, %v", got, err)
		}
	})
}

func TestWaitReturnsOnWake(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := feed.New(d)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		done := make(chan error, 1)
		go func() { done <- f.Wait(ctx, 0) }()
		add(t, d, f, nil, numbered(1)...)
		if err := <-done; err != nil {
			t.Errorf("Wait = %v", err)
		}
		if err := f.Wait(ctx, 0); err != nil {
			t.Errorf("Wait for what is there = %v", err)
		}
		cancel()
		if err := f.Wait(ctx, 1); !errors.Is(err, context.Canceled) {
			t.Errorf("Wait after the end = %v", err)
		}
	})
}

// Another process appends without waking this one.
func TestWaitSeesOtherProcesses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f, other := feed.New(d), feed.New(d)
		done := make(chan error, 1)
		go func() { done <- f.Wait(t.Context(), 0) }()
		add(t, d, other, nil, numbered(1)...)
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(20 * time.Second):
			t.Error("the change of another process was not noticed")
		}
	})
}

// A reader that follows while several writers commit must see every sequence
// once and in order.
func TestReadersNeverSkipAnEntry(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const writers, each = 4, 25
		f := feed.New(d)
		var group sync.WaitGroup
		for range writers {
			group.Go(func() {
				for range each {
					add(t, d, f, nil, numbered(2)...)
				}
			})
		}
		seen := int64(0)
		for seen < writers*each*2 {
			got, err := f.Since(t.Context(), seen, 7)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range got {
				if seen++; e.Seq != seen {
					t.Fatalf("saw %d where %d was due", e.Seq, seen)
				}
			}
		}
		group.Wait()
	})
}
