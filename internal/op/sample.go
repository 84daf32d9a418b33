package op

import (
	"context"
	"net/http"

	"belfry/internal/errs"
	"belfry/internal/project"
)

func (o *Ops) sampleOperations() []Operation {
	return []Operation{
		define(Operation{
			ID: "loadSample", Method: http.MethodPost, Path: "/sample-project", Tag: "projects", Permission: Admin, Status: http.StatusAccepted,
			Summary:     "Make a project with sample data",
			Description: "The data come in during the next seconds. There is one at a time.",
			Errors:      []int{http.StatusConflict},
		}, o.loadSample),
		define(Operation{
			ID: "removeSample", Method: http.MethodDelete, Path: "/sample-project", Tag: "projects", Permission: Admin, Status: http.StatusAccepted,
			Summary: "Remove the project with sample data", Errors: []int{http.StatusNotFound},
		}, o.removeSample),
	}
}

// sample returns the project with sample data that c may see.
func (o *Ops) sample(ctx context.Context, c Caller) (project.Project, error) {
	all, err := o.visible(ctx, c)
	if err != nil {
		return project.Project{}, err
	}
	for _, p := range all {
		if p.Settings.Sample {
			return p, nil
		}
	}
	return project.Project{}, errs.New(errs.NotFound, "There is no project with sample data.")
}

func (o *Ops) loadSample(ctx context.Context, c Caller, _ *struct{}) (*projectOutput, error) {
	_, err := o.sample(ctx, c)
	if err == nil {
		return nil, errs.New(errs.Conflict, "There is a project with sample data already.")
	}
	if !errs.Is(err, errs.NotFound) {
		return nil, err
	}
	p, err := o.LoadSample(ctx, c.Organization.ID, c.User.ID, o.now())
	if err != nil {
		return nil, err
	}
	described, err := o.describeProject(ctx, c, p)
	return &projectOutput{described}, err
}

func (o *Ops) removeSample(ctx context.Context, c Caller, _ *struct{}) (*struct{}, error) {
	p, err := o.sample(ctx, c)
	if err != nil {
		return nil, err
	}
	return nil, o.Projects.Delete(ctx, c.Organization.ID, p.ID, o.now())
}
