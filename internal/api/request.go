package api

import (
	"net/http"
	"net/netip"
	"strings"

	"github.com/go-chi/chi/v5/middleware"

	"belfry/internal/op"
	"belfry/internal/secret"
)

const (
	headerRequestID = "X-Request-Id"
	maxHost         = 300
)

// clientIP finds the address of the client, behind proxies that are trusted.
func (s *server) clientIP() func(http.Handler) http.Handler {
	if len(s.TrustedProxies) == 0 {
		return middleware.ClientIPFromRemoteAddr
	}
	prefixes := make([]string, len(s.TrustedProxies))
	for i, p := range s.TrustedProxies {
		prefixes[i] = p.Masked().String()
	}
	return middleware.ClientIPFromXFF(prefixes...)
}

// describe gives every request an id and notes where it comes from.
func (s *server) describe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		about := op.Request{
			RequestID: secret.NewHex(8),
			Address:   middleware.GetClientIPAddr(r.Context()),
			Agent:     r.UserAgent(),
			BaseURL:   s.baseURL(r),
		}
		w.Header().Set(headerRequestID, about.RequestID)
		next.ServeHTTP(w, r.WithContext(op.WithCaller(r.Context(), op.Caller{Request: about})))
	})
}

// baseURL is how the sender of r reaches this server.
func (s *server) baseURL(r *http.Request) string {
	if s.BaseURL != "" {
		return strings.TrimRight(s.BaseURL, "/")
	}
	scheme, host := "http", r.Host
	if r.TLS != nil {
		scheme = "https"
	}
	if s.fromProxy(r) {
		if v := firstOf(r.Header.Get("X-Forwarded-Proto")); v == "http" || v == "https" {
			scheme = v
		}
		if v := firstOf(r.Header.Get("X-Forwarded-Host")); v != "" {
			host = v
		}
	}
	if host == "" || len(host) > maxHost || strings.ContainsAny(host, "/\\@?# <>\"'") {
		host = "localhost"
	}
	return scheme + "://" + host
}

// firstOf is the first of a list: what the client itself asked for.
func firstOf(list string) string {
	first, _, _ := strings.Cut(list, ",")
	return strings.ToLower(strings.TrimSpace(first))
}

// fromProxy reports whether r came through a proxy that is trusted.
func (s *server) fromProxy(r *http.Request) bool {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	for _, p := range s.TrustedProxies {
		if p.Contains(peer.Addr().Unmap().WithZone("")) {
			return true
		}
	}
	return false
}
