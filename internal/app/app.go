package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"runtime"
	"time"

	"belfry/internal/account"
	"belfry/internal/blob"
	"belfry/internal/comment"
	"belfry/internal/dash"
	"belfry/internal/db"
	"belfry/internal/digest"
	"belfry/internal/feed"
	"belfry/internal/ingest"
	"belfry/internal/ingest/sentry"
	"belfry/internal/issue"
	"belfry/internal/job"
	"belfry/internal/lake/duck"
	"belfry/internal/op"
	"belfry/internal/project"
	"belfry/internal/run"
	"belfry/internal/secret"
	"belfry/internal/spool"
	"belfry/internal/telemetry"
)

// stopTimeout bounds a graceful stop; what is not digested by then stays in the
// spool and is digested after the next start.
const stopTimeout = 5 * time.Second

// App is the assembled program.
type App struct {
	cfg     Config
	version string
	log     *slog.Logger
	started time.Time

	db       *db.DB
	disk     *diskWatch
	spool    *spool.Spool
	blobs    *blob.Dir
	lake     *duck.Engine
	feed     *feed.Feed
	jobs     *job.Runner
	accounts *account.Store
	projects *project.Store
	views    *dash.Store
	issues   *issue.Store
	comments *comment.Store
	digester *digest.Digester
	door     *ingest.Door
	sentry   *sentry.Handler
	ops      *op.Ops
	web      *webServer
	services *run.Group

	setupToken string
}

// New opens the stores and wires everything; nothing runs yet.
func New(ctx context.Context, cfg Config, version string, log *slog.Logger) (_ *App, err error) {
	a := &App{cfg: cfg, version: version, log: log, started: time.Now(), setupToken: secret.NewToken("")}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	for _, step := range []func(context.Context) error{a.openStores, a.makeFeatures, a.makeIntake, a.makeEdges} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	a.register()
	return a, nil
}

// openStores opens what keeps data.
func (a *App) openStores(ctx context.Context) (err error) {
	if err = writable(a.cfg.DataDir); err != nil {
		return err
	}
	if a.disk, err = newDiskWatch(a.cfg.DataDir, a.cfg.Disk.Floor, a.log); err != nil {
		return err
	}
	if a.spool, err = spool.Open(spool.Options{
		Dir: a.path("spool"), SegmentSize: int64(a.cfg.Spool.SegmentBytes), MaxSize: int64(a.cfg.Spool.MaxBytes),
		MaxRecord: int(min(a.cfg.Intake.MaxCompressed+a.cfg.Intake.MaxInflated, a.cfg.Spool.MaxBytes/2)), Logger: a.log,
	}); err != nil {
		return fmt.Errorf("open the spool: %w", err)
	}
	if a.db, err = db.Open(ctx, a.cfg.database()); err != nil {
		return err
	}
	if err = a.db.Migrate(ctx, a.log); err != nil {
		return err
	}
	if a.blobs, err = blob.Open(a.path("blobs")); err != nil {
		return fmt.Errorf("open the blobs: %w", err)
	}
	a.lake, err = duck.Open(ctx, duck.Options{
		Dir: a.path("lake"), MemoryLimit: int64(a.cfg.Lake.MemoryLimit), Threads: a.cfg.Lake.Threads, Logger: a.log,
	})
	return err
}

func (a *App) path(name string) string { return filepath.Join(a.cfg.DataDir, name) }

// makeFeatures makes what owns tables.
func (a *App) makeFeatures(context.Context) error {
	a.feed = feed.New(a.db)
	a.jobs = job.NewRunner(a.db, a.log)
	a.accounts = account.New(a.db)
	a.accounts.Log = a.log
	a.projects = project.New(a.db)
	a.issues = issue.New(a.db, a.feed)
	a.comments = comment.New(a.db, a.feed, a.issues)
	a.views = dash.New(a.db)
	return a.secureSignIn()
}

