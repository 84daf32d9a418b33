package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"belfry/internal/db"
	"belfry/internal/demo"
	"belfry/internal/errs"
	"belfry/internal/job"
	"belfry/internal/project"
	"belfry/internal/telemetry"
)

// fillSampleJob is the kind of the job that fills a sample project.
const fillSampleJob = "sample.fill"

type fillSampleArgs struct {
	Organization int64     `json:"organization_id"`
	Project      int64     `json:"project_id"`
	User         int64     `json:"user_id"`
	End          time.Time `json:"end"` // of the month that is told: repeating the job tells the same
}

// loadSample makes the sample project and leaves it to a job to fill it.
func (a *App) loadSample(ctx context.Context, organization, user int64, at telemetry.Time) (project.Project, error) {
	p, err := demo.Sample(ctx, a.projects, organization, at)
	if err != nil {
		return p, err
	}
	args := fillSampleArgs{Organization: organization, Project: p.ID, User: user, End: at.Std()}
	err = a.db.Transact(ctx, func(tx *db.DB) error {
		_, err := job.Insert(ctx, tx, job.New{Kind: fillSampleJob, Args: args, Key: fmt.Sprint(fillSampleJob, " ", p.ID)}, at.Std())
		return err
	})
	return p, err
}

func (a *App) fillSample(ctx context.Context, t job.Task) error {
	var args fillSampleArgs
	if err := json.Unmarshal(t.Args, &args); err != nil {
		return fmt.Errorf("read the arguments: %w", err)
	}
	p, err := a.projects.Get(ctx, args.Organization, args.Project)
	if errs.Is(err, errs.NotFound) {
		return nil // removed meanwhile
	}
	if err != nil {
		return err
	}
	return demo.Fill(ctx, a.story(), p, args.User, args.End)
}
