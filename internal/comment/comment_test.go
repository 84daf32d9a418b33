package comment_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/comment"
	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/errs"
	"belfry/internal/feed"
	"belfry/internal/issue"
	"belfry/internal/telemetry"
)

// bench is two issues, 1 and 2, of project 1.
type bench struct {
	d      *db.DB
	issues *issue.Store
	*comment.Store
	clock telemetry.Time
}

const (
	second = telemetry.Time(1_000_000)
	begin  = telemetry.Time(1_800_000_000) * second
)

func newBench(t *testing.T, d *db.DB) *bench {
	t.Helper()
	f := feed.New(d)
	b := &bench{d: d, issues: issue.New(d, f), clock: begin}
	b.Store = comment.New(d, f, b.issues)
	b.event(t, 1, "f")
	b.event(t, 2, "g")
	return b
}

func (b *bench) event(t *testing.T, id byte, print string) {
	t.Helper()
	b.clock += second
	err := b.d.Transact(t.Context(), func(tx *db.DB) error {
		_, err := b.issues.Apply(t.Context(), tx, []issue.Occurrence{{
			Project: 1, Event: telemetry.EventID{id}, Fingerprint: print, Time: b.clock, Received: b.clock, Title: "T", Release: "2.0",
		}}, b.clock)
		return err
	})
	must(t, err)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// everybody but user 9 may see the project.
func everybody(user int64) bool { return user != 9 }

func (b *bench) say(t *testing.T, of, parent, author int64, body string) comment.Comment {
	t.Helper()
	b.clock += second
	c, err := b.Add(t.Context(), comment.Comment{Issue: of, Parent: parent, Author: author, Body: body}, everybody, b.clock)
	must(t, err)
	return c
}

func (b *bench) edit(t *testing.T, by, of int64, e issue.Edit) {
	t.Helper()
	b.clock += second
	_, err := b.issues.Edit(t.Context(), issue.Actor{User: by}, []int64{of}, e, b.clock)
	must(t, err)
}

// talk is the comments on an issue in short.
func (b *bench) talk(t *testing.T, of int64) (all []string) {
	t.Helper()
	found, err := b.List(t.Context(), of, 0, 100)
	must(t, err)
	for _, c := range found {
		mark := ""
		if c.Edited != 0 {
			mark += " edited"
		}
		if c.Deleted != 0 {
			mark += " deleted"
		}
		all = append(all, fmt.Sprintf("%d<%d %d: %s%s", c.ID, c.Parent, c.Author, c.Body, mark))
	}
	return all
}

// told is what a user did not read yet, newest first, in short.
func (b *bench) told(t *testing.T, user int64) (all []string) {
	t.Helper()
	found, err := b.Notices(t.Context(), user, []int64{1}, true, 0, 100)
	must(t, err)
	n, err := b.Unread(t.Context(), user, []int64{1})
	must(t, err)
	if n != int64(len(found)) {
		t.Errorf("%d unread, but %d listed", n, len(found))
	}
	for _, f := range found {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%d %s by %d %s", f.Issue, f.Why, f.Actor, f.Detail)))
	}
	return all
}

func same(t *testing.T, got, want []string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCommentsAndAnswers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newBench(t, d)
		first := b.say(t, 1, 0, 3, " Look here ")
		answer := b.say(t, 1, first.ID, 4, "Where?")
		b.say(t, 1, answer.ID, 3, "There.")
		same(t, b.talk(t, 1), []string{"1<0 3: Look here", "2<1 4: Where?", "3<1 3: There."})
		if _, err := b.Change(t.Context(), 1, 1, 3, "Look there", everybody, b.clock); err != nil {
			t.Error(err)
		}
		check := func(err error, kind errs.Kind) {
			t.Helper()
			if !errs.Is(err, kind) {
				t.Errorf("%v, want %v", err, kind)
			}
		}
		_, err := b.Change(t.Context(), 1, 1, 4, "Mine", everybody, b.clock)
		check(err, errs.Forbidden)
		_, err = b.Change(t.Context(), 2, 1, 3, "Elsewhere", everybody, b.clock)
		check(err, errs.NotFound)
		_, err = b.Change(t.Context(), 1, 1, 3, "  ", everybody, b.clock)
		check(err, errs.Invalid)
		_, err = b.Change(t.Context(), 1, 1, 3, strings.Repeat("x", comment.MaxBody+1), everybody, b.clock)
		check(err, errs.Invalid)
		check(b.Delete(t.Context(), 1, 1, 4, b.clock), errs.Forbidden)
		_, err = b.Add(t.Context(), comment.Comment{Issue: 1, Parent: 77, Author: 3, Body: "x"}, everybody, b.clock)
		check(err, errs.NotFound)
		_, err = b.Add(t.Context(), comment.Comment{Issue: 77, Author: 3, Body: "x"}, everybody, b.clock)
		check(err, errs.NotFound)
		// A place is kept as long as there are answers.
		must(t, b.Delete(t.Context(), 1, 1, 3, b.clock))
		same(t, b.talk(t, 1), []string{"1<0 3:  edited deleted", "2<1 4: Where?", "3<1 3: There."})
		check(b.Delete(t.Context(), 1, 1, 3, b.clock), errs.NotFound)
		must(t, b.Delete(t.Context(), 1, 2, 0, b.clock))
		same(t, b.talk(t, 1), []string{"1<0 3:  edited deleted", "3<1 3: There."})
		must(t, b.Delete(t.Context(), 1, 3, 3, b.clock))
		same(t, b.talk(t, 1), nil)
	})
}

