package spool

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Options tells Open where the spool is and how much it may take. The zero value
// of everything but Dir means the default.
type Options struct {
	Dir         string        // made if it does not exist
	SegmentSize int64         // bytes per file: 64 MiB, at most a quarter of MaxSize
	MaxSize     int64         // bytes of all files: 4 GiB
	MaxRecord   int           // bytes of one record: 128 MiB, at most half of MaxSize and 1 GiB
	SyncDelay   time.Duration // how long a group waits for more records under load: 2 ms, at most 5 ms
	MaxPending  int64         // bytes that wait for the disk before appenders have to: 64 MiB
	Logger      *slog.Logger  // hears of damage and failing disks; none by default
}

func (o Options) withDefaults() Options {
	o.MaxSize = orDefault(o.MaxSize, 4<<30)
	o.SegmentSize = min(orDefault(o.SegmentSize, 64<<20), max(o.MaxSize/4, 1))
	o.MaxRecord = int(min(int64(orDefault(o.MaxRecord, 128<<20)), o.MaxSize/2, 1<<30))
	o.MaxPending = orDefault(o.MaxPending, 64<<20)
	o.SyncDelay = min(orDefault(o.SyncDelay, 2*time.Millisecond), 5*time.Millisecond)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

func orDefault[T int | int64 | time.Duration](v, otherwise T) T {
	if v <= 0 {
		return otherwise
	}
	return v
}

// Spool is an open journal. Its methods may be called concurrently.
type Spool struct {
	o     Options
	id    identity
	lock  *os.File
	disk  disk
	retry time.Duration // between attempts to go on after a failure

	wake  chan struct{} // there is something to commit
	crowd chan struct{} // the gathering group has reached its goal

	trimming sync.Mutex // held during Trim, before mu

	mu       sync.Mutex
	segments []*segment    // in order; the last one is written to
	durable  uint64        // the newest record on disk
	bytes    int64         // of all segments
	pending  int64         // of records that wait for the disk
	next     *group        // the group that gathers
	goal     int           // records the committer waits for; 0 when it does not
	room     chan struct{} // closed when pending shrinks; nil while nobody waits
	advanced chan struct{} // closed when durable grows; nil while nobody waits
	trimmed  uint64        // the newest record that may be forgotten
	syncs    uint64
	failure  error // why nothing can be written at the moment
	running  bool
	closed   bool

	// Owned by the committer: Open and Advance before Run, then Run.
	out     *os.File // the last segment, or nil when a new one must be made
	suspect bool     // the last segment has failed and is not verified yet
	buf     []byte   // what is written at once
	peak    int      // how many appenders were seen at once lately
}

// Open opens the spool in o.Dir, makes it if there is none, and repairs its end.
// It fails with ErrLocked while another process has it open. The spool takes no
// records before Run.
func Open(o Options) (_ *Spool, err error) {
	o = o.withDefaults()
	if o.Dir == "" {
		return nil, errors.New("spool: no directory given")
	}
	o.Dir = filepath.Clean(o.Dir)
	if err := makeDir(o.Dir); err != nil {
		return nil, fmt.Errorf("spool: %w", err)
	}
	lock, err := lockDir(o.Dir)
	if err != nil {
		return nil, err
	}
	s := &Spool{o: o, lock: lock, disk: realDisk(), retry: 100 * time.Millisecond, next: newGroup(), wake: make(chan struct{}, 1), crowd: make(chan struct{}, 1)}
	if err := s.load(); err != nil {
		return nil, fmt.Errorf("spool: open %s: %w", o.Dir, errors.Join(err, lock.Close()))
	}
	return s, nil
}

// makeDir makes a directory and those above it, and makes that durable: a synced
// file in a directory that is lost is lost too.
func makeDir(dir string) error {
	err := os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrNotExist) && filepath.Dir(dir) != dir {
		if err := makeDir(filepath.Dir(dir)); err != nil {
			return err
		}
		err = os.Mkdir(dir, 0o700)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil // or it is a file, which the next step tells
	}
	if err != nil {
		return err
	}
	return syncDir(filepath.Dir(dir))
}

func lockDir(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "LOCK"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("spool: %w", err)
	}
	if err := tryLock(f); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", dir, err), f.Close())
	}
	return f, nil
}

// Close releases the directory. Run must have ended, or never have begun.
func (s *Spool) Close() error {
	s.shut()
	if s.lock == nil {
		return nil
	}
	err := errors.Join(s.closeOut(), s.lock.Close())
	s.lock = nil
	return err
}

func (s *Spool) closeOut() error {
	if s.out == nil {
		return nil
	}
	err := s.out.Close()
	s.out = nil
	return err
}

// ID returns the random name that the directory got when it was made. Another ID
// means that sequence numbers have started anew.
func (s *Spool) ID() string { return s.id.String() }

// Stats describes a spool at one moment.
type Stats struct {
	First    uint64 // the oldest record held; Durable+1 when there is none
	Durable  uint64 // the newest record on disk
	Trimmed  uint64 // the newest record that was given to Trim since Open
	Bytes    int64  // of all segments on disk
	MaxBytes int64  // what Bytes may grow to
	Pending  int64  // bytes of records that wait for the disk
	Segments int
	Syncs    uint64 // groups made durable since Open
	Failure  error  // why nothing could be written last; nil again as soon as it can be
}

// Stats returns the present numbers.
func (s *Spool) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Stats{
		First: s.segments[0].first, Durable: s.durable, Trimmed: s.trimmed,
		Bytes: s.bytes, MaxBytes: s.o.MaxSize, Pending: s.pending, Segments: len(s.segments),
		Syncs: s.syncs, Failure: s.failure,
	}
}

func newIdentity() (id identity) {
	_, _ = rand.Read(id[:]) // never fails: it ends the process instead
	return id
}
