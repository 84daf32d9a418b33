package comment

import (
	"context"
	"slices"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/issue"
	"belfry/internal/telemetry"
)

// The reasons of notices beside the actions of histories: those are
// issue.ActionAssigned, ActionStatus, ActionSnoozed, ActionUnsnoozed and
// ActionRegressed.
const (
	WhyMentioned = "mentioned"
	WhyCommented = "commented"
)

// Notice tells a user what happened to an issue.
type Notice struct {
	ID      int64          `db:"id"`
	User    int64          `db:"user_id"` // who is told
	Project int64          `db:"project_id"`
	Issue   int64          `db:"issue_id"`
	Comment int64          `db:"comment_id"` // 0 if it is about none
	Why     string         `db:"why"`
	Detail  string         `db:"detail"`     // of a status the new one, of a regression the release
	Actor   int64          `db:"actor_id"`   // a user, 0 for Belfry itself and for tokens
	Token   string         `db:"actor_name"` // of the token that acted for the project
	At      telemetry.Time `db:"at"`
	Read    telemetry.Time `db:"read_at"` // 0 while it is unread
}

// Notify keeps notices for those whom they tell, in tx. Whatever delivers notices
// elsewhere has them from here.
func (s *Store) Notify(ctx context.Context, tx *db.DB, all ...Notice) (err error) {
	defer errs.Wrap(&err, "comment.Notify(%d)", len(all))
	for part := range slices.Chunk(all, maxRows) {
		args := make([]any, 0, 10*len(part))
		for _, n := range part {
			args = append(args, n.User, n.Project, n.Issue, n.Comment, n.Why, n.Detail, n.Actor, n.Token, int64(n.At), 0)
		}
		_, err := tx.Exec(ctx, `INSERT INTO notices (user_id, project_id, issue_id, comment_id, why, detail, actor_id, actor_name, at, read_at)
			VALUES `+db.Values(len(part), 10), args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// visible is the condition for the notices of a user about some projects.
func visible(user int64, projects []int64, more string, args ...any) (string, []any, error) {
	return db.In(` FROM notices WHERE user_id = ? AND project_id IN (?)`+more, append([]any{user, projects}, args...)...)
}

// Notices returns what a user is told about some projects, newest first, at most
// limit before the given one, or from the newest when before is 0.
func (s *Store) Notices(ctx context.Context, user int64, projects []int64, unread bool, before int64, limit int) (all []Notice, err error) {
	defer errs.Wrap(&err, "comment.Notices(%d)", user)
	if len(projects) == 0 {
		return nil, nil
	}
	more, args := ``, []any(nil)
	if unread {
		more += ` AND read_at = 0`
	}
	if before > 0 {
		more, args = more+` AND id < ?`, append(args, before)
	}
	query, args, err := visible(user, projects, more+` ORDER BY id DESC LIMIT ?`, append(args, limit)...)
	if err != nil {
		return nil, err
	}
	err = s.d.Select(ctx, &all, `SELECT id, user_id, project_id, issue_id, comment_id, why, detail, actor_id, actor_name, at, read_at`+query, args...)
	return all, err
}

// Unread counts what a user did not read yet, about some projects.
func (s *Store) Unread(ctx context.Context, user int64, projects []int64) (n int64, err error) {
	defer errs.Wrap(&err, "comment.Unread(%d)", user)
	if len(projects) == 0 {
		return 0, nil
	}
	query, args, err := visible(user, projects, ` AND read_at = 0`)
	if err != nil {
		return 0, err
	}
	err = s.d.Get(ctx, &n, `SELECT COUNT(*)`+query, args...)
	return n, err
}

// Selection names notices of a user: some, those about an issue, or all.
type Selection struct {
	IDs   []int64
	Issue int64
	UpTo  int64 // the newest that the user has seen; 0 for no bound
}

// MarkRead notes that a user read notices.
func (s *Store) MarkRead(ctx context.Context, user int64, of Selection, now telemetry.Time) (err error) {
	defer errs.Wrap(&err, "comment.MarkRead(%d)", user)
	query, args := `UPDATE notices SET read_at = ? WHERE read_at = 0 AND user_id = ?`, []any{int64(now), user}
	if of.Issue != 0 {
		query, args = query+` AND issue_id = ?`, append(args, of.Issue)
	}
	if of.UpTo != 0 {
		query, args = query+` AND id <= ?`, append(args, of.UpTo)
	}
	if len(of.IDs) > 0 {
		if query, args, err = db.In(query+` AND id IN (?)`, append(args, of.IDs)...); err != nil {
			return err
		}
	}
	_, err = s.d.Exec(ctx, query, args...)
	return err
}

// trimChunk is how many notices one transaction deletes.
const trimChunk = 5000

// Trim forgets the notices from before a time.
func (s *Store) Trim(ctx context.Context, before telemetry.Time) (err error) {
	defer errs.Wrap(&err, "comment.Trim")
	for {
		res, err := s.d.Exec(ctx, `DELETE FROM notices WHERE id IN (SELECT id FROM notices WHERE at < ? ORDER BY at LIMIT ?)`, int64(before), trimChunk)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n < trimChunk {
			return err
		}
	}
}

// tellOf lets those know of a comment who are mentioned in it, but were not
// before, and, when it is new, those who follow the issue.
func (s *Store) tellOf(ctx context.Context, tx *db.DB, i issue.Issue, c Comment, before []int64, tell func(user int64) bool) error {
	of, err := followersOf(ctx, tx, []int64{i.ID})
	if err != nil {
		return err
	}
	pairs, told := [][2]int64{{i.ID, c.Author}}, map[int64]bool{c.Author: true}
	var all []Notice
	notify := func(user int64, why string) {
		if !told[user] {
			told[user] = true
			all = append(all, Notice{User: user, Project: i.Project, Issue: i.ID, Comment: c.ID, Why: why, Actor: c.Author, At: max(c.Created, c.Edited)})
		}
	}
	for _, user := range Mentions(c.Body) {
		if !slices.Contains(before, user) && tell(user) {
			pairs = append(pairs, [2]int64{i.ID, user})
			notify(user, WhyMentioned)
		}
	}
	if c.Edited == 0 {
		for _, user := range of[i.ID] {
			notify(user, WhyCommented)
		}
	}
	if err := follow(ctx, tx, pairs...); err != nil {
		return err
	}
	return s.Notify(ctx, tx, all...)
}
