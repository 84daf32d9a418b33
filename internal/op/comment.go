package op

import (
	"context"
	"net/http"

	"belfry/internal/account"
	"belfry/internal/comment"
	"belfry/internal/issue"
)

// Comment is what somebody said about an issue.
type Comment struct {
	ID       int64         `json:"id"`
	ParentID OrNull[int64] `json:"parent_id" doc:"The comment that this one answers."`
	Author   Person        `json:"author"`
	Body     string        `json:"body" doc:"Markdown; empty when it was deleted."`
	HTML     string        `json:"html" doc:"The same to show: sanitised, without scripts, styles and pictures."`
	At       Time          `json:"at"`
	EditedAt OrNull[Time]  `json:"edited_at"`
	Deleted  bool          `json:"deleted" doc:"It was deleted; its place is kept because of the answers."`
}

func (o *Ops) commentOperations() []Operation {
	notFound := []int{http.StatusNotFound}
	return []Operation{
		define(Operation{
			ID: "listComments", Method: http.MethodGet, Path: "/issues/{issue_id}/comments", Tag: "comments", Permission: Read,
			Summary: "What people said about an issue, oldest first, answers among them", Errors: notFound,
		}, o.listComments),
		define(Operation{
			ID: "createComment", Method: http.MethodPost, Path: "/issues/{issue_id}/comments", Tag: "comments", Permission: Write, PeopleOnly: true,
			Status: http.StatusCreated, Summary: "Say something about an issue, or answer",
			Description: "In Markdown. Somebody is mentioned as @[Ada](user:3), is told so and follows the issue from then on.",
			Errors:      []int{http.StatusNotFound, http.StatusConflict},
		}, o.createComment),
		define(Operation{
			ID: "updateComment", Method: http.MethodPatch, Path: "/issues/{issue_id}/comments/{comment_id}", Tag: "comments", Permission: Write, PeopleOnly: true,
			Summary: "Change one's own comment", Errors: notFound,
		}, o.updateComment),
		define(Operation{
			ID: "deleteComment", Method: http.MethodDelete, Path: "/issues/{issue_id}/comments/{comment_id}", Tag: "comments", Permission: Write, PeopleOnly: true,
			Summary: "Delete one's own comment; administrators anybody's", Errors: notFound,
		}, o.deleteComment),
		define(Operation{
			ID: "listFollowers", Method: http.MethodGet, Path: "/issues/{issue_id}/followers", Tag: "comments", Permission: Read,
			Summary: "Who is told of what happens to an issue", Errors: notFound,
		}, o.listFollowers),
		define(Operation{
			ID: "followIssue", Method: http.MethodPut, Path: "/issues/{issue_id}/follow", Tag: "comments", Permission: Personal,
			Summary: "Be told of what happens to an issue", Errors: notFound,
		}, o.followIssue),
		define(Operation{
			ID: "unfollowIssue", Method: http.MethodDelete, Path: "/issues/{issue_id}/follow", Tag: "comments", Permission: Personal,
			Summary: "Not be told any more", Errors: notFound,
		}, o.unfollowIssue),
	}
}

type commentsOutput struct{ Body Page[Comment] }

func (o *Ops) listComments(ctx context.Context, c Caller, in *struct {
	IssuePath
	Paging
},
) (*commentsOutput, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	var after int64
	if err := in.after(&after); err != nil {
		return nil, err
	}
	found, err := o.Comments.List(ctx, i.ID, after, in.Limit+1)
	if err != nil {
		return nil, err
	}
	page, err := paged(found, in.Limit, func(c comment.Comment) any { return c.ID })
	if err != nil {
		return nil, err
	}
	items, err := o.describeComments(ctx, c, page.Items)
	return &commentsOutput{Page[Comment]{items, page.NextCursor}}, err
}

