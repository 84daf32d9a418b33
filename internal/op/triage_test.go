package op_test

import (
	"testing"
	"time"

	"belfry/internal/account"
	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/op/optest"
)

func TestTriage(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		check := func(request, body string, status int, want string) {
			t.Helper()
			b.Check(t, optest.Writer, request, body, status, want)
		}
		b.add(t, b.event(1, 1, 130, "Boom"), b.event(1, 3, 60, "Crash"), b.event(2, 4, 90, "Slow"))
		check("PATCH /issues/1", `{"assignee":1,"priority":80}`, 200, `{"assignee":{"id":1,"name":"Ada"},"priority":80,"status":"open","snooze":null,"tags":[]}`)
		check("PATCH /issues/1", `{"priority":20}`, 200, `{"assignee":{"id":1},"priority":20}`)
		check("PATCH /issues/1", `{}`, 200, `{"assignee":{"id":1},"priority":20}`)
		check("GET /issues?query=assigned:me", "", 200, `{"items":[{"id":1,"assignee":{"name":"Ada"}}]}`)
		check("PATCH /issues/1", `{"assignee":null}`, 200, `{"assignee":null}`)
		check("PATCH /issues/1", `{"assignee":99}`, 422, `{"errors":[{"location":"body.assignee"}]}`)
		check("PATCH /issues/1", `{"assignee":"Ada"}`, 422, "")
		check("PATCH /issues/1", `{"priority":101}`, 422, "")
		check("GET /issues/1/activity?limit=4", "", 200, `{"items":[{"action":"assigned","from":"Ada","to":null},
			{"action":"priority","from":"80","to":"20"},{"action":"priority","from":"50","to":"80"},{"action":"assigned","from":null,"to":"Ada"}]}`)
		// Snoozing.
		check("PATCH /issues/1", `{"snooze":{"until":"2026-03-04T09:00:00+01:00","events":10}}`, 200,
			`{"status":"ignored","snooze":{"until":"2026-03-04T08:00:00.000000Z","events":11}}`)
		check("PATCH /issues/1", `{"snooze":{}}`, 422, `{"errors":[{"location":"body.snooze"}]}`)
		check("PATCH /issues/1", `{"snooze":{"until":"2020-03-04T09:00:00Z"}}`, 422, `{"errors":[{"location":"body.snooze.until"}]}`)
		check("GET /issues?query=is:snoozed", "", 200, `{"items":[{"id":1}]}`)
		check("GET /issues/1/activity?limit=1", "", 200, `{"items":[{"action":"snoozed","from":"open","to":"2026-03-04T08:00:00Z","detail":"10"}]}`)
		check("PATCH /issues/1", `{"status":"open"}`, 200, `{"status":"open","snooze":null}`)
		// Tags.
		check("PUT /issues/1/tags", `{"key":"team","value":"shop"}`, 200, `{"tags":[{"key":"team","value":"shop"}]}`)
		check("PUT /issues/1/tags", `{"key":"a b","value":"shop"}`, 422, `{"errors":[{"location":"body.key"}]}`)
		check("DELETE /issues/1/tags?key=team&value=shop", "", 200, `{"tags":[]}`)
		b.Check(t, optest.Outsider, "PUT /issues/1/tags", `{"key":"team","value":"shop"}`, 404, "")
	})
}

func TestManyIssuesAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		check := func(body string, status int, want string) {
			t.Helper()
			b.Check(t, optest.Writer, "POST /issues/bulk", body, status, want)
		}
		b.add(t, b.event(1, 1, 130, "Boom"), b.event(1, 3, 60, "Crash"), b.event(1, 5, 60, "Boom again"), b.event(2, 4, 90, "Slow"))
		check(`{"ids":[1,2,4,99],"action":{"priority":70,"add_tags":[{"key":"team","value":"shop"}]}}`, 200, `{"changed":3}`)
		check(`{"ids":[1,2],"action":{"priority":70,"remove_tags":[{"key":"team","value":"shop"}]}}`, 200, `{"changed":2}`)
		check(`{"ids":[4,1],"action":{"assignee":1}}`, 200, `{"changed":2}`)
		check(`{"ids":[1],"action":{"assignee":77}}`, 422, "")
		check(`{"action":{"priority":1}}`, 422, `{"errors":[{"location":"body.ids"}]}`)
		check(`{"ids":[1],"filter":{},"action":{"priority":1}}`, 422, "")
		b.Check(t, optest.Outsider, "POST /issues/bulk", `{"ids":[1,2],"action":{"status":"resolved"}}`, 200, `{"changed":0}`)
		b.Token(t, optest.ProjectWriter, account.ScopeWrite, 1)
		b.Check(t, optest.ProjectWriter, "POST /issues/bulk", `{"ids":[1,4],"action":{"priority":71}}`, 200, `{"changed":1}`)
		b.Check(t, optest.Session, "GET /issues/1/activity?limit=1", "", 200, `{"items":[{"actor":{"id":0,"name":"*"},"action":"priority"}]}`)
		// By filter.
		check(`{"filter":{"query":"boom","projects":[1]},"action":{"snooze":{"events":5}}}`, 200, `{"changed":2}`)
		check(`{"filter":{"query":"is:snoozed"},"action":{"status":"resolved"}}`, 200, `{"changed":2}`)
		check(`{"filter":{"status":"all"},"action":{"status":"archived"}}`, 200, `{"changed":4}`)
		check(`{"filter":{"query":"level:","status":"all"},"action":{"status":"open"}}`, 422, "")
		b.Check(t, optest.Session, "GET /issues/counts", "", 200, `{"archived":4,"open":0}`)
		// Into one.
		check(`{"ids":[1,2,3],"action":{"merge_into":1}}`, 200, `{"changed":2}`)
		b.Check(t, optest.Session, "GET /issues/2", "", 200, `{"id":1,"merged_from":"2"}`)
		check(`{"ids":[1,4],"action":{"merge_into":1}}`, 404, "")
		check(`{"ids":[1],"action":{"merge_into":99}}`, 422, `{"errors":[{"location":"body.merge_into"}]}`)
		// For good.
		check(`{"ids":[4],"action":{"delete":true,"status":"open"}}`, 422, `{"errors":[{"location":"body.action"}]}`)
		b.Check(t, optest.Viewer, "POST /issues/bulk", `{"ids":[4],"action":{"delete":true}}`, 403, "")
		check(`{"filter":{"status":"all","projects":[2]},"action":{"delete":true}}`, 200, `{"changed":1}`)
		b.Check(t, optest.Session, "GET /issues/4", "", 404, "")
		b.Check(t, optest.Session, "GET /audit?limit=1", "", 200, `{"items":[{"action":"issues.deleted","detail":{"issues":"1"}}]}`)
		// What comes again is new, and shows nothing of what was before.
		b.Clock = b.Clock.Add(time.Minute)
		b.add(t, b.event(2, 44, 0, "Slow"))
		b.Check(t, optest.Session, "GET /projects/2/issues", "", 200, `{"items":[{"id":5,"times_seen":1}]}`)
		b.Check(t, optest.Session, "GET /issues/5/events", "", 200, `{"items":[{}],"next_cursor":null}`)
	})
}
