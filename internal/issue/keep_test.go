package issue_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/errs"
	"belfry/internal/feed"
	"belfry/internal/issue"
	"belfry/internal/telemetry"
)

const dayLong = 24 * 3600

func TestFeedbackFindsItsIssue(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		say := func(id byte, event byte, text string) {
			t.Helper()
			f := telemetry.Feedback{Project: 1, ID: telemetry.EventID{id}, Received: begin, Message: text, Source: "feedback"}
			if event != 0 {
				f.Event = telemetry.EventID{event}
			}
			err := d.Transact(t.Context(), func(tx *db.DB) error { return s.AddFeedback(t.Context(), tx, []telemetry.Feedback{f}) })
			if err != nil {
				t.Fatal(err)
			}
		}
		check := func(want ...string) {
			t.Helper()
			all, err := s.FeedbackOf(t.Context(), 1, 0, 10)
			var got []string
			for _, f := range all {
				got = append(got, f.Message)
			}
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
		}
		say(1, 10, "before its event")
		say(2, 0, "about nothing")
		say(3, 99, "about an event that never comes")
		check()
		applyAll(t, d, s, []issue.Occurrence{one(10, 1, nil), one(11, 1, nil)})
		check("before its event")
		say(4, 11, "after its event")
		say(4, 11, "sent again")
		check("after its event", "before its event")
		about, err := s.FeedbackAbout(t.Context(), 1, telemetry.EventID{11})
		if err != nil || len(about) != 1 || about[0].Event() != (telemetry.EventID{11}) {
			t.Errorf("FeedbackAbout = %+v, %v", about, err)
		}
		older, err := s.FeedbackOf(t.Context(), 1, about[0].ID, 10)
		if err != nil || len(older) != 1 || older[0].Message != "before its event" {
			t.Errorf("the next page = %+v, %v", older, err)
		}
	})
}

func attach(t *testing.T, d *db.DB, s *issue.Store, project int64, event byte, at int, name, hash string) {
	t.Helper()
	id := telemetry.EventID{event}
	a := issue.Attachment{
		Project: project, EventID: id[:], Received: begin + telemetry.Time(at)*second, Name: name, Type: "event.attachment",
		ContentType: "text/plain", Bytes: 5, Hash: hash,
	}
	err := d.Transact(t.Context(), func(tx *db.DB) error { return s.AddAttachments(t.Context(), tx, []issue.Attachment{a}) })
	if err != nil {
		t.Fatal(err)
	}
}

func TestAttachments(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		attach(t, d, s, 1, 1, 0, "a.txt", "h1")
		attach(t, d, s, 1, 1, 0, "b.txt", "h2")
		attach(t, d, s, 1, 1, 0, "a.txt", "h1")
		attach(t, d, s, 2, 1, 0, "a.txt", "h1")
		all, err := s.Attachments(t.Context(), 1, telemetry.EventID{1})
		if err != nil || len(all) != 2 || all[0].Name != "a.txt" || all[1].Hash != "h2" || all[0].Event() != (telemetry.EventID{1}) {
			t.Fatalf("%+v, %v", all, err)
		}
		check := func(project int64, event byte, id int64, want string) {
			t.Helper()
			a, err := s.Attachment(t.Context(), project, telemetry.EventID{event}, id)
			got := a.Name
			if err != nil {
				got = errorKind(err)
			}
			if got != want {
				t.Errorf("Attachment(%d, %d, %d) = %s, want %s", project, event, id, got, want)
			}
		}
		check(1, 1, all[1].ID, "b.txt")
		check(2, 1, all[1].ID, "not_found")
		check(1, 2, all[1].ID, "not_found")
		check(1, 1, 999, "not_found")
	})
}

// dropped collects what is handed to drop, sorted.
type dropped []string

func (d *dropped) drop(hashes []string) error {
	*d = append(*d, hashes...)
	slices.Sort(*d)
	return nil
}

func TestPruneForgetsTheOld(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		var old, young []issue.Occurrence
		for i := range 12_000 {
			o := one(0, 0, nil)
			o.Event = telemetry.EventID{byte(i), byte(i >> 8), 7}
			o.Project = int64(i%2 + 1)
			if i%3 == 0 {
				o.Time, o.Received = o.Time+2*dayLong*second, o.Received+2*dayLong*second
				young = append(young, o)
			} else {
				old = append(old, o)
			}
		}
		applyAll(t, d, s, old)
		applyAll(t, d, s, young)
		attach(t, d, s, 1, 1, 0, "old", "only old")
		attach(t, d, s, 1, 2, 0, "old", "shared")
		attach(t, d, s, 1, 3, 2*dayLong, "young", "shared")
		say := []telemetry.Feedback{{Project: 1, ID: telemetry.EventID{1}, Received: begin}, {Project: 1, ID: telemetry.EventID{2}, Received: begin + 2*dayLong*second}}
		if err := s.AddFeedback(t.Context(), d, say); err != nil {
			t.Fatal(err)
		}
		check := func(before int, want issue.Pruned, blobs ...string) {
			t.Helper()
			var gone dropped
			got, err := s.Prune(t.Context(), begin+telemetry.Time(before)*second, gone.drop)
			if diff := cmp.Diff(want, got); err != nil || diff != "" || !slices.Equal(gone, blobs) {
				t.Errorf("Prune(%d): %v, dropped %v, %s", before, err, gone, diff)
			}
		}
		check(-dayLong, issue.Pruned{})
		check(0, issue.Pruned{}) // the day itself stays
		check(dayLong, issue.Pruned{Events: 8000, Hours: 2, Attachments: 2, Feedback: 1}, "only old")
		check(dayLong, issue.Pruned{})
		c, err := s.Contents(t.Context(), 1)
		if want := (issue.Contents{Issues: 1, Events: 2000, Feedback: 1, Attachments: 1, AttachmentBytes: 5}); err != nil || c != want {
			t.Errorf("what is left: %+v, %v; want %+v", c, err, want)
		}
		i, err := s.Get(t.Context(), scope, "shop-1")
		if err != nil || i.TimesSeen != 6000 {
			t.Errorf("the issue forgot: %+v, %v", i, err)
		}
		if again := applyAll(t, d, s, young[:10]); again != nil {
			t.Errorf("young events were counted again: %+v", again)
		}
	})
}

