package digest

import (
	"context"
	"fmt"
	"slices"

	"belfry/internal/issue"
	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// dropRepeated removes the events that were counted before, and those that
// stand in the turn twice: the first one stays.
func (d *Digester) dropRepeated(ctx context.Context, w *work) error {
	var keys []issue.Key
	for i := range w.records {
		for j := range w.records[i].batch.Events {
			keys = append(keys, keyOf(&w.records[i].batch.Events[j]))
		}
	}
	if len(keys) == 0 {
		return nil
	}
	seen, err := d.Issues.Known(ctx, d.DB, keys)
	if err != nil {
		return fmt.Errorf("look for repeated events: %w", err)
	}
	for i := range w.records {
		w.records[i].dropSeen(seen, &w.discards)
	}
	return nil
}

func (p *prepared) dropSeen(seen issue.Set, discards *[]telemetry.Discard) {
	kept, payloads := p.batch.Events[:0], p.payloads[:0]
	for j := range p.batch.Events {
		e := &p.batch.Events[j]
		if _, repeated := seen[keyOf(e)]; repeated {
			*discards = append(*discards, telemetry.Discard{Project: e.Project, Time: e.Received, Source: "server", Category: "error", Reason: "duplicate", Quantity: 1})
			continue
		}
		seen[keyOf(e)] = struct{}{}
		kept, payloads = append(kept, *e), append(payloads, p.payloads[j])
	}
	p.batch.Events, p.payloads = kept, payloads
}

func keyOf(e *telemetry.Event) issue.Key { return issue.Key{Project: e.Project, Event: e.ID} }

// keepFiles stores the attachments' bytes; the same file again costs nothing.
func (d *Digester) keepFiles(ctx context.Context, w *work) error {
	for i := range w.records {
		for j := range w.records[i].batch.Attachments {
			a := &w.records[i].batch.Attachments[j]
			ref, err := d.Blobs.PutBytes(ctx, a.Data)
			if err != nil {
				return fmt.Errorf("keep attachment %q of event %s: %w", a.Name, a.Event, err)
			}
			w.files = append(w.files, issue.Attachment{
				Project: a.Project, EventID: a.Event[:], Received: a.Received, Name: a.Name,
				Type: a.Type, ContentType: a.ContentType, Bytes: ref.Size, Hash: ref.Hash,
			})
		}
	}
	return nil
}

// rows returns what the lake keeps of w.
func (w *work) rows() lake.Batch {
	var b lake.Batch
	for i := range w.records {
		p := &w.records[i]
		for j := range p.batch.Events {
			b.Events = append(b.Events, eventRow(p.seq, &p.batch.Events[j], p.payloads[j]))
		}
		b.Logs = appendItems(b.Logs, p.seq, p.batch.Logs)
		b.Spans = appendItems(b.Spans, p.seq, p.batch.Spans)
		b.Samples = appendItems(b.Samples, p.seq, p.batch.Samples)
		b.CheckIns = appendItems(b.CheckIns, p.seq, p.batch.CheckIns)
		b.Sessions = appendItems(b.Sessions, p.seq, p.batch.Sessions)
	}
	return b
}

func appendItems[T any](to []lake.Item[T], seq uint64, values []T) []lake.Item[T] {
	to = slices.Grow(to, len(values))
	for _, v := range values {
		to = append(to, lake.Item[T]{Seq: seq, Value: v})
	}
	return to
}

func eventRow(seq uint64, e *telemetry.Event, payload []byte) lake.Event {
	row := lake.Event{
		Seq: seq, Project: e.Project, ID: e.ID, Time: e.Time, Received: e.Received,
		Fingerprint: e.Grouping.Hash, Level: e.Level, Platform: e.Platform, Title: e.Title, Culprit: e.Culprit,
		Message: e.Message, Logger: e.Logger, Transaction: e.Transaction, ServerName: e.ServerName,
		Release: e.Release, Environment: e.Environment, UserKey: e.User.Key(),
		TraceID: e.TraceID, SpanID: e.SpanID, Payload: payload,
	}
	if u := e.User; u != nil {
		row.UserID, row.UserEmail, row.UserName, row.UserIP = u.ID, u.Email, u.Username, u.IP
	}
	if e.Request != nil {
		row.URL = e.Request.URL
	}
	if e.SDK != nil {
		row.SDK = e.SDK.Name + "/" + e.SDK.Version
	}
	if len(e.Tags) > 0 {
		row.Tags = make(map[string]string, len(e.Tags))
		for _, t := range e.Tags {
			row.Tags[t.Key] = t.Value
		}
	}
	return row
}

// facetsOf returns what an issue can be found by because of e: what every event
// may have first, then the tags, but those of the same name.
func facetsOf(e *telemetry.Event) []telemetry.Tag {
	all := make([]telemetry.Tag, 0, len(e.Tags)+6)
	add := func(name, value string) {
		if value != "" {
			all = append(all, telemetry.Tag{Key: name, Value: value})
		}
	}
	if u := e.User; u != nil {
		add("user.id", u.ID)
		add("user.email", u.Email)
		add("user.username", u.Username)
		add("user.ip", u.IP)
	}
	if e.Request != nil {
		add("url", e.Request.URL)
	}
	add("transaction", e.Transaction)
	own := all
	for _, t := range e.Tags {
		if !slices.ContainsFunc(own, func(f telemetry.Tag) bool { return f.Key == t.Key }) {
			all = append(all, t)
		}
	}
	return all
}

// occurrences returns what issues are counted by.
func (w *work) occurrences() []issue.Occurrence {
	var out []issue.Occurrence
	for i := range w.records {
		for j := range w.records[i].batch.Events {
			e := &w.records[i].batch.Events[j]
			out = append(out, issue.Occurrence{
				Project: e.Project, Event: e.ID, Fingerprint: e.Grouping.Hash, Kind: "error",
				Time: e.Time, Received: e.Received, Level: e.Level, Title: e.Title, Culprit: e.Culprit,
				Platform: e.Platform, Release: e.Release, Environment: e.Environment, UserKey: e.User.Key(), Tags: facetsOf(e),
			})
		}
	}
	return out
}
