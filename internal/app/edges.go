package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/go-chi/chi/v5"

	"belfry/internal/api"
	"belfry/internal/errs"
	"belfry/internal/ingest"
	"belfry/internal/ingest/sentry"
	"belfry/internal/op"
	"belfry/internal/project"
	"belfry/internal/telemetry"
	"belfry/web"
)

// makeEdges makes what answers requests.
func (a *App) makeEdges(context.Context) error {
	proxies, err := a.cfg.proxies()
	if err != nil {
		return err
	}
	streams, endStreams := context.WithCancel(context.Background())
	a.ops = a.operations(streams)
	handler, err := api.New(api.Options{
		Ops: a.ops, Intake: func(r chi.Router) { a.sentry.Routes(r) }, Pages: web.FS(), Ready: a.ready, Metrics: a.metrics(),
		BaseURL: a.cfg.BaseURL, TrustedProxies: proxies, Log: a.log,
	})
	if err != nil {
		endStreams()
		return err
	}
	a.web = newWebServer(a.cfg.Listen, a.log, handler, endStreams)
	return nil
}

// operations hands the operations what they work with; streams ends when the
// server is about to stop.
func (a *App) operations(streams context.Context) *op.Ops {
	return &op.Ops{
		Accounts: a.accounts, Projects: a.projects, Issues: a.issues, Comments: a.comments, Views: a.views, Feed: a.feed, Lake: a.lake, Blobs: a.blobs,
		Log: a.log, Now: time.Now, Version: a.version, Streams: streams,
		SetupToken:   func() string { return a.setupToken },
		SendTest:     a.sendTest,
		LoadSample:   a.loadSample,
		InstanceInfo: a.instanceInfo,
		Poison:       a.poisonBox(),
	}
}

// ready says why the server cannot take or show anything.
func (a *App) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	if err := a.db.Ping(ctx); err != nil {
		return errs.With(errs.Unavailable, err, "The database does not answer.")
	}
	if err := a.disk.ready(); err != nil {
		return err
	}
	return a.spool.Stats().Failure
}

// sendTest sends an event through the door, as an SDK would, so that what it
// proves is the whole way.
func (a *App) sendTest(ctx context.Context, p project.Project, k project.Key, at telemetry.Time) (id telemetry.EventID, err error) {
	id = a.door.NewID()
	body, err := json.Marshal(testEvent(p, id))
	if err != nil {
		return id, fmt.Errorf("write the test event: %w", err)
	}
	return id, a.door.Spool(ctx, &ingest.Record{
		Protocol: sentry.Protocol, Endpoint: sentry.EndpointStore, Project: p.ID, Key: k.ID, Received: at,
		ContentType: "application/json", SDK: "belfry/" + a.version, EventID: id,
	}, &ingest.Body{Wire: body})
}

// testEvent says of itself what it is.
func testEvent(p project.Project, id telemetry.EventID) map[string]any {
	frame := func(file, function string, line int, code string) map[string]any {
		return map[string]any{"filename": file, "function": function, "lineno": line, "in_app": true, "context_line": code}
	}
	return map[string]any{
		"event_id": id.String(), "platform": "other", "level": "error", "environment": "test", "release": "belfry-test@1.0.0",
		"tags": map[string]any{"test": "yes"},
		"user": map[string]any{"username": "belfry"},
		"exception": map[string]any{"values": []any{map[string]any{
			"type": "TestEvent", "value": fmt.Sprintf("The way from %s to Belfry works", p.Name),
			"stacktrace": map[string]any{"frames": []any{
				frame("bell_tower.txt", "climb", 12, "ring(the_bell)"),
				frame("bell_tower.txt", "ring", 27, "raise TestEvent()"),
			}},
		}}},
	}
}
