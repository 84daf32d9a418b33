package op_test

import (
	"testing"

	"belfry/internal/account"
	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/op/optest"
)

func TestComments(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		b.add(t, b.event(1, 1, 130, "Boom"), b.event(2, 4, 90, "Slow"))
		b.Token(t, optest.ProjectWriter, account.ScopeWrite, 1)
		check := func(as, request, body string, status int, want string) {
			t.Helper()
			b.Check(t, as, request, body, status, want)
		}
		check(optest.Session, "GET /issues/1/comments", "", 200, `{"items":[],"next_cursor":null}`)
		check(optest.Member, "POST /issues/shop-1/comments", `{"body":"**Look**, @[A](user:1)"}`, 201, `{"id":1,"parent_id":null,"author":{"name":"Bo"},
			"body":"**Look**, @[A](user:1)","html":"<p><strong>Look</strong>, <span class=\"mention\" data-user=\"1\">@Ada</span></p>\n","edited_at":null,"deleted":false}`)
		check(optest.Session, "POST /issues/1/comments", `{"body":"Seen","parent_id":1}`, 201, `{"id":2,"parent_id":1}`)
		check(optest.Session, "POST /issues/1/comments", `{"body":" "}`, 422, `{"errors":[{"location":"body.body"}]}`)
		check(optest.Viewer, "POST /issues/1/comments", `{"body":"x"}`, 403, "")
		check(optest.ProjectWriter, "POST /issues/1/comments", `{"body":"x"}`, 403, "")
		check(optest.Session, "PATCH /issues/1/comments/1", `{"body":"x"}`, 403, "")
		check(optest.Member, "PATCH /issues/1/comments/2", `{"body":"x"}`, 403, "")
		check(optest.Member, "DELETE /issues/1/comments/2", "", 403, "")
		check(optest.Member, "PATCH /issues/1/comments/1", `{"body":"Look there"}`, 200, `{"body":"Look there","edited_at":"*"}`)
		check(optest.Session, "GET /issues/1/comments?limit=1", "", 200, `{"items":[{"id":1}],"next_cursor":"*"}`)
		check(optest.Session, "GET /issues/1", "", 200, `{"comments_count":2,"followers":2,"followed":true}`)
		check(optest.Session, "GET /issues/1/followers", "", 200, `{"items":[{"name":"Ada"},{"name":"Bo"}]}`)
		check(optest.Session, "GET /issues/1/activity?limit=1", "", 200, `{"items":[{"action":"commented","detail":"2"}]}`)
		// Notices.
		check(optest.Session, "GET /notices", "", 200, `{"unread":1,"items":[{"why":"mentioned","comment_id":1,"actor":{"name":"Bo"},
			"issue":{"id":1,"short_id":"SHOP-1","title":"Boom"},"read_at":null}]}`)
		check(optest.Member, "GET /notices?unread=true", "", 200, `{"unread":1,"items":[{"why":"commented"}]}`)
		check(optest.Session, "POST /notices/read", `{}`, 204, "")
		check(optest.Session, "GET /notices?unread=true", "", 200, `{"unread":0,"items":[]}`)
		check(optest.ProjectWriter, "GET /notices", "", 403, "")
		// Administrators delete anybody's.
		check(optest.Session, "DELETE /issues/1/comments/1", "", 204, "")
		check(optest.Session, "GET /issues/1/comments", "", 200, `{"items":[{"id":1,"body":"","html":"","deleted":true},{"id":2}]}`)
		check(optest.Session, "GET /issues/1", "", 200, `{"comments_count":1}`)
		check(optest.Viewer, "PUT /issues/1/follow", "", 204, "")
		check(optest.Viewer, "GET /issues/1", "", 200, `{"followers":3,"followed":true}`)
		check(optest.Viewer, "DELETE /issues/1/follow", "", 204, "")
		check(optest.Viewer, "GET /issues/1", "", 200, `{"followers":2,"followed":false}`)
		check(optest.Outsider, "GET /issues/1/comments", "", 404, "")
	})
}
