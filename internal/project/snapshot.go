package project

import (
	"context"
	"encoding/hex"
	"fmt"
	"maps"
	"sync/atomic"
	"time"

	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

const (
	// freshFor is how long other processes' changes may go unnoticed, together
	// with the time that loading takes.
	freshFor = 3 * time.Second
	// missFreshFor is the same for what is not found: a key that was just made
	// elsewhere should not be refused for long, and strangers with wrong keys
	// should not make the database work for each.
	missFreshFor = time.Second
	loadTimeout  = 5 * time.Second
	useStep      = time.Second // how exactly the last use of a key is known
)

type publicKey [16]byte

// snapshot is all that intake needs to know of projects and keys.
type snapshot struct {
	at       time.Time
	changes  uint64
	keys     map[publicKey]door
	settings map[int64]Settings
}

// door is a key and whether it opens.
type door struct {
	key    Key
	closed error
	use    *use
}

// use is when a key was last used and what of that has been written, in
// microseconds.
type use struct{ at, written atomic.Int64 }

// Authenticate returns the key that lets events of a project in. An unknown key
// is Unauthenticated; one that is disabled, or of another or an archived
// project, is Forbidden. The message says which.
//
// It looks into memory only, most of the time, and goes on with what it knows
// while the database is out of reach: events are worth more than the seconds by
// which a disabled key outlives.
func (s *Store) Authenticate(ctx context.Context, project int64, key string) (Key, error) {
	var digits publicKey
	if len(key) != hex.EncodedLen(len(digits)) {
		return Key{}, errNotAKey()
	}
	var buf [2 * len(digits)]byte
	copy(buf[:], key)
	if _, err := hex.Decode(digits[:], buf[:]); err != nil {
		return Key{}, errNotAKey()
	}
	snap, err := s.current(ctx, freshFor)
	if err != nil {
		return Key{}, err
	}
	d, ok := snap.keys[digits]
	if !ok {
		if snap, err = s.current(ctx, missFreshFor); err != nil {
			return Key{}, err
		}
		if d, ok = snap.keys[digits]; !ok {
			return Key{}, errs.New(errs.Unauthenticated, "This key is not known. Copy the DSN from the project's settings again.")
		}
	}
	if d.key.Project != project {
		return Key{}, errs.New(errs.Forbidden, "This key belongs to another project than %d.", project)
	}
	if d.closed != nil {
		return Key{}, d.closed
	}
	if now := time.Now().UnixMicro(); now-d.use.at.Load() > useStep.Microseconds() {
		d.use.at.Store(now)
	}
	return d.key, nil
}

func errNotAKey() error {
	return errs.New(errs.Unauthenticated, "A key has 32 hexadecimal digits. Copy the DSN from the project's settings again.")
}

// Settings returns the settings of a project, from memory. It is NotFound for
// one that is being deleted.
func (s *Store) Settings(ctx context.Context, id int64) (Settings, error) {
	for _, within := range []time.Duration{freshFor, missFreshFor} {
		snap, err := s.current(ctx, within)
		if err != nil {
			return Settings{}, err
		}
		if settings, ok := snap.settings[id]; ok {
			return settings, nil
		}
	}
	return Settings{}, errs.New(errs.NotFound, "There is no project %d.", id)
}

// current returns a snapshot that is no older than within, and in any case not
// older than this process's last change.
func (s *Store) current(ctx context.Context, within time.Duration) (*snapshot, error) {
	snap := s.snapshot.Load()
	changed := snap == nil || snap.changes != s.changes.Load()
	if !changed && time.Since(snap.at) < within {
		return snap, nil
	}
	if changed {
		s.loading.Lock()
	} else if !s.loading.TryLock() {
		return snap, nil // somebody is at it; what we have is hardly too old
	}
	defer s.loading.Unlock()
	if now := s.snapshot.Load(); now != snap && now.changes == s.changes.Load() {
		return now, nil
	}
	return s.load(ctx, snap)
}

// load replaces the snapshot; when that fails it keeps the old one for a little
// longer. The caller holds loading.
func (s *Store) load(ctx context.Context, old *snapshot) (*snapshot, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), loadTimeout)
	defer cancel()
	next := &snapshot{at: time.Now(), changes: s.changes.Load()}
	if err := s.fill(ctx, next); err != nil {
		if old == nil {
			return nil, errs.With(errs.Unavailable, err, "The database is out of reach. Try again.")
		}
		kept := *old
		kept.at, kept.changes = time.Now().Add(missFreshFor-freshFor), next.changes
		next = &kept
	}
	s.snapshot.Store(next)
	return next, nil
}

func (s *Store) fill(ctx context.Context, snap *snapshot) (err error) {
	defer errs.Wrap(&err, "project.load")
	var projects []Project
	if err := s.db.Select(ctx, &projects, `SELECT `+columns+` FROM projects ORDER BY id`); err != nil {
		return err
	}
	var keys []Key
	if err := s.db.Select(ctx, &keys, `SELECT `+keyColumns+` FROM project_keys ORDER BY id`); err != nil {
		return err
	}
	snap.settings, snap.keys = make(map[int64]Settings, len(projects)), make(map[publicKey]door, len(keys))
	closed := make(map[int64]error, len(projects))
	for _, p := range projects {
		closed[p.ID] = p.closed()
		if p.Status != Deleting {
			snap.settings[p.ID] = p.Settings
		}
	}
	uses := make(map[int64]*use, len(keys))
	for _, k := range keys {
		var digits publicKey
		if n, err := hex.Decode(digits[:], []byte(k.PublicKey)); err != nil || n != len(digits) {
			return fmt.Errorf("key %d is not 32 hexadecimal digits", k.ID)
		}
		d := door{key: k, closed: closed[k.Project], use: s.uses[k.ID]}
		if d.closed == nil && !k.Enabled {
			d.closed = errs.New(errs.Forbidden, "This key is disabled. Enable it in the project's settings, or use another one.")
		}
		if d.use == nil {
			d.use = &use{}
			d.use.written.Store(int64(k.LastUsed))
		}
		uses[k.ID], snap.keys[digits] = d.use, d
	}
	s.uses = uses
	return nil
}

// closed returns why p takes nothing in, or nil.
func (p Project) closed() error {
	switch p.Status {
	case Active:
		return nil
	case Archived:
		return errs.New(errs.Forbidden, "The project “%s” is archived and takes no events. Restore it in its settings.", p.Name)
	default:
		return errs.New(errs.Forbidden, "The project is being deleted.")
	}
}

// last returns when this process last saw the key, or 0.
func (u *use) last() telemetry.Time {
	if u == nil {
		return 0
	}
	return telemetry.Time(u.at.Load())
}

func (s *Store) copyUses() map[int64]*use {
	s.loading.Lock()
	defer s.loading.Unlock()
	return maps.Clone(s.uses)
}
