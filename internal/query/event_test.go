package query_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/lake"
	"belfry/internal/lake/laketest"
	"belfry/internal/query"
	"belfry/internal/telemetry"
)

// world holds events of two fingerprints and two projects, several of them at
// the same moment; they are named by the first byte of their id.
func world(t *testing.T) lake.Engine {
	t.Helper()
	m := laketest.NewMemory()
	var b lake.Batch
	add := func(id byte, project int64, print string, at telemetry.Time) {
		b.Events = append(b.Events, lake.Event{
			Seq: uint64(len(b.Events) + 1), Project: project, ID: telemetry.EventID{id}, Time: at, Received: at + 1, Fingerprint: print,
			Level: telemetry.LevelError, Title: fmt.Sprint("event ", id), Tags: map[string]string{"n": fmt.Sprint(id)},
			UserID: "u", UserEmail: "e", UserName: "n", UserIP: "i", URL: "url", Release: "r", Environment: "env",
			Culprit: "c", Platform: "p", TraceID: "t", SpanID: "s", Payload: []byte{id},
		})
	}
	add(3, 1, "f", 100)
	add(1, 1, "f", 100)
	add(2, 1, "g", 100)
	add(9, 2, "f", 100)
	add(4, 1, "f", 50)
	add(5, 1, "f", 200)
	add(6, 1, "h", 150)
	if err := m.Append(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	return m
}

func run[T any](t *testing.T, e lake.Engine, p lake.Plan, read func(lake.Row) (T, error)) (all []T) {
	t.Helper()
	err := e.Run(t.Context(), p, func(r lake.Row) bool {
		v, err := read(r)
		if err != nil {
			t.Error(err)
		}
		all = append(all, v)
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var both = query.Issue{Projects: []int64{1}, Fingerprints: []string{"f", "g"}}

func at(time telemetry.Time, id byte) query.Place {
	return query.Place{Time: time, ID: telemetry.EventID{id}}
}

func TestEventsOfAnIssuePageInAStrictOrder(t *testing.T) {
	t.Parallel()
	e := world(t)
	check := func(i query.Issue, in query.Range, want string) {
		t.Helper()
		for limit := 1; limit <= 6; limit++ {
			var got []string
			var before *query.Place
			for {
				page := run(t, e, query.EventsOf(i, before, in, limit), query.Summary)
				for _, s := range page {
					got = append(got, fmt.Sprint(s.ID[0]))
				}
				if len(page) < limit {
					break
				}
				last := page[limit-1].Place()
				before = &last
			}
			if s := strings.Join(got, " "); s != want {
				t.Errorf("in pages of %d: %s, want %s", limit, s, want)
			}
		}
	}
	check(both, query.Range{}, "5 3 2 1 4")
	check(query.Issue{Projects: []int64{1, 2}, Fingerprints: []string{"f"}}, query.Range{}, "5 9 3 1 4")
	check(query.Issue{Projects: []int64{2}, Fingerprints: []string{"g"}}, query.Range{}, "")
	check(both, query.Range{From: 100}, "5 3 2 1")
	check(both, query.Range{To: 100}, "4")
	check(both, query.Range{From: 60, To: 101}, "3 2 1")
}

func TestNeighbours(t *testing.T) {
	t.Parallel()
	e := world(t)
	check := func(p lake.Plan, want ...query.Place) {
		t.Helper()
		if diff := cmp.Diff(want, run(t, e, p, query.At)); diff != "" {
			t.Error(diff)
		}
	}
	check(query.Edge(both, false, query.Range{}), at(200, 5))
	check(query.Edge(both, true, query.Range{}), at(50, 4))
	check(query.Edge(both, true, query.Range{From: 60}), at(100, 1))
	check(query.Neighbour(both, at(50, 4), true, query.Range{}), at(100, 1))
	check(query.Neighbour(both, at(100, 1), true, query.Range{}), at(100, 2))
	check(query.Neighbour(both, at(100, 2), true, query.Range{}), at(100, 3))
	check(query.Neighbour(both, at(100, 3), true, query.Range{To: 300}), at(200, 5))
	check(query.Neighbour(both, at(200, 5), true, query.Range{}))
	check(query.Neighbour(both, at(200, 5), false, query.Range{}), at(100, 3))
	check(query.Neighbour(both, at(100, 2), false, query.Range{}), at(100, 1))
	check(query.Neighbour(both, at(100, 1), false, query.Range{From: 50}), at(50, 4))
	check(query.Neighbour(both, at(50, 4), false, query.Range{}))
}

func TestEventByID(t *testing.T) {
	t.Parallel()
	e := world(t)
	want := []query.Event{{
		EventSummary: query.EventSummary{
			ID: telemetry.EventID{3}, Project: 1, Time: 100, Received: 101, Level: telemetry.LevelError, Title: "event 3", Release: "r",
			Environment: "env", UserID: "u", UserEmail: "e", UserName: "n", UserIP: "i", URL: "url", Tags: map[string]string{"n": "3"},
		},
		Culprit: "c", Fingerprint: "f", Platform: "p", TraceID: "t", SpanID: "s", Payload: []byte{3},
	}}
	check := func(project int64, id byte, at telemetry.Time, want []query.Event) {
		t.Helper()
		if diff := cmp.Diff(want, run(t, e, query.EventByID(project, telemetry.EventID{id}, at), query.Whole)); diff != "" {
			t.Error(diff)
		}
	}
	check(1, 3, 100, want)
	check(1, 3, 0, want)
	check(1, 3, 99, nil)
	check(2, 3, 100, nil)
	check(1, 8, 0, nil)
}

func TestPlansAreSound(t *testing.T) {
	t.Parallel()
	p := at(1, 1)
	for _, plan := range []lake.Plan{
		query.EventsOf(both, &p, query.Range{From: 1, To: 2}, 1), query.Edge(both, true, query.Range{}),
		query.Neighbour(both, p, true, query.Range{}), query.EventByID(1, p.ID, 5),
	} {
		if err := plan.Check(); err != nil {
			t.Error(err)
		}
	}
}

// An engine that answers something else than was asked is an error, not a panic.
func TestRowsOfTheWrongShape(t *testing.T) {
	t.Parallel()
	check := func(r lake.Row) {
		t.Helper()
		_, err1 := query.Summary(r)
		_, err2 := query.Whole(r)
		_, err3 := query.At(r)
		if err1 == nil || err2 == nil || err3 == nil {
			t.Errorf("%v was taken: %v, %v, %v", r, err1, err2, err3)
		}
	}
	check(nil)
	check(lake.Row{1})
	check(lake.Row{"x", "y"})
	check(make(lake.Row, 99))
	wrong := make(lake.Row, 14)
	wrong[13] = "no map"
	check(wrong)
}
