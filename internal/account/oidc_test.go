package account_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"

	"belfry/internal/account"
	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/errs"
)

// issuer is a real provider in this process: discovery and keys are oidctest's,
// the rest what OpenID Connect Core says.
type issuer struct {
	*httptest.Server
	key *rsa.PrivateKey

	mu     sync.Mutex
	asked  url.Values     // what the browser was sent with
	claims map[string]any // of the ID token, over the usual ones
	info   map[string]any // of the userinfo endpoint
}

const (
	clientID     = "belfry"
	clientSecret = "hush:hush" // a colon, which must be escaped
)

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	known := &oidctest.Server{PublicKeys: []oidctest.PublicKey{{PublicKey: key.Public(), KeyID: "k", Algorithm: oidc.RS256}}}
	i := &issuer{key: key, claims: map[string]any{}}
	mux := http.NewServeMux()
	mux.Handle("/keys", known)
	mux.HandleFunc("/.well-known/openid-configuration", i.discovery)
	mux.HandleFunc("/token", i.token)
	mux.HandleFunc("/userinfo", func(w http.ResponseWriter, _ *http.Request) {
		i.mu.Lock()
		defer i.mu.Unlock()
		writeJSON(w, i.info)
	})
	i.Server = httptest.NewServer(mux)
	t.Cleanup(i.Close)
	known.SetIssuer(i.URL)
	return i
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func (i *issuer) discovery(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, map[string]any{
		"issuer": i.URL, "authorization_endpoint": i.URL + "/auth", "token_endpoint": i.URL + "/token", "jwks_uri": i.URL + "/keys",
		"userinfo_endpoint": i.URL + "/userinfo", "id_token_signing_alg_values_supported": []string{"RS256"},
	})
}

// token checks the client, the redirect and the proof key as a provider must.
func (i *issuer) token(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	id, pass, _ := r.BasicAuth()
	pass, _ = url.QueryUnescape(pass)
	proof := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	switch {
	case id != clientID || pass != clientSecret:
		w.WriteHeader(http.StatusUnauthorized)
	case r.PostFormValue("code") != "code" || r.PostFormValue("redirect_uri") != i.asked.Get("redirect_uri") ||
		i.asked.Get("code_challenge_method") != "S256" || base64.RawURLEncoding.EncodeToString(proof[:]) != i.asked.Get("code_challenge"):
		w.WriteHeader(http.StatusBadRequest)
	default:
		all := map[string]any{"iss": i.URL, "aud": clientID, "sub": "ada-1", "exp": time.Now().Add(time.Hour).Unix(), "nonce": i.asked.Get("nonce")}
		maps.Copy(all, i.claims)
		text, _ := json.Marshal(all)
		writeJSON(w, map[string]any{
			"access_token": "a", "token_type": "Bearer", "expires_in": 3600,
			"id_token": oidctest.SignIDToken(i.key, "k", oidc.RS256, string(text)),
		})
	}
}

// says sets the claims of the next sign-ins.
func (i *issuer) says(claims map[string]any) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.claims, i.info = claims, map[string]any{"sub": "ada-1"}
}

// visit signs somebody in at i, as far as the provider goes.
func (i *issuer) visit(t *testing.T, s *account.Store) (ses account.Session, err error) {
	t.Helper()
	address, token, err := s.BeginOIDC(t.Context(), "/issues?x=1", desk, now)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(address, i.URL+"/auth?") {
		t.Fatalf("sent to %s, %v", address, err)
	}
	i.mu.Lock()
	i.asked = u.Query()
	i.mu.Unlock()
	ses, back, err := s.FinishOIDC(t.Context(), token, u.Query().Get("state"), "code", desk, now)
	if err == nil && back != "/issues?x=1" {
		t.Errorf("back to %q", back)
	}
	if _, _, again := s.FinishOIDC(t.Context(), token, u.Query().Get("state"), "code", desk, now); !errs.Is(again, errs.Unauthenticated) {
		t.Errorf("the same return again: %v", again)
	}
	return ses, err
}

