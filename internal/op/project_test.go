package op_test

import (
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/op/optest"
)

func TestProjects(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := optest.New(t, d).WithUsers(t)
		check := func(request, body string, status int, want string) {
			t.Helper()
			b.Check(t, optest.Session, request, body, status, want)
		}
		check("GET /projects", "", 200, `{"items":[],"next_cursor":null}`)
		check("POST /projects", `{"name":"Web Shop","platform":"node"}`, 201, `{"id":1,"slug":"web-shop","name":"Web Shop","platform":"node","status":"active",
			"created_at":"2026-03-04T05:06:07.000000Z","open_issues":0,"events_24h":0,"trend":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0],"last_event_at":null,
			"settings":{"scrub_ip":false,"scrub_email":false,"scrub_keys":[],"safe_keys":[]},
			"key":{"id":1,"name":"Default","public_key":"*","dsn":"*","enabled":true,"rate_per_minute":0,"last_used_at":null}}`)
		check("POST /projects", `{"name":"Blog"}`, 201, `{"id":2,"slug":"blog","platform":"other"}`)
		check("POST /projects", `{"name":""}`, 422, `{"errors":[{"location":"body.name","message":"Enter a name."}]}`)
		check("POST /projects", `{"name":"x","platform":"a b"}`, 422, `{"errors":[{"location":"body.platform"}]}`)
		check("GET /projects", "", 200, `{"items":[{"name":"Blog"},{"name":"Web Shop"}]}`)
		check("GET /projects/1", "", 200, `{"id":1,"settings":{"scrub_ip":false}}`)
		check("GET /projects/99", "", 404, `{"status":404,"detail":"There is no such project."}`)
		check("GET /projects/x", "", 422, `{"errors":[{"location":"path.project_id"}]}`)
		check("PATCH /projects/1", `{"name":"Shop","slug":"shop","settings":{"scrub_ip":true,"scrub_keys":["iban"]}}`, 200,
			`{"name":"Shop","slug":"shop","platform":"node","settings":{"scrub_ip":true,"scrub_email":false,"scrub_keys":["iban"],"safe_keys":[]}}`)
		check("PATCH /projects/1", `{"slug":"blog"}`, 409, `{"errors":[{"location":"body.slug"}]}`)
		check("PATCH /projects/1", `{"slug":"7"}`, 422, `{"errors":[{"location":"body.slug"}]}`)
		check("PATCH /projects/1", `{"status":"deleting"}`, 422, `{"errors":[{"location":"body.status"}]}`)
		check("PATCH /projects/1", `{"settings":{"scrub_keys":null}}`, 200, `{"settings":{"scrub_keys":["iban"]}}`)
		check("PATCH /projects/99", `{}`, 404, "")
		check("PATCH /projects/2", `{"status":"archived"}`, 200, `{"status":"archived"}`)
		check("GET /projects?status=archived", "", 200, `{"items":[{"id":2}]}`)
		check("GET /projects?status=all", "", 200, `{"items":[{"id":2},{"id":1}]}`)
		check("GET /projects?status=odd", "", 422, `{"errors":[{"location":"query.status"}]}`)
		check("GET /projects/1/contents", "", 200, `{"issues":0,"events":0,"feedback":0,"attachments":0,"attachment_bytes":0,"keys":1}`)
		check("DELETE /projects/1", "", 422, `{"errors":[{"location":"query.confirm"}]}`)
		check("DELETE /projects/1?confirm=blog", "", 422, `{"errors":[{"location":"query.confirm"}]}`)
		check("DELETE /projects/1?confirm=shop", "", 202, "")
		check("DELETE /projects/1?confirm=shop", "", 404, "")
		check("GET /projects/1", "", 404, "")
		check("GET /projects/1/contents", "", 404, "")
		check("PATCH /projects/1", `{"status":"active"}`, 404, "")
	})
}

func TestTestEvent(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := optest.New(t, d).WithUsers(t)
		b.Check(t, optest.Session, "POST /projects", `{"name":"Shop"}`, 201, "")
		b.Check(t, optest.Member, "POST /projects/1/test-event", "", 202, `{"event_id":"00000000000000000000000000000001"}`)
		b.Check(t, optest.Member, "POST /projects/2/test-event", "", 404, "")
		b.Check(t, optest.Session, "PATCH /projects/1/keys/1", `{"enabled":false}`, 200, "")
		b.Check(t, optest.Member, "POST /projects/1/test-event", "", 409, `{"detail":"The project has no key that is enabled. Make one, or enable one."}`)
		b.Check(t, optest.Session, "PATCH /projects/1", `{"status":"archived"}`, 200, "")
		b.Check(t, optest.Member, "POST /projects/1/test-event", "", 409, `{"detail":"The project is archived. Restore it first."}`)
	})
}

func TestKeys(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := optest.New(t, d).WithUsers(t)
		check := func(request, body string, status int, want string) {
			t.Helper()
			b.Check(t, optest.Session, request, body, status, want)
		}
		check("POST /projects", `{"name":"Shop"}`, 201, "")
		check("POST /projects", `{"name":"Blog"}`, 201, "")
		check("POST /projects/1/keys", `{"name":"CI","rate_per_minute":60}`, 201, `{"id":3,"name":"CI","enabled":true,"rate_per_minute":60,"created_at":"2026-03-04T05:06:07.000000Z"}`)
		check("POST /projects/1/keys", `{"name":"CI","rate_per_minute":-1}`, 422, `{"errors":[{"location":"body.rate_per_minute"}]}`)
		check("POST /projects/1/keys", `{"name":""}`, 422, `{"errors":[{"location":"body.name"}]}`)
		check("POST /projects/9/keys", `{"name":"CI"}`, 404, "")
		check("GET /projects/1/keys", "", 200, `{"items":[{"id":1,"name":"Default"},{"id":3,"name":"CI"}],"next_cursor":null}`)
		check("GET /projects/9/keys", "", 404, "")
		check("PATCH /projects/1/keys/3", `{"name":"Build","enabled":false,"rate_per_minute":0}`, 200, `{"id":3,"name":"Build","enabled":false,"rate_per_minute":0}`)
		check("PATCH /projects/2/keys/3", `{}`, 404, "")
		check("PATCH /projects/9/keys/3", `{}`, 404, "")
		check("POST /projects/1/keys/3/rotate", "", 200, `{"id":3,"public_key":"*"}`)
		check("POST /projects/2/keys/3/rotate", "", 404, "")
		check("POST /projects/9/keys/3/rotate", "", 404, "")
		check("DELETE /projects/2/keys/3", "", 404, "")
		check("DELETE /projects/9/keys/3", "", 404, "")
		check("DELETE /projects/1/keys/3", "", 204, "")
		check("DELETE /projects/1/keys/3", "", 404, "")
		b.Check(t, optest.Member, "GET /projects/1/keys", "", 200, `{"items":[{"id":1}]}`)
	})
}
