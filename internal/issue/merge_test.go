package issue_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/errs"
	"belfry/internal/feed"
	"belfry/internal/issue"
	"belfry/internal/telemetry"
)

// Issues are merged and separated in any order while events come in. At any
// moment an issue shows the events of its fingerprints together; when all that
// was merged has left again, everything is as if nothing had ever been merged.
func TestMergeAndUnmergeLoseNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		rapid.Check(t, func(rt *rapid.T) {
			w := &mergeWorld{t: t, rt: rt, d: d, s: s, m: newModel()}
			w.run()
		})
	})
}

// mergeWorld is a store and what is expected of it.
type mergeWorld struct {
	t  *testing.T
	rt *rapid.T
	d  *db.DB
	s  *issue.Store
	m  *model // without any merge
	// split is set once an issue's own fingerprint has left it for a new one.
	split bool
}

func (w *mergeWorld) run() {
	empty(w.t, w.d)
	now := begin
	for range rapid.IntRange(2, 10).Draw(w.rt, "steps") {
		now += second
		switch rapid.IntRange(0, 3).Draw(w.rt, "step") {
		case 0:
			w.merge(now)
		case 1:
			w.unmerge(now)
		default:
			batch := rapid.SliceOfN(rapid.Custom(occurrence(now)), 1, 20).Draw(w.rt, "batch")
			for _, o := range batch {
				w.m.apply(o)
			}
			applyAll(w.t, w.d, w.s, batch)
		}
		w.together()
	}
	w.separateAll(now)
	want := map[string]picture{}
	for key, i := range w.m.issues {
		want[key] = i.picture()
	}
	got := pictures(w.t, w.d, w.s)
	if w.split {
		for key, p := range got {
			p.Number = want[key].Number
			got[key] = p
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		w.rt.Fatalf("after everything was separated:\n%s", diff)
	}
	countsAgree(w.rt, w.t, w.d, w.m)
	for _, table := range []string{"issue_parts", "issue_hours WHERE issue_id < 0", "issue_facets WHERE issue_id < 0", "issue_users WHERE issue_id < 0"} {
		var n int64
		if err := w.d.Get(w.t.Context(), &n, `SELECT COUNT(*) FROM `+table); err != nil || n != 0 && !w.split {
			w.rt.Fatalf("%d rows are left in %s (%v)", n, table, err)
		}
	}
}

// issues returns the ids of all issues with their fingerprints.
func (w *mergeWorld) issues() (ids []int64, of map[int64]issue.Issue, prints map[int64][]issue.Print) {
	of, prints = map[int64]issue.Issue{}, map[int64][]issue.Print{}
	for _, i := range list(w.t, w.s, issue.Filter{Scope: scope}, issue.Listing{Limit: 100}) {
		all, err := w.s.Prints(w.t.Context(), i)
		if err != nil {
			w.t.Fatal(err)
		}
		ids, of[i.ID], prints[i.ID] = append(ids, i.ID), i, all
	}
	slices.Sort(ids)
	return ids, of, prints
}

func (w *mergeWorld) merge(now telemetry.Time) {
	ids, of, _ := w.issues()
	if len(ids) == 0 {
		return
	}
	target := rapid.SampledFrom(ids).Draw(w.rt, "target")
	others := slices.DeleteFunc(ids, func(id int64) bool { return id == target || of[id].Project != of[target].Project })
	if len(others) == 0 {
		return
	}
	sources := rapid.SliceOfNDistinct(rapid.SampledFrom(others), 1, len(others), rapid.ID[int64]).Draw(w.rt, "sources")
	i, err := w.s.Merge(w.t.Context(), 7, target, sources, now)
	if err != nil || i.ID != target || i.Number != of[target].Number {
		w.rt.Fatalf("Merge(%d, %v) = %+v, %v", target, sources, i, err)
	}
	for _, id := range sources {
		if found, err := w.s.Get(w.t.Context(), scope, fmt.Sprint(id)); err != nil || found.ID != target {
			w.rt.Fatalf("issue %d, merged into %d, leads to %d (%v)", id, target, found.ID, err)
		}
	}
}

func (w *mergeWorld) unmerge(now telemetry.Time) {
	ids, _, prints := w.issues()
	ids = slices.DeleteFunc(ids, func(id int64) bool { return len(prints[id]) < 2 })
	if len(ids) == 0 {
		return
	}
	id := rapid.SampledFrom(ids).Draw(w.rt, "issue")
	leaving := rapid.SliceOfNDistinct(rapid.SampledFrom(prints[id]), 1, len(prints[id])-1, func(p issue.Print) string { return p.Fingerprint }).Draw(w.rt, "leaving")
	w.take(id, leaving, now)
}

func (w *mergeWorld) take(id int64, leaving []issue.Print, now telemetry.Time) {
	var names []string
	for _, p := range leaving {
		w.split = w.split || p.Home == 0
		names = append(names, p.Fingerprint)
	}
	back, err := w.s.Unmerge(w.t.Context(), 7, id, names, now)
	if err != nil || len(back) == 0 {
		w.rt.Fatalf("Unmerge(%d, %v) = %v, %v", id, names, back, err)
	}
	for _, i := range back {
		if found, err := w.s.Get(w.t.Context(), scope, fmt.Sprint(i.ID)); err != nil || !cmp.Equal(found, i) {
			w.rt.Fatalf("Unmerge returned something else than is there: %v\n%s", err, cmp.Diff(found, i))
		}
	}
}

// separateAll lets everything leave that came from elsewhere.
func (w *mergeWorld) separateAll(now telemetry.Time) {
	ids, _, prints := w.issues()
	for _, id := range ids {
		away := slices.DeleteFunc(slices.Clone(prints[id]), func(p issue.Print) bool { return p.Home == 0 })
		if len(away) == len(prints[id]) { // its own left before
			away = away[1:]
		}
		if len(away) > 0 {
			w.take(id, away, now)
		}
	}
}

// together compares each issue with the occurrences of its fingerprints.
func (w *mergeWorld) together() {
	ids, of, prints := w.issues()
	got := pictures(w.t, w.d, w.s)
	for _, id := range ids {
		var seen []issue.Occurrence
		for _, p := range prints[id] {
			seen = append(seen, w.m.issues[fmt.Sprint(of[id].Project, "/", p.Fingerprint)].seen...)
		}
		want := (&modelIssue{seen: seen}).picture()
		have := got[fmt.Sprint(of[id].Project, "/", prints[id][0].Fingerprint)]
		// What describes the issue depends on the order of arrival, which this lost.
		want.Number, want.Status, want.Title, want.Culprit = have.Number, have.Status, have.Title, have.Culprit
		want.Release, want.FirstRelease = have.Release, have.FirstRelease
		if diff := cmp.Diff(want, have); diff != "" {
			w.rt.Fatalf("issue %d with %d fingerprints:\n%s", id, len(prints[id]), diff)
		}
	}
}

func TestMergeKeepsStateAndHistory(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		var moved []string
		s.OnMerge = []issue.Move{func(_ context.Context, _ *db.DB, from, to int64) error {
			moved = append(moved, fmt.Sprint(from, ">", to))
			return nil
		}}
		s.OnUnmerge = s.OnMerge
		print := func(f string) func(*issue.Occurrence) {
			return func(o *issue.Occurrence) { o.Fingerprint, o.Title = f, strings.ToUpper(f) }
		}
		applyAll(t, d, s, []issue.Occurrence{one(1, 0, print("a")), one(2, 1, print("b")), one(3, 2, print("c"))})
		status := func(id int64, to issue.Status) {
			t.Helper()
			if _, err := s.SetStatus(t.Context(), 7, id, to, begin+10*second); err != nil {
				t.Fatal(err)
			}
		}
		status(1, issue.Ignored)
		status(2, issue.Resolved)
		status(3, issue.Archived)
		history := func(id int64, want ...string) {
			t.Helper()
			all, err := s.Activity(t.Context(), id, 0, 20)
			got := []string{}
			for _, a := range all {
				got = append(got, strings.TrimSpace(a.Action+" "+a.From+" "+a.To+" "+a.Detail))
			}
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("history of %d: %v %s", id, err, diff)
			}
		}
		number := func(ref string, want int64, state issue.Status) {
			t.Helper()
			i, err := s.Get(t.Context(), scope, ref)
			if err != nil || i.Number != want || i.Status != state {
				t.Errorf("%s is number %d, %s (%v); want %d, %s", ref, i.Number, i.Status, err, want, state)
			}
		}
		tags := func(id int64, want string) {
			t.Helper()
			all, err := s.Tags(t.Context(), []int64{id})
			if got := fmt.Sprint(all[id]); err != nil || got != want {
				t.Errorf("tags of %d: %s, %v; want %s", id, got, err, want)
			}
		}
		for id, value := range map[int64]string{1: "mine", 2: "theirs", 3: "mine"} {
			if _, err := d.Exec(t.Context(), `INSERT INTO issue_tags (issue_id, name, value) VALUES (?, 'team', ?)`, id, value); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Merge(t.Context(), 7, 1, []int64{2, 3, 3}, begin+20*second); err != nil {
			t.Fatal(err)
		}
		tags(1, "[team:mine team:theirs]")
		number("shop-1", 1, issue.Ignored)
		number("shop-2", 1, issue.Ignored)
		number("3", 1, issue.Ignored)
		history(1, "merged 3  C", "merged 2  B", "status open archived", "status open resolved", "status open ignored")
		n, err := s.Counts(t.Context(), issue.Filter{Scope: scope})
		if err != nil || n[issue.Ignored] != 1 || n[issue.Resolved] != 0 || n[issue.Archived] != 0 {
			t.Errorf("counts %v, %v", n, err)
		}
		// b goes on while it is merged, so it comes back open; c comes back as it was.
		applyAll(t, d, s, []issue.Occurrence{one(4, 30, print("b"))})
		back, err := s.Unmerge(t.Context(), 7, 1, []string{"b", "c"}, begin+40*second)
		if err != nil || len(back) != 2 {
			t.Fatalf("%+v, %v", back, err)
		}
		number("shop-1", 1, issue.Ignored)
		number("shop-2", 2, issue.Open)
		number("shop-3", 3, issue.Archived)
		tags(1, "[team:mine]")
		tags(2, "[team:theirs]")
		tags(3, "[team:mine]")
		history(1, "unmerged  3 C", "unmerged  2 B", "merged 3  C", "merged 2  B", "status open ignored")
		history(2, "unmerged 1  A", "regressed resolved open", "status open resolved")
		history(3, "unmerged 1  A", "status open archived")
		if want := []string{"2>1", "3>1", "1>2", "1>3"}; !slices.Equal(moved, want) {
			t.Errorf("moved %v, want %v", moved, want)
		}
		merges, err := s.Merges(t.Context(), 1, 0, 10)
		if err != nil || len(merges) != 2 || merges[0].Number != 3 || merges[1].Events != 1 || merges[0].UndoneAt == 0 || merges[0].UndoneBy != 7 {
			t.Errorf("merges %+v, %v", merges, err)
		}
		older, err := s.Merges(t.Context(), 1, merges[0].ID, 10)
		if err != nil || len(older) != 1 || older[0].Number != 2 {
			t.Errorf("the next page %+v, %v", older, err)
		}
	})
}