// makeIntake makes the way of an event from the door to the stores.
func (a *App) makeIntake(context.Context) error {
	proxies, err := a.cfg.proxies()
	if err != nil {
		return err
	}
	a.door = ingest.NewDoor(ingest.Config{
		Authenticate: a.authenticate,
		Append:       a.spool.Append,
		Count:        a.projects.CountDiscard,
		Pressure:     a.disk.pressure,
		Limits: ingest.Limits{
			Compressed: int64(a.cfg.Intake.MaxCompressed), Inflated: int64(a.cfg.Intake.MaxInflated),
			Event: int64(a.cfg.Intake.MaxEvent), Attachments: int64(a.cfg.Intake.MaxAttachments),
		},
		IPRatePerMinute: a.cfg.Intake.IPRatePerMinute,
		TrustedProxies:  proxies,
	})
	a.sentry = sentry.New(a.door, a.log)
	decoder := ingest.NewDecoder(map[string]ingest.DecodeFunc{sentry.Protocol: sentry.NewDecoder(a.door.Limits).Decode})
	a.digester = digest.New(digest.Options{
		DB: a.db, Spool: a.spool, Lake: a.lake, Blobs: a.blobs, Issues: a.issues, Projects: a.projects, Feed: a.feed,
		Decode: decoder.Decode, Describe: describe, Workers: runtime.NumCPU(), Log: a.log, Now: now,
	})
	return nil
}

func (a *App) authenticate(ctx context.Context, id int64, publicKey string) (ingest.Key, error) {
	k, err := a.projects.Authenticate(ctx, id, publicKey)
	return ingest.Key{ID: k.ID, Project: k.Project, RatePerMinute: int(k.RatePerMinute)}, err
}

// describe says what can be said of a record that cannot be digested.
func describe(raw []byte) (project int64, protocol string) {
	r, err := ingest.ParseRecord(raw)
	if err != nil {
		return 0, "unreadable"
	}
	return r.Project, r.Protocol + " " + r.Endpoint
}

func now() telemetry.Time { return telemetry.At(time.Now()) }

// register puts everything that runs into the group: what others need first,
// the web server last, so that it is the first to stop.
func (a *App) register() {
	g := run.NewGroup(a.log)
	g.Add("disk watch", run.Loop(a.disk.Run))
	g.Add("spool", run.Loop(a.spool.Run))
	g.Add("lake", a.lake)
	g.Add("projects", run.Loop(func(ctx context.Context) error { return a.projects.Run(ctx, a.log) }))
	a.housekeeping()
	a.jobs.Register(g)
	g.Add("digest", run.Loop(a.digester.Run))
	g.Add("memory", run.Loop(a.releaseMemory))
	g.Add("web address", a.web)
	g.Add("web", run.Loop(a.web.Run))
	a.services = g
}

// Run serves until ctx ends or a service fails, then stops everything.
func (a *App) Run(ctx context.Context, out io.Writer) error {
	return a.run(ctx, func(ctx context.Context) { a.announce(ctx, out) })
}

// run is Run; begun is called once everything runs.
func (a *App) run(ctx context.Context, begun func(context.Context)) error {
	tuneMemory()
	err := a.services.Start(ctx)
	if err == nil {
		begun(ctx)
		select {
		case <-ctx.Done():
			a.log.Info("stopping")
		case err = <-a.services.Failed():
		}
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	return errors.Join(err, a.services.Stop(stop), a.Close())
}

// announce says where the server is and, while there is no user, how to begin.
func (a *App) announce(ctx context.Context, out io.Writer) {
	base := a.cfg.BaseURL
	if base == "" {
		base = localAddress(a.web.listener.Addr())
	}
	a.log.Info("serving", "version", a.version, "address", a.web.listener.Addr().String(), "data", a.cfg.DataDir, "database", a.db.Engine())
	if needed, err := a.accounts.SetupNeeded(ctx); err == nil && needed {
		fmt.Fprintf(out, "\nBelfry is running. There is no user yet; open this link to begin (it works once):\n\n    %s/setup?token=%s\n\n", base, a.setupToken)
		return
	}
	fmt.Fprintf(out, "\nBelfry is running: %s\n\n", base)
}

// Close releases what New opened; services have stopped before.
func (a *App) Close() error {
	var all error
	if a.lake != nil {
		all = errors.Join(all, a.lake.Close())
	}
	if a.db != nil {
		all = errors.Join(all, a.db.Close())
	}
	if a.spool != nil {
		all = errors.Join(all, a.spool.Close())
	}
	return all
}

// Handler returns everything that the server answers, for tests.
func (a *App) Handler() http.Handler { return a.web.http.Handler }
