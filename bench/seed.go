package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	mathrand "math/rand/v2"
	"path/filepath"
	"time"

	"belfry/internal/db"
	"belfry/internal/feed"
	"belfry/internal/issue"
	"belfry/internal/lake"
	"belfry/internal/lake/duck"
	"belfry/internal/telemetry"
)

const seedBatch = 5000

// seeder writes records straight into the stores, through the same methods as
// digest, since sending millions over HTTP measures something else.
type seeder struct {
	options
	db      *db.DB
	lake    *duck.Engine
	issues  *issue.Store
	project int64
	payload []byte
	seq     uint64
}

func seed(o options, dir string, project int64) error {
	ctx := context.Background()
	d, err := db.Open(ctx, filepath.Join(dir, "belfry.db"))
	if err != nil {
		return err
	}
	defer d.Close()
	engine, err := duck.Open(ctx, duck.Options{Dir: filepath.Join(dir, "lake"), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	payload, err := samplePayload()
	if err != nil {
		return err
	}
	s := &seeder{options: o, db: d, lake: engine, issues: issue.New(d, feed.New(d)), project: project, payload: payload}
	if err := s.run(ctx); err != nil {
		return err
	}
	return engine.Close()
}

// run goes through the last 30 days, oldest first, as records would have come.
func (s *seeder) run(ctx context.Context) error {
	const days = 30
	start := telemetry.At(time.Now()).Add(-days * 24 * time.Hour)
	span := (days * 24 * time.Hour).Microseconds()
	batches := s.records / seedBatch
	for i := range batches {
		at := start + telemetry.Time(span*int64(i)/int64(batches))
		width := telemetry.Time(span / int64(batches))
		events := s.events / batches
		if err := s.batch(ctx, at, width, events, seedBatch-events); err != nil {
			return err
		}
	}
	return nil
}

func (s *seeder) batch(ctx context.Context, at, width telemetry.Time, events, logs int) error {
	var b lake.Batch
	var occurrences []issue.Occurrence
	for i := range events {
		s.seq++
		e := s.event(at + width*telemetry.Time(i)/telemetry.Time(max(events, 1)))
		b.Events = append(b.Events, e)
		occurrences = append(occurrences, issue.Occurrence{
			Project: e.Project, Event: e.ID, Fingerprint: e.Fingerprint, Time: e.Time, Received: e.Received, Level: e.Level,
			Title: e.Title, Culprit: e.Culprit, Platform: e.Platform, Release: e.Release, Environment: e.Environment, UserKey: e.UserKey,
		})
	}
	for i := range logs {
		s.seq++
		b.Logs = append(b.Logs, lake.Item[telemetry.Log]{Seq: s.seq, Value: s.log(at + width*telemetry.Time(i)/telemetry.Time(logs))})
	}
	if err := s.lake.Append(ctx, b); err != nil {
		return err
	}
	return s.db.Transact(ctx, func(tx *db.DB) error {
		_, err := s.issues.Apply(ctx, tx, occurrences, at)
		return err
	})
}

// event is of an issue whose index is distributed so that few are frequent.
func (s *seeder) event(at telemetry.Time) lake.Event {
	n := int(float64(s.options.issues) * mathrand.Float64() * mathrand.Float64())
	sum := sha256.Sum256(fmt.Appendf(nil, "problem %d", n))
	var id telemetry.EventID
	for i := range id {
		id[i] = byte(mathrand.IntN(256))
	}
	return lake.Event{
		Seq: s.seq, Project: s.project, ID: id, Time: at, Received: at, Fingerprint: hex.EncodeToString(sum[:16]),
		Level: telemetry.LevelError, Platform: "python", Title: fmt.Sprintf("PaymentError: step %d failed", n),
		Culprit: fmt.Sprintf("shop.flows in step_%d", n), Release: fmt.Sprintf("shop@2.%d.0", at/1e6/86400%30),
		Environment: "production", UserKey: fmt.Sprintf("id:%d", mathrand.IntN(20000)), TraceID: hex.EncodeToString(id[:]),
		Tags: map[string]string{"browser": "Firefox 143", "region": "eu-west-1"}, Payload: s.payload,
	}
}

func (s *seeder) log(at telemetry.Time) telemetry.Log {
	return telemetry.Log{
		Project: s.project, Time: at, Received: at, Level: telemetry.LevelInfo, Service: "shop", Host: "web-3",
		Body: fmt.Sprintf("handled request %d in %d ms", mathrand.IntN(1e9), mathrand.IntN(900)), Environment: "production",
		Attributes: map[string]string{"http.method": "GET", "http.route": "/cart"},
	}
}

// samplePayload is shared by all seeded events; each still takes its room.
func samplePayload() ([]byte, error) {
	e := telemetry.Event{Platform: "python", Level: telemetry.LevelError, Message: "payment was declined"}
	for i := range 24 {
		line := fmt.Sprintf("raise self.fail(order, code=%d)", mathrand.IntN(1e6))
		e.Stacktrace = append(e.Stacktrace, telemetry.Frame{Function: fmt.Sprintf("handle_step_%d", i), Module: newID(), Line: i, ContextLine: &line})
	}
	return lake.EncodePayload(&e)
}
