package comment

import (
	"context"
	"slices"
	"strconv"

	"belfry/internal/db"
	"belfry/internal/issue"
)

// told are the actions that followers hear of.
var told = []string{issue.ActionStatus, issue.ActionSnoozed, issue.ActionUnsnoozed, issue.ActionRegressed}

// hear turns what happened to issues into notices: for who is assigned now, who
// follows the issue from then on, and for the followers.
func (s *Store) hear(ctx context.Context, tx *db.DB, lines []issue.Activity) error {
	about := make([]int64, 0, len(lines))
	for _, a := range lines {
		if a.Action == issue.ActionAssigned || slices.Contains(told, a.Action) {
			about = append(about, a.Issue)
		}
	}
	if len(about) == 0 {
		return nil
	}
	slices.Sort(about)
	about = slices.Compact(about)
	projects, err := s.issues.ProjectsOf(ctx, tx, about)
	if err != nil {
		return err
	}
	followers, err := followersOf(ctx, tx, about)
	if err != nil {
		return err
	}
	var all []Notice
	var pairs [][2]int64
	for _, a := range lines {
		n := Notice{Project: projects[a.Issue], Issue: a.Issue, Why: a.Action, Detail: detail(a), Actor: a.Actor, Token: a.Token, At: a.At}
		for _, user := range audience(a, followers[a.Issue]) {
			if n.User = user; user != a.Actor {
				all = append(all, n)
			}
			if a.Action == issue.ActionAssigned {
				pairs = append(pairs, [2]int64{a.Issue, user})
			}
		}
	}
	if err := follow(ctx, tx, pairs...); err != nil {
		return err
	}
	return s.Notify(ctx, tx, all...)
}

// audience returns who hears of a line of history.
func audience(a issue.Activity, followers []int64) []int64 {
	if a.Action == issue.ActionAssigned {
		user, err := strconv.ParseInt(a.To, 10, 64)
		if err != nil { // nobody
			return nil
		}
		return []int64{user}
	}
	if slices.Contains(told, a.Action) {
		return followers
	}
	return nil
}

// detail is what a notice says beside its reason.
func detail(a issue.Activity) string {
	switch a.Action {
	case issue.ActionStatus:
		return a.To
	case issue.ActionRegressed:
		return a.Detail
	}
	return ""
}

// tables are those whose rows belong to an issue.
var tables = []string{"comments", "followers", "notices"}

// merged gives the issue to what the issue from has.
func merged(ctx context.Context, tx *db.DB, from, to int64) error {
	for _, table := range tables {
		_, err := tx.Exec(ctx, `UPDATE `+table+` SET origin_id = CASE WHEN origin_id = 0 THEN issue_id ELSE origin_id END, issue_id = ?
			WHERE issue_id = ?`, to, from)
		if err != nil {
			return err
		}
	}
	return nil
}

// unmerged gives the issue to back what it had.
func unmerged(ctx context.Context, tx *db.DB, from, to int64) error {
	for _, table := range tables {
		_, err := tx.Exec(ctx, `UPDATE `+table+` SET issue_id = origin_id, origin_id = 0 WHERE issue_id = ? AND origin_id = ?`, from, to)
		if err != nil {
			return err
		}
	}
	return nil
}

// forget removes what is said about issues that are about to go.
func forget(ctx context.Context, tx *db.DB, issues []int64) error {
	for _, table := range tables {
		query, args, err := db.In(`DELETE FROM `+table+` WHERE issue_id IN (?)`, issues)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, query, args...); err != nil {
			return err
		}
	}
	return nil
}