func TestDeleteProjectLeavesNothingOfItAndAllOfOthers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		var occ []issue.Occurrence
		for i := range 7000 {
			o := one(0, i, func(o *issue.Occurrence) { o.Fingerprint, o.UserKey, o.Release = fmt.Sprint(i%1200), "id:1", "1.0" })
			o.Event, o.Project = telemetry.EventID{byte(i), byte(i >> 8)}, int64(i%4/3+1) // three quarters in project 1
			occ = append(occ, o)
		}
		applyAll(t, d, s, occ)
		for p := range int64(2) {
			attach(t, d, s, p+1, 1, 0, "x", "shared")
			attach(t, d, s, p+1, 2, 0, "x", fmt.Sprint("of ", p+1))
			err := s.AddFeedback(t.Context(), d, []telemetry.Feedback{{Project: p + 1, ID: telemetry.EventID{1}, Event: telemetry.EventID{byte(p * 3)}, Received: begin}})
			if err != nil {
				t.Fatal(err)
			}
		}
		others := rowsOf(t, d, 2)
		var gone dropped
		for range 2 { // again, as after a crash
			if err := s.DeleteProject(t.Context(), 1, gone.drop); err != nil {
				t.Fatal(err)
			}
		}
		if left := rowsOf(t, d, 1); strings.Trim(left, "0 ") != "" {
			t.Errorf("left of project 1: %s", left)
		}
		if now := rowsOf(t, d, 2); now != others || strings.Contains(now, " 0 ") {
			t.Errorf("project 2 had %s, has %s", others, now)
		}
		if !slices.Equal(gone, dropped{"of 1"}) {
			t.Errorf("dropped %v", gone)
		}
		if c, err := s.Contents(t.Context(), 1); err != nil || c != (issue.Contents{}) {
			t.Errorf("Contents = %+v, %v", c, err)
		}
	})
}

// rowsOf counts the rows of a project in each table.
func rowsOf(t *testing.T, d *db.DB, project int64) string {
	t.Helper()
	out := ""
	for _, where := range []string{
		`issues WHERE project_id = ?`, `issue_fingerprints WHERE project_id = ?`, `event_index WHERE project_id = ?`,
		`issue_counts WHERE project_id = ?`, `project_hours WHERE project_id = ?`, `issue_projects WHERE project_id = ?`,
		`attachments WHERE project_id = ?`, `feedback WHERE project_id = ?`,
		// These know their project by the issue; orphans count for all.
		`issue_hours h LEFT JOIN issues i ON i.id = h.issue_id WHERE COALESCE(i.project_id, 1) = ?`,
		`issue_facets h LEFT JOIN issues i ON i.id = h.issue_id WHERE COALESCE(i.project_id, 1) = ?`,
		`issue_users h LEFT JOIN issues i ON i.id = h.issue_id WHERE COALESCE(i.project_id, 1) = ?`,
	} {
		var n int
		if err := d.Get(t.Context(), &n, `SELECT COUNT(*) FROM `+where, project); err != nil {
			t.Fatal(err)
		}
		out += fmt.Sprint(n, " ")
	}
	return out
}

