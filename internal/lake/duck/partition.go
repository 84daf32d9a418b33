package duck

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// key names a partition.
type key struct {
	class lake.Class
	day   telemetry.Time
}

func (k key) date() string { return k.day.Std().Format("2006-01-02") }

// alias is the name under which the partition is attached.
func (k key) alias() string {
	return string(k.class) + "_" + strings.ReplaceAll(k.date(), "-", "")
}

func (k key) table(t lake.Table) string { return name(k.alias()) + "." + name(string(t)) }

func (k key) path(dir string) string {
	return filepath.Join(dir, string(k.class), k.date()+".duckdb")
}

const (
	// Row groups are small, so that folding in a log rewrites little, and
	// that the bounds of a group exclude much.
	freshOptions = " (ROW_GROUP_SIZE 16384)"

	day   = telemetry.Time(24 * time.Hour / time.Microsecond)
	grace = telemetry.Time(10 * time.Minute / time.Microsecond) // for what is still in the journal
)

// mode is how a partition is attached.
type mode uint8

const (
	detached mode = iota
	reading
	writing
)

// partition is one file. Whoever uses it holds lock for reading, whoever
// attaches, detaches or removes it holds lock for writing.
type partition struct {
	key
	path string

	lock sync.RWMutex
	mode mode
	gone bool // removed: look it up again

	used   atomic.Int64 // telemetry.Time of the last use
	retry  atomic.Int64 // telemetry.Time before which folding in is not tried again
	logged atomic.Bool  // the name of the write-ahead log is durable

	mu     sync.Mutex
	known  bool // summary is true
	sum    summary
	broken string // why the file is set aside; empty when it is not
}

// summary says what a partition holds.
type summary struct {
	Tables   map[lake.Table]extent `json:"tables"`
	Received telemetry.Time        `json:"received"` // latest
}

// extent is the number of rows in a table, their span of time, and how far they
// go: rows up to Last have been stored, even if some were deleted since.
type extent struct {
	Rows   int64          `json:"rows"`
	Oldest telemetry.Time `json:"oldest"`
	Newest telemetry.Time `json:"newest"`
	Last   mark           `json:"last"`
}

// mark is the sequence of a row and its place in it.
type mark struct {
	Seq uint64 `json:"seq"`
	Pos int64  `json:"pos"`
}

func (m mark) before(other mark) bool {
	return m.Seq < other.Seq || m.Seq == other.Seq && m.Pos < other.Pos
}

// sequence returns the highest one of which rows were stored.
func (s summary) sequence() uint64 {
	n := uint64(0)
	for _, x := range s.Tables {
		n = max(n, x.Last.Seq)
	}
	return n
}

func (s summary) rows() int64 {
	n := int64(0)
	for _, x := range s.Tables {
		n += x.Rows
	}
	return n
}

// clone returns a copy that can be added to.
func (s summary) clone() summary {
	s.Tables = maps.Clone(s.Tables)
	return s
}

// with returns x grown by other.
func (x extent) with(other extent) extent {
	last := x.Last
	if last.before(other.Last) {
		last = other.Last
	}
	switch {
	case other.Rows == 0:
		return extent{x.Rows, x.Oldest, x.Newest, last}
	case x.Rows == 0:
		return extent{other.Rows, other.Oldest, other.Newest, last}
	}
	return extent{x.Rows + other.Rows, min(x.Oldest, other.Oldest), max(x.Newest, other.Newest), last}
}

// forget drops what was known of the attached state; the instance is gone.
func (p *partition) forget() {
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.mode == writing {
		p.doubt()
	}
	p.mode = detached
}

// state returns the summary, and whether it can be relied on.
func (p *partition) state() (summary, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sum, p.known
}

func (p *partition) fault() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.broken
}

func (p *partition) learn(s summary) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sum, p.known = s, true
}

