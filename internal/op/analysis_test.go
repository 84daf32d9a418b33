package op_test

import (
	"encoding/json"
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/lake"
	"belfry/internal/op/optest"
	"belfry/internal/telemetry"
)

func TestTimeline(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		e := b.event(1, 1, 10, "Boom")
		b.add(t, e, b.event(1, 2, 9, "Crash"))
		b.seq++
		logs := lake.Batch{Logs: []lake.Item[telemetry.Log]{
			{Seq: b.seq, Value: telemetry.Log{Project: 1, Time: e.Time - 2_000_000, Level: telemetry.LevelInfo, Body: "hello", Service: "api", Attributes: map[string]string{"user.id": "7"}}},
			{Seq: b.seq, Value: telemetry.Log{Project: 1, Time: e.Time - 400_000_000, Body: "long ago", Attributes: map[string]string{"user.id": "7"}}},
		}}
		for range 160 {
			logs.Spans = append(logs.Spans, lake.Item[telemetry.Span]{Seq: b.seq, Value: telemetry.Span{
				Project: 1, Start: e.Time + 1_000_000, Duration: 1500, Name: "GET /", Op: "http.server", Status: "ok", UserKey: "id:7",
			}})
		}
		if err := b.Lake.Append(t.Context(), logs); err != nil {
			t.Fatal(err)
		}
		check := func(request string, status int, want string) {
			t.Helper()
			b.Check(t, optest.Reader, request, "", status, want)
		}
		path := "GET /projects/1/events/" + hexID(1) + "/timeline"
		check(path, 200, `{"at":"2026-03-04T04:56:07.000000Z","from":"2026-03-04T04:51:07.000000Z","to":"2026-03-04T05:01:07.000000Z",
			"ties":[{"by":"user","value":"id:7"}],"cut":["span"]}`)
		check(path+"?minutes=1", 200, `{"from":"2026-03-04T04:55:07.000000Z","to":"2026-03-04T04:57:07.000000Z"}`)
		check(path+"?minutes=0", 422, "")
		check("GET /projects/1/events/"+hexID(9)+"/timeline", 404, "")
		check("GET /projects/2/events/"+hexID(1)+"/timeline", 404, "")
		w := b.Do(t, optest.Reader, path, "")
		items := decode[struct{ Items []map[string]any }](t, w.Body.Bytes()).Items
		if len(items) != 151 { // the log, and as many spans as fit
			t.Fatalf("%d items", len(items))
		}
		if l := items[0]; l["kind"] != "log" || l["title"] != "hello" || l["detail"] != "api" || l["issue"] != nil || l["duration_us"] != nil {
			t.Errorf("the log is %v", l)
		}
		if s := items[150]; s["kind"] != "span" || s["duration_us"] != 1500.0 || s["status"] != "ok" {
			t.Errorf("a span is %v", s)
		}
	})
}

func decode[T any](t *testing.T, text []byte) (v T) {
	t.Helper()
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return v
}
