package project

import (
	"context"
	"strings"
	"unicode/utf8"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/secret"
	"belfry/internal/telemetry"
)

// Key lets events in.
type Key struct {
	ID            int64          `db:"id"`
	Project       int64          `db:"project_id"`
	Name          string         `db:"name"`
	PublicKey     string         `db:"public_key"` // 32 hex digits
	Enabled       bool           `db:"enabled"`
	RatePerMinute int64          `db:"rate_per_minute"` // 0: no limit
	Created       telemetry.Time `db:"created_at"`      // of this public key
	LastUsed      telemetry.Time `db:"last_used_at"`    // about; 0: not yet
}

const (
	keyColumns = `id, project_id, name, public_key, enabled, rate_per_minute, created_at, last_used_at`
	maxRate    = 10_000_000
)

func checkKeyName(name string) (string, error) {
	name = strings.TrimSpace(name)
	if n := utf8.RuneCountInString(name); n == 0 || n > maxName {
		return "", errs.Field("name", "Enter a name of 1 to %d characters.", maxName)
	}
	return name, nil
}

func checkRate(rate int64) error {
	if rate < 0 || rate > maxRate {
		return errs.Field("rate_per_minute", "Enter 0 for no limit, or at most %d.", maxRate)
	}
	return nil
}

// Keys returns the keys of a project, oldest first.
func (s *Store) Keys(ctx context.Context, project int64) (all []Key, err error) {
	defer errs.Wrap(&err, "project.Keys(%d)", project)
	err = s.db.Select(ctx, &all, `SELECT `+keyColumns+` FROM project_keys WHERE project_id = ? ORDER BY id`, project)
	uses := s.copyUses()
	for i, k := range all {
		all[i].LastUsed = max(k.LastUsed, uses[k.ID].last())
	}
	return all, err
}

// CreateKey makes another key of a project.
func (s *Store) CreateKey(ctx context.Context, project int64, name string, ratePerMinute int64, now telemetry.Time) (k Key, err error) {
	defer errs.Wrap(&err, "project.CreateKey(%d)", project)
	defer s.changed()
	if name, err = checkKeyName(name); err != nil {
		return k, err
	}
	if err := checkRate(ratePerMinute); err != nil {
		return k, err
	}
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		var count int64
		if err := tx.Get(ctx, &count, `SELECT COUNT(*) FROM project_keys WHERE project_id = ?`, project); err != nil {
			return err
		}
		if count >= maxKeys {
			return errs.New(errs.Conflict, "The project has %d keys. Delete one before you make another.", count)
		}
		k, err = insertKey(ctx, tx, Key{Project: project, Name: name, RatePerMinute: ratePerMinute, Created: now})
		return err
	})
	return k, err
}

func insertKey(ctx context.Context, tx *db.DB, k Key) (Key, error) {
	k.PublicKey, k.Enabled = secret.NewHex(16), true
	err := tx.Returning(ctx, &k.ID, `INSERT INTO project_keys
		(project_id, name, public_key, enabled, rate_per_minute, created_at, last_used_at)
		VALUES (?, ?, ?, ?, ?, ?, 0) RETURNING id`, k.Project, k.Name, k.PublicKey, k.Enabled, k.RatePerMinute, k.Created)
	return k, err
}

// KeyChange is what may be changed of a key; nil leaves a field as it is.
type KeyChange struct {
	Name          *string
	Enabled       *bool
	RatePerMinute *int64
}

// UpdateKey changes a key of a project.
func (s *Store) UpdateKey(ctx context.Context, project, key int64, c KeyChange) (k Key, err error) {
	defer errs.Wrap(&err, "project.UpdateKey(%d, %d)", project, key)
	return s.changeKey(ctx, project, key, func(k *Key) (err error) {
		if c.Name != nil {
			if k.Name, err = checkKeyName(*c.Name); err != nil {
				return err
			}
		}
		if c.Enabled != nil {
			k.Enabled = *c.Enabled
		}
		if c.RatePerMinute != nil {
			k.RatePerMinute = *c.RatePerMinute
		}
		return checkRate(k.RatePerMinute)
	})
}

// RotateKey gives a key a new public key; the old one is refused at once.
func (s *Store) RotateKey(ctx context.Context, project, key int64, now telemetry.Time) (k Key, err error) {
	defer errs.Wrap(&err, "project.RotateKey(%d, %d)", project, key)
	return s.changeKey(ctx, project, key, func(k *Key) error {
		k.PublicKey, k.Created = secret.NewHex(16), now
		return nil
	})
}

func (s *Store) changeKey(ctx context.Context, project, key int64, f func(*Key) error) (k Key, err error) {
	defer s.changed()
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		err := tx.Get(ctx, &k, `SELECT `+keyColumns+` FROM project_keys WHERE id = ? AND project_id = ?`, key, project)
		if err != nil {
			return db.NoRows(err, "There is no such key.")
		}
		if err := f(&k); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE project_keys SET name = ?, public_key = ?, enabled = ?, rate_per_minute = ?, created_at = ? WHERE id = ?`,
			k.Name, k.PublicKey, k.Enabled, k.RatePerMinute, k.Created, key)
		return err
	})
	k.LastUsed = max(k.LastUsed, s.copyUses()[key].last())
	return k, err
}

// DeleteKey removes a key of a project; it is refused at once.
func (s *Store) DeleteKey(ctx context.Context, project, key int64) (err error) {
	defer errs.Wrap(&err, "project.DeleteKey(%d, %d)", project, key)
	defer s.changed()
	var id int64
	err = s.db.Returning(ctx, &id, `DELETE FROM project_keys WHERE id = ? AND project_id = ? RETURNING id`, key, project)
	return db.NoRows(err, "There is no such key.")
}
