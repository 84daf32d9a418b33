package job

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/run"
)

// New is a job to be done.
type New struct {
	Kind string    // whose handler does it
	Args any       // becomes JSON
	Key  string    // unique among the jobs that are not over; "" means no such limit
	At   time.Time // not before; zero means at once
}

// Task is a job in the hands of its handler.
type Task struct {
	ID    int64
	Kind  string
	Args  json.RawMessage
	Tries int // 1 at the first attempt
}

// Handler does the jobs of one kind. It may be called again with the same task
// after a crash, and returns soon when ctx ends.
type Handler func(ctx context.Context, t Task) error

// Insert adds a job in tx and returns its id, or 0 when one with the same key
// waits or runs already.
func Insert(ctx context.Context, tx *db.DB, n New, now time.Time) (id int64, err error) {
	defer errs.Wrap(&err, "job.Insert(%s)", n.Kind)
	args, err := json.Marshal(n.Args)
	if err != nil {
		return 0, fmt.Errorf("arguments: %w", err)
	}
	key := sql.NullString{String: n.Key, Valid: n.Key != ""}
	at := now
	if n.At.After(now) {
		at = n.At
	}
	err = tx.Returning(ctx, &id, `INSERT INTO jobs
		(kind, args, unique_key, status, run_at, lease_until, tries, error, created_at, finished_at)
		VALUES (?, ?, ?, 'ready', ?, 0, 0, '', ?, 0) ON CONFLICT DO NOTHING RETURNING id`,
		n.Kind, string(args), key, at.UnixMicro(), now.UnixMicro())
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// workers is how many jobs run at once in one process.
const workers = 2

// Runner does jobs and periodic work.
type Runner struct {
	db       *db.DB
	log      *slog.Logger
	handlers map[string]Handler
	periodic []periodic

	mu      sync.Mutex
	running map[int64]bool // whose leases this process renews
}

// NewRunner returns a runner of the jobs in d that logs failures to log.
func NewRunner(d *db.DB, log *slog.Logger) *Runner {
	r := &Runner{db: d, log: log, handlers: map[string]Handler{}, running: map[int64]bool{}}
	r.Every("job.trim", time.Hour, r.trim)
	return r
}

// Handle sets the handler of a kind. It must be called before Register.
func (r *Runner) Handle(kind string, h Handler) { r.handlers[kind] = h }

// Register adds everything the runner does to g.
func (r *Runner) Register(g *run.Group) {
	for i := range workers {
		g.Add(fmt.Sprintf("job worker %d", i+1), run.Loop(r.work))
	}
	g.Add("job leases", run.Loop(r.lease))
	for _, p := range r.periodic {
		g.Add("every "+p.name, run.Loop(func(ctx context.Context) error { return r.repeat(ctx, p) }))
	}
}

// pause waits for d or the end of ctx, and reports whether to go on.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
