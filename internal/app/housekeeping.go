package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"belfry/internal/errs"
	"belfry/internal/issue"
	"belfry/internal/job"
	"belfry/internal/lake"
	"belfry/internal/project"
	"belfry/internal/telemetry"
)

const (
	feedKept     = 48 * time.Hour // what a page that reconnects may have missed
	discardsKept = 90 * 24 * time.Hour
	noticesKept  = 90 * 24 * time.Hour
)

// housekeeping registers what is due again and again, and what the features
// leave to be done later.
func (a *App) housekeeping() {
	a.jobs.Every("retention", time.Hour, a.enforceRetention)
	a.jobs.Every("trends", 5*time.Minute, func(ctx context.Context, now time.Time) error {
		return a.issues.ScoreTrends(ctx, telemetry.At(now))
	})
	a.jobs.Every("snoozed", time.Minute, func(ctx context.Context, now time.Time) error {
		_, err := a.issues.Wake(ctx, telemetry.At(now))
		return err
	})
	a.jobs.Every("notices", time.Hour, func(ctx context.Context, now time.Time) error {
		return a.comments.Trim(ctx, telemetry.At(now.Add(-noticesKept)))
	})
	a.jobs.Every("sessions", time.Hour, func(ctx context.Context, now time.Time) error {
		return a.accounts.Expire(ctx, telemetry.At(now))
	})
	a.jobs.Every("feed", time.Hour, func(ctx context.Context, now time.Time) error {
		_, err := a.feed.Trim(ctx, now.Add(-feedKept).UnixMicro())
		return err
	})
	a.jobs.Handle(project.DeleteJob, a.deleteProject)
	a.jobs.Handle(issue.EraseJob, a.eraseIssues)
	a.jobs.Handle(fillSampleJob, a.fillSample)
}

// enforceRetention drops what is older than configured, in every store.
func (a *App) enforceRetention(ctx context.Context, at time.Time) error {
	r := a.cfg.Retention
	before := func(d Duration) telemetry.Time { return telemetry.At(at.Add(-time.Duration(d))) }
	evicted, err := a.lake.Evict(ctx, map[lake.Class]telemetry.Time{
		lake.ClassError: before(r.Errors), lake.ClassNoise: before(r.Logs),
		lake.ClassSpan: before(r.Spans), lake.ClassSample: before(r.Samples),
	})
	if err != nil {
		return fmt.Errorf("evict telemetry: %w", err)
	}
	pruned, err := a.issues.Prune(ctx, before(r.Errors), a.dropBlobs(ctx))
	if err != nil {
		return fmt.Errorf("prune issues: %w", err)
	}
	if evicted.Partitions > 0 || pruned.Events > 0 {
		a.log.Info("retention", "partitions", evicted.Partitions, "bytes", Size(evicted.Bytes), "events", pruned.Events, "attachments", pruned.Attachments)
	}
	return a.projects.TrimDiscards(ctx, telemetry.At(at.Add(-discardsKept)))
}

// dropBlobs deletes blobs that nothing refers to any more. One that came again
// just now is spared: an event that is being digested may be about to refer to it.
func (a *App) dropBlobs(ctx context.Context) func(hashes []string) error {
	return func(hashes []string) error {
		for _, h := range hashes {
			if err := a.blobs.DeleteOlder(ctx, h, time.Now().Add(-time.Hour)); err != nil && !errs.Is(err, errs.NotFound) {
				return err
			}
		}
		return nil
	}
}

// eraseIssues forgets the events of issues that were deleted. Their rows in the
// lake, which no issue leads to any more, go with their day.
func (a *App) eraseIssues(ctx context.Context, t job.Task) error {
	var args issue.EraseArgs
	if err := json.Unmarshal(t.Args, &args); err != nil {
		return fmt.Errorf("read the arguments: %w", err)
	}
	return a.issues.Erase(ctx, args, a.dropBlobs(ctx))
}

// deleteProject removes everything of a project that was deleted; its intake
// is closed already.
func (a *App) deleteProject(ctx context.Context, t job.Task) error {
	var args project.DeleteArgs
	if err := json.Unmarshal(t.Args, &args); err != nil {
		return fmt.Errorf("read the arguments: %w", err)
	}
	err := errors.Join(
		a.issues.DeleteProject(ctx, args.Project, a.dropBlobs(ctx)),
		a.views.DeleteProject(ctx, args.Project),
		a.lake.Delete(ctx, args.Project),
	)
	if err != nil {
		return fmt.Errorf("delete project %d: %w", args.Project, err)
	}
	return a.projects.Remove(ctx, args.Project)
}
