package issue_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/errs"
	"belfry/internal/feed"
	"belfry/internal/issue"
	"belfry/internal/telemetry"
)

func errorKind(err error) string { return errs.KindOf(err).String() }

// one is an occurrence at a second after begin.
func one(event byte, at int, more func(*issue.Occurrence)) issue.Occurrence {
	t := begin + telemetry.Time(at)*second
	o := issue.Occurrence{Project: 1, Event: telemetry.EventID{event}, Fingerprint: "f", Time: t, Received: t, Level: telemetry.LevelError, Title: "T"}
	if more != nil {
		more(&o)
	}
	return o
}

// What an event does to a resolved issue depends on when Belfry took it, not on
// when it happened, and ignored and archived issues stay where they are.
func TestAnEventAfterTheResolutionReopens(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		check := func(status issue.Status, received int, want issue.Status, changes ...string) {
			t.Helper()
			empty(t, d)
			s := issue.New(d, feed.New(d))
			id := applyAll(t, d, s, []issue.Occurrence{one(1, 0, nil)})[0].Issue
			if _, err := s.SetStatus(t.Context(), 7, id, status, begin+100*second); err != nil {
				t.Fatal(err)
			}
			applyAll(t, d, s, []issue.Occurrence{one(2, received, func(o *issue.Occurrence) { o.Release = "2.0" })})
			i, err := s.Get(t.Context(), scope, "shop-1")
			if err != nil || i.Status != want || i.TimesSeen != 2 {
				t.Errorf("%s, then an event at %d: %s, seen %d times, %v; want %s", status, received, i.Status, i.TimesSeen, err, want)
			}
			var got []string
			history, err := s.Activity(t.Context(), id, 0, 10)
			for _, a := range history {
				got = append(got, a.Action+" "+a.From+" "+a.To+" "+a.Detail)
			}
			if diff := cmp.Diff(changes, got); err != nil || diff != "" {
				t.Errorf("%s, then an event at %d: history %v %s", status, received, err, diff)
			}
		}
		check(issue.Resolved, 101, issue.Open, "regressed resolved open 2.0", "status open resolved ")
		check(issue.Resolved, 100, issue.Resolved, "status open resolved ")
		check(issue.Resolved, 50, issue.Resolved, "status open resolved ")
		check(issue.Ignored, 101, issue.Ignored, "status open ignored ")
		check(issue.Archived, 101, issue.Archived, "status open archived ")
		check(issue.Open, 101, issue.Open)
	})
}

func TestSetStatus(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := feed.New(d)
		s := issue.New(d, f)
		id := applyAll(t, d, s, []issue.Occurrence{one(1, 0, nil)})[0].Issue
		lines, entries := 0, int64(1)
		check := func(to issue.Status, changes bool, resolved telemetry.Time) {
			t.Helper()
			now := begin + telemetry.Time(lines+1)*second
			i, err := s.SetStatus(t.Context(), 7, id, to, now)
			if err != nil || i.Status != to || (i.ResolvedAt != 0) != (resolved != 0) {
				t.Errorf("SetStatus(%s) = %+v, %v", to, i, err)
			}
			if changes {
				lines++
				entries++
			}
			history, err := s.Activity(t.Context(), id, 0, 100)
			last, _ := f.Last(t.Context())
			if err != nil || len(history) != lines || last != entries {
				t.Errorf("after %s: %d lines of history, %d entries in the feed; want %d, %d (%v)", to, len(history), last, lines, entries, err)
			}
			if lines > 0 && history[0].Actor != 7 {
				t.Errorf("the actor is lost: %+v", history[0])
			}
		}
		check(issue.Open, false, 0)
		check(issue.Resolved, true, 1)
		check(issue.Resolved, false, 1)
		check(issue.Ignored, true, 0)
		check(issue.Archived, true, 0)
		check(issue.Resolved, true, 1)
		check(issue.Open, true, 0)
		if _, err := s.SetStatus(t.Context(), 7, id+1, issue.Open, begin); !errs.Is(err, errs.NotFound) {
			t.Errorf("an issue that is not there: %v", err)
		}
		if older, err := s.Activity(t.Context(), id, 3, 1); err != nil || len(older) != 1 || older[0].ID != 2 {
			t.Errorf("the page before line 3: %+v, %v", older, err)
		}
	})
}

