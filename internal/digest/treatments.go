package digest

import (
	"context"
	"reflect"
	"sync"

	"belfry/internal/group"
	"belfry/internal/project"
	"belfry/internal/scrub"
)

// treatments keeps the compiled settings of each project until they change.
type treatments struct {
	mu        sync.Mutex
	byProject map[int64]treatment
}

// treatment is what is done to the events of a project.
type treatment struct {
	settings project.Settings
	scrub    *scrub.Scrubber
	group    *group.Grouper
}

func (t *treatments) of(ctx context.Context, projects *project.Store, id int64) (treatment, error) {
	s, err := projects.Settings(ctx, id) // from memory
	if err != nil {
		return treatment{}, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	have, ok := t.byProject[id]
	if !ok || !reflect.DeepEqual(have.settings, s) {
		have = treatment{
			settings: s,
			scrub:    scrub.New(scrub.Settings{ScrubIP: s.ScrubIP, ScrubEmail: s.ScrubEmail, ExtraKeys: s.ScrubKeys, SafeKeys: s.SafeKeys}),
			group:    group.New(s.Grouping, group.Versions()),
		}
		t.byProject[id] = have
	}
	return have, nil
}
