package demo

import (
	"context"
	"errors"
	"time"

	"belfry/internal/project"
	"belfry/internal/telemetry"
)

// SampleName is what the sample project is called.
const SampleName = "Sample shop"

// Sample makes a project that is marked as one of sample data, without anything
// in it yet.
func Sample(ctx context.Context, projects *project.Store, organization int64, now telemetry.Time) (project.Project, error) {
	program := storefront()
	p, _, err := projects.Create(ctx, organization, SampleName, program.platform, now)
	if err != nil {
		return p, err
	}
	yes, icon := true, "gift"
	return projects.Update(ctx, organization, p.ID, project.Change{Settings: project.SettingsChange{Sample: &yes, Icon: &icon}})
}

// Fill tells the month that ends at end in a sample project; whatever people do
// in it is done by one user. It may be repeated: events that are there already
// are not counted again.
func Fill(ctx context.Context, o Options, p project.Project, user int64, end time.Time) error {
	keys, err := o.Projects.Keys(ctx, p.ID)
	if err != nil {
		return err
	}
	if len(keys) == 0 {
		return errors.New("the sample project has no key")
	}
	s := newStory(o, end, storefront())
	s.projects, s.keys = []project.Project{p}, keys[:1]
	for range People {
		s.people = append(s.people, user)
	}
	return s.tell(ctx)
}
