package job

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"time"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/run"
)

const (
	poll       = time.Second
	leaseTime  = 2 * time.Minute
	leaseStep  = 30 * time.Second
	firstRetry = 10 * time.Second
	lastRetry  = time.Hour
	maxTries   = 20 // half a day
	keepDone   = 7 * 24 * time.Hour
	keepFailed = 30 * 24 * time.Hour
	maxError   = 2000 // bytes that are kept
)

// work is the loop of one worker.
func (r *Runner) work(ctx context.Context) error {
	for {
		did, err := r.Step(ctx, time.Now())
		if err != nil && ctx.Err() == nil {
			r.log.ErrorContext(ctx, "jobs stand still", "error", err)
		}
		if (!did || err != nil) && !pause(ctx, poll) {
			return ctx.Err()
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// Step does one job that is due, if there is any, and reports whether there was.
// The error is of the database; how the job went is written there.
func (r *Runner) Step(ctx context.Context, now time.Time) (did bool, err error) {
	defer errs.Wrap(&err, "job.Step")
	t, err := r.claim(ctx, now)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	r.hold(t.ID, true)
	defer r.hold(t.ID, false)
	begin := time.Now()
	failure := run.Contain(func() error { return r.handlers[t.Kind](ctx, t) })
	return true, r.finish(context.WithoutCancel(ctx), t, failure, ctx.Err() != nil, now.Add(time.Since(begin)))
}

// claim takes the job that has been due for longest. It looks before it writes,
// since there is rarely one. When two processes choose the same job, the second
// finds it taken and gets none this time.
func (r *Runner) claim(ctx context.Context, now time.Time) (t Task, err error) {
	if len(r.handlers) == 0 {
		return t, sql.ErrNoRows
	}
	query, args, err := db.In(`SELECT id FROM jobs WHERE status = 'ready' AND run_at <= ? AND kind IN (?)
		ORDER BY run_at, id LIMIT 1`, now.UnixMicro(), slices.Sorted(maps.Keys(r.handlers)))
	if err != nil {
		return t, err
	}
	var id int64
	if err := r.db.Get(ctx, &id, query, args...); err != nil {
		return t, err
	}
	var row struct {
		Kind  string `db:"kind"`
		Args  string `db:"args"`
		Tries int    `db:"tries"`
	}
	err = r.db.Returning(ctx, &row, `UPDATE jobs SET status = 'running', lease_until = ?, tries = tries + 1
		WHERE id = ? AND status = 'ready' RETURNING kind, args, tries`, now.Add(leaseTime).UnixMicro(), id)
	return Task{id, row.Kind, []byte(row.Args), row.Tries}, err
}

func (r *Runner) hold(id int64, yes bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if yes {
		r.running[id] = true
	} else {
		delete(r.running, id)
	}
}

// finish writes how a job went. One that was interrupted by the end of the
// process is ready again and has lost no try.
func (r *Runner) finish(ctx context.Context, t Task, failure error, interrupted bool, now time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	status, tries, at, over := "done", t.Tries, now, now.UnixMicro()
	text := ""
	if failure != nil {
		status, text = "failed", failure.Error()
		if interrupted {
			tries--
		} else {
			r.log.ErrorContext(ctx, "job failed", "job", t.ID, "kind", t.Kind, "try", t.Tries, "error", failure)
		}
		if interrupted || t.Tries < maxTries {
			status, over = "ready", 0
			at = now.Add(retryIn(t.Tries))
			if interrupted {
				at = now
			}
		}
	}
	_, err := r.db.Exec(ctx, `UPDATE jobs SET status = ?, tries = ?, run_at = ?, finished_at = ?, error = ?
		WHERE id = ? AND status = 'running'`,
		status, tries, at.UnixMicro(), over, text[:min(len(text), maxError)], t.ID)
	return err
}

// retryIn doubles from firstRetry to lastRetry.
func retryIn(tries int) time.Duration {
	return min(firstRetry<<min(tries-1, 10), lastRetry)
}

// lease is the loop that keeps the jobs of this process, and takes back those of
// processes that died.
func (r *Runner) lease(ctx context.Context) error {
	for {
		if err := r.Renew(ctx, time.Now()); err != nil && ctx.Err() == nil {
			r.log.ErrorContext(ctx, "cannot renew leases of jobs", "error", err)
		}
		if !pause(ctx, leaseStep) {
			return ctx.Err()
		}
	}
}

// Renew extends the leases of the jobs that run in this process and makes those
// ready again whose lease is over.
func (r *Runner) Renew(ctx context.Context, now time.Time) (err error) {
	defer errs.Wrap(&err, "job.Renew")
	r.mu.Lock()
	mine := make([]int64, 0, len(r.running))
	for id := range r.running {
		mine = append(mine, id)
	}
	r.mu.Unlock()
	if len(mine) > 0 {
		query, args, err := db.In(`UPDATE jobs SET lease_until = ? WHERE status = 'running' AND id IN (?)`, now.Add(leaseTime).UnixMicro(), mine)
		if err != nil {
			return err
		}
		if _, err := r.db.Exec(ctx, query, args...); err != nil {
			return err
		}
	}
	_, err = r.db.Exec(ctx, `UPDATE jobs SET status = 'ready', error = 'The process that ran it died.'
		WHERE status = 'running' AND lease_until < ?`, now.UnixMicro())
	return err
}

// trim forgets jobs that have been over for long.
func (r *Runner) trim(ctx context.Context, now time.Time) error {
	_, err := r.db.Exec(ctx, `DELETE FROM jobs WHERE (status = 'done' AND finished_at < ?) OR (status = 'failed' AND finished_at < ?)`,
		now.Add(-keepDone).UnixMicro(), now.Add(-keepFailed).UnixMicro())
	return err
}
