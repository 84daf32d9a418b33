package sentry

import (
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"
	"sync"

	"github.com/go-chi/chi/v5"

	"belfry/internal/errs"
	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

// Protocol is the name of this protocol in records.
const Protocol = "sentry"

// The endpoints, as named in records and paths. EndpointEnvelope takes items of
// all kinds, EndpointStore one event as JSON.
const (
	EndpointEnvelope = "envelope"
	EndpointStore    = "store"
	endpointSecurity = "security"
	endpointMinidump = "minidump"
)

// Handler answers the intake endpoints of Sentry SDKs.
type Handler struct {
	door   *ingest.Door
	log    *slog.Logger
	checks sync.Pool // *envelopeCheck
	trees  sync.Pool // *ingest.Tree
}

// New returns a handler that takes requests in through door.
func New(door *ingest.Door, log *slog.Logger) *Handler { return &Handler{door: door, log: log} }

// check looks into a body as far as is needed before it is spooled. It may
// replace the record's fields.
type check func(*ingest.Record, *ingest.Plain) (finding, error)

// Routes adds the endpoints to r, with and without a slash at the end.
func (h *Handler) Routes(r chi.Router) {
	for _, e := range []struct {
		path, endpoint string
		check          check
	}{
		{"envelope", EndpointEnvelope, h.checkEnvelope},
		{"store", EndpointStore, h.checkStore},
		{"security", endpointSecurity, h.checkSecurity},
		{"nel", endpointSecurity, h.checkSecurity},
		{"minidump", endpointMinidump, h.checkMinidump},
	} {
		f := h.serve(e.endpoint, e.check)
		r.HandleFunc("/api/{project_id:[0-9]+}/"+e.path, f)
		r.HandleFunc("/api/{project_id:[0-9]+}/"+e.path+"/", f)
	}
}

// NotFound answers for any path under /api/ that nothing else answers.
func (h *Handler) NotFound(w http.ResponseWriter, r *http.Request) {
	h.refuse(w, r, errs.New(errs.NotFound, "There is nothing at %.200s.", r.URL.Path))
}

func (h *Handler) serve(endpoint string, check check) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		allowOrigins(w.Header())
		switch r.Method {
		case http.MethodOptions:
			preflight(w.Header())
			w.WriteHeader(http.StatusOK)
		case http.MethodPost:
			id, err := h.take(r, endpoint, check)
			if err != nil {
				h.refuse(w, r, err)
				return
			}
			h.accept(w, id)
		default:
			w.Header().Set("Allow", "POST, OPTIONS")
			h.respond(w, http.StatusMethodNotAllowed, "This address takes POST requests only.")
		}
	}
}

// allowOrigins lets pages of any origin send and read the answer: keys are
// public, and no cookie has a meaning here.
func allowOrigins(h http.Header) {
	h["Access-Control-Allow-Origin"] = anyOrigin
	h["Access-Control-Expose-Headers"] = exposed
	h["Cross-Origin-Resource-Policy"] = crossOrigin
}

// Values of headers that every answer has; they are never changed.
var (
	anyOrigin   = []string{"*"}
	exposed     = []string{"x-sentry-error, x-sentry-rate-limits, retry-after"}
	crossOrigin = []string{"cross-origin"}
	jsonType    = []string{"application/json"}
)

