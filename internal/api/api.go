package api

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/klauspost/compress/gzhttp"

	"belfry/internal/errs"
	"belfry/internal/op"
)

// Options say what is served, and how.
type Options struct {
	Ops            *op.Ops
	Intake         func(chi.Router)            // mounts what SDKs send to; may be nil
	Pages          fs.FS                       // the built web app; may be empty
	Ready          func(context.Context) error // why the server cannot serve, for /readyz
	Metrics        http.Handler                // for /metrics; may be nil
	BaseURL        string                      // as configured; "" takes it from each request
	TrustedProxies []netip.Prefix              // whose X-Forwarded-* headers are believed
	Log            *slog.Logger
}

type server struct {
	Options
	cross    *http.CrossOriginProtection
	compress func(http.Handler) http.Handler
	pages    *pages
}

// New returns the handler for everything that the server answers.
func New(o Options) (http.Handler, error) {
	s := &server{Options: o}
	for _, prepare := range []func() error{s.makeCross, s.makeCompress, s.makePages} {
		if err := prepare(); err != nil {
			return nil, fmt.Errorf("api: %w", err)
		}
	}
	api, err := s.makeAPI()
	if err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	r := chi.NewRouter()
	r.Use(s.contain)
	if o.Intake != nil {
		r.Group(o.Intake)
	}
	r.Group(func(r chi.Router) {
		r.Use(s.clientIP(), s.describe, s.logAccess, secure)
		s.health(r)
		r.Mount(op.Prefix, api)
		r.Get("/issues/{issue}.md", markdown(api))
		r.HandleFunc("/api", s.notFound)
		r.HandleFunc("/api/*", s.notFound)
		r.Handle("/*", s.pages)
	})
	return r, nil
}

// makeCompress prepares gzip for answers that are worth it. A little random
// length hides how well secrets beside chosen text compress.
func (s *server) makeCompress() error {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.EnableZstd(false), gzhttp.RandomJitter(32, 0, false),
		gzhttp.ContentTypes([]string{"application/json", "application/problem+json", "application/openapi+json", "application/openapi+yaml"}))
	s.compress = func(next http.Handler) http.Handler { return wrap(next) }
	return err
}

// makeAPI mounts the table, the document that describes it, and the answers to
// what is not in it.
func (s *server) makeAPI() (http.Handler, error) {
	r := chi.NewRouter()
	r.Use(s.sameOrigin, s.identify)
	r.NotFound(s.notFound)
	r.MethodNotAllowed(s.methodNotAllowed(r))
	zipped := r.With(s.compress)
	api := huma.NewAPI(op.Config(s.Ops.Version), newAdapter(r, zipped))
	s.Ops.Register(api)
	for name, write := range map[string]func() ([]byte, error){
		"json": api.OpenAPI().MarshalJSON,
		"yaml": api.OpenAPI().YAML,
	} {
		document, err := write()
		if err != nil {
			return nil, fmt.Errorf("write the OpenAPI document: %w", err)
		}
		zipped.Get("/openapi."+name, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/openapi+"+name)
			_, _ = w.Write(document)
		})
	}
	return r, nil
}

// markdown answers for an issue at the address of its page with ".md" behind.
func markdown(api http.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		chi.RouteContext(r.Context()).RoutePath = r.URL.Path
		api.ServeHTTP(w, r)
	}
}

func (s *server) health(r chi.Router) {
	alive := func(w http.ResponseWriter, _ *http.Request) { text(w, http.StatusOK, "ok") }
	ready := func(w http.ResponseWriter, r *http.Request) {
		if err := s.Ready(r.Context()); err != nil {
			s.Log.WarnContext(r.Context(), "not ready", "error", err)
			text(w, http.StatusServiceUnavailable, errs.PublicOf(err))
			return
		}
		text(w, http.StatusOK, "ready")
	}
	r.Get("/healthz", alive)
	r.Get("/up", alive)
	r.Get("/readyz", ready)
	r.Get("/health/clickhouse", ready)
	if s.Metrics != nil {
		r.Get("/metrics", s.Metrics.ServeHTTP)
	}
}

func text(w http.ResponseWriter, status int, line string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = fmt.Fprintln(w, line)
}
