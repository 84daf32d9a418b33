package issue_test

import (
	"encoding/json"
	"slices"
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/feed"
	"belfry/internal/issue"
	"belfry/internal/telemetry"
)

// runErasures does the jobs that a deletion left behind.
func runErasures(t *testing.T, d *db.DB, s *issue.Store, drop func([]string) error) {
	t.Helper()
	var all []string
	if err := d.Select(t.Context(), &all, `SELECT args FROM jobs WHERE kind = ?`, issue.EraseJob); err != nil {
		t.Fatal(err)
	}
	for _, text := range all {
		var a issue.EraseArgs
		if err := json.Unmarshal([]byte(text), &a); err != nil {
			t.Fatal(err)
		}
		for range 2 { // a job may be done again
			if err := s.Erase(t.Context(), a, drop); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// What is deleted is as if it had never been; the rest stays as it is.
func TestDelete(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := feed.New(d)
		s := issue.New(d, f)
		in := func(print string) func(*issue.Occurrence) {
			return func(o *issue.Occurrence) { o.Fingerprint, o.Release, o.UserKey = print, "1.0", "u" }
		}
		all := applyAll(t, d, s, []issue.Occurrence{one(1, 0, in("f")), one(2, 0, in("f")), one(3, 0, in("g")), one(4, 0, in("h"))})
		a, b, kept := all[0].Issue, all[1].Issue, all[2].Issue
		err := d.Transact(t.Context(), func(tx *db.DB) error {
			return s.AddAttachments(t.Context(), tx, []issue.Attachment{
				{Project: 1, EventID: eventOf(1), Name: "a", Hash: "gone"},
				{Project: 1, EventID: eventOf(2), Name: "a", Hash: "shared"},
				{Project: 1, EventID: eventOf(4), Name: "a", Hash: "shared"},
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Edit(t.Context(), issue.Actor{User: 7}, []int64{a, kept}, issue.Edit{AddTags: many(2)}, begin+second); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Merge(t.Context(), 7, a, []int64{b}, begin+second); err != nil {
			t.Fatal(err)
		}
		before, _ := f.Last(t.Context())
		n, err := s.Delete(t.Context(), []int64{a, a, b, 99}, begin+2*second)
		entries, _ := f.Since(t.Context(), before, 10)
		if err != nil || n != 1 || len(entries) != 1 || entries[0].Change != issue.Deleted {
			t.Fatalf("Delete = %d, %v; feed %v", n, err, entries)
		}
		var dropped []string
		runErasures(t, d, s, func(hashes []string) error {
			dropped = append(dropped, hashes...)
			return nil
		})
		if !slices.Equal(dropped, []string{"gone"}) {
			t.Errorf("dropped %v", dropped)
		}
		checkCounts(t, s, issue.Open)
		for table, want := range map[string]int{
			"issues": 1, "issue_fingerprints": 1, "issue_parts": 0, "issue_merges": 0, "issue_hours": 1, "issue_users": 1, "issue_tags": 2,
			"event_index": 1, "attachments": 1, "activities": 2,
		} {
			var got int
			if err := d.Get(t.Context(), &got, `SELECT COUNT(*) FROM `+table); err != nil || got != want {
				t.Errorf("%s has %d rows, want %d (%v)", table, got, want, err)
			}
		}
		if c, err := s.Contents(t.Context(), 1); err != nil || c.Issues != 1 || c.Events != 1 {
			t.Errorf("contents: %+v, %v", c, err)
		}
		if stats, err := s.ProjectStats(t.Context(), []int64{1}, begin); err != nil || stats[1].Events24h != 1 {
			t.Errorf("stats: %+v, %v", stats[1], err)
		}
		// The same problem again is a new one, and even the same event counts anew.
		again := applyAll(t, d, s, []issue.Occurrence{one(1, 9, in("f")), one(4, 9, in("h"))})
		if len(again) != 1 || again[0].Change != issue.Created || again[0].Issue == a {
			t.Errorf("the same again: %+v", again)
		}
	})
}

func eventOf(id byte) []byte { e := telemetry.EventID{id}; return e[:] }
