package demo

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"belfry/internal/account"
	"belfry/internal/issue"
	"belfry/internal/project"
	"belfry/internal/run"
	"belfry/internal/telemetry"
)

// Options are what a story is told with.
type Options struct {
	Accounts *account.Store
	Projects *project.Store
	Issues   *issue.Store

	// Send takes an envelope in as if it had come at that time, and returns when
	// it is durable.
	Send func(ctx context.Context, p project.Project, k project.Key, at telemetry.Time, envelope []byte) error

	// Digested waits until everything that was sent is in the stores.
	Digested func(ctx context.Context) error
}

// senders is how many requests are under way at once: they share the syncs of
// the journal.
const senders = 32

// Story is a month of the shop.
type Story struct {
	Options
	end      time.Time
	programs []*program
	projects []project.Project
	keys     []project.Key
	people   []int64 // users, by index into People
	groups   map[string]int64
	first    map[*fault]telemetry.EventID
}

// chapters end on these days. What people do in a chapter is done at its end,
// with the time at which it happened, so that later events meet it.
var chapters = []float64{-24, -17, -11, -6, -3, -1, 0}

// tell sends everything and does everything, in order of time.
func (s *Story) tell(ctx context.Context) error {
	all := s.moments()
	from := math.Inf(-1)
	for _, to := range chapters {
		cut, _ := slices.BinarySearchFunc(all, to, func(m *moment, day float64) int { return cmp.Compare(m.day, day) })
		if err := s.send(ctx, all[:cut]); err != nil {
			return err
		}
		all = all[cut:]
		if err := s.Digested(ctx); err != nil {
			return err
		}
		if err := s.act(ctx, from, to); err != nil {
			return err
		}
		from = to
	}
	return s.triage(ctx)
}

// send sends moments, many at once.
func (s *Story) send(ctx context.Context, all []*moment) error {
	failures := make([]error, len(all))
	err := run.Each(senders, len(all), func(i int) { failures[i] = s.sendOne(ctx, all[i]) })
	if err != nil {
		return err
	}
	for _, err := range failures {
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Story) sendOne(ctx context.Context, m *moment) error {
	envelope, err := m.envelope()
	if err != nil {
		return err
	}
	i := slices.Index(s.programs, m.program)
	err = s.Send(ctx, s.projects[i], s.keys[i], telemetry.At(m.at), envelope)
	if err != nil || m.says == "" {
		return err
	}
	written := m.at.Add(90 * time.Second)
	if envelope, err = m.feedback(written); err != nil {
		return err
	}
	return s.Send(ctx, s.projects[i], s.keys[i], telemetry.At(written), envelope)
}

// moments draws all events, in order of time.
func (s *Story) moments() []*moment {
	var all []*moment
	for i, p := range s.programs {
		r := rand.New(rand.NewPCG(uint64(i), 7)) //nolint:gosec // the same story each time
		known := customers(r, 90)
		for j := range p.faults {
			all = append(all, s.occurrences(p, &p.faults[j], r, known)...)
		}
	}
	slices.SortStableFunc(all, func(a, b *moment) int { return a.at.Compare(b.at) })
	for _, m := range slices.Backward(all) {
		s.first[m.fault] = m.id
	}
	return all
}

// span is how long a story is, in days.
const span = 30

// occurrences draws the events of a fault, hour by hour.
func (s *Story) occurrences(p *program, f *fault, r *rand.Rand, known []customer) []*moment {
	var all []*moment
	said := 0
	for hour := range span * 24 {
		day := float64(hour)/24 - span
		at := s.end.Add(time.Duration(day * 24 * float64(time.Hour)))
		n := drawn(r, f.shape(day)*busy(at)/24)
		for range n {
			m := p.moment(f, r, known, at.Add(time.Duration(r.Int64N(int64(time.Hour)))))
			m.day = m.at.Sub(s.end).Hours() / 24
			if said < len(f.said) && m.known && r.IntN(3) == 0 && m.day < -0.01 {
				m.says = f.said[said]
				said++
			}
			all = append(all, m)
		}
	}
	return all
}

func (p *program) moment(f *fault, r *rand.Rand, known []customer, at time.Time) *moment {
	m := &moment{program: p, fault: f, at: at, staging: r.IntN(14) == 0, rand: rand.New(rand.NewPCG(r.Uint64(), 1))} //nolint:gosec // data, not secrets
	for i := range m.id {
		m.id[i] = byte(r.UintN(256))
	}
	m.id[6], m.id[8] = m.id[6]&0x0f|0x40, m.id[8]&0x3f|0x80
	m.customer = &known[int(math.Abs(r.NormFloat64())*float64(len(known))/3)%len(known)]
	m.known = !p.alone && r.IntN(8) > 0
	return m
}

// busy says how much is going on at a time, 1 on average.
func busy(at time.Time) float64 {
	v := 1 + 0.75*math.Sin(float64(at.Hour()-8)/24*2*math.Pi)
	if d := at.Weekday(); d == time.Saturday || d == time.Sunday {
		v *= 1.2
	}
	return v
}

// drawn returns a number with the mean given: Knuth's method for the Poisson
// distribution, which suits small means.
func drawn(r *rand.Rand, mean float64) int {
	if mean <= 0 {
		return 0
	}
	if mean > 30 {
		return int(mean + r.NormFloat64()*math.Sqrt(mean))
	}
	limit, product, n := math.Exp(-mean), r.Float64(), 0
	for product > limit {
		product *= r.Float64()
		n++
	}
	return n
}

// act does what people did after one day and up to another.
func (s *Story) act(ctx context.Context, after, upTo float64) error {
	for _, p := range s.programs {
		for i := range p.faults {
			for _, a := range p.faults[i].acts {
				if a.day <= after || a.day > upTo {
					continue
				}
				if err := s.do(ctx, p, &p.faults[i], a); err != nil {
					return fmt.Errorf("%s: %s: %w", p.name, p.faults[i].value, err)
				}
			}
		}
	}
	return nil
}

func (s *Story) do(ctx context.Context, p *program, f *fault, a act) error {
	id, err := s.issueOf(ctx, p, f)
	if err != nil || id == 0 {
		return err
	}
	at := s.end.Add(time.Duration(a.day * 24 * float64(time.Hour)))
	return a.do(ctx, s, id, s.people[a.who], telemetry.At(at))
}

// issueOf returns the issue of a fault, or 0 if by chance it never happened.
func (s *Story) issueOf(ctx context.Context, p *program, f *fault) (int64, error) {
	first, ok := s.first[f]
	if !ok {
		return 0, nil
	}
	hint, err := s.Issues.EventHint(ctx, s.projects[slices.Index(s.programs, p)].ID, first)
	return hint.Issue, err
}

// find returns the fault whose value begins with a text.
func (s *Story) find(value string) (*program, *fault) {
	for _, p := range s.programs {
		for i := range p.faults {
			if strings.HasPrefix(p.faults[i].value, value) {
				return p, &p.faults[i]
			}
		}
	}
	return nil, nil
}
