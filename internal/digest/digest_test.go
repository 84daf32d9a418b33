package digest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"belfry/internal/blob"
	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/digest"
	"belfry/internal/errs"
	"belfry/internal/feed"
	"belfry/internal/issue"
	"belfry/internal/lake"
	"belfry/internal/lake/laketest"
	"belfry/internal/project"
	"belfry/internal/run"
	"belfry/internal/spool"
	"belfry/internal/telemetry"
)

// rig is a pipeline on real stores, with an engine that can be made to fail.
type rig struct {
	t        *testing.T
	db       *db.DB
	dir      string
	spool    *spool.Spool
	engine   *flaky
	blobs    *blob.Dir
	issues   *issue.Store
	projects *project.Store
	feed     *feed.Feed
	digester *digest.Digester
	project  int64
	group    *run.Group
}

// flaky is an engine whose appends fail as told.
type flaky struct {
	lake.Engine
	failBefore atomic.Int32 // so many appends fail without effect
	failAfter  atomic.Int32 // so many appends take effect and then fail, as in a crash
	refuse     atomic.Pointer[telemetry.EventID]
	lost       chan struct{} // told of each append whose answer is lost, while somebody may listen
}

func (f *flaky) Append(ctx context.Context, b lake.Batch) error {
	if id := f.refuse.Load(); id != nil {
		for _, e := range b.Events {
			if e.ID == *id {
				return errors.New("this row cannot be stored")
			}
		}
	}
	if f.failBefore.Add(-1) >= 0 {
		return errs.New(errs.Unavailable, "the lake is away")
	}
	if err := f.Engine.Append(ctx, b); err != nil {
		return err
	}
	if f.failAfter.Add(-1) >= 0 {
		select {
		case f.lost <- struct{}{}:
		default:
		}
		return errs.New(errs.Unavailable, "the answer was lost")
	}
	return nil
}

func newRig(t *testing.T, d *db.DB) *rig {
	t.Helper()
	r := &rig{t: t, db: d, dir: t.TempDir(), engine: &flaky{Engine: laketest.NewMemory(), lost: make(chan struct{}, 2)}, feed: feed.New(d), projects: project.New(d)}
	r.issues = issue.New(d, r.feed)
	var err error
	if r.blobs, err = blob.Open(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	p, _, err := r.projects.Create(t.Context(), 1, "Shop", "go", 1)
	if err != nil {
		t.Fatal(err)
	}
	r.project = p.ID
	return r
}

// start begins to digest, on the same stores as before.
func (r *rig) start() {
	r.t.Helper()
	s, err := spool.Open(spool.Options{Dir: r.dir})
	if err != nil {
		r.t.Fatal(err)
	}
	r.spool = s
	r.digester = digest.New(digest.Options{
		DB: r.db, Spool: s, Lake: r.engine, Blobs: r.blobs, Issues: r.issues, Projects: r.projects, Feed: r.feed,
		Decode: decode, Describe: func([]byte) (int64, string) { return r.project, "test" },
		Workers: 2, Log: slog.New(slog.DiscardHandler), Now: func() telemetry.Time { return telemetry.At(time.Now()) },
	})
	r.group = run.NewGroup(slog.New(slog.DiscardHandler))
	r.group.Add("spool", run.Loop(s.Run))
	r.group.Add("digest", run.Loop(r.digester.Run))
	if err := r.group.Start(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) stop() {
	r.t.Helper()
	if err := errors.Join(r.group.Stop(context.Background()), r.spool.Close()); err != nil {
		r.t.Error(err)
	}
}

// decode reads the tests' own format: a JSON batch, or a word that fails.
func decode(raw []byte) (b telemetry.Batch, err error) {
	switch string(raw) {
	case "panic":
		panic("boom")
	case "garbage":
		return b, errors.New("not a batch")
	}
	return b, json.Unmarshal(raw, &b)
}

func (r *rig) event(n int, fingerprint string) telemetry.Event {
	id, err := telemetry.ParseEventID(fmt.Sprintf("%032x", n+1))
	if err != nil {
		r.t.Fatal(err)
	}
	at := telemetry.Time(1_700_000_000_000_000 + n)
	return telemetry.Event{ID: id, Project: r.project, Time: at, Received: at, Level: telemetry.LevelError, Message: "it broke", Fingerprint: []string{fingerprint}}
}

func (r *rig) send(raw string) {
	r.t.Helper()
	if _, err := r.spool.Append(r.t.Context(), []byte(raw)); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) sendEvents(events ...telemetry.Event) {
	r.t.Helper()
	text, err := json.Marshal(telemetry.Batch{Events: events})
	if err != nil {
		r.t.Fatal(err)
	}
	r.send(string(text))
}

// wait returns when everything sent has been digested.
func (r *rig) wait() {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), 30*time.Second)
	defer cancel()
	for r.digester.Status().Applied < r.spool.Stats().Durable {
		tick := time.NewTimer(2 * time.Millisecond)
		select {
		case err := <-r.group.Failed():
			r.t.Fatal(err)
		case <-ctx.Done():
			r.t.Fatalf("digested %d of %d: %s", r.digester.Status().Applied, r.spool.Stats().Durable, r.digester.Status().Stalled)
		case <-tick.C:
		}
	}
}

