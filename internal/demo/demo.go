package demo

import (
	"context"
	"fmt"
	"time"

	"belfry/internal/account"
	"belfry/internal/project"
	"belfry/internal/telemetry"
)

// programs are all projects of the shop.
func programs() []*program {
	return []*program{storefront(), checkout(), orders(), warehouse(), backoffice(), returns(), mobile()}
}

// Tell makes the people and the projects and tells the month that ends at end.
// All people have the same password.
func Tell(ctx context.Context, o Options, password string, end time.Time) (*Story, error) {
	s := &Story{Options: o, end: end, programs: programs(), first: map[*fault]telemetry.EventID{}, groups: map[string]int64{}}
	begin := telemetry.At(end.AddDate(0, 0, -span-1))
	if err := s.hire(ctx, password, begin); err != nil {
		return nil, err
	}
	if err := s.open(ctx, begin); err != nil {
		return nil, err
	}
	return s, s.tell(ctx)
}

// hire makes the users.
func (s *Story) hire(ctx context.Context, password string, at telemetry.Time) error {
	for _, p := range People {
		u, err := s.Accounts.EnsureUser(ctx, account.Person{Name: p.Name, Email: p.Email, Password: password}, at)
		if err != nil {
			return fmt.Errorf("make %s: %w", p.Name, err)
		}
		s.people = append(s.people, u.ID)
	}
	return nil
}

// open makes the projects.
func (s *Story) open(ctx context.Context, at telemetry.Time) error {
	organization, err := s.Accounts.DefaultOrganization(ctx)
	if err != nil {
		return err
	}
	for _, p := range s.programs {
		made, key, err := s.Projects.Create(ctx, organization.ID, p.name, p.platform, at)
		if err != nil {
			return fmt.Errorf("make %s: %w", p.name, err)
		}
		s.projects, s.keys = append(s.projects, made), append(s.keys, key)
		if err := s.dress(ctx, organization.ID, p, made.ID); err != nil {
			return fmt.Errorf("dress %s: %w", p.name, err)
		}
	}
	return s.arrange(ctx)
}

// dress gives a project its sign and puts it into its group.
func (s *Story) dress(ctx context.Context, organization int64, p *program, id int64) error {
	change := project.Change{Settings: project.SettingsChange{Icon: &p.icon, Color: &p.color}}
	if p.group != "" {
		if s.groups[p.group] == 0 {
			g, err := s.Projects.CreateGroup(ctx, organization, p.group)
			if err != nil {
				return err
			}
			s.groups[p.group] = g.ID
		}
		group := s.groups[p.group]
		change.Group = &group
	}
	_, err := s.Projects.Update(ctx, organization, id, change)
	return err
}

// arrange stars two projects for the owner and puts all into the order of
// programs.
func (s *Story) arrange(ctx context.Context) error {
	ids := make([]int64, len(s.projects))
	for i, p := range s.projects {
		ids[i] = p.ID
	}
	for _, id := range ids[:2] {
		if err := s.Projects.SetFavorite(ctx, s.Owner(), id, true); err != nil {
			return err
		}
	}
	return s.Projects.SetOrder(ctx, s.Owner(), ids)
}

// Owner returns the user whom the demo is shown to.
func (s *Story) Owner() int64 { return s.people[0] }
