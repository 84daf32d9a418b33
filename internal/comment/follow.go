package comment

import (
	"context"
	"slices"

	"belfry/internal/db"
	"belfry/internal/errs"
)

// Follow lets a user know of what happens to an issue.
func (s *Store) Follow(ctx context.Context, of, user int64) (err error) {
	defer errs.Wrap(&err, "comment.Follow(%d, %d)", of, user)
	return s.d.Transact(ctx, func(tx *db.DB) error {
		if _, err := s.issues.Hold(ctx, tx, of); err != nil {
			return err
		}
		return follow(ctx, tx, [2]int64{of, user})
	})
}

// Unfollow ends that, until the user is assigned, comments or is mentioned again.
func (s *Store) Unfollow(ctx context.Context, of, user int64) (err error) {
	defer errs.Wrap(&err, "comment.Unfollow(%d, %d)", of, user)
	_, err = s.d.Exec(ctx, `DELETE FROM followers WHERE issue_id = ? AND user_id = ?`, of, user)
	return err
}

// follow adds pairs of an issue and a user, who may follow it already.
func follow(ctx context.Context, tx *db.DB, pairs ...[2]int64) error {
	for part := range slices.Chunk(pairs, maxRows) {
		args := make([]any, 0, 2*len(part))
		for _, p := range part {
			args = append(args, p[0], p[1])
		}
		_, err := tx.Exec(ctx, `INSERT INTO followers (issue_id, user_id) VALUES `+db.Values(len(part), 2)+` ON CONFLICT DO NOTHING`, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// maxRows bounds the rows of a statement.
const maxRows = 200

// maxFollowers bounds how many of an issue are told of something.
const maxFollowers = 2000

// Followers returns the users who follow an issue, in the order of their ids.
func (s *Store) Followers(ctx context.Context, of int64) (users []int64, err error) {
	defer errs.Wrap(&err, "comment.Followers(%d)", of)
	err = s.d.Select(ctx, &users, `SELECT DISTINCT user_id FROM followers WHERE issue_id = ? ORDER BY user_id LIMIT ?`, of, maxFollowers)
	return users, err
}

// followersOf returns who follows which of some issues.
func followersOf(ctx context.Context, tx *db.DB, issues []int64) (map[int64][]int64, error) {
	of := map[int64][]int64{}
	for part := range slices.Chunk(issues, 500) {
		query, args, err := db.In(`SELECT DISTINCT issue_id, user_id FROM followers WHERE issue_id IN (?) ORDER BY issue_id, user_id`, part)
		if err != nil {
			return nil, err
		}
		var rows []struct {
			Issue int64 `db:"issue_id"`
			User  int64 `db:"user_id"`
		}
		if err := tx.Select(ctx, &rows, query, args...); err != nil {
			return nil, err
		}
		for _, r := range rows {
			if len(of[r.Issue]) < maxFollowers {
				of[r.Issue] = append(of[r.Issue], r.User)
			}
		}
	}
	return of, nil
}

// Summary is what lists of issues show.
type Summary struct {
	Comments  int64
	Followers int64
	Followed  bool // by the user who asks
}

// Summaries returns the summaries of some issues for a user, 0 for nobody in
// particular.
func (s *Store) Summaries(ctx context.Context, issues []int64, user int64) (all map[int64]Summary, err error) {
	defer errs.Wrap(&err, "comment.Summaries(%d)", len(issues))
	all = make(map[int64]Summary, len(issues))
	for part := range slices.Chunk(issues, 500) {
		if err := s.summarise(ctx, part, user, all); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (s *Store) summarise(ctx context.Context, issues []int64, user int64, all map[int64]Summary) error {
	type row struct {
		Issue int64 `db:"issue_id"`
		N     int64 `db:"n"`
		Own   int64 `db:"own"`
	}
	var comments, followers []row
	query, args, err := db.In(`SELECT issue_id, COUNT(*) AS n FROM comments WHERE deleted_at = 0 AND issue_id IN (?) GROUP BY issue_id`, issues)
	if err == nil {
		err = s.d.Select(ctx, &comments, query, args...)
	}
	if err != nil {
		return err
	}
	query, args, err = db.In(`SELECT issue_id, COUNT(DISTINCT user_id) AS n, MAX(CASE WHEN user_id = ? THEN 1 ELSE 0 END) AS own
		FROM followers WHERE issue_id IN (?) GROUP BY issue_id`, user, issues)
	if err == nil {
		err = s.d.Select(ctx, &followers, query, args...)
	}
	for _, r := range comments {
		all[r.Issue] = Summary{Comments: r.N}
	}
	for _, r := range followers {
		one := all[r.Issue]
		one.Followers, one.Followed = r.N, r.Own == 1
		all[r.Issue] = one
	}
	return err
}
