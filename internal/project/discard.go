package project

import (
	"cmp"
	"context"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

const (
	flushEvery   = 5 * time.Second
	flushTimeout = 5 * time.Second
	useWritten   = time.Minute // a key's last use is not written more often
	maxTally     = 5000        // kinds of discards between two flushes
	maxWord      = 64
)

// tally counts discards until they are written.
type tally struct {
	mu     sync.Mutex
	counts map[discardKey]int64
}

type discardKey struct {
	project                  int64
	hour                     telemetry.Time
	source, category, reason string
}

func (k discardKey) compare(o discardKey) int {
	return cmp.Or(cmp.Compare(k.project, o.project), cmp.Compare(k.hour, o.hour), cmp.Compare(k.source, o.source),
		cmp.Compare(k.category, o.category), cmp.Compare(k.reason, o.reason))
}

// keyOf is the row that d is counted in. Categories and reasons come from the
// outside; what is no plain word is "other", so that they stay few.
func keyOf(d telemetry.Discard) discardKey {
	return discardKey{d.Project, d.Time.Hour(), word(d.Source), word(d.Category), word(d.Reason)}
}

func word(s string) string {
	s = strings.ToLower(s)
	if s == "" || len(s) > maxWord || strings.ContainsFunc(s, func(r rune) bool { return !isWord(r) && r != '_' && r != '-' && r != '.' }) {
		return "other"
	}
	return s
}

func (t *tally) add(k discardKey, n int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.counts == nil {
		t.counts = map[discardKey]int64{}
	}
	if _, known := t.counts[k]; !known && len(t.counts) >= maxTally {
		k.category, k.reason = "other", "other"
	}
	t.counts[k] += n
}

func (t *tally) take() map[discardKey]int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	counts := t.counts
	t.counts = nil
	return counts
}

// CountDiscard counts what was not kept. It is written within seconds; a crash
// may lose that much of the count.
func (s *Store) CountDiscard(d telemetry.Discard) {
	if d.Quantity > 0 {
		s.discards.add(keyOf(d), d.Quantity)
	}
}

// AddDiscards counts what was not kept in tx, so that it is counted exactly as
// often as the rest of the transaction.
func (s *Store) AddDiscards(ctx context.Context, tx *db.DB, all []telemetry.Discard) (err error) {
	defer errs.Wrap(&err, "project.AddDiscards(%d)", len(all))
	sums := map[discardKey]int64{}
	for _, d := range all {
		if d.Quantity > 0 {
			sums[keyOf(d)] += d.Quantity
		}
	}
	return addDiscards(ctx, tx, sums)
}

func addDiscards(ctx context.Context, tx *db.DB, sums map[discardKey]int64) error {
	// In order, so that two transactions never wait for each other's rows.
	for _, k := range slices.SortedFunc(maps.Keys(sums), discardKey.compare) {
		_, err := tx.Exec(ctx, `INSERT INTO discards (project_id, hour, source, category, reason, quantity) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (project_id, hour, source, category, reason) DO UPDATE SET quantity = discards.quantity + excluded.quantity`,
			k.project, k.hour, k.source, k.category, k.reason, sums[k])
		if err != nil {
			return err
		}
	}
	return nil
}

// Run writes counts and the last use of keys every few seconds, and once more
// at the end.
func (s *Store) Run(ctx context.Context, log *slog.Logger) error {
	ticker := time.NewTicker(flushEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTimeout)
			defer cancel()
			return s.Flush(ctx)
		}
		if err := s.Flush(ctx); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "cannot write counts of what was not kept", "error", err)
		}
	}
}

// Flush writes what was counted in memory. What cannot be written stays counted.
func (s *Store) Flush(ctx context.Context) (err error) {
	defer errs.Wrap(&err, "project.Flush")
	counts, uses := s.discards.take(), s.freshUses()
	if len(counts) == 0 && len(uses) == 0 {
		return nil
	}
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		for _, id := range slices.Sorted(maps.Keys(uses)) {
			at := uses[id]
			_, err := tx.Exec(ctx, `UPDATE project_keys SET last_used_at = ? WHERE id = ? AND last_used_at < ?`, at, id, at)
			if err != nil {
				return err
			}
		}
		return addDiscards(ctx, tx, counts)
	})
	if err != nil {
		for k, n := range counts {
			s.discards.add(k, n)
		}
		return err
	}
	all := s.copyUses()
	for id, at := range uses {
		if u := all[id]; u != nil {
			u.written.Store(at)
		}
	}
	return nil
}

// freshUses returns the keys whose last use is worth writing.
func (s *Store) freshUses() map[int64]int64 {
	fresh := map[int64]int64{}
	for id, u := range s.copyUses() {
		if at := u.at.Load(); at-u.written.Load() >= useWritten.Microseconds() {
			fresh[id] = at
		}
	}
	return fresh
}

// Discards sums what was not kept since an hour, by project, source, category
// and reason, the most first. Time is that of the last hour in which it happened.
func (s *Store) Discards(ctx context.Context, since telemetry.Time) (all []telemetry.Discard, err error) {
	defer errs.Wrap(&err, "project.Discards")
	var rows []struct {
		Project  int64          `db:"project_id"`
		Hour     telemetry.Time `db:"hour"`
		Source   string         `db:"source"`
		Category string         `db:"category"`
		Reason   string         `db:"reason"`
		Quantity int64          `db:"quantity"`
	}
	err = s.db.Select(ctx, &rows, `SELECT project_id, MAX(hour) AS hour, source, category, reason, CAST(SUM(quantity) AS BIGINT) AS quantity
		FROM discards WHERE hour >= ? GROUP BY project_id, source, category, reason
		ORDER BY quantity DESC, project_id, source, category, reason LIMIT 1000`, since.Hour())
	for _, r := range rows {
		all = append(all, telemetry.Discard{Project: r.Project, Time: r.Hour, Source: r.Source, Category: r.Category, Reason: r.Reason, Quantity: r.Quantity})
	}
	return all, err
}

// TrimDiscards forgets counts of before.
func (s *Store) TrimDiscards(ctx context.Context, before telemetry.Time) (err error) {
	defer errs.Wrap(&err, "project.TrimDiscards")
	_, err = s.db.Exec(ctx, `DELETE FROM discards WHERE hour < ?`, before)
	return err
}
