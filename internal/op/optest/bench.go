package optest

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"

	"belfry/internal/account"
	"belfry/internal/blob"
	"belfry/internal/comment"
	"belfry/internal/dash"
	"belfry/internal/db"
	"belfry/internal/feed"
	"belfry/internal/issue"
	"belfry/internal/lake/laketest"
	"belfry/internal/op"
	"belfry/internal/project"
	"belfry/internal/secret"
	"belfry/internal/telemetry"
)

// BaseURL is how the bench is reached from outside.
const BaseURL = "https://belfry.example.com"

// Password is that of all users.
const Password = "analytical engine"

// Bench is an instance without a project.
type Bench struct {
	*op.Ops
	DB      *db.DB
	API     huma.API
	Clock   time.Time // what Now returns
	callers map[string]account.Identity
	handler http.Handler
	tests   int // test events sent
	poison  poison
}

// New returns a bench on d, whose clock stands still.
func New(tb testing.TB, d *db.DB) *Bench {
	tb.Helper()
	b := &Bench{DB: d, Clock: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)}
	f := feed.New(d)
	blobs, err := blob.Open(tb.TempDir())
	check(tb, err)
	stopped, stop := context.WithCancel(context.Background())
	stop()
	accounts := account.New(d)
	accounts.Box, err = secret.NewBox("the key of the bench, which is no secret")
	check(tb, err)
	issues := issue.New(d, f)
	b.Ops = &op.Ops{
		Accounts:   accounts,
		Projects:   project.New(d),
		Issues:     issues,
		Comments:   comment.New(d, f, issues),
		Views:      dash.New(d),
		Feed:       f,
		Lake:       laketest.NewMemory(),
		Blobs:      blobs,
		Log:        slog.New(slog.DiscardHandler),
		Now:        func() time.Time { return b.Clock },
		Version:    "1.2.3",
		SetupToken: func() string { return "open sesame" },
		SendTest:   b.sendTest,
		LoadSample: b.loadSample,
		Streams:    stopped, // so that streams end at once
		InstanceInfo: func(context.Context) (op.Instance, error) {
			return op.Instance{StartedAt: op.Time(telemetry.At(b.Clock)), Database: string(d.Engine())}, nil
		},
		Poison: b.poison.box(),
	}
	router := chi.NewRouter()
	b.API = humachi.New(router, op.Config("1.2.3"))
	b.Register(b.API)
	b.handler = router
	b.callers = map[string]account.Identity{Nobody: {}}
	return b
}

// loadSample makes an empty project that is marked.
func (b *Bench) loadSample(ctx context.Context, organization, _ int64, now telemetry.Time) (project.Project, error) {
	p, _, err := b.Projects.Create(ctx, organization, "Sample shop", "", now)
	if err != nil {
		return p, err
	}
	yes := true
	return b.Projects.Update(ctx, organization, p.ID, project.Change{Settings: project.SettingsChange{Sample: &yes}})
}

func (b *Bench) sendTest(_ context.Context, p project.Project, _ project.Key, _ telemetry.Time) (telemetry.EventID, error) {
	b.tests++
	return telemetry.EventID{15: byte(p.ID)}, nil
}

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// Do makes a request, "GET /projects", as one of the callers. A body is JSON
// text or "". The answer must be one that the documentation speaks of.
func (b *Bench) Do(tb testing.TB, as, request, body string) *httptest.ResponseRecorder {
	tb.Helper()
	id, ok := b.callers[as]
	if !ok {
		tb.Fatalf("nobody is called %q", as)
	}
	method, path, _ := strings.Cut(request, " ")
	r := httptest.NewRequestWithContext(tb.Context(), method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	c := op.Caller{Identity: id, Request: op.Request{
		RequestID: "r1", BaseURL: BaseURL, Address: netip.MustParseAddr("192.0.2.7"), Agent: "bench",
	}}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r.WithContext(op.WithCaller(r.Context(), c)))
	b.documented(tb, request, w)
	return w
}

// Check makes a request and compares the status and, with want not empty, the
// parts of the answer that want has: JSON in which objects may lack members and
// "*" stands for anything.
func (b *Bench) Check(tb testing.TB, as, request, body string, status int, want string) {
	tb.Helper()
	w := b.Do(tb, as, request, body)
	if w.Code != status {
		tb.Errorf("%s %s %s: %d, want %d\n%s", as, request, body, w.Code, status, w.Body)
		return
	}
	if want == "" {
		return
	}
	var wanted, got any
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		tb.Fatalf("the wanted answer is no JSON: %v\n%s", err, want)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		tb.Errorf("%s %s: %v\n%s", as, request, err, w.Body)
		return
	}
	if where, ok := within(wanted, got, ""); !ok {
		tb.Errorf("%s %s %s: differs at %s\n got %s\nwant %s", as, request, body, where, compact(w.Body.Bytes()), want)
	}
}

func compact(text []byte) string {
	var b bytes.Buffer
	if json.Compact(&b, text) != nil {
		return string(text)
	}
	return b.String()
}
