package op_test

import (
	"strings"
	"testing"
	"time"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/op/optest"
)

func TestSetup(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := optest.New(t, d)
		check := func(request, body string, status int, want string) {
			t.Helper()
			b.Check(t, optest.Nobody, request, body, status, want)
		}
		good := `{"token":"open sesame","name":"Ada","email":"ada@example.com","password":"analytical engine"}`
		check("GET /setup", "", 200, `{"needed":true,"version":"1.2.3"}`)
		check("POST /setup", strings.Replace(good, "sesame", "barley", 1), 403, `{"status":403,"title":"Forbidden","detail":"*"}`)
		check("POST /setup", strings.Replace(good, "analytical engine", "engine", 1), 422, `{"detail":"Use at least 10 characters.","errors":[{"location":"body.password","message":"Use at least 10 characters."}]}`)
		check("POST /setup", strings.Replace(good, "ada@", "", 1), 422, `{"errors":[{"location":"body.email","message":"*"}]}`)
		check("POST /setup", `{"token":"open sesame"}`, 422, `{"detail":"The request is not valid.","errors":["*","*","*"],"request_id":"r1"}`)
		check("POST /setup", `{`, 400, `{"status":400,"title":"Bad Request"}`)
		check("GET /setup", "", 200, `{"needed":true}`)
		w := b.Do(t, optest.Nobody, "POST /setup", good)
		cookie := w.Header().Get("Set-Cookie")
		if w.Code != 200 || !strings.HasPrefix(cookie, "belfry_session=") || !strings.Contains(cookie, "; Path=/; Max-Age=7776000; HttpOnly; Secure; SameSite=Lax") {
			t.Errorf("%d %s\n%s", w.Code, cookie, w.Body)
		}
		check("GET /setup", "", 200, `{"needed":false}`)
		check("POST /setup", good, 409, `{"detail":"Belfry is set up already. Sign in instead."}`)
	})
}

func TestSession(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := optest.New(t, d).WithUsers(t)
		ada := `{"user":{"id":1,"name":"Ada","email":"ada@example.com","role":"owner"},"organization":{"id":1,"name":"Default"},"base_url":"https://belfry.example.com","version":"1.2.3","scope":"write"}`
		wrong := `{"detail":"The e-mail address or the password is wrong."}`
		b.Check(t, optest.Nobody, "POST /session", `{"email":"ADA@example.com","password":"analytical engine"}`, 200, ada)
		b.Check(t, optest.Nobody, "POST /session", `{"email":"ada@example.com","password":"wrong"}`, 401, wrong)
		b.Check(t, optest.Nobody, "POST /session", `{"email":"nobody@example.com","password":"wrong"}`, 401, wrong)
		b.Check(t, optest.Nobody, "GET /session", "", 401, `{"status":401,"title":"Unauthorized","detail":"*","request_id":"r1"}`)
		b.Check(t, optest.Session, "GET /session", "", 200, ada)
		b.Check(t, optest.Reader, "GET /session", "", 200, `{"user":{"name":"Ada"},"scope":"read"}`)
		b.Check(t, optest.Member, "GET /session", "", 200, `{"user":{"name":"Bo","role":"member"},"scope":"write"}`)
		b.Check(t, optest.Writer, "DELETE /session", "", 204, "")
		w := b.Do(t, optest.Session, "DELETE /session", "")
		if w.Code != 204 || !strings.Contains(w.Header().Get("Set-Cookie"), "belfry_session=; Path=/; Max-Age=0;") {
			t.Errorf("%d %v", w.Code, w.Header())
		}
	})
}

func TestSignInIsThrottled(t *testing.T) {
	t.Parallel()
	b := optest.New(t, dbtest.SQLite(t)).WithUsers(t)
	for range 10 {
		b.Check(t, optest.Nobody, "POST /session", `{"email":"ada@example.com","password":"wrong"}`, 401, "")
	}
	b.Clock = b.Clock.Add(90 * time.Second)
	w := b.Do(t, optest.Nobody, "POST /session", `{"email":"ada@example.com","password":"analytical engine"}`)
	if w.Code != 429 || w.Header().Get("Retry-After") != "210" {
		t.Errorf("%d, Retry-After %q\n%s", w.Code, w.Header().Get("Retry-After"), w.Body)
	}
	b.Check(t, optest.Nobody, "POST /session", `{"email":"bo@example.com","password":"analytical engine"}`, 200, "")
}

func TestProfile(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := optest.New(t, d).WithUsers(t)
		b.Check(t, optest.Session, "PATCH /profile", `{"name":"Countess"}`, 200, `{"id":1,"name":"Countess","email":"ada@example.com","role":"owner"}`)
		b.Check(t, optest.Session, "PATCH /profile", `{"email":"Bo@Example.com"}`, 409, `{"errors":[{"location":"body.email"}]}`)
		b.Check(t, optest.Session, "PATCH /profile", `{"name":" "}`, 422, `{"errors":[{"location":"body.name","message":"Enter a name."}]}`)
		b.Check(t, optest.Session, "PATCH /profile", `{"role":"admin"}`, 422, `{"errors":[{"location":"body.role"}]}`)
		b.Check(t, optest.Session, "POST /profile/password", `{"current":"wrong","new":"difference engine"}`, 422, `{"errors":[{"location":"body.current"}]}`)
		b.Check(t, optest.Session, "POST /profile/password", `{"current":"analytical engine","new":"short"}`, 422, `{"errors":[{"location":"body.new"}]}`)
		b.Check(t, optest.Session, "POST /profile/password", `{"current":"analytical engine","new":"difference engine"}`, 204, "")
		b.Check(t, optest.Nobody, "POST /session", `{"email":"ada@example.com","password":"difference engine"}`, 200, "")
	})
}

func TestTokens(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := optest.New(t, d).WithUsers(t)
		b.Check(t, optest.Member, "GET /profile/tokens", "", 200, `{"items":[],"next_cursor":null}`)
		b.Check(t, optest.Member, "POST /profile/tokens", `{"name":"ci","scope":"read","expires_in_days":2}`, 201,
			`{"id":3,"name":"ci","scope":"read","prefix":"*","token":"*","created_at":"2026-03-04T05:06:07.000000Z","expires_at":"2026-03-06T05:06:07.000000Z","last_used_at":null}`)
		b.Check(t, optest.Member, "POST /profile/tokens", `{"name":"ci","scope":"root"}`, 422, `{"errors":[{"location":"body.scope"}]}`)
		b.Check(t, optest.Member, "POST /profile/tokens", `{"name":"ci","scope":"read","expires_in_days":0}`, 422, "")
		b.Check(t, optest.Member, "POST /profile/tokens", `{"name":"","scope":"read"}`, 422, `{"errors":[{"location":"body.name"}]}`)
		b.Check(t, optest.Member, "GET /profile/tokens", "", 200, `{"items":[{"id":3,"expires_at":"2026-03-06T05:06:07.000000Z"}]}`)
		if w := b.Do(t, optest.Member, "GET /profile/tokens", ""); strings.Contains(w.Body.String(), `"token"`) {
			t.Errorf("the list shows secrets: %s", w.Body)
		}
		b.Check(t, optest.Session, "DELETE /profile/tokens/3", "", 404, "")
		b.Check(t, optest.Member, "DELETE /profile/tokens/3", "", 204, "")
		b.Check(t, optest.Member, "DELETE /profile/tokens/3", "", 404, `{"status":404}`)
		b.Check(t, optest.Member, "DELETE /profile/tokens/x", "", 422, `{"errors":[{"location":"path.token_id"}]}`)
	})
}
