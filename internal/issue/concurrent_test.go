package issue_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/errs"
	"belfry/internal/feed"
	"belfry/internal/issue"
)

// Several appliers get overlapping streams, cut and ordered differently, while a
// person keeps resolving: nothing is counted twice, nothing is lost, nothing
// deadlocks.
func TestAppliersAtTheSameTime(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const appliers, events, issues = 4, 2000, 40
		all := (&stream{issues: issues, users: 100}).batch(events)
		s := issue.New(d, feed.New(d))
		var group sync.WaitGroup
		for n := range appliers {
			group.Go(func() { applyShuffled(t, d, s, all, uint64(n)) })
		}
		done := make(chan struct{})
		var person sync.WaitGroup
		person.Go(func() { resolveUntil(t, s, done) })
		group.Wait()
		close(done)
		person.Wait()
		agreeWithItself(t, d, s, events, issues)
	})
}

func applyShuffled(t *testing.T, d *db.DB, s *issue.Store, all []issue.Occurrence, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 1))
	mine := slices.Clone(all)
	r.Shuffle(len(mine), func(i, j int) { mine[i], mine[j] = mine[j], mine[i] })
	for len(mine) > 0 {
		n := min(len(mine), 1+r.IntN(200))
		err := d.Transact(t.Context(), func(tx *db.DB) error {
			_, err := s.Apply(t.Context(), tx, mine[:n], begin)
			return err
		})
		if err != nil {
			t.Error(err)
			return
		}
		mine = mine[n:]
	}
}

func resolveUntil(t *testing.T, s *issue.Store, done <-chan struct{}) {
	for n := 0; ; n++ {
		select {
		case <-done:
			return
		default:
		}
		page, err := s.List(t.Context(), issue.Filter{Scope: scope}, issue.Listing{Limit: 5})
		if err != nil {
			t.Error(err)
			return
		}
		for _, i := range page {
			if _, err := s.SetStatus(t.Context(), 1, i.ID, issue.Statuses[n%4], begin); err != nil && !errs.Is(err, errs.NotFound) { // merged meanwhile
				t.Error(err)
				return
			}
		}
	}
}

func agreeWithItself(t *testing.T, d *db.DB, s *issue.Store, events, issues int64) {
	t.Helper()
	for query, want := range map[string]int64{
		`SELECT COUNT(*) FROM event_index`:                        events,
		`SELECT CAST(SUM(times_seen) AS BIGINT) FROM issues`:      events,
		`SELECT CAST(SUM(events) AS BIGINT) FROM issue_hours`:     events,
		`SELECT CAST(SUM(events) AS BIGINT) FROM issue_projects`:  events,
		`SELECT COUNT(*) FROM issues`:                             issues,
		`SELECT COUNT(*) FROM issue_fingerprints`:                 issues,
		`SELECT CAST(SUM(numbers) AS BIGINT) FROM issue_projects`: issues,
	} {
		var got int64
		if err := d.Get(t.Context(), &got, query); err != nil || got != want {
			t.Errorf("%s = %d, %v; want %d", query, got, err, want)
		}
	}
	counts, err := s.Counts(t.Context(), issue.Filter{Scope: scope})
	listed := map[issue.Status]int64{}
	for _, i := range list(t, s, issue.Filter{Scope: scope}, issue.Listing{Limit: 1000}) {
		listed[i.Status]++
	}
	maps.DeleteFunc(counts, func(_ issue.Status, n int64) bool { return n == 0 })
	if err != nil || !maps.Equal(counts, listed) {
		t.Errorf("counts say %v, the list says %v (%v)", counts, listed, err)
	}
}

// The same while somebody merges and separates all the time.
func TestMergingWhileEventsAreCounted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const appliers, events, issues = 3, 1500, 12
		all := (&stream{issues: issues, users: 50}).batch(events)
		s := issue.New(d, feed.New(d))
		var group, people sync.WaitGroup
		for n := range appliers {
			group.Go(func() { applyShuffled(t, d, s, all, uint64(n)) })
		}
		done := make(chan struct{})
		people.Go(func() { resolveUntil(t, s, done) })
		people.Go(func() { mergeUntil(t, s, done) })
		group.Wait()
		close(done)
		people.Wait()
		for _, i := range list(t, s, issue.Filter{Scope: scope}, issue.Listing{Limit: 100}) {
			separate(t, s, i)
		}
		agreeWithItself(t, d, s, events, issues)
	})
}

// mergeUntil merges two issues of a project, and takes apart what it finds
// merged, by turns.
func mergeUntil(t *testing.T, s *issue.Store, done <-chan struct{}) {
	for n := 0; ; n++ {
		select {
		case <-done:
			return
		default:
		}
		page, err := s.List(t.Context(), issue.Filter{Scope: scope[n%3 : n%3+1]}, issue.Listing{Limit: 3})
		if err != nil {
			t.Error(err)
			return
		}
		if n%4 == 3 && len(page) > 0 {
			separate(t, s, page[0])
		}
		if len(page) < 2 {
			continue
		}
		if _, err := s.Merge(t.Context(), 1, page[0].ID, []int64{page[1].ID}, begin); err != nil {
			t.Error(err)
			return
		}
	}
}

// separate takes everything out of an issue that came from another.
func separate(t *testing.T, s *issue.Store, i issue.Issue) {
	t.Helper()
	prints, err := s.Prints(t.Context(), i)
	var away []string
	for _, p := range prints {
		if p.Home != 0 {
			away = append(away, p.Fingerprint)
		}
	}
	if err == nil && len(away) > 0 {
		_, err = s.Unmerge(t.Context(), 1, i.ID, away, begin)
	}
	if err != nil {
		t.Error(err)
	}
}
