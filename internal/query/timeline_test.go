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

const second = 1_000_000

var anchor = query.Anchor{Project: 1, Time: 1000 * second, Trace: "t1", Request: "r1", Session: "s1", User: "id:7"}

// neighbourhood holds records around anchor, named by what they share with it.
func neighbourhood(t *testing.T) lake.Engine {
	t.Helper()
	m := laketest.NewMemory()
	b := lake.Batch{Events: []lake.Event{
		{Seq: 1, Project: 1, ID: telemetry.EventID{1}, Time: anchor.Time, Title: "itself", TraceID: "t1", UserKey: "id:7", Tags: map[string]string{"request_id": "r1"}},
		{Seq: 1, Project: 2, ID: telemetry.EventID{2}, Time: anchor.Time - second, Title: "trace elsewhere", TraceID: "t1"},
		{Seq: 1, Project: 2, ID: telemetry.EventID{3}, Time: anchor.Time - second, Title: "user elsewhere", UserKey: "id:7"},
		{Seq: 1, Project: 1, ID: telemetry.EventID{4}, Time: anchor.Time + second, Title: "user", UserKey: "id:7", Culprit: "f"},
		{Seq: 1, Project: 1, ID: telemetry.EventID{5}, Time: anchor.Time + 400*second, Title: "too late", UserKey: "id:7"},
		{Seq: 1, Project: 3, ID: telemetry.EventID{6}, Time: anchor.Time, Title: "hidden", TraceID: "t1"},
	}}
	log := func(body string, attributes map[string]string) {
		b.Logs = append(b.Logs, lake.Item[telemetry.Log]{Seq: 1, Value: telemetry.Log{
			Project: 1, Time: anchor.Time - telemetry.Time(len(b.Logs)+1)*second, Body: body, Attributes: attributes, Service: "api",
		}})
	}
	log("request", map[string]string{"request.id": "r1"})
	log("session", map[string]string{"sessionId": "s1"})
	log("user", map[string]string{"user.id": "7"})
	log("nothing", map[string]string{"request.id": "r2"})
	b.Spans = []lake.Item[telemetry.Span]{{Seq: 1, Value: telemetry.Span{
		Project: 2, Start: anchor.Time - second, Duration: 5, TraceID: "t1", SpanID: "a", Op: "db", Name: "SELECT", Status: "ok", ParentID: "b",
	}}}
	b.CheckIns = []lake.Item[telemetry.CheckIn]{
		{Seq: 1, Value: telemetry.CheckIn{Project: 1, Time: anchor.Time, Monitor: "nightly", Status: "error", Duration: -1}},
		{Seq: 1, Value: telemetry.CheckIn{Project: 2, Time: anchor.Time, Monitor: "elsewhere", Status: "ok"}},
	}
	b.Sessions = []lake.Item[telemetry.Session]{{Seq: 1, Value: telemetry.Session{
		Project: 1, Started: anchor.Time - 3*second, UserKey: "id:7", Status: "crashed", Duration: 9, Release: "1.0",
	}}}
	if err := m.Append(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	return m
}

// around returns the titles of what a timeline of limit records per side shows
// of a table, nearest first, with the ties.
func around(t *testing.T, e lake.Engine, a query.Anchor, table lake.Table, limit int) string {
	t.Helper()
	var all []string
	for _, after := range []bool{false, true} {
		plan, ok := query.Timeline(a, table, []int64{1, 2}, query.Range{From: a.Time - 300*second, To: a.Time + 300*second}, after, limit)
		if !ok {
			continue
		}
		if err := plan.Check(); err != nil {
			t.Fatal(err)
		}
		for _, m := range run(t, e, plan, query.ReadMoment(a, table)) {
			all = append(all, fmt.Sprint(m.Title, m.Ties))
		}
	}
	return strings.Join(all, ", ")
}

func TestATimelineHoldsWhatIsTied(t *testing.T) {
	t.Parallel()
	e := neighbourhood(t)
	check := func(a query.Anchor, table lake.Table, limit int, want string) {
		t.Helper()
		if got := around(t, e, a, table, limit); got != want {
			t.Errorf("%s:\n got %s\nwant %s", table, got, want)
		}
	}
	check(anchor, lake.Events, 9, "trace elsewhere[trace], itself[trace request user], user[user]")
	check(anchor, lake.Logs, 9, "request[request], session[session], user[user]")
	check(anchor, lake.Logs, 2, "request[request], session[session]")
	check(anchor, lake.Spans, 9, "SELECT[trace]")
	check(anchor, lake.CheckIns, 9, "nightly[time]")
	check(anchor, lake.Sessions, 9, "Session crashed[user]")
	alone := query.Anchor{Project: 1, Time: anchor.Time}
	check(alone, lake.Events, 9, "")
	check(alone, lake.Sessions, 9, "")
	check(alone, lake.CheckIns, 9, "nightly[time]")
	check(query.Anchor{Project: 1, Time: anchor.Time, Trace: "t1"}, lake.Events, 9, "trace elsewhere[trace], itself[trace]")
}

func TestAMomentTellsWhatItIs(t *testing.T) {
	t.Parallel()
	e := neighbourhood(t)
	plan, _ := query.Timeline(anchor, lake.Spans, []int64{2}, query.Range{From: 1, To: 2000 * second}, false, 1)
	want := []query.Moment{{
		Table: lake.Spans, Time: anchor.Time - second, Project: 2, ID: "a", Title: "SELECT", Detail: "db", Status: "ok",
		Duration: 5, Parent: "b", Ties: []query.Tie{query.ByTrace},
	}}
	if diff := cmp.Diff(want, run(t, e, plan, query.ReadMoment(anchor, lake.Spans))); diff != "" {
		t.Error(diff)
	}
}

func TestAnchorOf(t *testing.T) {
	t.Parallel()
	check := func(e telemetry.Event, want query.Anchor) {
		t.Helper()
		if diff := cmp.Diff(want, query.AnchorOf(&e)); diff != "" {
			t.Error(diff)
		}
	}
	check(telemetry.Event{}, query.Anchor{})
	check(telemetry.Event{Project: 1, Time: 2, TraceID: "t", User: &telemetry.User{ID: "7"}, Tags: []telemetry.Tag{{Key: "request_id", Value: "r"}, {Key: "replayId", Value: "s"}}},
		query.Anchor{Project: 1, Time: 2, Trace: "t", Request: "r", Session: "s", User: "id:7"})
	check(telemetry.Event{Request: &telemetry.Request{Headers: []telemetry.Pair{{Name: "X-Request-ID", Value: "r"}}}}, query.Anchor{Request: "r"})
	check(telemetry.Event{Request: &telemetry.Request{Headers: []telemetry.Pair{{Name: "X-Request-ID", Value: "[Filtered]"}}}}, query.Anchor{})
	check(telemetry.Event{Extra: telemetry.JSON(`{"requestId":"r","session_id":5}`)}, query.Anchor{Request: "r"})
	check(telemetry.Event{Contexts: telemetry.JSON(`{"replay":{"replay_id":"s"},"request":{"id":"r"},"app":[1]}`)}, query.Anchor{Request: "r", Session: "s"})
	check(telemetry.Event{Contexts: telemetry.JSON(`[1]`), Extra: telemetry.JSON(`"x"`)}, query.Anchor{})
}
