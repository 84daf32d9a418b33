package op

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"belfry/internal/account"
	"belfry/internal/errs"
	"belfry/internal/issue"
)

// Tag is what people call an issue.
type Tag struct {
	Key   string `json:"key" minLength:"1" maxLength:"60"`
	Value string `json:"value" minLength:"1" maxLength:"200"`
}

// Snooze says when an ignored issue wakes, at whichever comes first.
type Snooze struct {
	Until  OrNull[Time]  `json:"until"`
	Events OrNull[int64] `json:"events" doc:"The number of events (times_seen) at which it wakes."`
}

// SnoozeFor is how long to snooze an issue.
type SnoozeFor struct {
	Until  time.Time `json:"until,omitzero"`
	Events int64     `json:"events,omitempty" minimum:"1" maximum:"1000000000" doc:"After so many more events."`
}

// Change of a field that may be null: whether it was sent, and what.
type orLeft[T any] struct {
	sent  bool
	value OrNull[T]
}

// UnmarshalJSON implements json.Unmarshaler.
func (v *orLeft[T]) UnmarshalJSON(text []byte) error {
	v.sent = true
	return json.Unmarshal(text, &v.value)
}

// Schema implements huma.SchemaProvider.
func (orLeft[T]) Schema(r huma.Registry) *huma.Schema { return OrNull[T]{}.Schema(r) }

// IssueEdit is what is changed about an issue; what is left out stays.
type IssueEdit struct {
	Status   string        `json:"status,omitempty" enum:"open,resolved,ignored,archived" doc:"Ignored is for ever; see snooze."`
	Assignee orLeft[int64] `json:"assignee" required:"false" doc:"A user who may see the project, or null for nobody."`
	Priority *int          `json:"priority,omitempty" minimum:"0" maximum:"100"`
	Snooze   *SnoozeFor    `json:"snooze,omitempty" doc:"Ignores the issue until then."`
}

func (e IssueEdit) edit() (out issue.Edit, err error) {
	if e.Status != "" {
		status, err := issue.ParseStatus(e.Status)
		if err != nil {
			return out, err
		}
		out.Status = &status
	}
	if e.Assignee.sent {
		out.Assignee = new(int64)
		if e.Assignee.value.Value != nil {
			*out.Assignee = *e.Assignee.value.Value
		}
	}
	if e.Snooze != nil {
		out.Snooze = &issue.Snooze{Until: since(e.Snooze.Until), Events: e.Snooze.Events}
	}
	out.Priority = e.Priority
	return out, nil
}

// BulkAction is what is done to many issues at once.
type BulkAction struct {
	IssueEdit
	AddTags    []Tag `json:"add_tags,omitempty" maxItems:"50"`
	RemoveTags []Tag `json:"remove_tags,omitempty" maxItems:"50"`
	MergeInto  int64 `json:"merge_into,omitempty" minimum:"1" doc:"Makes the other issues part of this one. Goes with no other action."`
	Delete     bool  `json:"delete,omitempty" doc:"Removes the issues and all that is known of them for good. Goes with no other action."`
}

// BulkResult says what a change of many issues came to.
type BulkResult struct {
	Changed int64 `json:"changed" doc:"How many issues are other than before."`
}

func (o *Ops) triageOperations() []Operation {
	notFound := []int{http.StatusNotFound}
	return []Operation{
		define(Operation{
			ID: "updateIssue", Method: http.MethodPatch, Path: "/issues/{issue_id}", Tag: "issues", Permission: Write,
			Summary: "Resolve, ignore, snooze, archive, reopen, assign or prioritise an issue",
			Description: "The next event reopens a resolved issue; ignored and archived ones are counted and stay. A snoozed issue is " +
				"ignored until a time comes or a number of events.",
			Errors: notFound,
		}, o.updateIssue),
		define(Operation{
			ID: "updateIssues", Method: http.MethodPost, Path: "/issues/bulk", Tag: "issues", Permission: Write,
			Summary:     "Change many issues at once",
			Description: "Either those with the given ids, of which what is not there is passed over, or all that a search finds, up to 100,000.",
			Errors:      notFound,
		}, o.updateIssues),
		define(Operation{
			ID: "tagIssue", Method: http.MethodPut, Path: "/issues/{issue_id}/tags", Tag: "issues", Permission: Write,
			Summary: "Give an issue a tag", Errors: notFound,
		}, o.tagIssue),
		define(Operation{
			ID: "untagIssue", Method: http.MethodDelete, Path: "/issues/{issue_id}/tags", Tag: "issues", Permission: Write,
			Summary: "Take a tag from an issue", Errors: notFound,
		}, o.untagIssue),
	}
}