// hold attaches p in at least the given mode and returns with p.lock held for
// reading.
func (e *Engine) hold(ctx context.Context, inst *instance, p *partition, m mode) error {
	for {
		p.lock.RLock()
		if p.ready(m) {
			p.used.Store(int64(e.now()))
			return nil
		}
		p.lock.RUnlock()
		p.lock.Lock()
		err := e.attach(ctx, inst, p, m)
		p.lock.Unlock()
		if err != nil {
			return err
		}
	}
}

// attach makes p usable in the mode, and its summary known. The caller holds
// p.lock for writing.
func (e *Engine) attach(ctx context.Context, inst *instance, p *partition, m mode) error {
	if p.ready(m) {
		return nil
	}
	ctx = context.WithoutCancel(ctx) // others wait for the file too
	var err error
	if p.mode < m {
		err = e.reattach(ctx, inst, p, m)
	}
	if err == nil {
		err = p.inspect(ctx, inst)
	}
	if err != nil && !fatal(err) {
		err = errors.Join(err, e.detach(ctx, inst, p))
	}
	return err
}

// ready reports whether p can be used in the mode. One that is gone can: there
// is nothing to be seen in it.
func (p *partition) ready(m mode) bool {
	_, known := p.state()
	return p.gone || p.mode >= m && known
}

func (e *Engine) reattach(ctx context.Context, inst *instance, p *partition, m mode) error {
	if err := e.detach(ctx, inst, p); err != nil {
		return err
	}
	if !e.settled(p) {
		m = writing
	}
	return e.attachAs(ctx, inst, p, m)
}

// doubt makes the summary be read again before the next use.
func (p *partition) doubt() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known = false
}

// inspect learns what p holds, unless that is known.
func (p *partition) inspect(ctx context.Context, inst *instance) error {
	if _, known := p.state(); known {
		return nil
	}
	s, err := survey(ctx, inst, p.key)
	if err == nil {
		p.learn(s)
	}
	return err
}

func (e *Engine) attachAs(ctx context.Context, inst *instance, p *partition, m mode) error {
	options := " (READ_ONLY)"
	fresh := false
	if m == writing {
		var err error
		if fresh, err = prepareFile(p.path); err != nil {
			return err
		}
		options = ""
	}
	if fresh {
		options = freshOptions
	}
	if err := inst.exec(ctx, "DETACH DATABASE IF EXISTS "+name(p.alias())); err != nil {
		return err
	}
	attach := "ATTACH " + literal(p.path) + " AS " + name(p.alias()) + options
	err := inst.exec(ctx, attach)
	if err != nil && e.mendLog(p, err) {
		err = inst.exec(ctx, attach)
	}
	if err != nil {
		return err
	}
	p.mode = m
	if m == reading {
		return nil
	}
	if err := createTables(ctx, inst, p.key, p.class); err != nil {
		return err
	}
	if fresh {
		return syncDir(filepath.Dir(p.path))
	}
	return nil
}

// detach closes the file of p. The caller holds p.lock for writing.
func (e *Engine) detach(ctx context.Context, inst *instance, p *partition) error {
	if p.mode == detached {
		return nil
	}
	err := inst.exec(ctx, "DETACH "+name(p.alias()))
	if err == nil {
		p.mode = detached
	}
	return err
}

// settled reports whether p is whole and nothing is expected to be written to
// it any more.
func (e *Engine) settled(p *partition) bool {
	if _, known := p.state(); !known || !e.over(p) {
		return false
	}
	_, err := os.Stat(p.path + ".wal")
	return os.IsNotExist(err)
}

// over reports whether the day of p has passed for good.
func (e *Engine) over(p *partition) bool { return e.now() >= p.day+day+grace }

// prepareFile makes the directory of path, and reports whether path is new.
func prepareFile(path string) (fresh bool, err error) {
	_, err = os.Stat(path)
	if err == nil || !os.IsNotExist(err) {
		return false, err
	}
	if err := removeFile(path); err != nil && !os.IsNotExist(err) { // what is left of an older one
		return false, err
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return false, err
	}
	return true, syncDir(filepath.Dir(dir))
}

// syncDir makes new and removed names in dir durable, which DuckDB leaves to
// others.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if c := d.Close(); err == nil {
		err = c
	}
	return err
}
