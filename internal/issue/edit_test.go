package issue_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/feed"
	"belfry/internal/issue"
	"belfry/internal/telemetry"
)

// said is the history of an issue, oldest first.
func said(t *testing.T, s *issue.Store, id int64) (lines []string) {
	t.Helper()
	all, err := s.Activity(t.Context(), id, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range slices.Backward(all) {
		lines = append(lines, fmt.Sprintf("%d%s %s %s>%s %s", a.Actor, a.Token, a.Action, a.From, a.To, a.Detail))
	}
	return lines
}

func TestEdit(t *testing.T) {
	t.Parallel()
	ada, token := issue.Actor{User: 7}, issue.Actor{Token: "deploy"}
	shop := issue.Tag{Key: "team", Value: "shop"}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		check := func(by issue.Actor, edits []issue.Edit, status issue.Status, fine bool, lines ...string) {
			t.Helper()
			empty(t, d)
			s := issue.New(d, feed.New(d))
			id := applyAll(t, d, s, []issue.Occurrence{one(1, 0, nil)})[0].Issue
			var err error
			for n, e := range edits {
				if _, err = s.Edit(t.Context(), by, []int64{id, id + 1}, e, begin+telemetry.Time(n+1)*second); err != nil {
					break
				}
			}
			i, _ := s.Get(t.Context(), scope, "shop-1")
			if (err == nil) != fine || i.Status != status {
				t.Errorf("%+v: %s, %v; want %s", edits, i.Status, err, status)
			}
			if diff := cmp.Diff(lines, said(t, s, id)); diff != "" {
				t.Errorf("%+v: %s", edits, diff)
			}
			checkCounts(t, s, status)
		}
		check(ada, []issue.Edit{{Status: new(issue.Ignored)}, {Status: new(issue.Ignored)}}, issue.Ignored, true, "7 status open>ignored ")
		check(token, []issue.Edit{{Priority: new(80)}, {Priority: new(80)}}, issue.Open, true, "0deploy priority 50>80 ")
		check(ada, []issue.Edit{{Assignee: new(int64(7))}, {Assignee: new(int64(7))}, {Assignee: new(int64(0))}}, issue.Open, true,
			"7 assigned >7 ", "7 assigned 7> ")
		check(ada, []issue.Edit{{Snooze: &issue.Snooze{Events: 9}}, {Status: new(issue.Ignored)}, {Snooze: &issue.Snooze{Until: begin + 3600*second}}},
			issue.Ignored, true, "7 snoozed open> 9", "7 status snoozed>ignored ", "7 snoozed ignored>"+(begin+3600*second).Std().Format("2006-01-02T15:04:05Z")+" ")
		check(ada, []issue.Edit{{Snooze: &issue.Snooze{Events: 9}}, {Status: new(issue.Resolved)}}, issue.Resolved, true,
			"7 snoozed open> 9", "7 status snoozed>resolved ")
		check(ada, []issue.Edit{{AddTags: []issue.Tag{shop, shop}}, {AddTags: []issue.Tag{shop}}, {RemoveTags: []issue.Tag{shop}}, {RemoveTags: []issue.Tag{shop}}},
			issue.Open, true, "7 tagged >team:shop ", "7 untagged team:shop> ")
		check(ada, []issue.Edit{{Status: new(issue.Resolved), Assignee: new(int64(3)), Priority: new(1), AddTags: []issue.Tag{shop}}}, issue.Resolved, true,
			"7 status open>resolved ", "7 assigned >3 ", "7 priority 50>1 ", "7 tagged >team:shop ")
		for _, bad := range []issue.Edit{
			{Priority: new(101)},
			{Priority: new(-1)},
			{Snooze: &issue.Snooze{}},
			{Snooze: &issue.Snooze{Until: begin}},
			{Snooze: &issue.Snooze{Events: -1}},
			{Snooze: &issue.Snooze{Until: 1 << 62}},
			{Snooze: &issue.Snooze{Events: 1}, Status: new(issue.Open)},
			{AddTags: []issue.Tag{{Key: "a b", Value: "c"}}},
			{AddTags: []issue.Tag{{Key: "a", Value: " "}}},
			{AddTags: []issue.Tag{{Key: "", Value: "c"}}},
			{AddTags: many(51)},
		} {
			check(ada, []issue.Edit{bad}, issue.Open, false)
		}
		var lines []string
		for _, tag := range many(50) {
			lines = append(lines, "7 tagged >"+tag.String()+" ")
		}
		check(ada, []issue.Edit{{AddTags: many(50)}, {Status: new(issue.Resolved), AddTags: []issue.Tag{shop}}}, issue.Open, false, lines...)
	})
}

