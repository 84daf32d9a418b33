package job

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/run"
)

const (
	// claimTime is for how long nobody else begins work that somebody has begun.
	claimTime = 10 * time.Minute
	// retryPeriodic is when work that failed is tried again, if that is sooner
	// than its next period.
	retryPeriodic = time.Minute
)

type periodic struct {
	name     string
	interval time.Duration
	do       func(ctx context.Context, now time.Time) error
}

// Every does f once per interval, the first time at once; what was missed while
// nothing ran is done once. Of several processes one does it. It must be called
// before Register; f must not mind being run again after a crash.
func (r *Runner) Every(name string, interval time.Duration, f func(ctx context.Context, now time.Time) error) {
	r.periodic = append(r.periodic, periodic{name, interval, f})
}

// repeat is the loop of one piece of periodic work.
func (r *Runner) repeat(ctx context.Context, p periodic) error {
	wait := min(p.interval, retryPeriodic)
	for {
		if _, err := r.tick(ctx, p, time.Now()); err != nil && ctx.Err() == nil {
			r.log.ErrorContext(ctx, "periodic work failed", "name", p.name, "error", err)
		}
		if !pause(ctx, wait) {
			return ctx.Err()
		}
	}
}

// Tick does the periodic work of that name if it is due, and reports whether it
// was.
func (r *Runner) Tick(ctx context.Context, name string, now time.Time) (did bool, err error) {
	defer errs.Wrap(&err, "job.Tick(%s)", name)
	for _, p := range r.periodic {
		if p.name == name {
			return r.tick(ctx, p, now)
		}
	}
	return false, errs.New(errs.NotFound, "No periodic work has this name.")
}

func (r *Runner) tick(ctx context.Context, p periodic, now time.Time) (did bool, err error) {
	due, err := r.due(ctx, p, now)
	if err != nil || !due {
		return false, err
	}
	mine, err := r.claimPeriod(ctx, p, now)
	if err != nil || !mine {
		return false, err
	}
	next, text := now.Add(p.interval), ""
	failure := run.Contain(func() error { return p.do(ctx, now) })
	if failure != nil {
		next, text = now.Add(min(p.interval, retryPeriodic)), failure.Error()
	}
	if ctx.Err() != nil { // interrupted: it is still due
		next = now
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_, err = r.db.Exec(ctx, `UPDATE schedules SET next_at = ?, error = ? WHERE name = ?`,
		next.UnixMicro(), text[:min(len(text), maxError)], p.name)
	if failure != nil {
		return true, failure
	}
	return true, err
}

// due reports whether it is time for p, which is seldom: so nothing is written.
func (r *Runner) due(ctx context.Context, p periodic, now time.Time) (bool, error) {
	var next int64
	err := r.db.Get(ctx, &next, `SELECT next_at FROM schedules WHERE name = ?`, p.name)
	if errors.Is(err, sql.ErrNoRows) {
		return true, nil
	}
	return next <= now.UnixMicro() || next > p.latest(now), err
}

// latest is the last time that p can be due next, unless its interval was
// shortened since that was written.
func (p periodic) latest(now time.Time) int64 { return now.Add(max(p.interval, claimTime)).UnixMicro() }

// claimPeriod reports whether p is due and this process got it.
func (r *Runner) claimPeriod(ctx context.Context, p periodic, now time.Time) (mine bool, err error) {
	err = r.db.Transact(ctx, func(tx *db.DB) error {
		if _, err := tx.Exec(ctx, `INSERT INTO schedules (name, next_at, error) VALUES (?, 0, '') ON CONFLICT DO NOTHING`, p.name); err != nil {
			return err
		}
		result, err := tx.Exec(ctx, `UPDATE schedules SET next_at = ? WHERE name = ? AND (next_at <= ? OR next_at > ?)`,
			now.Add(claimTime).UnixMicro(), p.name, now.UnixMicro(), p.latest(now))
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		mine = n == 1
		return err
	})
	return mine, err
}
