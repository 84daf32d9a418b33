package op_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/op"
	"belfry/internal/op/optest"
)

func TestMembers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		check := func(as, request, body string, status int, want string) {
			t.Helper()
			b.Check(t, as, request, body, status, want)
		}
		all := `{"items":[{"id":1,"name":"Ada","role":"owner","all_projects":true},{"id":2,"name":"Bo"},{"name":"Cy"},{"name":"Di"},
			{"id":5,"name":"Ed","all_projects":false,"projects":[]}]}`
		check(optest.Admin, "GET /members", "", 200, all)
		check(optest.Outsider, "GET /members", "", 200, `{"items":[{"name":"Ada"},{"name":"Bo"},{"name":"Cy"},{"name":"Di"},{"name":"Ed","last_seen_at":null}]}`)
		check(optest.Member, "GET /members?project=2", "", 200, `{"items":[{"id":1},{"id":2},{"id":3},{"id":4}]}`)
		check(optest.Outsider, "GET /members?project=2", "", 404, "")

		check(optest.Admin, "PATCH /members/5", `{"projects":[2]}`, 200, `{"projects":[2],"all_projects":false}`)
		check(optest.Outsider, "GET /projects", "", 200, `{"items":[{"id":2}]}`)
		check(optest.Outsider, "GET /projects/1", "", 404, "")
		check(optest.Outsider, "GET /members?project=2", "", 200, `{"items":[{"id":1},{"id":2},{"id":3},{"id":4},{"id":5,"projects":[]}]}`)
		check(optest.Admin, "PATCH /members/5", `{"projects":[99]}`, 422, `{"errors":[{"location":"body.projects"}]}`)
		check(optest.Admin, "PATCH /members/5", `{"role":"viewer","disabled":true}`, 200, `{"role":"viewer","disabled":true}`)
		check(optest.Member, "GET /members?project=2", "", 200, `{"items":[{"id":1},{"id":2},{"id":3},{"id":4}]}`)

		check(optest.Admin, "PATCH /members/1", `{"role":"member"}`, 403, "")
		check(optest.Admin, "PATCH /members/2", `{"role":"owner"}`, 403, "")
		check(optest.Admin, "DELETE /members/1", "", 403, "")
		check(optest.Session, "PATCH /members/1", `{"role":"admin"}`, 409, `{"detail":"The organization needs an owner. Make somebody else an owner first."}`)
		check(optest.Session, "PATCH /members/1", `{"disabled":true}`, 409, "")
		check(optest.Session, "DELETE /members/1", "", 409, "")
		check(optest.Session, "PATCH /members/2", `{"role":"owner"}`, 200, `{"role":"owner"}`)
		check(optest.Session, "DELETE /members/5", "", 204, "")
		check(optest.Session, "DELETE /members/5", "", 404, "")
		check(optest.Session, "GET /audit?action=member.updated", "", 200, `{"items":[
			{"action":"member.updated","actor":{"id":1,"name":"Ada"},"address":"192.0.2.7","target":{"type":"user","id":2,"name":"Bo"},"detail":{"role":"member → owner"}},
			{"detail":{"role":"member → viewer","disabled":"false → true"}},
			{"actor":{"id":3,"name":"Cy"},"target":{"id":5},"detail":{"projects":" → 2"}}]}`)
		check(optest.Nobody, "POST /session", `{"email":"ed@example.com","password":"analytical engine"}`, 401, "")
	})
}

func TestInvitations(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		invite := func(as, body string) string {
			t.Helper()
			w := b.Do(t, as, "POST /invitations", body)
			var made struct {
				URL string `json:"url"`
			}
			if err := json.Unmarshal(w.Body.Bytes(), &made); err != nil || w.Code != http.StatusCreated {
				t.Fatalf("%d %v\n%s", w.Code, err, w.Body)
			}
			return strings.TrimPrefix(made.URL, optest.BaseURL+"/invite/")
		}
		accept := func(as, token, rest string, status int, want string) {
			t.Helper()
			b.Check(t, as, "POST /invitations/accept", `{"token":"`+token+`"`+rest+`}`, status, want)
		}
		open := invite(optest.Admin, `{"role":"member","all_projects":false,"projects":[2]}`)
		b.Check(t, optest.Nobody, "GET /invitations/lookup?token="+open, "", 200, `{"organization":"Default","email":null,"role":"member"}`)
		b.Check(t, optest.Admin, "GET /invitations", "", 200, `{"items":[{"projects":[2],"role":"member","created_by":{"name":"Cy"}}]}`)
		accept(optest.Nobody, open, `,"name":"Fay","email":"bo@example.com","password":"difference engine"`, 422, `{"errors":[{"location":"body.email"}]}`)
		accept(optest.Nobody, open, `,"name":"Fay","email":"fay@example.com","password":"short"`, 422, `{"errors":[{"location":"body.password"}]}`)
		accept(optest.Session, open, "", 409, "")
		accept(optest.Writer, open, "", 403, "")
		accept(optest.Nobody, open, `,"name":"Fay","email":"fay@example.com","password":"difference engine"`, 200,
			`{"waits":false,"session":{"user":{"name":"Fay","role":"member"}}}`)
		accept(optest.Nobody, open, `,"name":"Guy","email":"guy@example.com","password":"difference engine"`, 404, "")
		b.Check(t, optest.Admin, "GET /members?project=2", "", 200, `{"items":[{},{},{},{},{"name":"Fay","projects":[2]}]}`)

		b.Check(t, optest.Admin, "POST /invitations", `{"role":"owner","all_projects":true}`, 403, "")
		waiting := invite(optest.Admin, `{"role":"viewer","all_projects":true,"confirm":true,"email":"guy@example.com"}`)
		accept(optest.Nobody, waiting, `,"name":"Guy","email":"other@example.com","password":"difference engine"`, 422, "")
		accept(optest.Nobody, waiting, `,"name":"Guy","email":"Guy@example.com","password":"difference engine"`, 200, `{"waits":true,"session":null}`)
		in := `{"email":"guy@example.com","password":"difference engine"}`
		b.Check(t, optest.Nobody, "POST /session", in, 401, `{"detail":"An administrator has to confirm your account first."}`)
		var guy int64
		if err := d.Get(t.Context(), &guy, `SELECT id FROM users WHERE email_key = 'guy@example.com'`); err != nil {
			t.Fatal(err)
		}
		b.Check(t, optest.Admin, fmt.Sprintf("PATCH /members/%d", guy), `{"confirmed":true}`, 200, `{"confirmed":true}`)
		b.Check(t, optest.Nobody, "POST /session", in, 200, `{"user":{"role":"viewer"}}`)

		withdrawn := invite(optest.Session, `{"role":"owner","all_projects":true}`)
		b.Check(t, optest.Admin, "DELETE /invitations/3", "", 204, "")
		accept(optest.Nobody, withdrawn, `,"name":"Hal","email":"hal@example.com","password":"difference engine"`, 404, "")
		b.Check(t, optest.Admin, "GET /invitations", "", 200, `{"items":[]}`)
		b.Clock = b.Clock.AddDate(0, 0, 8)
		b.Check(t, optest.Nobody, "GET /invitations/lookup?token="+withdrawn, "", 404, "")
	})
}

