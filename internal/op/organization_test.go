package op_test

import (
	"fmt"
	"strings"
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/op/optest"
)

func TestOrganizations(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		check := func(as, request, body string, status int, want string) {
			t.Helper()
			b.Check(t, as, request, body, status, want)
		}
		first := `{"id":1,"name":"Default","role":"owner","home":true,"current":true}`
		check(optest.Session, "GET /organizations", "", 200, `{"items":[`+first+`],"next_cursor":null}`)
		check(optest.Admin, "POST /organizations", `{"name":"Lab"}`, 403, "")
		check(optest.Session, "POST /organizations", `{"name":" "}`, 422, `{"errors":[{"location":"body.name"}]}`)
		check(optest.Session, "POST /organizations", `{"name":" Lab "}`, 201, `{"id":2,"name":"Lab"}`)
		check(optest.Session, "GET /organizations", "", 200, `{"items":[`+first+`,{"id":2,"name":"Lab","role":"owner","home":false,"current":false}]}`)
		check(optest.Writer, "GET /organizations", "", 200, `{"items":[`+first+`]}`)
		check(optest.Admin, "GET /organizations", "", 200, `{"items":[{"id":1,"role":"admin"}]}`)

		check(optest.Admin, "PATCH /organizations/1", `{"name":"Works"}`, 403, "")
		check(optest.Session, "PATCH /organizations/2", `{"name":"Works"}`, 404, "")
		check(optest.Session, "PATCH /organizations/1", `{"name":""}`, 422, `{"errors":[{"location":"body.name"}]}`)
		check(optest.Session, "PATCH /organizations/1", `{"name":"Works"}`, 200, `{"id":1,"name":"Works"}`)
		b.Again(t, optest.Session)
		check(optest.Session, "GET /session", "", 200, `{"organization":{"id":1,"name":"Works"}}`)
		check(optest.Session, "GET /audit?action=organization", "", 200, `{"items":[
			{"action":"organization.updated","target":{"type":"organization","id":1,"name":"Works"},"detail":{"name":"Default → Works"}},
			{"action":"organization.created","actor":{"id":1},"address":"192.0.2.7","target":{"type":"organization","id":2,"name":"Lab"}}]}`)
	})
}

func TestSwitchOrganization(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		check := func(as, request, body string, status int, want string) {
			t.Helper()
			b.Check(t, as, request, body, status, want)
		}
		there := fmt.Sprintf(`{"organization_id":%d}`, b.Elsewhere(t, "Zoe"))
		check(optest.Admin, "PUT /session/organization", there, 404, `{"detail":"You do not belong to this organization."}`)
		check(optest.Writer, "PUT /session/organization", there, 409, "")
		check("Zoe", "PUT /session/organization", `{"organization_id":1}`, 404, "")
		check("Zoe", "GET /projects", "", 200, `{"items":[]}`)
		check("Zoe", "GET /members", "", 200, `{"items":[{"name":"Ada"},{"name":"Zoe"}]}`)
		check("Zoe", "POST /organizations", `{"name":"Mine"}`, 403, "")
		check("Zoe", "GET /instance", "", 403, "")

		check(optest.Session, "PUT /session/organization", there, 200, `{"user":{"id":1,"role":"owner"},"organization":{"id":2,"name":"Elsewhere"}}`)
		b.Again(t, optest.Session)
		check(optest.Session, "GET /projects", "", 200, `{"items":[]}`)
		check(optest.Session, "GET /projects/1", "", 404, "")
		check(optest.Session, "POST /organizations", `{"name":"Third"}`, 403, "")
		check(optest.Session, "PATCH /members/2", `{"role":"viewer"}`, 404, "")
		check(optest.Session, "GET /audit?action=session", "", 200, `{"items":[{"action":"session.switched","actor":{"id":1}},{"action":"session.created"}]}`)

		check("Zoe", "PATCH /members/1", `{"disabled":true}`, 200, "")
		b.Again(t, optest.Session)
		check(optest.Session, "GET /session", "", 200, `{"organization":{"id":1},"user":{"role":"owner"}}`)
		check(optest.Session, "GET /organizations", "", 200, `{"items":[{"id":1}]}`)
		check(optest.Session, "PUT /session/organization", there, 404, "")
		if w := b.Do(t, optest.Session, "GET /organizations", ""); strings.Contains(w.Body.String(), "Elsewhere") {
			t.Errorf("somebody who was disabled there is told of it: %s", w.Body)
		}
	})
}