func TestWhoIsTold(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newBench(t, d)
		b.say(t, 1, 0, 3, "Hello")
		same(t, b.told(t, 3), nil)
		c := b.say(t, 1, 0, 4, "@[Ed](user:5) @[Stranger](user:9) @[me](user:4)")
		same(t, b.told(t, 3), []string{"1 commented by 4"})
		same(t, b.told(t, 4), nil)
		same(t, b.told(t, 5), []string{"1 mentioned by 4"})
		same(t, b.told(t, 9), nil)
		// Mentioned later, told once.
		_, err := b.Change(t.Context(), 1, c.ID, 4, c.Body+" @[Fi](user:6)", everybody, b.clock)
		must(t, err)
		same(t, b.told(t, 5), []string{"1 mentioned by 4"})
		same(t, b.told(t, 6), []string{"1 mentioned by 4"})
		// Who was assigned follows.
		seven, resolved := int64(7), issue.Resolved
		b.edit(t, 3, 1, issue.Edit{Assignee: &seven})
		b.edit(t, 3, 1, issue.Edit{Status: &resolved})
		b.event(t, 9, "f")
		same(t, b.told(t, 7), []string{"1 regressed by 0 2.0", "1 status by 3 resolved", "1 assigned by 3"})
		same(t, b.told(t, 3), []string{"1 regressed by 0 2.0", "1 commented by 4"})
		must(t, b.Unfollow(t.Context(), 1, 7))
		b.say(t, 1, 0, 3, "Again")
		same(t, b.told(t, 7), []string{"1 regressed by 0 2.0", "1 status by 3 resolved", "1 assigned by 3"})
		must(t, b.MarkRead(t.Context(), 7, comment.Selection{UpTo: 0, Issue: 1}, b.clock))
		same(t, b.told(t, 7), nil)
		must(t, b.MarkRead(t.Context(), 3, comment.Selection{IDs: []int64{1, 2}}, b.clock))
		same(t, b.told(t, 3), []string{"1 regressed by 0 2.0"})
		must(t, b.Trim(t.Context(), b.clock+second))
		same(t, b.told(t, 3), nil)
		followers, err := b.Followers(t.Context(), 1)
		if diff := cmp.Diff([]int64{3, 4, 5, 6}, followers); err != nil || diff != "" {
			t.Error(err, diff)
		}
		// What nobody may see is not told.
		if all, err := b.Notices(t.Context(), 4, []int64{2}, false, 0, 10); err != nil || len(all) != 0 {
			t.Errorf("of another project: %v %v", all, err)
		}
	})
}

// Everything follows an issue into a merge and out of it.
func TestMergeAndUnmerge(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newBench(t, d)
		b.say(t, 1, 0, 3, "One")
		b.say(t, 2, 0, 3, "Two")
		must(t, b.Follow(t.Context(), 2, 5))
		b.say(t, 2, 0, 4, "Three")
		check := func(want map[int64]comment.Summary) {
			t.Helper()
			got, err := b.Summaries(t.Context(), []int64{1, 2}, 5)
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Error(err, diff)
			}
		}
		before := map[int64]comment.Summary{1: {Comments: 1, Followers: 1}, 2: {Comments: 2, Followers: 3, Followed: true}}
		check(before)
		_, err := b.issues.Merge(t.Context(), 3, 1, []int64{2}, b.clock)
		must(t, err)
		check(map[int64]comment.Summary{1: {Comments: 3, Followers: 3, Followed: true}})
		same(t, b.told(t, 5), []string{"1 commented by 4"})
		_, err = b.issues.Unmerge(t.Context(), 3, 1, []string{"g"}, b.clock)
		must(t, err)
		check(before)
		same(t, b.told(t, 5), []string{"2 commented by 4"})
		same(t, b.talk(t, 2), []string{"2<0 3: Two", "3<0 4: Three"})
	})
}
