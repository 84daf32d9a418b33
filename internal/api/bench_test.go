package api_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"belfry/internal/db/dbtest"
)

// BenchmarkSession is what every request of a signed-in person costs.
func BenchmarkSession(b *testing.B) {
	server := newBench(b, dbtest.SQLite(b), nil)
	header := server.signIn(b)
	r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/api/v1/session", nil)
	r.Header.Set("Cookie", header[len("Cookie: "):])
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}
