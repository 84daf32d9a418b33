package run

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

// Service is a long-lived part of the program.
//
// Start returns when the service is ready, or with the reason why it cannot be;
// ctx bounds the start only. Stop drains and returns when nothing of the
// service runs any more; it tolerates being called without a start and twice.
type Service interface {
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
}

// Group owns services: it starts them in the order they were added and stops
// them in reverse.
type Group struct {
	log     *slog.Logger
	entries []entry
	started int
	failed  chan error
}

type entry struct {
	name    string
	service Service
}

// NewGroup returns an empty group that logs to log.
func NewGroup(log *slog.Logger) *Group {
	return &Group{log: log, failed: make(chan error, 1)}
}

// Add appends a service. It must not be called after Start.
func (g *Group) Add(name string, s Service) {
	if l, ok := s.(*loop); ok {
		l.name, l.failed, l.log = name, g.failed, g.log
	}
	g.entries = append(g.entries, entry{name, s})
}

// Start starts all services; when one fails, those before it are stopped again.
func (g *Group) Start(ctx context.Context) error {
	for _, e := range g.entries[g.started:] {
		if err := e.service.Start(ctx); err != nil {
			err = fmt.Errorf("start %s: %w", e.name, err)
			return errors.Join(err, g.Stop(context.WithoutCancel(ctx)))
		}
		g.started++
	}
	return nil
}

// Failed yields the first error that ended a running service.
func (g *Group) Failed() <-chan error { return g.failed }

// Stop stops what was started, last first, and returns the joined errors.
func (g *Group) Stop(ctx context.Context) error {
	var all error
	for g.started > 0 {
		g.started--
		e := g.entries[g.started]
		begin := time.Now()
		if err := e.service.Stop(ctx); err != nil {
			all = errors.Join(all, fmt.Errorf("stop %s: %w", e.name, err))
		}
		g.log.Debug("stopped", "service", e.name, "took", time.Since(begin))
	}
	return all
}

// Loop makes a Service of a function that works until its context ends. The
// function returning before that, or panicking, fails the group.
func Loop(f func(ctx context.Context) error) Service { return &loop{f: f} }

type loop struct {
	f      func(ctx context.Context) error
	name   string
	log    *slog.Logger
	failed chan<- error

	mu     sync.Mutex
	cancel context.CancelFunc
	done   chan struct{}
	err    error
}

func (l *loop) Start(context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cancel != nil {
		return fmt.Errorf("%s is started already", l.name)
	}
	ctx, cancel := context.WithCancel(context.Background())
	l.cancel, l.done = cancel, make(chan struct{})
	go l.run(ctx)
	return nil
}

func (l *loop) run(ctx context.Context) {
	defer close(l.done)
	err := Contain(func() error { return l.f(ctx) })
	if ctx.Err() != nil && (err == nil || errors.Is(err, context.Canceled)) {
		return
	}
	if err == nil {
		err = errors.New("ended without being asked to")
	}
	l.err = fmt.Errorf("%s: %w", l.name, err)
	select {
	case l.failed <- l.err:
	default:
	}
}

func (l *loop) Stop(ctx context.Context) error {
	l.mu.Lock()
	cancel, done := l.cancel, l.done
	l.mu.Unlock()
	if cancel == nil {
		return nil
	}
	cancel()
	select {
	case <-done:
		return l.err
	case <-ctx.Done():
		return fmt.Errorf("still running: %w", ctx.Err())
	}
}

// PanicError is a recovered panic with the stack of its goroutine.
type PanicError struct {
	Value any
	Stack []byte
}

// Error implements error with the panic's value and stack.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v\n%s", e.Value, e.Stack) }

// Contain calls f and turns a panic in it into a *PanicError.
func Contain(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Value: v, Stack: debug.Stack()}
		}
	}()
	return f()
}
