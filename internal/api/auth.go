package api

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"belfry/internal/account"
	"belfry/internal/errs"
	"belfry/internal/op"
	"belfry/internal/telemetry"
)

// makeCross prepares the check against requests that other sites make a browser
// send. The configured address is ours whatever a proxy makes of the Host.
func (s *server) makeCross() error {
	s.cross = http.NewCrossOriginProtection()
	if s.BaseURL == "" {
		return nil
	}
	u, err := url.Parse(s.BaseURL)
	if err != nil {
		return fmt.Errorf("base URL: %w", err)
	}
	return s.cross.AddTrustedOrigin(u.Scheme + "://" + u.Host)
}

// sameOrigin refuses unsafe requests from other sites, unless they carry a
// token: no browser adds one by itself.
func (s *server) sameOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, ok := bearer(r); !ok && s.cross.Check(r) != nil {
			s.refuse(w, r, http.StatusForbidden, "This request comes from another site. If Belfry is behind a proxy, set its base URL.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

func bearer(r *http.Request) (token string, ok bool) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(token), strings.EqualFold(scheme, "Bearer")
}

// identify finds out who asks. Credentials that are not good leave the caller
// unknown and say why: public operations work even so.
func (s *server) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		c := op.CallerOf(r.Context())
		c.Identity, c.Refused = s.identity(r)
		next.ServeHTTP(w, r.WithContext(op.WithCaller(r.Context(), c)))
	})
}

func (s *server) identity(r *http.Request) (account.Identity, error) {
	now := telemetry.At(s.Ops.Now())
	if token, ok := bearer(r); ok {
		if !strings.HasPrefix(token, account.TokenPrefix) {
			return account.Identity{}, errs.New(errs.Unauthenticated, "Belfry's tokens begin with %s.", account.TokenPrefix)
		}
		return s.Ops.Accounts.ByToken(r.Context(), token, now)
	}
	cookie, err := r.Cookie(op.SessionCookie)
	if err != nil || cookie.Value == "" {
		return account.Identity{}, nil
	}
	return s.Ops.Accounts.BySession(r.Context(), cookie.Value, now)
}
