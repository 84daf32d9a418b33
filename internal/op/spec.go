package op

import (
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Prefix is where api mounts the operations.
const Prefix = "/api/v1"

const maxBody = 1 << 20

// Config returns the configuration of the API that Register expects.
func Config(version string) huma.Config {
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title:   "Belfry",
				Version: version,
				Description: "The management API. Lists page by cursor: pass next_cursor as cursor until it is null. " +
					"Problems are RFC 9457 documents. Times are RFC 3339 in UTC.",
			},
			Servers: []*huma.Server{{URL: Prefix}},
			Tags:    tags(),
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", schemaName),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"token":   {Type: "http", Scheme: "bearer", Description: "A personal access token, bfy_…"},
					"session": {Type: "apiKey", In: "cookie", Name: SessionCookie, Description: "Set by signing in."},
				},
			},
		},
		Formats:       huma.DefaultFormats,
		DefaultFormat: "application/json",
		Transformers:  []huma.Transformer{polish},
	}
}

// schemaName calls problems problems, and the rest as their Go types are called.
func schemaName(t reflect.Type, hint string) string {
	return strings.NewReplacer("ErrorModel", "Problem", "ErrorDetail", "ProblemDetail").Replace(huma.DefaultSchemaNamer(t, hint))
}

func tags() []*huma.Tag {
	return []*huma.Tag{
		{Name: "setup", Description: "The first administrator"},
		{Name: "session", Description: "Signing in and out"},
		{Name: "profile", Description: "The caller's own account and tokens"},
		{Name: "overview", Description: "What to look at first"},
		{Name: "organizations", Description: "What people and projects belong to"},
		{Name: "members", Description: "Who belongs to the organization"},
		{Name: "audit", Description: "Who did what"},
		{Name: "projects", Description: "What is watched"},
		{Name: "keys", Description: "What a project takes events with"},
		{Name: "issues", Description: "What goes wrong"},
		{Name: "comments", Description: "What people say about issues, and who follows them"},
		{Name: "events", Description: "Single occurrences"},
		{Name: "notices", Description: "What concerns the caller"},
		{Name: "search", Description: "What searches may ask for"},
		{Name: "stream", Description: "Changes as they happen"},
		{Name: "instance", Description: "This installation"},
	}
}

// describe turns op into huma's description of it.
func (op Operation) describe() huma.Operation {
	h := huma.Operation{
		OperationID:   op.ID,
		Method:        op.Method,
		Path:          op.Path,
		Tags:          []string{op.Tag},
		Summary:       op.Summary,
		Description:   op.Description,
		DefaultStatus: op.Status,
		MaxBodyBytes:  op.MaxBody,
		Metadata:      map[string]any{streams: op.Streams},
	}
	if op.Permission != Public {
		h.Security = []map[string][]string{{"token": {}}, {"session": {}}}
		h.Errors = append(h.Errors, http.StatusUnauthorized, http.StatusForbidden)
	}
	// The framework adds its own to operations that have some.
	h.Errors = append(h.Errors, http.StatusInternalServerError)
	h.Errors = append(h.Errors, op.Errors...)
	slices.Sort(h.Errors)
	h.Errors = slices.Compact(h.Errors)
	if h.MaxBodyBytes == 0 {
		h.MaxBodyBytes = maxBody
	}
	return h
}

// answers adds the successes that op has besides the usual one.
func (op Operation) answers(api huma.API, h huma.Operation) huma.Operation {
	for status, body := range op.Answers {
		if h.Responses == nil {
			h.Responses = map[string]*huma.Response{}
		}
		schema := api.OpenAPI().Components.Schemas.Schema(reflect.TypeOf(body), true, "")
		h.Responses[strconv.Itoa(status)] = &huma.Response{
			Description: http.StatusText(status), Content: map[string]*huma.MediaType{"application/json": {Schema: schema}},
		}
	}
	return h
}

const streams = "streams"

// Streams reports whether the response of a registered operation must be
// neither buffered nor compressed.
func Streams(h *huma.Operation) bool {
	is, _ := h.Metadata[streams].(bool)
	return is
}

// Problem is what every failure is answered with, with the id under which the
// log has more.
type Problem struct {
	*huma.ErrorModel
	RequestID string `json:"request_id,omitempty"`
}

// polish finishes problems: it names the request and does not send back what
// came, which may be a password.
func polish(ctx huma.Context, _ string, v any) (any, error) {
	p, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	if p.Detail == "validation failed" {
		p.Detail = "The request is not valid."
	}
	for _, e := range p.Errors {
		if e == nil {
			continue
		}
		if _, place := e.Value.(Span); !place {
			e.Value = nil
		}
	}
	return Problem{p, CallerOf(ctx.Context()).RequestID}, nil
}

// tidy says of every array in the document that it is never null, which the
// framework assumes of Go's slices; operations return empty ones. It also adds
// to problems what polish does.
func tidy(doc *huma.OpenAPI) {
	schemas := doc.Components.Schemas.Map()
	for _, s := range schemas {
		notNull(s)
	}
	if p := schemas["Problem"]; p != nil {
		p.Properties["request_id"] = &huma.Schema{Type: huma.TypeString, Description: "The request's id in the server's log."}
	}
	for _, item := range doc.Paths {
		for _, h := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if h == nil {
				continue
			}
			for _, p := range h.Parameters {
				notNull(p.Schema)
			}
			if h.RequestBody != nil {
				contentNotNull(h.RequestBody.Content)
				bodyProblems(h)
			}
			for _, r := range h.Responses {
				contentNotNull(r.Content)
			}
		}
	}
}

// bodyProblems adds what may be wrong with any body before it is looked into.
func bodyProblems(h *huma.Operation) {
	invalid := h.Responses[strconv.Itoa(http.StatusUnprocessableEntity)]
	for _, status := range []int{http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType} {
		h.Responses[strconv.Itoa(status)] = &huma.Response{Description: http.StatusText(status), Content: invalid.Content}
	}
}

func contentNotNull(content map[string]*huma.MediaType) {
	for _, m := range content {
		notNull(m.Schema)
	}
}

func notNull(s *huma.Schema) {
	if s == nil {
		return
	}
	if s.Type == huma.TypeArray {
		s.Nullable = false
	}
	notNull(s.Items)
	for _, p := range s.Properties {
		notNull(p)
	}
	if more, ok := s.AdditionalProperties.(*huma.Schema); ok {
		notNull(more)
	}
	for _, part := range s.AnyOf {
		notNull(part)
	}
}
