package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"
)

const sendTimeout = 10 * time.Second

// Live sends events to the server at base, as the programs would, one every
// pace on average, until ctx ends. Pace 0 sends none.
func (s *Story) Live(ctx context.Context, base string, pace time.Duration) error {
	if pace <= 0 {
		<-ctx.Done()
		return ctx.Err()
	}
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // data, not secrets
	client := &http.Client{Timeout: sendTimeout}
	known := customers(r, 60)
	for {
		wait := time.NewTimer(time.Duration(r.ExpFloat64() * float64(pace)))
		select {
		case <-ctx.Done():
			wait.Stop()
			return ctx.Err()
		case <-wait.C:
		}
		p, f := s.current(r)
		if f == nil {
			continue
		}
		if err := s.post(ctx, client, base, p.moment(f, r, known, time.Now())); err != nil {
			return errors.Join(ctx.Err(), err)
		}
	}
}

// current draws one of the faults that happen at the end of the month, the
// frequent ones more often.
func (s *Story) current(r *rand.Rand) (*program, *fault) {
	sum, pickedFrom, picked := 0.0, (*program)(nil), (*fault)(nil)
	for _, p := range s.programs {
		for i := range p.faults {
			rate := p.faults[i].shape(-0.001)
			if sum += rate; rate > 0 && r.Float64() < rate/sum {
				pickedFrom, picked = p, &p.faults[i]
			}
		}
	}
	return pickedFrom, picked
}

// post sends one event over HTTP.
func (s *Story) post(ctx context.Context, client *http.Client, base string, m *moment) error {
	envelope, err := m.envelope()
	if err != nil {
		return err
	}
	i := slices.Index(s.programs, m.program)
	url := fmt.Sprintf("%s/api/%d/envelope/?sentry_key=%s", base, s.projects[i].ID, s.keys[i].PublicKey)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(envelope))
	if err != nil {
		return fmt.Errorf("send an event: %w", err)
	}
	req.Header.Set("Content-Type", "application/x-sentry-envelope")
	answer, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("send an event: %w", err)
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return fmt.Errorf("read the answer to an event: %w", err)
	}
	// A project that was archived or deleted meanwhile, or a server that is
	// busy, refuses; the next event may go through.
	return nil
}
