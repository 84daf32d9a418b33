package op_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/issue"
	"belfry/internal/lake"
	"belfry/internal/op/optest"
	"belfry/internal/telemetry"
)

// plant is a bench with two projects, into which events are put as the digest
// does it.
type plant struct {
	*optest.Bench
	seq uint64
}

func newPlant(t *testing.T, d *db.DB) *plant {
	t.Helper()
	b := &plant{Bench: optest.New(t, d).WithUsers(t)}
	b.Check(t, optest.Session, "POST /projects", `{"name":"Shop"}`, 201, `{"id":1}`)
	b.Check(t, optest.Session, "POST /projects", `{"name":"Blog"}`, 201, `{"id":2}`)
	return b
}

// event is one that happened so many minutes ago; id is its last byte.
func (b *plant) event(project int64, id byte, minutesAgo int, title string) telemetry.Event {
	at := telemetry.At(b.Clock) - telemetry.Time(minutesAgo)*60_000_000
	return telemetry.Event{
		ID: telemetry.EventID{15: id}, Project: project, Time: at, Received: at, Level: telemetry.LevelError, Title: title,
		Culprit: "views in " + strings.ToLower(title), Platform: "python", Release: "1.0", Environment: "production",
		User: &telemetry.User{ID: "7", Email: "a@b.c"}, Tags: []telemetry.Tag{{Key: "browser", Value: "Firefox"}},
		Grouping: &telemetry.Grouping{Hash: "print of " + title},
	}
}

