package op_test

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/feed"
	"belfry/internal/issue"
	"belfry/internal/op"
	"belfry/internal/op/optest"
	"belfry/internal/telemetry"
)

// listener reads a stream of server-sent events.
type listener struct {
	t     *testing.T
	lines *bufio.Scanner
	end   context.CancelFunc
}

func listen(t *testing.T, url, path, lastEventID string) *listener {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if lastEventID != "" {
		r.Header.Set("Last-Event-ID", lastEventID)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	if kind := answer.Header.Get("Content-Type"); answer.StatusCode != http.StatusOK || !strings.HasPrefix(kind, "text/event-stream") {
		t.Fatalf("%d %s", answer.StatusCode, kind)
	}
	l := &listener{t, bufio.NewScanner(answer.Body), cancel}
	if got := l.next(); got != "retry: 2000" {
		t.Fatalf("the stream begins with %q", got)
	}
	return l
}

// next returns the lines of the next event, joined, or "" at the end.
func (l *listener) next() string {
	var event []string
	for l.lines.Scan() {
		if line := l.lines.Text(); line != "" {
			event = append(event, line)
		} else if len(event) > 0 {
			return strings.Join(event, " ")
		}
	}
	return strings.Join(event, " ")
}

func (l *listener) expect(want string) {
	l.t.Helper()
	if got := l.next(); got != want {
		l.t.Errorf("got  %s\nwant %s", got, want)
	}
}

const at = `"at":"2026-03-04T05:06:07.000000Z"`

func TestStream(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		streams, stop := context.WithCancel(t.Context())
		b.Streams = streams
		url := b.Serve(t, optest.Reader).URL
		b.add(t, b.event(1, 1, 1, "Before"))
		all, second := listen(t, url, "/stream", ""), listen(t, url, "/stream?project=2", "")
		b.add(t, b.event(1, 2, 1, "Boom"), b.event(2, 3, 1, "Slow"))
		all.expect(`id: 2 event: change data: {"seq":2,"topic":"issue","project_id":1,"subject":2,"change":"created",` + at + `}`)
		all.expect(`id: 3 event: change data: {"seq":3,"topic":"issue","project_id":2,"subject":3,"change":"created",` + at + `}`)
		second.expect(`id: 3 event: change data: {"seq":3,"topic":"issue","project_id":2,"subject":3,"change":"created",` + at + `}`)
		if _, err := b.Issues.SetStatus(t.Context(), 1, 3, issue.Resolved, telemetry.At(b.Clock)); err != nil {
			t.Fatal(err)
		}
		all.expect(`id: 4 event: change data: {"seq":4,"topic":"issue","project_id":2,"subject":3,"change":"status",` + at + `}`)
		second.expect(`id: 4 event: change data: {"seq":4,"topic":"issue","project_id":2,"subject":3,"change":"status",` + at + `}`)
		again := listen(t, url, "/stream", "3")
		again.expect(`id: 4 event: change data: {"seq":4,"topic":"issue","project_id":2,"subject":3,"change":"status",` + at + `}`)
		// One from the future, as after a restored backup, and one long ago.
		listen(t, url, "/stream", "99").expect(`id: 4 event: reset data: {"seq":4}`)
		if _, err := b.Feed.Trim(t.Context(), int64(telemetry.At(b.Clock))+1); err != nil {
			t.Fatal(err)
		}
		listen(t, url, "/stream", "1").expect(`id: 4 event: reset data: {"seq":4}`)
		stop()
		all.expect("")
		second.expect("")
		again.expect("")
	})
}

// A project that is deleted while a page is open is no longer told about.
func TestStreamFollowsWhatMayBeSeen(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		b.Streams = t.Context()
		l := listen(t, b.Serve(t, optest.Session).URL, "/stream", "")
		b.Check(t, optest.Session, "DELETE /projects/1?confirm=shop", "", 202, "")
		b.add(t, b.event(1, 1, 1, "Boom"), b.event(2, 2, 1, "Slow"))
		l.expect(`id: 2 event: change data: {"seq":2,"topic":"issue","project_id":2,"subject":2,"change":"created",` + at + `}`)
		b.Check(t, optest.Session, "POST /projects", `{"name":"New"}`, 201, `{"id":3}`)
		b.add(t, b.event(3, 3, 1, "Crash"))
		l.expect(`id: 3 event: change data: {"seq":3,"topic":"issue","project_id":3,"subject":3,"change":"created",` + at + `}`)
	})
}

func TestStreamSkipsWhenTheClientWasAwayForLong(t *testing.T) {
	t.Parallel()
	b := newPlant(t, dbtest.SQLite(t))
	b.Streams = t.Context()
	entries := make([]feed.Entry, 5002)
	for i := range entries {
		entries[i] = feed.Entry{Topic: "issue", Project: 1, Subject: 1, Change: "updated"}
	}
	if err := b.Feed.Append(t.Context(), b.DB, entries...); err != nil {
		t.Fatal(err)
	}
	url := b.Serve(t, optest.Reader).URL
	listen(t, url, "/stream", "1").expect(`id: 5002 event: reset data: {"seq":5002}`)
	got := listen(t, url, "/stream", "2").next()
	if !strings.HasPrefix(got, "id: 3 event: change") {
		t.Errorf("got %s", got)
	}
}

func TestInstance(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		now := telemetry.At(b.Clock)
		lost := func(hoursAgo int, n int64) telemetry.Discard {
			return telemetry.Discard{Project: 1, Time: now - telemetry.Time(hoursAgo)*3_600_000_000, Source: "client", Category: "error", Reason: "sample_rate", Quantity: n}
		}
		if err := b.Projects.AddDiscards(t.Context(), d, []telemetry.Discard{lost(1, 2), lost(100, 3), lost(1000, 4)}); err != nil {
			t.Fatal(err)
		}
		check := func(as, request string, status int, want string) {
			t.Helper()
			b.Check(t, as, request, "", status, want)
		}
		check(optest.Member, "GET /instance", 403, "")
		check(optest.Session, "GET /instance", 200, `{"version":"1.2.3","started_at":"2026-03-04T05:06:07.000000Z","partitions":[],"storage":{"lake_rows":{}},
			"discards":{"day":[{"project_id":1,"hour":"2026-03-04T04:00:00.000000Z","source":"client","category":"error","reason":"sample_rate","quantity":2}],
			"month":[{"quantity":5}]}}`)
		check(optest.Session, "GET /instance/poison", 200, `{"items":[],"next_cursor":null}`)
		b.SetAside(op.Poison{ID: 4, Seq: 9, At: op.Time(now), ProjectID: 1, Protocol: "sentry envelope", Error: "bad", Tries: 3, Bytes: 10})
		check(optest.Session, "GET /instance/poison", 200, `{"items":[{"id":4,"seq":9,"at":"2026-03-04T05:06:07.000000Z","project_id":1,
			"protocol":"sentry envelope","error":"bad","tries":3,"bytes":10}]}`)
		check(optest.Reader, "DELETE /instance/poison/4", 403, "")
		check(optest.Session, "DELETE /instance/poison/5", 404, "")
		check(optest.Session, "POST /instance/poison/4/retry", 204, "")
		check(optest.Session, "POST /instance/poison/4/retry", 404, "")
	})
}