func TestProjectTokens(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		b.Check(t, optest.Member, "GET /projects/1/tokens", "", 403, "")
		b.Check(t, optest.Admin, "POST /projects/1/tokens", `{"name":"ci","scope":"write","expires_in_days":1}`, 201, `{"name":"ci","token":"*","scope":"write"}`)
		b.Check(t, optest.Admin, "GET /projects/1/tokens", "", 200, `{"items":[{"name":"ci"}]}`)
		b.Check(t, optest.Admin, "GET /projects/2/tokens", "", 200, `{"items":[]}`)
		b.Check(t, optest.Admin, "DELETE /projects/2/tokens/3", "", 404, "")
		b.Check(t, optest.Admin, "DELETE /projects/1/tokens/3", "", 204, "")
		b.Token(t, optest.ProjectWriter, "write", 1)
		check := func(request, body string, status int, want string) {
			t.Helper()
			b.Check(t, optest.ProjectWriter, request, body, status, want)
		}
		check("GET /session", "", 200, `{"user":{"id":0,"name":"project write token","role":"member"},"project_id":1}`)
		check("GET /projects", "", 200, `{"items":[{"id":1}]}`)
		check("POST /projects/1/keys", `{"name":"new"}`, 201, "")
		check("POST /projects/2/keys", `{"name":"new"}`, 404, "")
		check("POST /projects/1/tokens", `{"name":"more","scope":"write"}`, 403, "")
		check("POST /projects", `{"name":"more"}`, 403, "")
		check("GET /profile/tokens", "", 403, "")
		check("GET /members", "", 200, `{"items":[{},{},{},{}]}`)
		b.Check(t, optest.Admin, "GET /audit?action=key.created", "", 200,
			`{"items":[{"actor":{"id":null,"name":"project write token","token":"project write token"},"target":{"name":"new"},"detail":{"project_id":"1"}}]}`)
	})
}

func TestAudit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		b.Check(t, optest.Nobody, "POST /session", `{"email":"=bo@example.com","password":"wrong"}`, 401, "")
		b.Check(t, optest.Session, "POST /projects/1/keys", `{"name":"cdn"}`, 201, "")
		b.Check(t, optest.Session, "GET /audit?action=session.refused", "", 200, `{"items":[{"actor":{"id":null,"name":""},"address":"192.0.2.7","agent":"bench","target":{"type":"user","name":"=bo@example.com"}}]}`)
		b.Check(t, optest.Session, "GET /audit?action=project&actor=1", "", 200, `{"items":[{"action":"project.created","target":{"name":"Blog"}},{"target":{"name":"Shop"}}]}`)
		b.Check(t, optest.Session, "GET /audit?actor=4&action=key", "", 200, `{"items":[]}`)
		b.Check(t, optest.Session, "GET /audit?from=2027-01-01T00:00:00Z", "", 200, `{"items":[]}`)
		b.Check(t, optest.Session, "GET /audit?limit=1", "", 200, `{"items":[{"action":"key.created"}],"next_cursor":"*"}`)
		b.Check(t, optest.Member, "GET /audit", "", 403, "")
		w := b.Do(t, optest.Session, "GET /audit/export?action=session.refused", "")
		want := "at,actor_id,actor,token,address,agent,action,target_type,target_id,target,detail\n" +
			"2026-03-04T05:06:07.000000Z,,,,192.0.2.7,bench,session.refused,user,,'=bo@example.com,\n"
		if w.Code != 200 || w.Body.String() != want {
			t.Errorf("%d\n got %s\nwant %s", w.Code, w.Body, want)
		}
	})
}

// TestAdministrationIsRecorded looks for operations that change what only
// administrators may and leave no line in the audit log.
func TestAdministrationIsRecorded(t *testing.T) {
	t.Parallel()
	b := optest.New(t, dbtest.SQLite(t))
	byAccount := "createOrganization updateOrganization switchOrganization updateMember deleteMember createInvitation deleteInvitation acceptInvitation createProjectToken deleteProjectToken"
	for _, o := range b.Table() {
		if o.Recording == op.RecordElsewhere && !strings.Contains(byAccount, o.ID) {
			t.Errorf("%s: who writes its line?", o.ID)
		}
	}
}
