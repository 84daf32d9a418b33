package demo

import (
	"context"
	"fmt"
	"slices"
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
	s := newStory(o, end, programs()...)
	begin := telemetry.At(end.AddDate(0, 0, -span-1))
	for _, step := range []func() error{
		func() error { return s.hire(ctx, People[maya], password, begin) },
		func() error { return s.open(ctx, begin) },
		func() error { return s.hireOthers(ctx, password, begin) },
		func() error { return s.arrange(ctx) },
		func() error { return s.tell(ctx) },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func newStory(o Options, end time.Time, programs ...*program) *Story {
	return &Story{Options: o, end: end, programs: programs, first: map[*fault]telemetry.EventID{}, groups: map[string]int64{}}
}

// hire makes a user, the first one as the owner.
func (s *Story) hire(ctx context.Context, p Person, password string, at telemetry.Time) error {
	u, err := s.Accounts.EnsureUser(ctx, account.Person{Name: p.Name, Email: p.Email, Password: password}, at)
	if err != nil {
		return fmt.Errorf("make %s: %w", p.Name, err)
	}
	s.people = append(s.people, u.ID)
	return nil
}

// hireOthers makes the rest of the cast.
func (s *Story) hireOthers(ctx context.Context, password string, at telemetry.Time) error {
	organization, err := s.Accounts.DefaultOrganization(ctx)
	if err != nil {
		return err
	}
	for _, p := range People[1:] {
		m := account.Membership{Organization: organization.ID, Role: p.Role, AllProjects: len(p.programs) == 0, Confirmed: true}
		who := account.Person{Name: p.Name, Email: p.Email, Password: password}
		u, err := s.Accounts.EnsureMember(ctx, who, m, at, s.projectsCalled(p.programs)...)
		if err != nil {
			return fmt.Errorf("make %s: %w", p.Name, err)
		}
		s.people = append(s.people, u.ID)
	}
	return nil
}

func (s *Story) projectsCalled(names []string) (ids []int64) {
	for _, p := range s.projects {
		if slices.Contains(names, p.Name) {
			ids = append(ids, p.ID)
		}
	}
	return ids
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
	return nil
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