// preflight says what pages of any origin may send.
func preflight(h http.Header) {
	h.Set("Access-Control-Allow-Methods", "POST, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "content-type, x-sentry-auth, x-requested-with, x-forwarded-for, origin, referer, accept, authentication, authorization, content-encoding, transfer-encoding, sentry-trace, baggage")
	h.Set("Access-Control-Max-Age", "86400")
}

// take does all that stands between a request and its answer. The key is
// checked before the body is read, unless only the body says it.
func (h *Handler) take(r *http.Request, endpoint string, check check) (telemetry.EventID, error) {
	var none telemetry.EventID
	project, err := strconv.ParseInt(chi.URLParam(r, "project_id"), 10, 64)
	if err != nil {
		return none, errs.New(errs.NotFound, "There is no project %.40s.", chi.URLParam(r, "project_id"))
	}
	ip, err := h.door.Admit(r)
	if err != nil {
		return none, err
	}
	who := readCredentials(r)
	rec := h.record(r, endpoint, project, who)
	if ip.IsValid() {
		rec.RemoteIP = ip.String()
	}
	if who.key != "" {
		if err := h.enter(r, &rec, who.key); err != nil {
			return none, err
		}
	}
	body, err := h.door.Read(r)
	if err != nil {
		return none, h.rejected(&rec, err)
	}
	defer body.Release()
	rec.ContentEncoding = body.Encoding
	if err := h.inspect(r, &rec, body, check); err != nil {
		return none, h.rejected(&rec, err)
	}
	return rec.EventID, h.door.Spool(r.Context(), &rec, body)
}

func (h *Handler) record(r *http.Request, endpoint string, project int64, who credentials) ingest.Record {
	rec := ingest.Record{
		Protocol:    Protocol,
		Endpoint:    endpoint,
		Project:     project,
		Received:    telemetry.At(h.door.Now()),
		SentAt:      who.sentAt,
		SDK:         who.client,
		UserAgent:   ingest.CleanString(r.UserAgent()),
		ContentType: ingest.CleanString(r.Header.Get("Content-Type")),
	}
	if endpoint != EndpointEnvelope && r.URL.RawQuery != "" {
		q := r.URL.Query()
		rec.Release = ingest.CleanString(q.Get("sentry_release"))
		rec.Environment = ingest.CleanString(q.Get("sentry_environment"))
	}
	return rec
}

// enter checks the key; a record with a key has passed.
func (h *Handler) enter(r *http.Request, rec *ingest.Record, publicKey string) error {
	key, err := h.door.Enter(r.Context(), rec.Project, publicKey)
	rec.Key = key.ID
	if err != nil {
		rec.Key = 0
	}
	return err
}

// inspect runs the check, and enters with the key that the body holds if the
// request itself had none.
func (h *Handler) inspect(r *http.Request, rec *ingest.Record, body *ingest.Body, check check) error {
	plain, err := body.Open()
	if err != nil {
		return err
	}
	defer plain.Close()
	f, err := check(rec, plain)
	if rec.Key == 0 {
		if err := h.enterFromBody(r, rec, f); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	if rec.EventID = f.id; f.id.IsZero() && f.events {
		rec.EventID = h.door.NewID()
	}
	return nil
}

func (h *Handler) enterFromBody(r *http.Request, rec *ingest.Record, f finding) error {
	switch {
	case f.key == "":
		return errs.New(errs.Unauthenticated, "No key was sent: put the DSN's public key into X-Sentry-Auth, ?sentry_key= or the envelope's dsn.")
	case f.project != 0 && f.project != rec.Project:
		return errs.New(errs.Forbidden, "The envelope's DSN is for project %d, but it was sent to project %d.", f.project, rec.Project)
	}
	return h.enter(r, rec, f.key)
}

// rejected counts what was refused for its contents, once its sender is known.
func (h *Handler) rejected(rec *ingest.Record, err error) error {
	if rec.Key == 0 {
		return err
	}
	return h.door.Rejected(rec.Project, err)
}

// accept answers for a body that is durable now.
func (h *Handler) accept(w http.ResponseWriter, id telemetry.EventID) {
	w.Header()["Content-Type"] = jsonType
	if id.IsZero() {
		w.Write([]byte("{}"))
		return
	}
	buf := append(make([]byte, 0, 48), `{"id":"`...)
	buf = append(hex.AppendEncode(buf, id[:]), `"}`...)
	w.Write(buf)
}

// refuse answers with an error, and logs those that are the server's fault.
func (h *Handler) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if errs.KindOf(err) == errs.Internal && r.Context().Err() == nil {
		h.log.ErrorContext(r.Context(), "intake failed", "path", r.URL.Path, "error", err)
	}
	ingest.SetRetry(w.Header(), err)
	h.respond(w, errs.KindOf(err).Status(), errs.PublicOf(err))
}

// tree returns a tree for a check; give it back with release.
func (h *Handler) tree() *ingest.Tree {
	if t, _ := h.trees.Get().(*ingest.Tree); t != nil {
		return t
	}
	return new(ingest.Tree)
}

func (h *Handler) release(t *ingest.Tree) {
	t.Shrink()
	h.trees.Put(t)
}

// respond writes an error the way SDKs expect it.
func (h *Handler) respond(w http.ResponseWriter, status int, detail string) {
	body, _ := json.Marshal(map[string]any{"detail": detail, "causes": []string{detail}})
	w.Header()["Content-Type"] = jsonType
	w.Header().Set("X-Sentry-Error", headerText(detail))
	w.WriteHeader(status)
	w.Write(body)
}

// headerText drops what may not stand in a header.
func headerText(s string) string {
	clean := []byte(s)
	for i, c := range clean {
		if c < ' ' || c > '~' {
			clean[i] = '?'
		}
	}
	return string(clean)
}