func (b *plant) add(t *testing.T, events ...telemetry.Event) {
	t.Helper()
	var rows lake.Batch
	var occ []issue.Occurrence
	for i := range events {
		e := &events[i]
		payload, err := lake.EncodePayload(e)
		if err != nil {
			t.Fatal(err)
		}
		b.seq++
		rows.Events = append(rows.Events, lake.Event{
			Seq: b.seq, Project: e.Project, ID: e.ID, Time: e.Time, Received: e.Received, Fingerprint: e.Grouping.Hash, Level: e.Level,
			Title: e.Title, Culprit: e.Culprit, Platform: e.Platform, Release: e.Release, Environment: e.Environment,
			UserID: e.User.ID, UserEmail: e.User.Email, Tags: map[string]string{"browser": "Firefox"}, Payload: payload,
		})
		occ = append(occ, issue.Occurrence{
			Project: e.Project, Event: e.ID, Fingerprint: e.Grouping.Hash, Time: e.Time, Received: e.Received, Level: e.Level, Title: e.Title,
			Culprit: e.Culprit, Platform: e.Platform, Release: e.Release, Environment: e.Environment, UserKey: e.User.Key(),
		})
	}
	if err := b.Lake.Append(t.Context(), rows); err != nil {
		t.Fatal(err)
	}
	err := b.DB.Transact(t.Context(), func(tx *db.DB) error {
		_, err := b.Issues.Apply(t.Context(), tx, occ, telemetry.At(b.Clock))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b.Feed.Wake()
}

func hexID(id byte) string { return telemetry.EventID{15: id}.String() }

func TestIssues(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		check := func(request, body string, status int, want string) {
			t.Helper()
			b.Check(t, optest.Writer, request, body, status, want)
		}
		check("GET /issues", "", 200, `{"items":[],"next_cursor":null}`)
		check("GET /issues/counts", "", 200, `{"open":0,"resolved":0,"ignored":0,"archived":0,"all":0}`)
		warning := b.event(2, 4, 90, "Slow")
		warning.Level, warning.Environment, warning.Release = telemetry.LevelWarning, "", ""
		b.add(t, b.event(1, 1, 130, "Boom"), b.event(1, 2, 5, "Boom"), b.event(1, 3, 60, "Crash"), warning)
		check("GET /issues", "", 200, `{"items":[{"title":"Boom"},{"title":"Crash"},{"title":"Slow"}],"next_cursor":null}`)
		check("GET /issues/1", "", 200, `{"id":1,"short_id":"SHOP-1","project_id":1,"project":{"id":1,"slug":"shop","name":"Shop"},"kind":"error",
			"title":"Boom","culprit":"views in boom","level":"error","status":"open","priority":50,"assignee":null,"platform":"python",
			"times_seen":2,"users_seen":1,"first_seen":"2026-03-04T02:56:07.000000Z","last_seen":"2026-03-04T05:01:07.000000Z",
			"first_release":"1.0","last_release":"1.0","environments":["production"],"fingerprint":"print of Boom","regressed_at":null,
			"trend":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,1]}`)
		check("GET /issues/blog-1", "", 200, `{"id":3,"title":"Slow","first_release":null,"last_release":null}`)
		check("GET /issues/99", "", 404, `{"detail":"There is no such issue."}`)
		check("GET /issues/blog-9", "", 404, "")
		// Filters, orders and pages.
		check("GET /issues?project=2", "", 200, `{"items":[{"id":3}]}`)
		check("GET /issues?project=2&project=1&query=views", "", 200, `{"items":[{"id":1},{"id":2},{"id":3}]}`)
		check("GET /issues?project=3", "", 404, "")
		check("GET /issues?project=x", "", 422, `{"errors":[{"location":"query.project"}]}`)
		check("GET /projects/1/issues", "", 200, `{"items":[{"id":1},{"id":2}]}`)
		check("GET /projects/9/issues", "", 404, "")
		check("GET /issues?query=SHOP-2", "", 200, `{"items":[{"id":2}]}`)
		check("GET /issues?level=warning", "", 200, `{"items":[{"id":3}]}`)
		check("GET /issues?level=loud", "", 422, `{"errors":[{"location":"query.level"}]}`)
		check("GET /issues?environment=production&release=1.0", "", 200, `{"items":[{"id":1},{"id":2}]}`)
		check("GET /issues?kind=csp", "", 200, `{"items":[]}`)
		check("GET /issues?sort=events&order=asc", "", 200, `{"items":[{"id":2},{"id":3},{"id":1}]}`)
		check("GET /issues?sort=first_seen", "", 200, `{"items":[{"id":2},{"id":3},{"id":1}]}`)
		check("GET /issues?sort=odd", "", 422, "")
		check("GET /issues?limit=0", "", 422, "")
		check("GET /issues?cursor=odd", "", 422, `{"detail":"The cursor is not one of ours. Start again without it."}`)
		if got := b.walk(t, "/issues?limit=1&order=asc"); got != "3 2 1" {
			t.Errorf("page by page: %s", got)
		}
		// States.
		check("PATCH /issues/shop-1", `{"status":"resolved"}`, 200, `{"id":1,"status":"resolved","environments":["production"]}`)
		check("PATCH /issues/2", `{"status":"ignored"}`, 200, `{"status":"ignored"}`)
		check("PATCH /issues/2", `{"status":"gone"}`, 422, `{"errors":[{"location":"body.status"}]}`)
		check("PATCH /issues/99", `{"status":"open"}`, 404, "")
		check("GET /issues", "", 200, `{"items":[{"id":3}]}`)
		check("GET /issues?status=resolved", "", 200, `{"items":[{"id":1}]}`)
		check("GET /issues?status=all", "", 200, `{"items":[{"id":1},{"id":2},{"id":3}]}`)
		check("GET /issues/counts", "", 200, `{"open":1,"resolved":1,"ignored":1,"archived":0,"all":3}`)
		check("GET /issues/counts?project=1&query=boom", "", 200, `{"open":0,"resolved":1,"ignored":0,"archived":0,"all":1}`)
		check("GET /issues/1/activity", "", 200, `{"items":[{"actor":{"name":"Ada"},"action":"status","from":"open","to":"resolved","detail":null,"at":"2026-03-04T05:06:07.000000Z"}]}`)
		late := b.event(1, 9, -1, "Boom")
		late.Release = "2.0"
		b.add(t, late)
		check("GET /issues/1", "", 200, `{"status":"open","times_seen":3,"last_release":"2.0","regressed_at":"2026-03-04T05:07:07.000000Z"}`)
		check("GET /issues/1/activity?limit=1", "", 200, `{"items":[{"actor":null,"action":"regressed","from":"resolved","to":"open","detail":"2.0"}],"next_cursor":"*"}`)
		if got := b.walk(t, "/issues/1/activity?limit=1"); got != "3 1" {
			t.Errorf("the history page by page: %s", got)
		}
		check("GET /issues/1/trend?period=24h", "", 200, `{"from":"2026-03-03T06:00:00.000000Z","step_seconds":3600}`)
		check("GET /issues/1/trend?period=90d", "", 200, `{"from":"2025-12-05T00:00:00.000000Z","step_seconds":86400}`)
		check("GET /issues/1/trend?period=1h", "", 422, "")
		check("GET /projects/1", "", 200, `{"open_issues":1,"events_24h":4,"last_event_at":"2026-03-04T05:07:07.000000Z"}`)
		check("GET /projects/1/contents", "", 200, `{"issues":2,"events":4}`)
	})
}

