package op_test

import (
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/op/optest"
	"belfry/internal/telemetry"
)

func TestMergeAndUnmerge(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		check := func(request, body string, status int, want string) {
			t.Helper()
			b.Check(t, optest.Writer, request, body, status, want)
		}
		boom := b.event(1, 1, 50, "Boom")
		boom.Grouping.Method = "message"
		boom.Grouping.Components = []telemetry.Component{{Name: "message", Value: "Boom", Used: true}}
		b.add(t, boom, b.event(1, 2, 40, "Crash"), b.event(1, 3, 30, "Crash"), b.event(1, 4, 20, "Bang"), b.event(2, 5, 10, "Slow"))
		check("POST /issues/99/merge", `{"issues":[2]}`, 404, "")
		check("POST /issues/1/merge", `{"issues":[]}`, 422, "")
		check("POST /issues/1/merge", `{"issues":[1]}`, 422, `{"errors":[{"location":"body.issues"}]}`)
		check("POST /issues/1/merge", `{"issues":[4]}`, 404, "")
		check("POST /issues/1/unmerge", `{"fingerprints":["print of Boom"]}`, 422, `{"errors":[{"location":"body.fingerprints"}]}`)
		check("POST /issues/shop-1/merge", `{"issues":[2,3]}`, 200, `{"id":1,"short_id":"SHOP-1","times_seen":4,"title":"Bang"}`)
		check("GET /issues/shop-2", "", 200, `{"id":1,"short_id":"SHOP-1","merged_from":"shop-2"}`)
		check("GET /issues/3", "", 200, `{"id":1,"merged_from":"3"}`)
		check("GET /projects/1/issues", "", 200, `{"items":[{"id":1}]}`)
		check("GET /issues/1/events", "", 200, `{"items":[{"title":"Bang"},{"title":"Crash"},{"title":"Crash"},{"title":"Boom"}]}`)
		check("GET /issues/1/activity", "", 200, `{"items":[{"action":"merged","from":"SHOP-3","to":null,"detail":"Bang","actor":{"name":"Ada"}},{"from":"SHOP-2"}]}`)
		check("GET /issues/1/fingerprints?limit=1", "", 200, `{"items":[{"fingerprint":"print of Crash","events":2,"users":1,
			"from":{"id":2,"short_id":"SHOP-2"},"latest_event_id":"`+hexID(3)+`","grouping":{"hash":"print of Crash"}}],"next_cursor":"*"}`)
		check("GET /issues/1/fingerprints", "", 200, `{"items":[{"title":"Crash"},{"title":"Bang"},{"from":null,"title":"Boom",
			"grouping":{"method":"message","components":[{"name":"message","value":"Boom","used":true}]}}],"next_cursor":null}`)
		check("GET /issues/1/merges", "", 200, `{"items":[{"issue":{"id":3,"short_id":"SHOP-3"},"title":"Bang","events":1,"fingerprints":1,
			"actor":{"name":"Ada"},"undone_at":null,"undone_by":null},{"issue":{"id":2}}],"next_cursor":null}`)
		check("GET /issues/1/merges?limit=1", "", 200, `{"items":[{"issue":{"id":3}}],"next_cursor":"*"}`)
		check("POST /issues/1/unmerge", `{"fingerprints":["print of Crash"]}`, 200, `{"items":[{"id":2,"short_id":"SHOP-2","times_seen":2}]}`)
		check("GET /issues/shop-2", "", 200, `{"id":2,"times_seen":2}`)
		check("GET /issues/1/merges", "", 200, `{"items":[{"undone_at":null},{"undone_at":"*","undone_by":{"name":"Ada"}}]}`)
		check("POST /issues/shop-3/unmerge", `{"fingerprints":["print of Boom"]}`, 200, `{"items":[{"short_id":"SHOP-4","title":"Boom"}]}`)
		check("GET /issues/1", "", 200, `{"title":"Bang","times_seen":1}`)
		check("GET /issues/counts?project=1", "", 200, `{"open":3,"all":3}`)
		b.Check(t, optest.Reader, "POST /issues/1/merge", `{"issues":[2]}`, 403, "")
	})
}
