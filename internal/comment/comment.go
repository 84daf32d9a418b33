package comment

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/feed"
	"belfry/internal/issue"
	"belfry/internal/telemetry"
)

// Store keeps comments, followers and notices.
type Store struct {
	d      *db.DB
	feed   *feed.Feed
	issues *issue.Store
}

// New returns what people said about issues. It hears of everything that happens
// to them from then on.
func New(d *db.DB, f *feed.Feed, issues *issue.Store) *Store {
	s := &Store{d: d, feed: f, issues: issues}
	issues.OnMerge = append(issues.OnMerge, merged)
	issues.OnUnmerge = append(issues.OnUnmerge, unmerged)
	issues.OnActivity = append(issues.OnActivity, s.hear)
	issues.OnDelete = append(issues.OnDelete, forget)
	return s
}

// Comment is what somebody said about an issue.
type Comment struct {
	ID      int64          `db:"id"`
	Issue   int64          `db:"issue_id"`
	Parent  int64          `db:"parent_id"` // the comment that this one answers, 0 for none
	Author  int64          `db:"author_id"`
	Body    string         `db:"body"` // Markdown; empty when it was deleted
	Created telemetry.Time `db:"created_at"`
	Edited  telemetry.Time `db:"edited_at"`  // 0 if it never was
	Deleted telemetry.Time `db:"deleted_at"` // 0 unless only its place is kept, for the answers
}

const columns = `id, issue_id, parent_id, author_id, body, created_at, edited_at, deleted_at`

// The limits of a comment.
const (
	MaxBody     = 20_000 // bytes
	maxComments = 5_000  // of an issue
)

// List returns comments on an issue, oldest first, at most limit after the given
// one, or from the oldest when after is 0. Answers are among them.
func (s *Store) List(ctx context.Context, of, after int64, limit int) (all []Comment, err error) {
	defer errs.Wrap(&err, "comment.List(%d)", of)
	err = s.d.Select(ctx, &all, `SELECT `+columns+` FROM comments WHERE issue_id = ? AND id > ? ORDER BY id LIMIT ?`, of, after, limit)
	return all, err
}

// tidied returns a body as it is stored.
func tidied(body string) (string, error) {
	body = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(body, string(utf8.RuneError)), "\x00", ""))
	switch {
	case body == "":
		return "", errs.Field("body", "Say something.")
	case len(body) > MaxBody:
		return "", errs.Field("body", "A comment has at most %d bytes.", MaxBody)
	case len(Mentions(body)) > maxMentions:
		return "", errs.Field("body", "Mention at most %d people.", maxMentions)
	}
	return body, nil
}

// Add says something about an issue: a comment of its own, or with a parent an
// answer to one; an answer to an answer stands beside it. The author and those
// who are mentioned follow the issue from then on, if tell says that they may.
func (s *Store) Add(ctx context.Context, c Comment, tell func(user int64) bool, now telemetry.Time) (_ Comment, err error) {
	defer errs.Wrap(&err, "comment.Add(%d)", c.Issue)
	if c.Body, err = tidied(c.Body); err != nil {
		return c, err
	}
	c.Created = now
	err = s.d.Transact(ctx, func(tx *db.DB) error {
		i, err := s.issues.Hold(ctx, tx, c.Issue)
		if err != nil {
			return err
		}
		if err := c.place(ctx, tx); err != nil {
			return err
		}
		err = tx.Returning(ctx, &c.ID, `INSERT INTO comments (issue_id, parent_id, author_id, body, created_at, edited_at, deleted_at)
			VALUES (?, ?, ?, ?, ?, 0, 0) RETURNING id`, c.Issue, c.Parent, c.Author, c.Body, int64(now))
		if err != nil {
			return err
		}
		if err := s.tellOf(ctx, tx, i, c, nil, tell); err != nil {
			return err
		}
		line := issue.Activity{Issue: i.ID, At: now, Actor: c.Author, Action: issue.ActionCommented, Detail: strconv.FormatInt(c.ID, 10)}
		if err := s.issues.Record(ctx, tx, line); err != nil {
			return err
		}
		return s.announce(ctx, tx, i, now)
	})
	if err == nil {
		s.feed.Wake()
	}
	return c, err
}

