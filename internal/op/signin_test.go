package op_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"
	"github.com/pquerna/otp/totp"

	"belfry/internal/account"
	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/op/optest"
)

// ask makes a request and decodes the answer, which must have the given status.
func ask[T any](t *testing.T, b *optest.Bench, as, request, body string, status int) (out T) {
	t.Helper()
	w := b.Do(t, as, request, body)
	if w.Code != status {
		t.Fatalf("%s %s: %d, want %d\n%s", request, body, w.Code, status, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

const (
	password = `{"password":"analytical engine"}`
	signIn   = `{"email":"ada@example.com","password":"analytical engine"}`
)

func TestTwoStepSignIn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := optest.New(t, d).WithUsers(t)
		b.Check(t, optest.Session, "GET /profile/security", "", 200, `{"has_password":true,"totp_since":null,"recovery_codes":0,"passkeys_work":true}`)
		b.Check(t, optest.Session, "POST /profile/totp", `{"password":"wrong"}`, 422, `{"errors":[{"location":"body.password"}]}`)
		e := ask[struct{ Secret, URI string }](t, b, optest.Session, "POST /profile/totp", password, 200)
		code := func() string {
			code, err := totp.GenerateCode(e.Secret, b.Clock)
			if err != nil {
				t.Fatal(err)
			}
			return code
		}
		b.Check(t, optest.Session, "POST /profile/totp/confirm", `{"code":"000000"}`, 422, `{"errors":[{"location":"body.code"}]}`)
		codes := ask[struct{ Codes []string }](t, b, optest.Session, "POST /profile/totp/confirm", `{"code":"`+code()+`"}`, 200).Codes
		b.Check(t, optest.Session, "GET /profile/security", "", 200, `{"totp_since":"2026-03-04T05:06:07.000000Z","recovery_codes":10}`)
		b.Clock = b.Clock.Add(time.Minute)

		w := b.Do(t, optest.Nobody, "POST /session", signIn)
		if w.Code != http.StatusAccepted || w.Header().Get("Set-Cookie") != "" {
			t.Fatalf("%d %v\n%s", w.Code, w.Header(), w.Body)
		}
		var step struct{ Challenge string }
		if err := json.Unmarshal(w.Body.Bytes(), &step); err != nil {
			t.Fatal(err)
		}
		b.Check(t, optest.Nobody, "POST /session", signIn, 202, `{"second_factor":["totp","recovery"],"passkey":null}`)
		answer := func(field, value string) string {
			return fmt.Sprintf(`{"challenge":%q,%q:%q}`, step.Challenge, field, value)
		}
		b.Check(t, optest.Nobody, "POST /session/factor", answer("totp", "000000"), 401, `{"detail":"This code is wrong, or was used before. Wait for the next one."}`)
		w = b.Do(t, optest.Nobody, "POST /session/factor", answer("totp", code()))
		if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Set-Cookie"), optestCookie) {
			t.Errorf("%d %v\n%s", w.Code, w.Header(), w.Body)
		}
		b.Check(t, optest.Nobody, "POST /session/factor", answer("recovery", codes[0]), 401, `{"detail":"*"}`)
		step = ask[struct{ Challenge string }](t, b, optest.Nobody, "POST /session", signIn, 202)
		b.Check(t, optest.Nobody, "POST /session/factor", answer("recovery", codes[0]), 200, `{"user":{"name":"Ada"}}`)
		b.Check(t, optest.Session, "POST /profile/recovery-codes", password, 200, `{"codes":["*","*","*","*","*","*","*","*","*","*"]}`)
		b.Check(t, optest.Session, "POST /profile/totp", password, 409, "")
		b.Check(t, optest.Session, "POST /profile/totp/disable", password, 204, "")
		for action, times := range map[string]int{"totp.enabled": 1, "recovery_codes.replaced": 1, "totp.disabled": 1, "session.refused": 2} {
			lines := ask[struct{ Items []any }](t, b, optest.Session, "GET /audit?action="+action, "", 200).Items
			if len(lines) != times {
				t.Errorf("%s is %d times in the audit log, want %d", action, len(lines), times)
			}
		}
		b.Check(t, optest.Nobody, "POST /session", signIn, 200, `{"user":{"name":"Ada"}}`)
	})
}

const optestCookie = "belfry_session="

