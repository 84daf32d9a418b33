package api

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"

	"belfry/internal/op"
)

// refuse answers with a problem where no operation does.
func (s *server) refuse(w http.ResponseWriter, r *http.Request, status int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(op.Problem{
		ErrorModel: &huma.ErrorModel{Title: http.StatusText(status), Status: status, Detail: detail},
		RequestID:  op.CallerOf(r.Context()).RequestID,
	})
}

// notFound answers for any path below /api/ that nothing else answers.
func (s *server) notFound(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	if len(path) > 200 {
		path = path[:200] + "…"
	}
	s.refuse(w, r, http.StatusNotFound, "There is nothing at "+strings.ToValidUTF8(path, "�")+".")
}

// methodNotAllowed says what may be done instead.
func (s *server) methodNotAllowed(routes chi.Routes) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimPrefix(r.URL.Path, op.Prefix)
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
			if routes.Match(chi.NewRouteContext(), method, path) {
				w.Header().Add("Allow", method)
			}
		}
		s.refuse(w, r, http.StatusMethodNotAllowed, r.Method+" is not possible here, only "+strings.Join(w.Header().Values("Allow"), ", ")+".")
	}
}