// describeComments adds the names, and renders the texts.
func (o *Ops) describeComments(ctx context.Context, caller Caller, all []comment.Comment) ([]Comment, error) {
	names, err := o.Accounts.Names(ctx, each(all, func(c comment.Comment) int64 { return c.Author }))
	if err != nil {
		return nil, err
	}
	members, err := o.Accounts.Members(ctx, caller.Organization.ID)
	if err != nil {
		return nil, err
	}
	mentioned := make(map[int64]string, len(members)) // others keep the name that was written
	for _, m := range members {
		mentioned[m.User] = m.Name
	}
	out := make([]Comment, len(all))
	for n, c := range all {
		out[n] = Comment{
			ID: c.ID, ParentID: orNull(c.Parent), Author: Person{c.Author, names[c.Author]}, Body: c.Body, At: Time(c.Created),
			EditedAt: timeOrNull(c.Edited), Deleted: c.Deleted != 0,
		}
		if out[n].HTML, err = comment.Render(c.Body, mentioned); err != nil {
			return nil, err
		}
	}
	return out, nil
}

type commentOutput struct{ Body Comment }

func (o *Ops) describeComment(ctx context.Context, caller Caller, c comment.Comment) (*commentOutput, error) {
	all, err := o.describeComments(ctx, caller, []comment.Comment{c})
	if err != nil {
		return nil, err
	}
	return &commentOutput{all[0]}, nil
}

// readers returns whether a user may see the issues of a project.
func (o *Ops) readers(ctx context.Context, c Caller, project int64) (func(user int64) bool, error) {
	members, err := o.Accounts.Members(ctx, c.Organization.ID)
	may := make(map[int64]bool, len(members))
	for _, m := range members {
		may[m.User] = m.Active() && m.Access().Sees(project)
	}
	return func(user int64) bool { return may[user] }, err
}

func (o *Ops) createComment(ctx context.Context, c Caller, in *struct {
	IssuePath
	Body struct {
		Body     string `json:"body" maxLength:"20000" doc:"Markdown."`
		ParentID int64  `json:"parent_id,omitempty" minimum:"1" doc:"The comment to answer."`
	}
},
) (*commentOutput, error) {
	i, tell, err := o.issueToDiscuss(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	said, err := o.Comments.Add(ctx, comment.Comment{Issue: i.ID, Parent: in.Body.ParentID, Author: c.User.ID, Body: in.Body.Body}, tell, o.now())
	if err != nil {
		return nil, err
	}
	return o.describeComment(ctx, c, said)
}

func (o *Ops) issueToDiscuss(ctx context.Context, c Caller, ref string) (i issue.Issue, tell func(int64) bool, err error) {
	if i, err = o.issue(ctx, c, ref); err != nil {
		return i, nil, err
	}
	tell, err = o.readers(ctx, c, i.Project)
	return i, tell, err
}

// CommentPath is part of the input of operations on a comment.
type CommentPath struct {
	IssuePath
	Comment int64 `path:"comment_id"`
}

func (o *Ops) updateComment(ctx context.Context, c Caller, in *struct {
	CommentPath
	Body struct {
		Body string `json:"body" maxLength:"20000" doc:"Markdown."`
	}
},
) (*commentOutput, error) {
	i, tell, err := o.issueToDiscuss(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	said, err := o.Comments.Change(ctx, i.ID, in.Comment, c.User.ID, in.Body.Body, tell, o.now())
	if err != nil {
		return nil, err
	}
	return o.describeComment(ctx, c, said)
}

func (o *Ops) deleteComment(ctx context.Context, c Caller, in *CommentPath) (*struct{}, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	user := c.User.ID
	if c.Role.AtLeast(account.RoleAdmin) {
		user = 0
	}
	return nil, o.Comments.Delete(ctx, i.ID, in.Comment, user, o.now())
}

type peopleOutput struct{ Body Page[Person] }

func (o *Ops) listFollowers(ctx context.Context, c Caller, in *IssuePath) (*peopleOutput, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	users, err := o.Comments.Followers(ctx, i.ID)
	if err != nil {
		return nil, err
	}
	names, err := o.Accounts.Names(ctx, users)
	return &peopleOutput{list(each(users, func(id int64) Person { return Person{id, names[id]} }))}, err
}

func (o *Ops) followIssue(ctx context.Context, c Caller, in *IssuePath) (*struct{}, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	return nil, o.Comments.Follow(ctx, i.ID, c.User.ID)
}

func (o *Ops) unfollowIssue(ctx context.Context, c Caller, in *IssuePath) (*struct{}, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	return nil, o.Comments.Unfollow(ctx, i.ID, c.User.ID)
}