func many(n int) (tags []issue.Tag) {
	for i := range n {
		tags = append(tags, issue.Tag{Key: "k", Value: fmt.Sprintf("v%02d", i)})
	}
	return tags
}

// checkCounts expects the only issue to be counted in one state.
func checkCounts(t *testing.T, s *issue.Store, in issue.Status) {
	t.Helper()
	n, err := s.Counts(t.Context(), issue.Filter{Scope: scope})
	for _, status := range issue.Statuses {
		want := int64(0)
		if status == in {
			want = 1
		}
		if n[status] != want || err != nil {
			t.Errorf("%d issues are %s, want %d (%v)", n[status], status, want, err)
		}
	}
}

// A snoozed issue wakes with the time or with enough events, counted from when
// it was snoozed, whichever comes first.
func TestSnoozedIssuesWake(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		check := func(z issue.Snooze, events int, clock telemetry.Time, want issue.Status, why string) {
			t.Helper()
			empty(t, d)
			f := feed.New(d)
			s := issue.New(d, f)
			id := applyAll(t, d, s, []issue.Occurrence{one(1, 0, nil)})[0].Issue
			if _, err := s.Edit(t.Context(), issue.Actor{User: 7}, []int64{id}, issue.Edit{Snooze: &z}, begin+second); err != nil {
				t.Fatal(err)
			}
			for n := range events {
				applyAll(t, d, s, []issue.Occurrence{one(byte(n+2), 2, nil)})
			}
			n, err := s.Wake(t.Context(), begin+clock*second)
			i, _ := s.Get(t.Context(), scope, "shop-1")
			if err != nil || i.Status != want || i.Snoozed() != (want == issue.Ignored) {
				t.Errorf("%+v, %d events, %d s: %+v, %v; want %s", z, events, clock, i, err, want)
			}
			if (n == 1) != (why == "time") {
				t.Errorf("%+v, %d events, %d s: %d woke by the clock", z, events, clock, n)
			}
			lines := said(t, s, id)
			last := "0 unsnoozed snoozed>open " + why
			if got := lines[len(lines)-1]; (got == last) != (want == issue.Open) {
				t.Errorf("%+v, %d events, %d s: %q", z, events, clock, got)
			}
			checkCounts(t, s, want)
		}
		hour := issue.Snooze{Until: begin + 3600*second}
		check(hour, 5, 3599, issue.Ignored, "")
		check(hour, 0, 3600, issue.Open, "time")
		check(issue.Snooze{Events: 3}, 2, 9000, issue.Ignored, "")
		check(issue.Snooze{Events: 3}, 3, 0, issue.Open, "events")
		check(issue.Snooze{Events: 3}, 4, 0, issue.Open, "events")
		check(issue.Snooze{Events: 3, Until: hour.Until}, 3, 3600, issue.Open, "events")
		check(issue.Snooze{Events: 3, Until: hour.Until}, 2, 3600, issue.Open, "time")
	})
}

// Tags follow their issue into a merge and out of it, also one that both have.
func TestTagsMoveWithMerges(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		all := applyAll(t, d, s, []issue.Occurrence{one(1, 0, nil), one(2, 1, func(o *issue.Occurrence) { o.Fingerprint = "g" })})
		a, b := all[0].Issue, all[1].Issue
		both, own := issue.Tag{Key: "team", Value: "shop"}, issue.Tag{Key: "team", Value: "web"}
		edit := func(id int64, tags ...issue.Tag) {
			if _, err := s.Edit(t.Context(), issue.Actor{User: 7}, []int64{id}, issue.Edit{AddTags: tags}, begin+second); err != nil {
				t.Fatal(err)
			}
		}
		check := func(want map[int64][]issue.Tag) {
			t.Helper()
			got, err := s.Tags(t.Context(), []int64{a, b})
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
		}
		edit(a, both)
		edit(b, both, own)
		if _, err := s.Merge(t.Context(), 7, a, []int64{b}, begin+2*second); err != nil {
			t.Fatal(err)
		}
		check(map[int64][]issue.Tag{a: {both, own}})
		if _, err := s.Unmerge(t.Context(), 7, a, []string{"g"}, begin+3*second); err != nil {
			t.Fatal(err)
		}
		check(map[int64][]issue.Tag{a: {both}, b: {both, own}})
	})
}
