package optest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
)

// within reports whether got has everything that want has, or where it has not.
func within(want, got any, at string) (string, bool) {
	switch want := want.(type) {
	case string:
		return at, want == "*" || got == any(want)
	case map[string]any:
		have, ok := got.(map[string]any)
		if !ok {
			return at, false
		}
		for _, name := range slices.Sorted(maps.Keys(want)) {
			v, there := have[name]
			if where, ok := within(want[name], v, at+"."+name); !ok || !there {
				return where, false
			}
		}
		return at, true
	case []any:
		have, ok := got.([]any)
		if !ok || len(have) != len(want) {
			return at, false
		}
		for i := range want {
			if where, ok := within(want[i], have[i], fmt.Sprintf("%s[%d]", at, i)); !ok {
				return where, false
			}
		}
		return at, true
	}
	return at, reflect.DeepEqual(want, got)
}

// documented fails the test when the answer is not as the OpenAPI document says.
func (b *Bench) documented(tb testing.TB, request string, w *httptest.ResponseRecorder) {
	tb.Helper()
	h := b.operation(tb, request)
	if h == nil {
		return // not ours: the router's 404
	}
	answer := h.Responses[strconv.Itoa(w.Code)]
	if answer == nil {
		tb.Errorf("%s: status %d is not documented\n%s", request, w.Code, w.Body)
		return
	}
	media := answer.Content[strings.Split(w.Header().Get("Content-Type"), ";")[0]]
	if media == nil || media.Schema == nil {
		if len(answer.Content) > 0 || w.Body.Len() > 0 && len(h.Responses) > 0 && !streams(h) {
			tb.Errorf("%s: %d %q is not documented\n%s", request, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
		return
	}
	var body any
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		tb.Errorf("%s: %v\n%s", request, err, w.Body)
		return
	}
	path, result := huma.NewPathBuffer(nil, 0), huma.ValidateResult{}
	huma.Validate(b.API.OpenAPI().Components.Schemas, media.Schema, path, huma.ModeReadFromServer, body, &result)
	for _, err := range result.Errors {
		tb.Errorf("%s: the answer is not as documented: %v\n%s", request, err, w.Body)
	}
}

func streams(h *huma.Operation) bool { is, _ := h.Metadata["streams"].(bool); return is }

// operation finds what the request is documented as.
func (b *Bench) operation(tb testing.TB, request string) *huma.Operation {
	tb.Helper()
	method, path, _ := strings.Cut(request, " ")
	path, _, _ = strings.Cut(path, "?")
	match := chi.NewRouteContext()
	router := b.handler.(chi.Router)
	if !router.Match(match, method, path) {
		return nil
	}
	item := b.API.OpenAPI().Paths[match.RoutePattern()]
	if item == nil {
		return nil
	}
	return map[string]*huma.Operation{
		http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPatch: item.Patch,
		http.MethodPut: item.Put, http.MethodDelete: item.Delete,
	}[method]
}