// What a project holds is out of sight as soon as it is being deleted.
func TestIssuesOfADeletedProjectAreNotSeen(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		b.add(t, b.event(1, 1, 1, "Boom"), b.event(2, 2, 1, "Slow"))
		b.Check(t, optest.Session, "DELETE /projects/1?confirm=shop", "", 202, "")
		check := func(request string, status int, want string) {
			t.Helper()
			b.Check(t, optest.Session, request, "", status, want)
		}
		check("GET /issues", 200, `{"items":[{"id":2}]}`)
		check("GET /issues/counts", 200, `{"all":1}`)
		check("GET /issues/1", 404, "")
		check("GET /issues/SHOP-1", 404, "")
		check("GET /issues?project=1", 404, "")
		check("GET /projects/1/issues", 404, "")
		check("GET /issues/1/trend", 404, "")
		check("GET /issues/1/events", 404, "")
		check("GET /issues/1/events/latest", 404, "")
		check("GET /issues/1/activity", 404, "")
		check("GET /issues/1/feedback", 404, "")
		check("GET /projects/1/events/"+hexID(1), 404, "")
		check("GET /projects/1/events/"+hexID(1)+"/attachments/1", 404, "")
		check("GET /stream?project=1", 404, "")
	})
}

// walk follows the cursors of a list and returns the ids of its items.
func (b *plant) walk(t *testing.T, path string) string {
	t.Helper()
	var ids []string
	cursor := ""
	for range 20 {
		w := b.Do(t, optest.Reader, "GET "+path+cursor, "")
		var page struct {
			Items []struct {
				ID any `json:"id"`
			} `json:"items"`
			Next *string `json:"next_cursor"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Code != 200 {
			t.Fatalf("%d %v %s", w.Code, err, w.Body)
		}
		for _, i := range page.Items {
			ids = append(ids, fmt.Sprint(i.ID))
		}
		if page.Next == nil {
			return strings.Join(ids, " ")
		}
		cursor = "&cursor=" + *page.Next
	}
	t.Fatal("the pages never end")
	return ""
}

func TestEvents(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		check := func(request string, status int, want string) {
			t.Helper()
			b.Check(t, optest.Reader, request, "", status, want)
		}
		ids := func(list ...any) (out []any) {
			for _, id := range list {
				if n, ok := id.(int); ok {
					id = `"` + hexID(byte(n)) + `"`
				}
				out = append(out, id)
			}
			return out
		}
		around := func(request string, id, first, previous, next, latest any) {
			t.Helper()
			check(request, 200, fmt.Sprintf(`{"id":%s,"issue_id":1,"first_id":%s,"previous_id":%s,"next_id":%s,"latest_id":%s}`,
				ids(id, first, previous, next, latest)...))
		}
		check("GET /projects/1/events/"+hexID(1), 404, `{"detail":"There is no such event. One that was just sent takes a moment."}`)
		// 3 and 4 happened at the same moment; 2 is days older than 1.
		b.add(t, b.event(1, 1, 200, "Boom"), b.event(1, 2, 5000, "Boom"), b.event(1, 3, 3, "Boom"), b.event(1, 4, 3, "Boom"), b.event(1, 5, 1, "Boom"),
			b.event(1, 6, 2, "Crash"), b.event(2, 1, 2, "Boom"))
		around("GET /issues/1/events/latest", 5, 2, 4, "null", 5)
		around("GET /issues/1/events/oldest", 2, 2, "null", 1, 5)
		around("GET /issues/shop-1/events/"+hexID(4), 4, 2, 3, 5, 5)
		around("GET /issues/1/events/"+hexID(3), 3, 2, 1, 4, 5)
		around("GET /projects/1/events/"+hexID(1), 1, 2, 2, 3, 5)
		check("GET /projects/1/events/"+strings.ToUpper(hexID(6)), 200, `{"issue_id":2,"previous_id":null,"next_id":null}`)
		check("GET /projects/2/events/"+hexID(1), 200, `{"issue_id":3,"project_id":2}`)
		check("GET /issues/1/events/"+hexID(6), 404, "")
		check("GET /issues/1/events/"+hexID(99), 404, "")
		check("GET /issues/1/events/newest", 404, "")
		check("GET /projects/1/events/x", 404, "")
		check("GET /projects/3/events/"+hexID(1), 404, "")
		check("GET /projects/1/events/"+hexID(5), 200, `{"id":"`+hexID(5)+`","time":"2026-03-04T05:05:07.000000Z","received_at":"*","level":"error",
			"title":"Boom","culprit":"views in boom","platform":"python","release":"1.0","environment":"production","user":{"id":"7","email":"a@b.c"},
			"tags":{"browser":"Firefox"},"url":null,"trace_id":null,"span_id":null,"attachments":[],"feedback":[],
			"payload":{"event_id":"`+hexID(5)+`","title":"Boom","grouping":{"hash":"print of Boom"}}}`)
		check("GET /issues/1/events", 200, `{"items":[{"id":"`+hexID(5)+`","user":{"id":"7"},"tags":{"browser":"Firefox"}},{},{},{},{}],"next_cursor":null}`)
		want := strings.Join([]string{hexID(5), hexID(4), hexID(3), hexID(1), hexID(2)}, " ")
		for limit := 1; limit <= 5; limit++ {
			if got := b.walk(t, fmt.Sprint("/issues/1/events?limit=", limit)); got != want {
				t.Errorf("in pages of %d: %s", limit, got)
			}
		}
		check("GET /issues/1/events?cursor=odd", 422, "")
		check("GET /issues/9/events", 404, "")
	})
}

// The lake may have lost what the counters know of: what is left is still found.
func TestEventsThatTheLakeLost(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		day := 24 * 60
		b.add(t, b.event(1, 1, 3*day, "Boom"), b.event(1, 2, 2*day, "Boom"), b.event(1, 3, 5, "Boom"))
		before := telemetry.At(b.Clock) - telemetry.Time(day)*60_000_000
		if _, err := b.Lake.Evict(t.Context(), map[lake.Class]telemetry.Time{lake.ClassError: before}); err != nil {
			t.Fatal(err)
		}
		check := func(request string, status int, want string) {
			t.Helper()
			b.Check(t, optest.Reader, request, "", status, want)
		}
		check("GET /issues/1/events", 200, `{"items":[{"id":"`+hexID(3)+`"}],"next_cursor":null}`)
		check("GET /issues/1/events/oldest", 200, `{"id":"`+hexID(3)+`","first_id":"`+hexID(3)+`","previous_id":null}`)
		check("GET /issues/1/events/"+hexID(1), 404, `{"detail":"This event is no longer kept."}`)
		if err := b.Lake.Delete(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		check("GET /issues/1/events", 200, `{"items":[],"next_cursor":null}`)
		check("GET /issues/1/events/latest", 404, `{"detail":"The events of this issue are no longer kept."}`)
	})
}

func TestAttachmentsAndFeedback(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		b.add(t, b.event(1, 1, 1, "Boom"))
		id := telemetry.EventID{15: 1}
		attach := func(name, contentType, text string) {
			t.Helper()
			ref, err := b.Blobs.PutBytes(t.Context(), []byte(text))
			if err == nil {
				err = b.Issues.AddAttachments(t.Context(), d, []issue.Attachment{{
					Project: 1, EventID: id[:], Name: name, Type: "event.attachment", ContentType: contentType, Bytes: ref.Size, Hash: ref.Hash,
				}})
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		attach("page.html", "text/html; charset=utf-8", "<script>alert(1)</script>")
		attach("a\"b\r\nSet-Cookie: x=y.txt", "no/type/at all", "x")
		attach("gone", "text/plain", "gone")
		if err := b.Blobs.DeleteOlder(context.Background(), hashOf(t, b, id, "gone"), b.Clock.AddDate(100, 0, 0)); err != nil {
			t.Fatal(err)
		}
		for i, f := range []telemetry.EventID{id, {}} {
			err := b.Issues.AddFeedback(t.Context(), d, []telemetry.Feedback{{
				Project: 1, ID: telemetry.EventID{byte(i + 1)}, Event: f, Received: telemetry.At(b.Clock), Name: "Eve", Message: "It broke.", Source: "feedback",
			}})
			if err != nil {
				t.Fatal(err)
			}
		}
		check := func(request string, status int, want string) {
			t.Helper()
			b.Check(t, optest.Reader, request, "", status, want)
		}
		path := "GET /projects/1/events/" + hexID(1)
		check(path, 200, `{"attachments":[{"id":1,"name":"page.html","type":"event.attachment","content_type":"text/html; charset=utf-8","bytes":25},{"id":2},{"id":3}],
			"feedback":[{"event_id":"`+hexID(1)+`","at":"2026-03-04T05:06:07.000000Z","name":"Eve","email":"","message":"It broke.","url":"","source":"feedback"}]}`)
		check("GET /issues/1/feedback", 200, `{"items":[{"id":1,"message":"It broke."}],"next_cursor":null}`)
		download := func(attachment int, status int, kind, disposition, body string) {
			t.Helper()
			w := b.Do(t, optest.Reader, fmt.Sprint(path, "/attachments/", attachment), "")
			if w.Code != status || status == 200 && w.Body.String() != body {
				t.Fatalf("attachment %d: %d %s", attachment, w.Code, w.Body)
			}
			if status != 200 {
				return
			}
			for name, want := range map[string]string{
				"Content-Type": kind, "Content-Disposition": disposition, "Content-Security-Policy": "default-src 'none'; sandbox",
				"X-Content-Type-Options": "nosniff", "Content-Length": fmt.Sprint(len(body)),
			} {
				if got := w.Header().Get(name); got != want {
					t.Errorf("attachment %d: %s is %q, want %q", attachment, name, got, want)
				}
			}
		}
		download(1, 200, "text/html", "attachment; filename=page.html", "<script>alert(1)</script>")
		download(2, 200, "application/octet-stream", `attachment; filename*=utf-8''a%22b%0D%0ASet-Cookie%3A%20x%3Dy.txt`, "x")
		download(3, 404, "", "", "")
		download(99, 404, "", "", "")
	})
}

func hashOf(t *testing.T, b *plant, event telemetry.EventID, name string) string {
	t.Helper()
	all, err := b.Issues.Attachments(t.Context(), 1, event)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if a.Name == name {
			return a.Hash
		}
	}
	t.Fatalf("no attachment %s", name)
	return ""
}