// stored returns the number of rows of the lake, and of distinct event ids.
func (r *rig) stored() (rows, distinct int) {
	r.t.Helper()
	seen := map[telemetry.EventID]bool{}
	plan := lake.Plan{Table: lake.Events, Projects: []int64{r.project}, Columns: []string{"id"}, Limit: 10000}
	err := r.engine.Run(r.t.Context(), plan, func(row lake.Row) bool {
		rows++
		seen[row[0].(telemetry.EventID)] = true
		return true
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return rows, len(seen)
}

// counted returns the sum of the issues' counters, and how many issues there are.
func (r *rig) counted() (events, issues int) {
	r.t.Helper()
	var sums struct {
		Events int `db:"events"`
		Issues int `db:"issues"`
	}
	err := r.db.Get(r.t.Context(), &sums, `SELECT COALESCE(SUM(times_seen), 0) AS events, COUNT(*) AS issues FROM issues`)
	if err != nil {
		r.t.Fatal(err)
	}
	return sums.Events, sums.Issues
}

func (r *rig) expect(events, issues int) {
	r.t.Helper()
	r.wait()
	if e, i := r.counted(); e != events || i != issues {
		r.t.Errorf("%d events in %d issues, want %d in %d", e, i, events, issues)
	}
	if rows, distinct := r.stored(); rows != events || distinct != events {
		r.t.Errorf("the lake holds %d rows of %d events, want %d", rows, distinct, events)
	}
}

func TestEventsBecomeIssues(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRig(t, d)
		r.start()
		for n := range 50 {
			r.sendEvents(r.event(n, fmt.Sprint("f", n%5)))
		}
		r.expect(50, 5)
		if last, err := r.feed.Last(t.Context()); err != nil || last == 0 {
			t.Errorf("nothing was announced: %d, %v", last, err)
		}
		r.stop()
	})
}

func TestRepeatedEventsCountOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRig(t, d)
		r.start()
		r.sendEvents(r.event(1, "a"), r.event(1, "a"), r.event(2, "a"))
		r.expect(2, 1)
		r.sendEvents(r.event(2, "a"), r.event(3, "b"))
		r.expect(3, 2)
		r.stop()
		r.start()
		r.sendEvents(r.event(3, "b"))
		r.expect(3, 2)
		r.stop()
	})
}

func TestFailuresOfTheLakeAreWaitedOut(t *testing.T) {
	t.Parallel()
	check := func(t *testing.T, before, after int32) {
		dbtest.Each(t, func(t *testing.T, d *db.DB) {
			r := newRig(t, d)
			r.engine.failBefore.Store(before)
			r.engine.failAfter.Store(after)
			r.start()
			for n := range 30 {
				r.sendEvents(r.event(n, fmt.Sprint(n%3)))
			}
			r.expect(30, 3)
			r.stop()
		})
	}
	t.Run("before", func(t *testing.T) { check(t, 2, 0) })
	t.Run("after", func(t *testing.T) { check(t, 0, 3) })
	t.Run("both", func(t *testing.T) { check(t, 2, 2) })
}

func TestACrashBetweenTheStoresDoublesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRig(t, d)
		r.engine.failAfter.Store(1 << 30) // the lake takes effect, the transaction never comes
		r.start()
		for n := range 20 {
			r.sendEvents(r.event(n, "a"))
		}
		<-r.engine.lost
		<-r.engine.lost
		r.stop()
		if e, _ := r.counted(); e != 0 {
			t.Fatalf("%d events were counted although every turn failed", e)
		}
		r.engine.failAfter.Store(0)
		r.start()
		r.expect(20, 1)
		r.stop()
	})
}

func TestPoisonIsSetAside(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRig(t, d)
		r.start()
		r.sendEvents(r.event(1, "a"))
		r.send("garbage")
		r.send("panic")
		r.sendEvents(r.event(2, "a"))
		r.expect(2, 1)
		all, err := r.digester.Poisons(t.Context(), 10)
		if err != nil || len(all) != 2 {
			t.Fatalf("poison: %+v, %v", all, err)
		}
		if !strings.Contains(all[0].Error, "boom") || all[0].Tries != 3 || all[0].Project != r.project {
			t.Errorf("the panic is not told: %+v", all[0])
		}
		if !strings.Contains(all[1].Error, "not a batch") {
			t.Errorf("the error is not told: %+v", all[1])
		}
		if err := r.digester.Retry(t.Context(), all[1].ID); err != nil {
			t.Fatal(err)
		}
		r.expect(2, 1)
		if err := r.digester.Forget(t.Context(), all[0].ID); err != nil {
			t.Fatal(err)
		}
		if n, err := r.digester.CountPoison(t.Context()); n != 1 || err != nil {
			t.Errorf("%d poison records are left (%v), want the one that failed again", n, err)
		}
		r.stop()
	})
}

func TestARecordThatAStoreRefusesIsFoundAndSetAside(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRig(t, d)
		bad := r.event(7, "a")
		r.engine.refuse.Store(&bad.ID)
		r.start()
		for n := range 15 {
			r.sendEvents(r.event(n, "a"))
		}
		r.expect(14, 1)
		all, err := r.digester.Poisons(t.Context(), 10)
		if err != nil || len(all) != 1 || !strings.Contains(all[0].Error, "cannot be stored") {
			t.Errorf("poison: %+v, %v", all, err)
		}
		r.stop()
	})
}

func TestFilesFeedbackAndDiscardsAreKept(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRig(t, d)
		r.start()
		e := r.event(1, "a")
		text, err := json.Marshal(telemetry.Batch{
			Events:      []telemetry.Event{e},
			Attachments: []telemetry.Attachment{{Project: r.project, Event: e.ID, Name: "log.txt", Type: "event.attachment", Data: []byte("hello")}},
			Feedback:    []telemetry.Feedback{{Project: r.project, ID: e.ID, Event: e.ID, Message: "it broke", Source: "user_report"}},
			Discards:    []telemetry.Discard{{Project: r.project, Time: e.Time, Source: "client", Category: "error", Reason: "sample_rate", Quantity: 4}},
		})
		if err != nil {
			t.Fatal(err)
		}
		r.send(string(text))
		r.wait()
		files, err := r.issues.Attachments(t.Context(), r.project, e.ID)
		if err != nil || len(files) != 1 || files[0].Bytes != 5 {
			t.Errorf("attachments: %+v, %v", files, err)
		}
		feedback, err := r.issues.FeedbackAbout(t.Context(), r.project, e.ID)
		if err != nil || len(feedback) != 1 {
			t.Errorf("feedback: %+v, %v", feedback, err)
		}
		discards, err := r.projects.Discards(t.Context(), 0)
		if err != nil || len(discards) != 1 || discards[0].Quantity != 4 {
			t.Errorf("discards: %+v, %v", discards, err)
		}
		r.stop()
	})
}

func TestADatabaseAheadOfTheJournalIsRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t, dbtest.SQLite(t))
	r.start()
	r.sendEvents(r.event(1, "a"))
	r.expect(1, 1)
	if _, err := r.db.Exec(t.Context(), `UPDATE digest_progress SET seq = 99`); err != nil {
		t.Fatal(err)
	}
	r.stop()
	r.start()
	err := <-r.group.Failed()
	if !strings.Contains(err.Error(), "older than the database") {
		t.Errorf("the failure is not explained: %v", err)
	}
	_ = r.group.Stop(context.Background())
	_ = r.spool.Close()
}