// place checks the parent and that there is room.
func (c *Comment) place(ctx context.Context, tx *db.DB) error {
	var n int64
	if err := tx.Get(ctx, &n, `SELECT COUNT(*) FROM comments WHERE issue_id = ?`, c.Issue); err != nil {
		return err
	}
	if n >= maxComments {
		return errs.New(errs.Conflict, "An issue has at most %d comments.", maxComments)
	}
	if c.Parent == 0 {
		return nil
	}
	p, err := one(ctx, tx, c.Issue, c.Parent)
	if err != nil {
		return err
	}
	if p.Parent != 0 {
		c.Parent = p.Parent
	}
	return nil
}

func one(ctx context.Context, tx *db.DB, of, id int64) (c Comment, err error) {
	err = tx.Get(ctx, &c, `SELECT `+columns+` FROM comments WHERE id = ? AND issue_id = ?`, id, of)
	return c, db.NoRows(err, "There is no such comment.")
}

// own returns a comment that a user may change.
func own(ctx context.Context, tx *db.DB, of, id, user int64) (c Comment, err error) {
	c, err = one(ctx, tx, of, id)
	switch {
	case err != nil:
		return c, err
	case c.Deleted != 0:
		return c, errs.New(errs.NotFound, "The comment was deleted.")
	case user != 0 && c.Author != user:
		return c, errs.New(errs.Forbidden, "This is somebody else's comment.")
	}
	return c, nil
}

// Change gives a user's own comment another text. Those who are mentioned only
// now are told, as by Add.
func (s *Store) Change(ctx context.Context, of, id, user int64, body string, tell func(user int64) bool, now telemetry.Time) (c Comment, err error) {
	defer errs.Wrap(&err, "comment.Change(%d)", id)
	if body, err = tidied(body); err != nil {
		return c, err
	}
	err = s.d.Transact(ctx, func(tx *db.DB) error {
		i, err := s.issues.Hold(ctx, tx, of)
		if err != nil {
			return err
		}
		if c, err = own(ctx, tx, of, id, user); err != nil || c.Body == body {
			return err
		}
		before := Mentions(c.Body)
		c.Body, c.Edited = body, now
		if _, err := tx.Exec(ctx, `UPDATE comments SET body = ?, edited_at = ? WHERE id = ?`, body, int64(now), id); err != nil {
			return err
		}
		if err := s.tellOf(ctx, tx, i, c, before, tell); err != nil {
			return err
		}
		return s.announce(ctx, tx, i, now)
	})
	if err == nil {
		s.feed.Wake()
	}
	return c, err
}

// Delete removes a comment: the user's own, or anybody's when user is 0. One that
// was answered leaves an empty place.
func (s *Store) Delete(ctx context.Context, of, id, user int64, now telemetry.Time) (err error) {
	defer errs.Wrap(&err, "comment.Delete(%d)", id)
	err = s.d.Transact(ctx, func(tx *db.DB) error {
		i, err := s.issues.Hold(ctx, tx, of)
		if err != nil {
			return err
		}
		c, err := own(ctx, tx, of, id, user)
		if err != nil {
			return err
		}
		if err := c.remove(ctx, tx, now); err != nil {
			return err
		}
		return s.announce(ctx, tx, i, now)
	})
	if err == nil {
		s.feed.Wake()
	}
	return err
}

func (c Comment) remove(ctx context.Context, tx *db.DB, now telemetry.Time) error {
	if _, err := tx.Exec(ctx, `DELETE FROM notices WHERE comment_id = ? AND issue_id = ?`, c.ID, c.Issue); err != nil {
		return err
	}
	var answers int64
	if err := tx.Get(ctx, &answers, `SELECT COUNT(*) FROM comments WHERE parent_id = ?`, c.ID); err != nil {
		return err
	}
	if answers > 0 {
		_, err := tx.Exec(ctx, `UPDATE comments SET body = '', deleted_at = ? WHERE id = ?`, int64(now), c.ID)
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM comments WHERE id = ?`, c.ID); err != nil || c.Parent == 0 {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM comments WHERE id = ? AND deleted_at > 0
		AND NOT EXISTS (SELECT 1 FROM comments a WHERE a.parent_id = comments.id)`, c.Parent)
	return err
}

// announce puts the issue on the feed.
func (s *Store) announce(ctx context.Context, tx *db.DB, i issue.Issue, now telemetry.Time) error {
	return s.feed.Append(ctx, tx, feed.Entry{Topic: issue.Topic, Project: i.Project, Subject: i.ID, Change: issue.Edited, At: int64(now)})
}