func TestParseStatus(t *testing.T) {
	t.Parallel()
	check := func(in string, ok bool) {
		t.Helper()
		got, err := issue.ParseStatus(in)
		if (err == nil) != ok || (ok && string(got) != in) {
			t.Errorf("ParseStatus(%q) = %q, %v", in, got, err)
		}
	}
	check("open", true)
	check("resolved", true)
	check("ignored", true)
	check("archived", true)
	check("", false)
	check("Open", false)
	check("snoozed", false)
}

// The feed gets one entry per issue and batch, whatever the number of events.
func TestChangesOfABatch(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := feed.New(d)
		s := issue.New(d, f)
		other := func(o *issue.Occurrence) { o.Fingerprint, o.Project = "g", 2 }
		check := func(want []issue.Change, occ ...issue.Occurrence) {
			t.Helper()
			before, _ := f.Last(t.Context())
			got := applyAll(t, d, s, occ)
			entries, err := f.Since(t.Context(), before, 100)
			if diff := cmp.Diff(want, got); err != nil || diff != "" || len(entries) != len(want) {
				t.Errorf("%d entries, %v, %s", len(entries), err, diff)
			}
			for i, e := range entries {
				if e.Subject != want[i].Issue || e.Change != want[i].Change || e.Project != want[i].Project || e.Topic != issue.Topic {
					t.Errorf("entry %+v, want %+v", e, want[i])
				}
			}
		}
		check([]issue.Change{{Project: 1, Issue: 1, Change: issue.Created, Events: 2}, {Project: 2, Issue: 2, Change: issue.Created, Events: 1}},
			one(1, 1, nil), one(2, 2, nil), one(3, 3, other))
		check([]issue.Change{{Project: 2, Issue: 2, Change: issue.Updated, Events: 1}}, one(2, 2, nil), one(4, 4, other), one(4, 4, other))
		check(nil, one(1, 1, nil))
		check(nil)
		if _, err := s.SetStatus(t.Context(), 1, 1, issue.Resolved, begin+10*second); err != nil {
			t.Fatal(err)
		}
		check([]issue.Change{{Project: 1, Issue: 1, Change: issue.Regressed, Events: 2}}, one(5, 11, nil), one(6, 12, nil))
	})
}

// Text that a database would refuse, or that is too long, is put right.
func TestTextIsMadeToFit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		check := func(event byte, title, want string) {
			t.Helper()
			applyAll(t, d, s, []issue.Occurrence{one(event, int(event), func(o *issue.Occurrence) { o.Title, o.Culprit, o.Release = title, title, title })})
			i, err := s.Get(t.Context(), scope, "shop-1")
			if err != nil || i.Title != want {
				t.Errorf("title %.40q, %v; want %.40q", i.Title, err, want)
			}
		}
		check(1, "a\x00b\xff", "ab\uFFFD")
		check(2, long("é", 600), long("é", 248)+"…")
		check(3, "  ", "  ")
	})
}

func long(s string, n int) string {
	out := ""
	for range n {
		out += s
	}
	return out
}

func TestKnown(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		in := &stream{issues: 10, users: 10}
		occ := in.batch(1500)
		applyAll(t, d, s, occ)
		var keys []issue.Key
		for _, o := range occ {
			keys = append(keys, issue.Key{Project: o.Project, Event: o.Event}, issue.Key{Project: o.Project + 10, Event: o.Event})
		}
		var known issue.Set
		err := d.Transact(t.Context(), func(tx *db.DB) (err error) {
			known, err = s.Known(t.Context(), tx, keys)
			return err
		})
		if err != nil || len(known) != len(occ) {
			t.Fatalf("%d known, %v; want %d", len(known), err, len(occ))
		}
		for _, o := range occ {
			if !known.Has(issue.Key{Project: o.Project, Event: o.Event}) {
				t.Fatalf("%s is not known", o.Event)
			}
		}
		if none, err := s.Known(t.Context(), d, nil); err != nil || len(none) != 0 {
			t.Errorf("Known(nothing) = %v, %v", none, err)
		}
	})
}

// While a project is being deleted its issues go before what points to them may
// be seen to be gone: counting fails and is tried again, and invents nothing.
func TestAFingerprintWithoutItsIssueIsAnError(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		applyAll(t, d, s, []issue.Occurrence{one(1, 1, nil)})
		if _, err := d.Exec(t.Context(), `DELETE FROM issues`); err != nil {
			t.Fatal(err)
		}
		err := d.Transact(t.Context(), func(tx *db.DB) error {
			_, err := s.Apply(t.Context(), tx, []issue.Occurrence{one(2, 2, nil)}, begin)
			return err
		})
		if err == nil {
			t.Error("an event was counted for an issue that is gone")
		}
	})
}