func options(i *issuer) account.ProviderOptions {
	return account.ProviderOptions{
		Issuer: i.URL, ClientID: clientID, ClientSecret: clientSecret, Scopes: []string{"email", "profile"}, DefaultRole: account.RoleMember,
	}
}

func TestProviderLinksKnownUsers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		i := newIssuer(t)
		s, id := secured(t, d)
		twoSteps(t, s, id, now) // the provider's own second factor counts
		s.Provider = account.NewProvider(options(i))
		i.says(map[string]any{"email": "ada@example.com"})
		_, err := i.visit(t, s)
		wantKind(t, "an address that nobody verified", err, errs.Forbidden)
		i.says(map[string]any{"email": "bo@example.com", "email_verified": true})
		_, err = i.visit(t, s)
		wantKind(t, "somebody unknown", err, errs.Forbidden)
		i.says(map[string]any{"email": "ADA@example.com", "email_verified": true})
		ses, err := i.visit(t, s)
		if err != nil || ses.User.ID != id.User.ID || ses.Token == "" {
			t.Fatalf("FinishOIDC = %+v, %v", ses, err)
		}
		i.says(map[string]any{"email": "countess@example.com"}) // another address, the same person
		if ses, err := i.visit(t, s); err != nil || ses.User.ID != id.User.ID {
			t.Errorf("linked by subject: %+v, %v", ses, err)
		}
	})
}

func TestProviderMakesUsers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		i := newIssuer(t)
		s, ada := secured(t, d)
		o := options(i)
		o.Provision, o.Domains, o.DefaultRole, o.GroupsClaim = true, []string{"Example.com"}, account.NoRole, "roles"
		o.Roles = map[string]account.Role{"dev": account.RoleMember, "ops": account.RoleAdmin}
		s.Provider = account.NewProvider(o)
		bo := func(more map[string]any) map[string]any {
			all := map[string]any{"sub": "bo-1", "email": "bo@example.com", "email_verified": "true", "name": "Bo", "roles": []string{"dev", "x"}}
			maps.Copy(all, more)
			return all
		}
		refused := func(what string, more map[string]any, want errs.Kind) {
			t.Helper()
			i.says(bo(more))
			_, err := i.visit(t, s)
			wantKind(t, what, err, want)
		}
		refused("no group", map[string]any{"roles": []string{"x"}}, errs.Forbidden)
		refused("groups of an odd type", map[string]any{"roles": 7}, errs.Forbidden)
		refused("another domain", map[string]any{"email": "bo@example.com.evil.example"}, errs.Forbidden)
		refused("not verified", map[string]any{"email_verified": false}, errs.Forbidden)
		i.says(bo(nil))
		ses, err := i.visit(t, s)
		if err != nil || ses.User.Name != "Bo" || ses.User.ID == ada.User.ID || ses.Role != account.RoleMember {
			t.Fatalf("FinishOIDC = %+v, %v", ses, err)
		}
		if sec, err := s.Security(t.Context(), ses.User.ID); err != nil || sec.Password {
			t.Errorf("Security = %+v, %v", sec, err)
		}
		_, err = s.SignIn(t.Context(), "bo@example.com", "", desk, now)
		wantKind(t, "an empty password", err, errs.Unauthenticated)
		i.says(bo(map[string]any{"roles": "ops"})) // one group, as a text
		if again, err := i.visit(t, s); err != nil || again.User.ID != ses.User.ID || again.Role != account.RoleAdmin {
			t.Errorf("promoted: %+v, %v", again, err)
		}
		i.says(map[string]any{"sub": "ada-1", "email": "ada@example.com", "email_verified": true, "roles": []string{"dev"}})
		if owner, err := i.visit(t, s); err != nil || owner.Role != account.RoleOwner {
			t.Errorf("an owner became %q, %v", owner.Role, err)
		}
	})
}