func TestWhatCannotBeMerged(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		applyAll(t, d, s, []issue.Occurrence{
			one(1, 0, nil), one(2, 0, func(o *issue.Occurrence) { o.Fingerprint = "g" }),
			one(3, 0, func(o *issue.Occurrence) { o.Project = 2 }),
			one(4, 0, func(o *issue.Occurrence) { o.Fingerprint, o.Kind = "h", "csp" }),
		})
		merge := func(want errs.Kind, target int64, sources ...int64) {
			t.Helper()
			if _, err := s.Merge(t.Context(), 7, target, sources, begin); !errs.Is(err, want) {
				t.Errorf("Merge(%d, %v): %v, want %v", target, sources, err, want)
			}
		}
		ids := map[string]int64{}
		for _, i := range list(t, s, issue.Filter{Scope: scope}, issue.Listing{Limit: 10}) {
			ids[fmt.Sprintf("%d %s %d", i.Project, i.Kind, i.Number)] = i.ID
		}
		first, second := ids["1 error 1"], ids["1 error 2"]
		if first == 0 || second == 0 {
			t.Fatalf("%v", ids)
		}
		merge(errs.Invalid, first)
		merge(errs.Invalid, first, first)
		merge(errs.Invalid, first, second, first)
		merge(errs.NotFound, first, 99)
		merge(errs.NotFound, 99, first)
		merge(errs.NotFound, first, ids["2 error 1"])
		merge(errs.Invalid, first, ids["1 csp 3"])
		many := make([]int64, issue.MaxMerge+1)
		for n := range many {
			many[n] = int64(1000 + n)
		}
		merge(errs.Invalid, first, many...)
		unmerge := func(want errs.Kind, id int64, prints ...string) {
			t.Helper()
			if _, err := s.Unmerge(t.Context(), 7, id, prints, begin); !errs.Is(err, want) {
				t.Errorf("Unmerge(%d, %v): %v, want %v", id, prints, err, want)
			}
		}
		unmerge(errs.Invalid, first)
		unmerge(errs.Invalid, first, "f")
		unmerge(errs.Invalid, first, "g")
		unmerge(errs.NotFound, 99, "f")
		if i, err := s.Merge(t.Context(), 7, first, []int64{second}, begin); err != nil || i.TimesSeen != 2 {
			t.Errorf("%+v, %v", i, err)
		}
		unmerge(errs.Invalid, first, "f", "g")
	})
}
