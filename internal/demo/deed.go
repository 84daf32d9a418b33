package demo

import (
	"context"
	"fmt"

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

// merged takes the issue of another fault of the same program in, which is
// named by the beginning of its value.
func merged(day float64, who int, value string) act {
	return act{day, who, func(ctx context.Context, s *Story, id, user int64, at telemetry.Time) error {
		p, f := s.find(value)
		if f == nil {
			return fmt.Errorf("there is no fault %q", value)
		}
		other, err := s.issueOf(ctx, p, f)
		if err != nil || other == 0 || other == id {
			return err
		}
		_, err = s.Issues.Merge(ctx, user, id, []int64{other}, at)
		return err
	}}
}
