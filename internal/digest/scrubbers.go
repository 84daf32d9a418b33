package digest

import (
	"context"
	"reflect"
	"sync"

	"belfry/internal/project"
	"belfry/internal/scrub"
)

// scrubbers keeps the compiled scrubber of each project until its settings
// change.
type scrubbers struct {
	mu        sync.Mutex
	byProject map[int64]scrubber
}

type scrubber struct {
	settings scrub.Settings
	compiled *scrub.Scrubber
}

func (s *scrubbers) of(ctx context.Context, projects *project.Store, id int64) (*scrub.Scrubber, error) {
	p, err := projects.Settings(ctx, id) // from memory
	if err != nil {
		return nil, err
	}
	settings := scrub.Settings{ScrubIP: p.ScrubIP, ScrubEmail: p.ScrubEmail, ExtraKeys: p.ScrubKeys, SafeKeys: p.SafeKeys}
	s.mu.Lock()
	defer s.mu.Unlock()
	have, ok := s.byProject[id]
	if !ok || !reflect.DeepEqual(have.settings, settings) {
		have = scrubber{settings, scrub.New(settings)}
		s.byProject[id] = have
	}
	return have.compiled, nil
}