// by is c as the history of an issue names who changes it.
func (c Caller) by() issue.Actor {
	if c.Project != 0 {
		return issue.Actor{Token: c.TokenName}
	}
	return issue.Actor{User: c.User.ID}
}

// assignable returns nil when a user, 0 for nobody, may see all of some projects.
func (o *Ops) assignable(ctx context.Context, c Caller, user *int64, projects []int64) error {
	if user == nil || *user == 0 {
		return nil
	}
	members, err := o.Accounts.Members(ctx, c.Organization.ID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(members, func(m account.Member) bool { return m.User == *user && m.Active() })
	if at < 0 {
		return errs.Field("assignee", "There is no such member.")
	}
	for _, p := range projects {
		if !members[at].Access().Sees(p) {
			return errs.Field("assignee", "%s may not see the project.", members[at].Name)
		}
	}
	return nil
}

func (o *Ops) updateIssue(ctx context.Context, c Caller, in *struct {
	IssuePath
	Body IssueEdit
},
) (*issueOutput, error) {
	e, err := in.Body.edit()
	if err != nil {
		return nil, err
	}
	return o.editIssue(ctx, c, in.Issue, e)
}

func (o *Ops) tagIssue(ctx context.Context, c Caller, in *struct {
	IssuePath
	Body Tag
},
) (*issueOutput, error) {
	return o.editIssue(ctx, c, in.Issue, issue.Edit{AddTags: []issue.Tag{issue.Tag(in.Body)}})
}

func (o *Ops) untagIssue(ctx context.Context, c Caller, in *struct {
	IssuePath
	Key   string `query:"key" required:"true" maxLength:"60"`
	Value string `query:"value" required:"true" maxLength:"200"`
},
) (*issueOutput, error) {
	return o.editIssue(ctx, c, in.Issue, issue.Edit{RemoveTags: []issue.Tag{{Key: in.Key, Value: in.Value}}})
}

func (o *Ops) editIssue(ctx context.Context, c Caller, ref string, e issue.Edit) (*issueOutput, error) {
	i, err := o.issue(ctx, c, ref)
	if err != nil {
		return nil, err
	}
	if err := o.assignable(ctx, c, e.Assignee, []int64{i.Project}); err != nil {
		return nil, err
	}
	if _, err := o.Issues.Edit(ctx, c.by(), []int64{i.ID}, e, o.now()); err != nil {
		return nil, err
	}
	if i, err = o.issue(ctx, c, ref); err != nil {
		return nil, err
	}
	return o.describeIssue(ctx, c, i)
}

// snoozeOf is null for an issue that is not snoozed.
func snoozeOf(i issue.Issue) OrNull[Snooze] {
	if !i.Snoozed() {
		return OrNull[Snooze]{}
	}
	return Some(Snooze{Until: timeOrNull(i.SnoozeUntil), Events: orNull(i.SnoozeEvents)})
}

// describeTriage adds who looks after issues, and what people call them and say
// about them.
func (o *Ops) describeTriage(ctx context.Context, c Caller, all []issue.Issue, out []Issue) error {
	ids := each(all, func(i issue.Issue) int64 { return i.ID })
	tags, err := o.Issues.Tags(ctx, ids)
	if err != nil {
		return err
	}
	said, err := o.Comments.Summaries(ctx, ids, c.User.ID)
	if err != nil {
		return err
	}
	names, err := o.Accounts.Names(ctx, each(all, func(i issue.Issue) int64 { return i.Assignee }))
	for n, i := range all {
		out[n].Tags = each(tags[i.ID], func(t issue.Tag) Tag { return Tag(t) })
		s := said[i.ID]
		out[n].Comments, out[n].Followers, out[n].Followed = s.Comments, s.Followers, s.Followed
		if i.Assignee != 0 {
			out[n].Assignee = Some(Person{i.Assignee, names[i.Assignee]})
		}
	}
	return err
}
