package duck

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"belfry/internal/errs"
	"belfry/internal/lake"
	"belfry/internal/run"
	"belfry/internal/telemetry"
)

// Options tells Open where to keep the files and what DuckDB may use.
type Options struct {
	Dir         string
	MemoryLimit int64 // bytes that DuckDB may use for data; 256 MiB when 0
	Threads     int   // for one query; as many as there are processors when 0
	Queries     int   // that run at the same time; others wait; 4 when 0
	Logger      *slog.Logger
	Now         func() time.Time // time.Now when nil
}

// Engine is a lake.Engine and a run.Service. It can be used as soon as it is
// open; Start adds the upkeep in the background.
type Engine struct {
	opt   Options
	log   *slog.Logger
	slots chan struct{} // one for each running query
	write sync.Mutex    // held while rows or files change
	tend  run.Service

	life sync.RWMutex // held for reading while inst is in use
	inst *instance    // nil after Close

	saving sync.Mutex // held while the catalogue is written

	mu    sync.Mutex
	parts map[key]*partition
	aside []aside        // broken files that were moved out of the way
	last  telemetry.Time // time of the latest append
}

var (
	_ lake.Engine = (*Engine)(nil)
	_ run.Service = (*Engine)(nil)
)

// Open opens the store in opt.Dir, which is made when missing. It does not wait
// for files to be read.
func Open(ctx context.Context, opt Options) (_ *Engine, err error) {
	defer errs.Wrap(&err, "duck.Open(%s)", opt.Dir)
	opt, err = opt.complete()
	if err != nil {
		return nil, err
	}
	e := &Engine{
		opt: opt, log: opt.Logger,
		slots: make(chan struct{}, opt.Queries),
		parts: map[key]*partition{},
	}
	e.tend = run.Loop(e.upkeep)
	if err := e.discover(); err != nil {
		return nil, err
	}
	e.inst, err = openInstance(ctx, opt)
	return e, err
}

func (o Options) complete() (Options, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.MemoryLimit <= 0 {
		o.MemoryLimit = 256 << 20
	}
	if o.Queries <= 0 {
		o.Queries = 4
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return o, err
	}
	o.Dir = dir
	return o, os.MkdirAll(dir, 0o700)
}

// Start begins the upkeep: folding in logs, closing finished days.
func (e *Engine) Start(ctx context.Context) error { return e.tend.Start(ctx) }

// Stop ends the upkeep and closes the store.
func (e *Engine) Stop(ctx context.Context) error {
	return errors.Join(e.tend.Stop(ctx), e.Close())
}

// Close folds in what is open, and releases the files. Later calls of any
// method fail; Close itself may be repeated.
func (e *Engine) Close() error {
	e.write.Lock()
	defer e.write.Unlock()
	e.life.Lock()
	defer e.life.Unlock()
	if e.inst == nil {
		return nil
	}
	ctx := context.Background()
	err := e.foldAll(ctx, e.inst)
	err = errors.Join(err, e.inst.close())
	e.inst = nil
	return errors.Join(err, e.saveCatalogue())
}

// use calls f with the running instance. When f fails in a way that makes
// DuckDB useless, the instance is replaced before use returns.
func (e *Engine) use(f func(*instance) error) error {
	e.life.RLock()
	inst := e.inst
	var err error
	switch {
	case inst == nil:
		err = errs.New(errs.Unavailable, "The telemetry store is closed.")
	case inst.ended:
		err = errEnded
	default:
		err = f(inst)
	}
	e.life.RUnlock()
	if !fatal(err) {
		return err
	}
	err = errors.Join(err, e.replace(inst, err))
	return errs.With(errs.Unavailable, err, "The telemetry store had to be reopened; please try again.")
}

// errEnded says that an instance could not be replaced when that was due; it is
// tried again.
var errEnded = errors.New("no instance of the telemetry store is running")

// replace opens a new instance in place of old, unless somebody has already.
func (e *Engine) replace(old *instance, cause error) error {
	e.life.Lock()
	defer e.life.Unlock()
	if e.inst != old {
		return nil
	}
	if !old.ended {
		e.log.Error("telemetry store reopened after a fatal error", "error", cause)
		if err := old.close(); err != nil {
			e.log.Warn("closing the failed telemetry store", "error", err)
		}
		old.ended = true
	}
	for _, p := range e.partitions() {
		p.forget()
	}
	inst, err := openInstance(context.Background(), e.opt)
	if err != nil {
		return fmt.Errorf("reopen: %w", err)
	}
	e.inst = inst
	return nil
}

func (e *Engine) now() telemetry.Time { return telemetry.At(e.opt.Now()) }
