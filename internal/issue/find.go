package issue

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"belfry/internal/db"
)

// find reads the fingerprints of the batch that are known, and their issues.
func (b *batch) find(ctx context.Context) error {
	wanted := map[int64]map[string]struct{}{}
	for i := range b.events {
		o := &b.events[i]
		if wanted[o.Project] == nil {
			wanted[o.Project] = map[string]struct{}{}
		}
		wanted[o.Project][o.Fingerprint] = struct{}{}
	}
	var ids []int64
	for project, prints := range wanted {
		found, err := b.findPrints(ctx, project, prints)
		if err != nil {
			return err
		}
		ids = append(ids, found...)
	}
	return b.findIssues(ctx, ids)
}

// findPrints returns the ids of the issues that the prints belong to.
func (b *batch) findPrints(ctx context.Context, project int64, prints map[string]struct{}) ([]int64, error) {
	values := make([]string, 0, len(prints))
	for v := range prints {
		values = append(values, v)
	}
	slices.Sort(values)
	type row struct {
		ID          int64  `db:"id"`
		Fingerprint string `db:"fingerprint"`
		Issue       int64  `db:"issue_id"`
		Home        int64  `db:"home_id"`
	}
	found, err := selectIn[row](ctx, b.tx,
		`SELECT id, fingerprint, issue_id, home_id FROM issue_fingerprints WHERE project_id = ? AND fingerprint IN (?)`, values, project)
	if err != nil {
		return nil, err
	}
	ids, parts := make([]int64, len(found)), map[int64]*tally{}
	for i, f := range found {
		if b.issues[f.Issue] == nil {
			b.issues[f.Issue] = &tally{}
		}
		p := &print{id: f.ID, issue: b.issues[f.Issue]}
		if f.Home != 0 {
			p.part = &tally{}
			parts[f.ID] = p.part
		}
		b.prints[printKey{project, f.Fingerprint}] = p
		ids[i] = f.Issue
	}
	return ids, b.findParts(ctx, parts)
}

// findParts reads the figures of parts, by the id of the fingerprint.
func (b *batch) findParts(ctx context.Context, parts map[int64]*tally) error {
	found, err := partsOf(ctx, b.tx, slices.Sorted(maps.Keys(parts)))
	if err != nil {
		return err
	}
	for _, f := range found {
		parts[-f.ID].Issue = f
	}
	for id, p := range parts {
		if p.ID == 0 {
			return fmt.Errorf("fingerprint %d is part of an issue but has no figures", id)
		}
	}
	return nil
}

// findIssues reads the issues with these ids, and on PostgreSQL holds them, in
// ascending order, against people who change their status meanwhile.
func (b *batch) findIssues(ctx context.Context, ids []int64) error {
	slices.Sort(ids)
	query := `SELECT ` + columns + ` FROM issues WHERE id IN (?) ORDER BY id` + forUpdate(b.tx)
	found, err := selectIn[Issue](ctx, b.tx, query, slices.Compact(ids))
	if err != nil {
		return err
	}
	for _, i := range found {
		t := b.issues[i.ID]
		t.Issue, t.before = i, i.Status
	}
	for id, t := range b.issues {
		if t.ID == 0 { // its project is being deleted; counting again begins anew
			return fmt.Errorf("issue %d has a fingerprint but is not there", id)
		}
	}
	return nil
}

// forUpdate locks what a query reads; SQLite has one writer anyway.
func forUpdate(tx *db.DB) string {
	if tx.Engine() == db.Postgres {
		return ` FOR UPDATE`
	}
	return ``
}