func TestPasskeys(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := optest.New(t, d).WithUsers(t)
		type asked struct {
			Challenge string
			Options   json.RawMessage
		}
		site := virtualwebauthn.RelyingParty{ID: "belfry.example.com", Name: "Belfry", Origin: optest.BaseURL}
		device, key := virtualwebauthn.NewAuthenticator(), virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
		begun := ask[asked](t, b, optest.Session, "POST /profile/passkeys/begin", password, 200)
		creation, err := virtualwebauthn.ParseAttestationOptions(string(begun.Options))
		if err != nil {
			t.Fatal(err)
		}
		device.Options.UserHandle = []byte(creation.UserID)
		b.Check(t, optest.Session, "POST /profile/passkeys", fmt.Sprintf(`{"challenge":%q,"name":"laptop","credential":%s}`,
			begun.Challenge, virtualwebauthn.CreateAttestationResponse(site, device, key, *creation)),
			201, `{"id":1,"name":"laptop","host":"belfry.example.com","last_used_at":null}`)
		begun = ask[asked](t, b, optest.Nobody, "POST /session/passkey/begin", "", 200)
		assertion, err := virtualwebauthn.ParseAssertionOptions(string(begun.Options))
		if err != nil {
			t.Fatal(err)
		}
		answer := fmt.Sprintf(`{"challenge":%q,"credential":%s}`, begun.Challenge, virtualwebauthn.CreateAssertionResponse(site, device, key, *assertion))
		w := b.Do(t, optest.Nobody, "POST /session/passkey", answer)
		if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Set-Cookie"), optestCookie) {
			t.Errorf("%d %v\n%s", w.Code, w.Header(), w.Body)
		}
		b.Check(t, optest.Nobody, "POST /session/passkey", answer, 401, "")
		b.Check(t, optest.Session, "GET /profile/passkeys", "", 200, `{"items":[{"name":"laptop","last_used_at":"*"}],"next_cursor":null}`)
		b.Check(t, optest.Member, "GET /profile/passkeys", "", 200, `{"items":[]}`)
		b.Check(t, optest.Session, "PATCH /profile/passkeys/1", `{"name":"old laptop"}`, 200, `{"name":"old laptop"}`)
		b.Check(t, optest.Member, "DELETE /profile/passkeys/1", "", 404, "")
		b.Check(t, optest.Session, "DELETE /profile/passkeys/1", "", 204, "")
	})
}

func TestSignInMethods(t *testing.T) {
	t.Parallel()
	b := optest.New(t, dbtest.SQLite(t)).WithUsers(t)
	b.Check(t, optest.Nobody, "GET /session/methods", "", 200, `{"password":true,"passkey":true,"provider":null}`)
	b.Check(t, optest.Nobody, "POST /session/provider/begin", `{}`, 404, "")
	b.Check(t, optest.Nobody, "POST /session/provider", `{"error":"access_denied"}`, 403, "")
	b.Check(t, optest.Nobody, "POST /session/provider", `{"error":"server_error"}`, 401, "")
	b.Accounts.Provider = account.NewProvider(account.ProviderOptions{Issuer: "http://127.0.0.1:1", ClientID: "x", Label: "Example", Only: true})
	b.Check(t, optest.Nobody, "GET /session/methods", "", 200, `{"password":false,"provider":{"label":"Example"}}`)
	b.Check(t, optest.Nobody, "POST /session/provider/begin", `{"return":"/x"}`, 503, `{"detail":"The provider of sign-ins does not answer. Try again, or use your password."}`)
	b.Check(t, optest.Nobody, "POST /session/provider", `{"state":"x","code":"y"}`, 401, "")
	b.Check(t, optest.Nobody, "POST /session", signIn, 200, "") // hidden, not closed
}

func TestSessionsOfMine(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := optest.New(t, d).WithUsers(t)
		b.Clock = b.Clock.Add(time.Second)
		b.Check(t, optest.Nobody, "POST /session", signIn, 200, "")
		b.Check(t, optest.Session, "GET /profile/sessions", "", 200, `{"items":[
			{"agent":"bench","address":"192.0.2.7","current":false},{"id":"*","current":true}],"next_cursor":null}`)
		all := ask[struct{ Items []struct{ ID string } }](t, b, optest.Session, "GET /profile/sessions", "", 200).Items
		b.Check(t, optest.Member, "DELETE /profile/sessions/"+all[0].ID, "", 404, "")
		b.Check(t, optest.Session, "DELETE /profile/sessions/"+all[0].ID, "", 204, "")
		b.Check(t, optest.Nobody, "POST /session", signIn, 200, "")
		b.Check(t, optest.Session, "DELETE /profile/sessions", "", 204, "")
		b.Check(t, optest.Session, "GET /profile/sessions", "", 200, `{"items":[{"current":true}]}`)
	})
}
