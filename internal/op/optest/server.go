package optest

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"belfry/internal/op"
)

// Serve answers real connections, all as one of the callers: for what streams.
func (b *Bench) Serve(tb testing.TB, as string) *httptest.Server {
	tb.Helper()
	id, ok := b.callers[as]
	if !ok {
		tb.Fatalf("nobody is called %q", as)
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.handler.ServeHTTP(w, r.WithContext(op.WithCaller(r.Context(), op.Caller{Identity: id})))
	}))
	tb.Cleanup(s.Close)
	return s
}
