package op

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"belfry/internal/errs"
	"belfry/internal/feed"
)

const (
	maxStreams    = 1000             // open at once
	maxStreamAge  = time.Hour        // then the client comes again, and shows who it is
	pingEvery     = 15 * time.Second // so that proxies keep the connection
	writeTimeout  = 10 * time.Second // for a client that does not read
	streamPause   = 200 * time.Millisecond
	streamChunk   = 500
	maxStreamBack = 5000 // changes that are sent again to a client that was away
)

// Change is a change that was made, as streams tell it.
type Change struct {
	Seq       int64  `json:"seq"`
	Topic     string `json:"topic" doc:"What changed: “issue”, “project” or “instance”."`
	ProjectID int64  `json:"project_id"`
	Subject   int64  `json:"subject" doc:"The id of what changed."`
	Change    string `json:"change" doc:"Such as “created”, “updated”, “regressed” or “status”."`
	At        Time   `json:"at"`
}

func (o *Ops) streamOperations() []Operation {
	return []Operation{
		define(Operation{
			ID: "streamChanges", Method: http.MethodGet, Path: "/stream", Tag: "stream", Permission: Read, Streams: true,
			Summary: "Changes as they happen, as server-sent events",
			Description: "Each “change” event holds a Change; its id is the sequence, with which a client that reconnects goes on " +
				"(Last-Event-ID). A “reset” event says that changes were left out: read again what is shown.",
			Errors: []int{http.StatusNotFound, http.StatusServiceUnavailable},
		}, o.streamChanges),
	}
}

func (o *Ops) streamChanges(ctx context.Context, c Caller, in *struct {
	ProjectsFilter
	LastEventID string `header:"Last-Event-ID" maxLength:"30" doc:"The sequence of the last change that was seen."`
},
) (*huma.StreamResponse, error) {
	if _, err := o.scope(ctx, c, in.Projects...); err != nil {
		return nil, err
	}
	last, err := o.Feed.Last(ctx)
	if err != nil {
		return nil, err
	}
	s := &stream{ops: o, caller: c, projects: in.Projects, seq: last}
	s.reset = s.resume(in.LastEventID)
	if o.openStreams.Add(1) > maxStreams {
		o.openStreams.Add(-1)
		return nil, errs.Later(errs.Unavailable, time.Minute, "Too many pages are open. Changes are shown after a reload.")
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		defer o.openStreams.Add(-1)
		s.serve(h)
	}}, nil
}

// stream sends changes to one client.
type stream struct {
	ops      *Ops
	caller   Caller
	projects []int64 // what the client asked for, all when empty
	seq      int64   // the last that was sent or passed over
	reset    bool    // changes were left out
	out      http.ResponseWriter
	control  *http.ResponseController
}

// resume goes back to where the client was, and reports whether it was away for
// too long for that.
func (s *stream) resume(lastEventID string) (tooLong bool) {
	seen, err := strconv.ParseInt(lastEventID, 10, 64)
	if err != nil || seen < 0 {
		return false
	}
	if seen > s.seq || s.seq-seen > maxStreamBack {
		return true
	}
	s.seq = seen
	return false
}

// serve ends with the client, with the server, or after a while.
func (s *stream) serve(h huma.Context) {
	out, ok := h.BodyWriter().(http.ResponseWriter)
	if !ok {
		s.ops.Log.Error("the connection cannot stream")
		return
	}
	s.out, s.control = out, http.NewResponseController(out)
	h.SetHeader("Content-Type", "text/event-stream; charset=utf-8")
	h.SetHeader("Cache-Control", "no-store")
	h.SetHeader("X-Accel-Buffering", "no")
	_ = s.control.SetReadDeadline(time.Time{}) // the request is read; not all connections have one
	ctx, cancel := context.WithTimeout(h.Context(), maxStreamAge)
	defer cancel()
	stop := context.AfterFunc(orBackground(s.ops.Streams), cancel)
	defer stop()
	if err := s.run(ctx); ctx.Err() == nil {
		s.ops.Log.DebugContext(ctx, "stream ended", "error", err)
	}
}

func orBackground(ctx context.Context) context.Context {
	if ctx == nil {
		return context.Background()
	}
	return ctx
}

func (s *stream) run(ctx context.Context) error {
	hello := "retry: 2000\n\n"
	if s.reset {
		hello += s.resetText()
	}
	if err := s.write(hello); err != nil {
		return err
	}
	for {
		if err := s.wait(ctx); err != nil {
			return err
		}
		if err := s.send(ctx); err != nil {
			return err
		}
		if err := pause(ctx, streamPause); err != nil { // a busy feed comes in larger pieces
			return err
		}
	}
}

// wait returns when there is something to send; meanwhile it pings.
func (s *stream) wait(ctx context.Context) error {
	for {
		quiet, cancel := context.WithTimeout(ctx, pingEvery)
		err := s.ops.Feed.Wait(quiet, s.seq)
		timeout := quiet.Err() != nil
		cancel()
		if err == nil || ctx.Err() != nil || !timeout {
			return err
		}
		if err := s.write(": ping\n\n"); err != nil {
			return err
		}
	}
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

func (s *stream) resetText() string {
	return fmt.Sprintf("id: %d\nevent: reset\ndata: {\"seq\":%d}\n\n", s.seq, s.seq)
}

// send writes the changes after seq that the client may see and wants.
func (s *stream) send(ctx context.Context) error {
	entries, err := s.ops.Feed.Since(ctx, s.seq, streamChunk)
	if err != nil {
		return err
	}
	if len(entries) == 0 || entries[0].Seq != s.seq+1 {
		return s.skip(ctx) // the feed no longer has them
	}
	visible, err := s.visible(ctx)
	if err != nil {
		return err
	}
	var text []byte
	for _, e := range entries {
		s.seq = e.Seq
		if !visible(e.Project) {
			continue
		}
		if text, err = appendChange(text, e); err != nil {
			return err
		}
	}
	if len(text) == 0 {
		return nil
	}
	return s.write(string(text))
}

// skip goes to the end of the feed and tells the client so.
func (s *stream) skip(ctx context.Context) (err error) {
	if s.seq, err = s.ops.Feed.Last(ctx); err != nil {
		return err
	}
	return s.write(s.resetText())
}

// visible returns which projects' changes the client gets. It asks anew for each
// piece: what a caller may see changes.
func (s *stream) visible(ctx context.Context) (func(project int64) bool, error) {
	c := s.caller
	now, err := s.ops.Accounts.Again(ctx, c.Identity, s.ops.now())
	if err != nil {
		return nil, err
	}
	c.Identity = now
	scope, err := s.ops.scope(ctx, c)
	if err != nil {
		return nil, err
	}
	may := map[int64]bool{0: true} // what belongs to no project
	for _, p := range scope {
		may[p.Project] = true
	}
	return func(project int64) bool {
		return may[project] && (len(s.projects) == 0 || slices.Contains(s.projects, project))
	}, nil
}

func appendChange(text []byte, e feed.Entry) ([]byte, error) {
	data, err := json.Marshal(Change{Seq: e.Seq, Topic: e.Topic, ProjectID: e.Project, Subject: e.Subject, Change: e.Change, At: Time(e.At)})
	return fmt.Appendf(text, "id: %d\nevent: change\ndata: %s\n\n", e.Seq, data), err
}

func (s *stream) write(text string) error {
	_ = s.control.SetWriteDeadline(time.Now().Add(writeTimeout)) // not all connections have one
	if _, err := s.out.Write([]byte(text)); err != nil {
		return err
	}
	return s.control.Flush()
}
