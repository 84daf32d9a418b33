package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"

	"belfry/internal/op"
)

// adapter sends operations that stream past the compression, which would keep
// back what must go out at once.
type adapter struct{ plain, zipped huma.Adapter }

func newAdapter(plain, zipped chi.Router) adapter {
	return adapter{humachi.NewAdapter(plain), humachi.NewAdapter(zipped)}
}

// Handle implements huma.Adapter.
func (a adapter) Handle(h *huma.Operation, f func(huma.Context)) {
	if op.Streams(h) {
		a.plain.Handle(h, f)
		return
	}
	a.zipped.Handle(h, f)
}

// ServeHTTP implements huma.Adapter.
func (a adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.plain.ServeHTTP(w, r) }