func TestProviderIsAskedForMore(t *testing.T) {
	t.Parallel()
	i := newIssuer(t)
	s, id := secured(t, dbtest.SQLite(t))
	s.Provider = account.NewProvider(options(i))
	i.says(nil)
	i.info = map[string]any{"sub": "ada-1", "email": "ada@example.com", "email_verified": true}
	if ses, err := i.visit(t, s); err != nil || ses.User.ID != id.User.ID {
		t.Errorf("FinishOIDC = %+v, %v", ses, err)
	}
	i.info = map[string]any{"sub": "somebody else", "email": "ada@example.com", "email_verified": true}
	_, err := i.visit(t, s)
	wantKind(t, "userinfo of somebody else", err, errs.Unauthenticated)
	i.says(map[string]any{"email_verified": true})
	i.info = map[string]any{"sub": "eve-1", "email": "ada@example.com"}
	i.claims["sub"] = "eve-1"
	_, err = i.visit(t, s)
	wantKind(t, "an address whose check is of another one", err, errs.Forbidden)
}

func TestProviderAnswersThatAreNotTaken(t *testing.T) {
	t.Parallel()
	i := newIssuer(t)
	s, _ := secured(t, dbtest.SQLite(t))
	s.Provider = account.NewProvider(options(i))
	for what, claims := range map[string]map[string]any{
		"another's nonce":   {"nonce": "x"},
		"no nonce":          {"nonce": ""},
		"another client":    {"aud": "x"},
		"another issuer":    {"iss": "https://evil.example"},
		"an expired answer": {"exp": time.Now().Add(-time.Hour).Unix()},
	} {
		claims["email"], claims["email_verified"] = "ada@example.com", true
		i.says(claims)
		_, err := i.visit(t, s)
		wantKind(t, what, err, errs.Unauthenticated)
	}
	i.says(map[string]any{"email": "ada@example.com", "email_verified": true})
	o := options(i)
	o.ClientSecret = "x"
	s.Provider = account.NewProvider(o)
	_, err := i.visit(t, s)
	wantKind(t, "a wrong client secret", err, errs.Unauthenticated)
	s.Provider = account.NewProvider(options(i))
	_, token, err := s.BeginOIDC(t.Context(), "", desk, now)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = s.FinishOIDC(t.Context(), token, "another state", "code", desk, now)
	wantKind(t, "another's state", err, errs.Unauthenticated)
	_, _, err = s.FinishOIDC(t.Context(), "", "", "code", desk, now)
	wantKind(t, "another browser", err, errs.Unauthenticated)
	i.Close()
	s.Provider = account.NewProvider(options(i))
	_, _, err = s.BeginOIDC(t.Context(), "", desk, now)
	wantKind(t, "a provider that is down", err, errs.Unavailable)
	s.Provider = nil
	_, _, err = s.BeginOIDC(t.Context(), "", desk, now)
	wantKind(t, "no provider", err, errs.NotFound)
}

func TestGoogleNeedsTheCompany(t *testing.T) {
	t.Parallel()
	o := account.ProviderOptions{Issuer: "https://accounts.google.com", ClientID: "x", DefaultRole: account.RoleViewer, Provision: true}
	if err := o.Check(); err == nil || !strings.Contains(err.Error(), "domains") {
		t.Errorf("Check = %v", err)
	}
	o.Domains = []string{"example.com"}
	if err := o.Check(); err != nil {
		t.Errorf("Check = %v", err)
	}
	for what, damage := range map[string]func(*account.ProviderOptions){
		"client_id":    func(o *account.ProviderOptions) { o.ClientID = "" },
		"issuer":       func(o *account.ProviderOptions) { o.Issuer = "google" },
		"default_role": func(o *account.ProviderOptions) { o.DefaultRole = "king" },
		"roles":        func(o *account.ProviderOptions) { o.Roles = map[string]account.Role{"a": "king"} },
	} {
		bad := o
		damage(&bad)
		if err := bad.Check(); err == nil || !strings.HasPrefix(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
