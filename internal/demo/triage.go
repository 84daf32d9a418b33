package demo

import (
	"context"
	"fmt"
	"time"

	"belfry/internal/errs"
	"belfry/internal/issue"
	"belfry/internal/telemetry"
)

// triage is what people do about issues as a matter of course: some are taken
// by somebody, the fatal ones matter more, some are tagged and some put off.
func (s *Story) triage(ctx context.Context) error {
	n := 0
	for _, p := range s.programs {
		for i := range p.faults {
			n++
			if err := s.triageOne(ctx, p, &p.faults[i], n); err != nil {
				return fmt.Errorf("%s: %s: %w", p.name, p.faults[i].value, err)
			}
		}
	}
	return nil
}

// triageOne does what comes next in turn.
func (s *Story) triageOne(ctx context.Context, p *program, f *fault, turn int) error {
	id, err := s.issueOf(ctx, p, f)
	if errs.Is(err, errs.NotFound) || id == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	at := telemetry.At(s.end.Add(-time.Duration(turn*7) * time.Minute))
	e := issue.Edit{}
	if turn%5 < 2 {
		who := s.people[turn/5%sam] // Sam does not see all projects
		e.Assignee = &who
	}
	if f.level == "fatal" {
		high := 80
		e.Priority = &high
	}
	if f.tags["feature"] != "" {
		e.AddTags = []issue.Tag{{Key: "area", Value: f.tags["feature"]}}
	}
	if turn%23 == 0 {
		e.Snooze = &issue.Snooze{Until: telemetry.At(s.end.Add(36 * time.Hour)), Events: 0}
	}
	by := s.people[(turn+1)%sam]
	_, err = s.Issues.Edit(ctx, issue.Actor{User: by}, []int64{id}, e, at)
	return err
}
