package op_test

import (
	"encoding/json"
	"strings"
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/lake"
	"belfry/internal/op"
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

func TestFacetsTrendAndSimilar(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		like := b.event(1, 4, 50, "Boom: it broke again")
		like.Culprit = "views in boom: it broke"
		b.add(t, b.event(1, 1, 10, "Boom: it broke"), b.event(1, 2, 9, "Boom: it broke"), b.event(1, 3, 8, "Quiet"), like, b.event(2, 5, 1, "Boom: it broke"))
		check := func(request string, status int, want string) {
			t.Helper()
			b.Check(t, optest.Reader, request, "", status, want)
		}
		w := b.Do(t, optest.Reader, "GET /issues/1/facets", "")
		facets := map[string]op.FacetSpread{}
		for _, f := range decode[op.Page[op.FacetSpread]](t, w.Body.Bytes()).Items {
			facets[f.Name] = f
		}
		if f := facets["release"]; f.Events != 2 || f.Values != 1 || len(f.Top) != 1 || f.Top[0].Query != "release:1.0" || f.Top[0].Events != 2 {
			t.Errorf("releases are %+v", f)
		}
		check("GET /issues/1/facets/environment?limit=1", 200, `{"items":[{"value":"production","query":"environment:production","events":2}],"next_cursor":null}`)
		check("GET /issues/1/facets/environment?prefix=PROD", 200, `{"items":[{}]}`)
		check("GET /issues/1/facets/environment?prefix=x", 200, `{"items":[]}`)
		check("GET /issues/1/facets/none", 200, `{"items":[]}`)
		check("GET /issues/9/facets", 404, "")

		check("GET /issues/1/trend?from=2026-03-04T04:50:00Z&to=2026-03-04T05:10:00Z", 200, `{"from":"2026-03-04T04:50:00.000000Z","step_seconds":15}`)
		w = b.Do(t, optest.Reader, "GET /issues/1/trend?from=2026-03-01T00:00:00Z&to=2026-03-05T00:00:00Z", "")
		trend := decode[op.Trend](t, w.Body.Bytes())
		if sum := trend.Counts[76] + trend.Counts[77]; trend.StepSeconds != 3600 || len(trend.Counts) != 97 || sum != 2 {
			t.Errorf("the trend is %+v", trend)
		}
		check("GET /issues/1/trend?from=2026-03-04T04:50:00Z", 422, "")
		check("GET /issues/1/trend?from=x", 422, "")

		check("GET /issues/1/similar", 200, `{"items":[{"issue":{"id":3,"short_id":"SHOP-3"},"reasons":[{"what":"type","value":"Boom"},{"what":"culprit"},{"what":"message","shared":2,"of":3}]}]}`)
		check("GET /issues/2/similar", 200, `{"items":[]}`)
		check("GET /issues/9/similar", 404, "")
	})
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		b.add(t, b.event(1, 1, 10, "Boom"), b.event(1, 2, 9, "Boom"), b.event(1, 3, 8, "Quiet"))
		check := func(request string, status int, parts ...string) {
			t.Helper()
			w := b.Do(t, optest.Reader, request, "")
			if w.Code != status {
				t.Fatalf("%s: %d\n%s", request, w.Code, w.Body)
			}
			for _, part := range parts {
				if !strings.Contains(w.Body.String(), part) {
					t.Errorf("%s lacks %q:\n%s", request, part, w.Body)
				}
			}
		}
		check("GET /issues/SHOP-1.md", 200, "# SHOP-1: Boom\n", "Event "+hexID(2), "- **Seen:** 2 times by 1 user\n", optest.BaseURL+"/issues/SHOP-1", "- release: 1.0 100 %")
		check("GET /issues/1.md?event="+hexID(1), 200, "Event "+hexID(1))
		check("GET /issues/1.md?event="+hexID(3), 404)
		check("GET /issues/9.md", 404)
		if got := b.Do(t, optest.Reader, "GET /issues/1.md", "").Header().Get("Content-Type"); got != "text/markdown; charset=utf-8" {
			t.Error(got)
		}
	})
}
