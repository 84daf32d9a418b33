package op_test

import (
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/issue"
	"belfry/internal/op/optest"
	"belfry/internal/telemetry"
)

func TestOverview(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		check := func(request, body string, status int, want string) {
			t.Helper()
			b.Check(t, optest.Session, request, body, status, want)
		}
		const minutesADay = 24 * 60
		b.add(t, b.event(1, 1, 3*minutesADay, "Old"), b.event(1, 2, 10, "Fresh"), b.event(2, 3, 9*minutesADay, "Back again"))
		if _, err := b.Issues.SetStatus(t.Context(), 1, 3, issue.Resolved, telemetry.At(b.Clock.AddDate(0, 0, -8))); err != nil {
			t.Fatal(err)
		}
		newer := b.event(2, 4, 2*minutesADay, "Back again")
		newer.Release = "2.0"
		b.add(t, newer)

		check("GET /overview", "", 200, `{
			"regressed":{"count":1,"items":[{"title":"Back again","short_id":"BLOG-1"}]},
			"new":{"count":1,"items":[{"title":"Fresh"}]},
			"rising":{"count":0,"items":[]}, "mine":{"count":0,"items":[]},
			"mix":{"from":"2026-03-03T06:00:00.000000Z","step_seconds":3600,"series":[{"kind":"error","level":"error",
				"counts":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0]}]},
			"projects":[
				{"slug":"blog","week":1,"week_before":1,"to_review":1,"latest_release":"2.0","favorite":false,"group_id":null},
				{"slug":"shop","week":2,"week_before":0,"to_review":2,"latest_release":"1.0"}],
			"groups":[],"favorites":0,"all":2}`)
		check("GET /overview?period=7d", "", 200, `{"mix":{"step_seconds":21600,"series":[{"kind":"error","level":"error"}]}}`)
		check("GET /overview?period=30d", "", 200, `{"mix":{"step_seconds":86400,"series":[{"kind":"error","level":"error"}]}}`)
		check("GET /overview?tz=Nowhere/Land", "", 422, `{"errors":[{"location":"query.tz"}]}`)
		check("GET /overview?period=1y", "", 422, `{"errors":[{"location":"query.period"}]}`)

		check("PUT /projects/1/favorite", "", 204, "")
		check("PUT /projects/99/favorite", "", 404, "")
		check("GET /overview?favorites=true", "", 200, `{"projects":[{"slug":"shop","favorite":true}],"favorites":1,"all":2,"regressed":{"count":0,"items":[]}}`)
		b.Check(t, optest.Member, "GET /overview", "", 200, `{"favorites":0}`)
		check("DELETE /projects/1/favorite", "", 204, "")
		check("GET /overview?favorites=true", "", 200, `{"projects":[],"favorites":0,"mix":{"series":[]}}`)

		check("PUT /projects/order", `{"projects":[1,2]}`, 204, "")
		check("GET /overview", "", 200, `{"projects":[{"slug":"shop"},{"slug":"blog"}]}`)
		check("PUT /projects/order", `{"projects":[1,99]}`, 404, "")
		check("PUT /projects/order", `{"projects":[]}`, 204, "")
		check("GET /overview", "", 200, `{"projects":[{"slug":"blog"},{"slug":"shop"}]}`)
	})
}

func TestProjectGroups(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		check := func(request, body string, status int, want string) {
			t.Helper()
			b.Check(t, optest.Session, request, body, status, want)
		}
		check("POST /project-groups", `{"name":"Web"}`, 201, `{"id":1,"name":"Web","projects":0}`)
		check("POST /project-groups", `{"name":"web"}`, 409, `{"errors":[{"location":"body.name"}]}`)
		check("PATCH /projects/1", `{"group_id":1,"icon":"cart","color":"teal"}`, 200, `{"group_id":1,"icon":"cart","color":"teal"}`)
		check("PATCH /projects/1", `{"icon":"skull"}`, 422, `{"errors":[{"location":"body.icon"}]}`)
		check("PATCH /projects/1", `{"group_id":7}`, 404, "")
		check("GET /project-groups", "", 200, `{"items":[{"id":1,"name":"Web","projects":1}]}`)
		check("GET /overview?group=1", "", 200, `{"projects":[{"slug":"shop"}],"groups":[{"name":"Web","projects":1}],"all":2}`)
		check("PATCH /project-groups/1", `{"name":"Sites"}`, 200, `{"id":1,"name":"Sites","projects":1}`)
		check("DELETE /project-groups/1", "", 204, "")
		check("DELETE /project-groups/1", "", 404, "")
		check("GET /projects/1", "", 200, `{"group_id":null}`)
	})
}

func TestSampleProject(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		check := func(request string, status int, want string) {
			t.Helper()
			b.Check(t, optest.Session, request, "", status, want)
		}
		check("DELETE /sample-project", 404, "")
		check("POST /sample-project", 202, `{"id":3,"name":"Sample shop","sample":true}`)
		check("POST /sample-project", 409, "")
		check("GET /projects/1", 200, `{"sample":false}`)
		check("DELETE /sample-project", 202, "")
		check("GET /projects/3", 404, "")
		check("POST /sample-project", 202, `{"id":4}`)
	})
}
