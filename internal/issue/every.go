package issue

import (
	"context"
	"iter"

	"belfry/internal/db"
	"belfry/internal/errs"
)

// findChunk is how many ids Find yields at once.
const findChunk = 500

// Find yields the ids of all issues that f wants, ascending, in chunks of at
// most 500. Between two chunks anything may be written: an issue that f wants
// only then is found if its id is yet to come. After an error it ends.
func (s *Store) Find(ctx context.Context, f Filter) iter.Seq2[[]int64, error] {
	f.glob = s.d.Engine() == db.SQLite
	return func(yield func([]int64, error) bool) {
		for after, more := int64(0), len(f.Scope) > 0; more; {
			ids, err := s.findAfter(ctx, f, after)
			if more = err == nil && len(ids) == findChunk; more {
				after = ids[len(ids)-1]
			}
			if (err != nil || len(ids) > 0) && !yield(ids, err) {
				return
			}
		}
	}
}

// findAfter reads the next ids in the order in which issues are stored, so that
// all chunks together read them once.
func (s *Store) findAfter(ctx context.Context, f Filter, after int64) (ids []int64, err error) {
	defer errs.Wrap(&err, "issue.Find")
	c := condition{}
	c.and(`id > ?`, after)
	c.and(s.unindexed(`project_id`)+` IN `+db.Values(1, len(f.Scope)), f.projects()...)
	statuses := f.statuses()
	if len(statuses) == 0 {
		return nil, nil
	}
	args := make([]any, len(statuses))
	for i, status := range statuses {
		args[i] = string(status)
	}
	c.and(s.unindexed(`status`)+` IN `+db.Values(1, len(args)), args...)
	f.narrow(&c)
	f.match(&c)
	err = s.d.Select(ctx, &ids, `SELECT id FROM issues WHERE `+c.text+` ORDER BY id LIMIT ?`, append(c.args, findChunk)...)
	return ids, err
}

// unindexed names a column in a way that SQLite uses no index for.
func (s *Store) unindexed(column string) string {
	if s.d.Engine() == db.SQLite {
		return `+` + column
	}
	return column
}