func TestTrends(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		var occ []issue.Occurrence
		for i, hoursAgo := range []int{0, 0, 1, 23, 24, 24 * 6, 24*14 - 1, 24 * 29, 24*90 + 25} {
			occ = append(occ, one(byte(i+1), -3600*hoursAgo, nil))
		}
		applyAll(t, d, s, occ)
		now := begin + 59*60*second
		check := func(p issue.Period, step time.Duration, n int, sum, last int64) {
			t.Helper()
			got, err := s.TrendOf(t.Context(), 1, p, now)
			total := int64(0)
			for _, c := range got.Counts {
				total += c
			}
			if err != nil || got.Step != step || len(got.Counts) != n || total != sum || got.Counts[n-1] != last {
				t.Errorf("TrendOf(%s) = %+v, %v; want %d steps of %v, %d in all, %d in the last", p, got, err, n, step, sum, last)
			}
			if end := got.From.Add(step * time.Duration(n)); end <= now || end > now.Add(step) {
				t.Errorf("TrendOf(%s) ends at %v, now is %v", p, end.Std(), now.Std())
			}
		}
		// Steps of a day begin at midnight.
		inDay := int64(begin.Sub(begin.Day()).Hours())
		today := int64(2)
		if inDay >= 1 {
			today++
		}
		if inDay >= 23 {
			today++
		}
		check(issue.Day, time.Hour, 24, 4, 2)
		check(issue.Week, time.Hour, 168, 6, 2)
		check(issue.ThreeMths, 24*time.Hour, 90, 8, today)
		trends, err := s.Trends(t.Context(), []int64{1, 77}, 24, now)
		want := map[int64][]int64{1: make([]int64, 24), 77: make([]int64, 24)}
		want[1][23], want[1][22], want[1][0] = 2, 1, 1
		if diff := cmp.Diff(want, trends); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
		stats, err := s.ProjectStats(t.Context(), []int64{1, 5}, now)
		wantStats := map[int64]issue.ProjectStats{
			1: {OpenIssues: 1, Events24h: 4, Trend: want[1], LastEvent: begin}, 5: {Trend: make([]int64, 24)},
		}
		if diff := cmp.Diff(wantStats, stats); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
	})
}

func TestEventHintAndFingerprints(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		applyAll(t, d, s, []issue.Occurrence{
			one(1, 5, func(o *issue.Occurrence) { o.Environment = "a" }), one(2, 6, func(o *issue.Occurrence) { o.Environment = "b" }),
			one(3, 7, func(o *issue.Occurrence) { o.Environment = "b" }),
			one(4, 7, func(o *issue.Occurrence) { o.Fingerprint = "g" }),
		})
		// As a merge does it.
		if _, err := d.Exec(t.Context(), `UPDATE issue_fingerprints SET issue_id = 1 WHERE fingerprint = 'g'`); err != nil {
			t.Fatal(err)
		}
		h, err := s.EventHint(t.Context(), 1, telemetry.EventID{4})
		if want := (issue.Hint{Issue: 1, Fingerprint: "g", Time: begin + 7*second}); err != nil || h != want {
			t.Errorf("EventHint = %+v, %v; want %+v", h, err, want)
		}
		for _, project := range []int64{1, 2} {
			if _, err := s.EventHint(t.Context(), project, telemetry.EventID{byte(9)}); !errs.Is(err, errs.NotFound) {
				t.Errorf("an event that is not there: %v", err)
			}
		}
		prints, err := s.Fingerprints(t.Context(), 1)
		if err != nil || !slices.Equal(prints, []string{"f", "g"}) {
			t.Errorf("Fingerprints = %v, %v", prints, err)
		}
		first, err := s.FirstFingerprints(t.Context(), []int64{1, 99})
		if err != nil || len(first) != 1 || first[1] != "f" {
			t.Errorf("FirstFingerprints = %v, %v", first, err)
		}
		facets, err := s.Facets(t.Context(), 1, issue.Environment)
		want := []issue.Facet{{Value: "b", Events: 2, FirstSeen: begin + 6*second, LastSeen: begin + 7*second}, {Value: "a", Events: 1, FirstSeen: begin + 5*second, LastSeen: begin + 5*second}}
		if diff := cmp.Diff(want, facets); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
		// What belongs to a merged fingerprint is counted there.
		applyAll(t, d, s, []issue.Occurrence{one(5, 8, func(o *issue.Occurrence) { o.Fingerprint = "g" }), one(6, 9, nil)})
		if i, err := s.Get(t.Context(), scope, "1"); err != nil || i.TimesSeen != 5 {
			t.Errorf("%+v, %v", i, err)
		}
	})
}

func TestReach(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		var occ []issue.Occurrence
		for i, hoursAgo := range []int{0, 0, 1, 1, 1, 5, 30} {
			occ = append(occ, one(byte(i+1), -3600*hoursAgo+60, nil))
		}
		applyAll(t, d, s, occ)
		// Hours are counted from begin.
		check := func(from int, newer bool, n int64, bound int, all bool) {
			t.Helper()
			at, everything, err := s.Reach(t.Context(), 1, begin+telemetry.Time(from*3600+1800)*second, newer, n)
			if want := begin + telemetry.Time(bound*3600)*second; err != nil || at != want || everything != all {
				t.Errorf("Reach(%d, %v, %d) = %v, %v, %v; want %v, %v", from, newer, n, at.Std(), everything, err, want.Std(), all)
			}
		}
		check(0, false, 1, -1, false)
		check(0, false, 3, -1, false)
		check(0, false, 4, -5, false)
		check(0, false, 5, -30, false)
		check(0, false, 6, -30, true)
		check(1, false, 1, 0, false)
		check(-30, false, 1, -30, true)
		check(-40, true, 1, -29, false)
		check(-30, true, 2, 0, false)
		check(-30, true, 4, 0, false)
		check(-30, true, 5, 1, false)
		check(-30, true, 7, 1, true)
		check(0, true, 1, 1, true)
	})
}
