package op

import (
	"context"
	"errors"
	"reflect"
	"strconv"
	"time"

	"belfry/internal/account"
	"belfry/internal/errs"
	"belfry/internal/issue"
)

// BulkFilter wants the issues that a list with the same filter has.
type BulkFilter struct {
	Query       string    `json:"query,omitempty" maxLength:"2000"`
	Status      string    `json:"status,omitempty" enum:"open,resolved,ignored,archived,all" doc:"Open, if left out."`
	Projects    []int64   `json:"projects,omitempty" maxItems:"200"`
	Kind        string    `json:"kind,omitempty" maxLength:"50"`
	Level       string    `json:"level,omitempty" enum:"fatal,error,warning,info,debug,trace"`
	Environment string    `json:"environment,omitempty" maxLength:"200"`
	Release     string    `json:"release,omitempty" maxLength:"200"`
	From        time.Time `json:"from,omitzero"`
	To          time.Time `json:"to,omitzero"`
	Zone        string    `json:"tz,omitempty" maxLength:"60"`
}

// bulkInput is what updateIssues gets.
type bulkInput struct {
	Body struct {
		IDs    []int64     `json:"ids,omitempty" maxItems:"10000"`
		Filter *BulkFilter `json:"filter,omitempty"`
		Action BulkAction  `json:"action"`
	}
}

type bulkOutput struct{ Body BulkResult }

// maxBulk is how many issues one request changes at most.
const maxBulk = 100_000

func (o *Ops) updateIssues(ctx context.Context, c Caller, in *bulkInput) (*bulkOutput, error) {
	ids, projects, err := o.meant(ctx, c, in)
	if err != nil {
		return nil, err
	}
	action := in.Body.Action
	e, err := action.edit()
	if err != nil {
		return nil, err
	}
	e.AddTags = each(action.AddTags, func(t Tag) issue.Tag { return issue.Tag(t) })
	e.RemoveTags = each(action.RemoveTags, func(t Tag) issue.Tag { return issue.Tag(t) })
	out := &bulkOutput{}
	switch alone := reflect.DeepEqual(action, BulkAction{MergeInto: action.MergeInto, Delete: action.Delete}); {
	case (action.MergeInto != 0 || action.Delete) && (!alone || action.MergeInto != 0 && action.Delete):
		return nil, errs.Field("action", "Merging and deleting go with no other action.")
	case action.MergeInto != 0:
		out.Body.Changed, err = o.mergeAll(ctx, c, action.MergeInto, ids)
		return out, err
	case action.Delete:
		out.Body.Changed, err = o.deleteAll(ctx, c, ids)
		return out, err
	}
	if err := o.assignable(ctx, c, e.Assignee, projects); err != nil {
		return nil, err
	}
	out.Body.Changed, err = o.Issues.Edit(ctx, c.by(), ids, e, o.now())
	return out, err
}

// meant returns the issues that a request is about, and their projects.
func (o *Ops) meant(ctx context.Context, c Caller, in *bulkInput) (ids, projects []int64, err error) {
	switch f := in.Body.Filter; {
	case (f == nil) == (len(in.Body.IDs) == 0):
		return nil, nil, errs.Field("ids", "Name the issues either by their ids or by a filter.")
	case f != nil:
		scope, err := o.scope(ctx, c, f.Projects...)
		if err != nil {
			return nil, nil, err
		}
		if ids, err = o.findAll(ctx, c, f, scope); err != nil {
			return nil, nil, err
		}
		return o.Issues.Within(ctx, scope, ids)
	}
	scope, err := o.scope(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	return o.Issues.Within(ctx, scope, in.Body.IDs)
}

func (o *Ops) findAll(ctx context.Context, c Caller, f *BulkFilter, scope []issue.Scope) (ids []int64, err error) {
	status := f.Status
	if status == "" {
		status = string(issue.Open)
	}
	filter, err := o.filter(ctx, c, IssueFilter{
		Query: f.Query, Kind: f.Kind, Level: f.Level, Environment: f.Environment, Release: f.Release, From: f.From, To: f.To, Zone: f.Zone,
	}, status, scope)
	if err != nil {
		return nil, err
	}
	for part, err := range o.Issues.Find(ctx, filter) {
		if err != nil {
			return nil, err
		}
		if ids = append(ids, part...); len(ids) > maxBulk {
			return nil, errs.Field("filter", "More than %d issues match. Narrow the search down.", maxBulk)
		}
	}
	return ids, nil
}

// mergeAll makes issues part of one of them, or of another one.
func (o *Ops) mergeAll(ctx context.Context, c Caller, target int64, ids []int64) (int64, error) {
	scope, err := o.scope(ctx, c)
	if err != nil {
		return 0, err
	}
	into, _, err := o.Issues.Within(ctx, scope, []int64{target})
	if err == nil && len(into) == 0 {
		err = errs.Field("merge_into", "There is no such issue.")
	}
	if err != nil {
		return 0, err
	}
	sources := make([]int64, 0, len(ids))
	for _, id := range ids {
		if id != target {
			sources = append(sources, id)
		}
	}
	if _, err := o.Issues.Merge(ctx, c.User.ID, target, sources, o.now()); err != nil {
		return 0, err
	}
	return int64(len(sources)), nil
}

// deleteAll removes issues, which goes into the audit log: their history goes
// with them.
func (o *Ops) deleteAll(ctx context.Context, c Caller, ids []int64) (int64, error) {
	n, err := o.Issues.Delete(ctx, ids, o.now())
	if n == 0 {
		return n, err
	}
	detail := account.Detail{"issues": strconv.FormatInt(n, 10)}
	return n, errors.Join(err, o.Accounts.Record(ctx, c.actor(), "issues.deleted", account.Target{Type: "issues"}, detail, o.now()))
}
