package api

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5/middleware"

	"belfry/internal/op"
	"belfry/internal/run"
)

// contain ends a request whose handler panics, and nothing else.
func (s *server) contain(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ww := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		err := run.Contain(func() error {
			next.ServeHTTP(ww, r)
			return nil
		})
		if err == nil {
			return
		}
		if !aborted(err) && r.Context().Err() == nil {
			s.Log.ErrorContext(r.Context(), "request handler panicked", "method", r.Method, "path", r.URL.Path,
				"request", ww.Header().Get(headerRequestID), "error", err)
		}
		if ww.Status() == 0 {
			s.refuse(ww, r, http.StatusInternalServerError, "Something went wrong on the server. The log has the details.")
			return
		}
		// What was begun cannot be finished: the connection must not end as if
		// it were whole.
		_ = http.NewResponseController(w).SetWriteDeadline(time.Unix(1, 0))
	})
}

// aborted reports whether a handler gave up on purpose.
func aborted(err error) bool {
	var p *run.PanicError
	if !errors.As(err, &p) {
		return false
	}
	value, _ := p.Value.(error)
	return errors.Is(value, http.ErrAbortHandler)
}

// logAccess writes a line per request when debugging. The query is left out: it
// may hold the set-up token.
func (s *server) logAccess(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.Log.Enabled(r.Context(), slog.LevelDebug) {
			next.ServeHTTP(w, r)
			return
		}
		ww, begin := middleware.NewWrapResponseWriter(w, r.ProtoMajor), time.Now()
		defer func() {
			s.Log.DebugContext(r.Context(), "request", "method", r.Method, "path", r.URL.Path, "status", ww.Status(),
				"bytes", ww.BytesWritten(), "took", time.Since(begin), "request", op.CallerOf(r.Context()).RequestID,
				"from", middleware.GetClientIP(r.Context()))
		}()
		next.ServeHTTP(ww, r)
	})
}

// secure labels every answer; handlers that serve pages or files say more.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		next.ServeHTTP(w, r)
	})
}
