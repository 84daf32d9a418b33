package demo

import (
	"context"

	"belfry/internal/issue"
	"belfry/internal/telemetry"
)

// A deed does something about an issue in the name of a user.
type deed func(ctx context.Context, s *Story, id, user int64, at telemetry.Time) error

func moved(day float64, who int, to issue.Status) act {
	return act{day, who, func(ctx context.Context, s *Story, id, user int64, at telemetry.Time) error {
		_, err := s.Issues.SetStatus(ctx, user, id, to, at)
		return err
	}}
}

func resolved(day float64, who int) act { return moved(day, who, issue.Resolved) }
func ignored(day float64, who int) act  { return moved(day, who, issue.Ignored) }
func archived(day float64, who int) act { return moved(day, who, issue.Archived) }
