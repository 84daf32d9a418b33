package op

import (
	"context"
	"net/http"

	"belfry/internal/comment"
	"belfry/internal/issue"
)

// Notice tells the caller what happened to an issue.
type Notice struct {
	ID      int64          `json:"id"`
	Why     string         `json:"why" doc:"“assigned”, “mentioned”, “commented”, “status”, “snoozed”, “unsnoozed” or “regressed”; more will come."`
	Detail  OrNull[string] `json:"detail" doc:"Of a status the new one, of a regression the release."`
	Issue   NoticeIssue    `json:"issue"`
	Comment OrNull[int64]  `json:"comment_id"`
	Actor   OrNull[Person] `json:"actor" doc:"Null for Belfry itself; with the id 0 a token of the project."`
	At      Time           `json:"at"`
	ReadAt  OrNull[Time]   `json:"read_at"`
}

// NoticeIssue names the issue that a notice is about.
type NoticeIssue struct {
	ID      int64  `json:"id"`
	ShortID string `json:"short_id"`
	Title   string `json:"title"`
}

// NoticePage is a page of notices.
type NoticePage struct {
	Page[Notice]
	Unread int64 `json:"unread" doc:"How many there are that were not read, on all pages."`
}

func (o *Ops) noticeOperations() []Operation {
	return []Operation{
		define(Operation{
			ID: "listNotices", Method: http.MethodGet, Path: "/notices", Tag: "notices", Permission: Personal,
			Summary: "What the caller is told, newest first; kept for 90 days",
		}, o.listNotices),
		define(Operation{
			ID: "readNotices", Method: http.MethodPost, Path: "/notices/read", Tag: "notices", Permission: Personal,
			Summary: "Mark notices as read: some, those about an issue, or all",
		}, o.readNotices),
	}
}

type noticesOutput struct{ Body NoticePage }

func (o *Ops) listNotices(ctx context.Context, c Caller, in *struct {
	Paging
	Unread bool `query:"unread" doc:"Only those that were not read."`
},
) (*noticesOutput, error) {
	projects, err := o.projectIDs(ctx, c)
	if err != nil {
		return nil, err
	}
	var before int64
	if err := in.after(&before); err != nil {
		return nil, err
	}
	found, err := o.Comments.Notices(ctx, c.User.ID, projects, in.Unread, before, in.Limit+1)
	if err != nil {
		return nil, err
	}
	page, err := paged(found, in.Limit, func(n comment.Notice) any { return n.ID })
	if err != nil {
		return nil, err
	}
	out := &noticesOutput{}
	out.Body.NextCursor = page.NextCursor
	if out.Body.Items, err = o.describeNotices(ctx, c, page.Items); err != nil {
		return nil, err
	}
	out.Body.Unread, err = o.Comments.Unread(ctx, c.User.ID, projects)
	return out, err
}

func (o *Ops) projectIDs(ctx context.Context, c Caller) ([]int64, error) {
	scope, err := o.scope(ctx, c)
	return each(scope, func(s issue.Scope) int64 { return s.Project }), err
}

// describeNotices adds the names of people and issues. An issue that is being
// deleted takes its notices along.
func (o *Ops) describeNotices(ctx context.Context, c Caller, all []comment.Notice) ([]Notice, error) {
	names, err := o.Accounts.Names(ctx, each(all, func(n comment.Notice) int64 { return n.Actor }))
	if err != nil {
		return nil, err
	}
	scope, err := o.scope(ctx, c)
	if err != nil {
		return nil, err
	}
	issues, err := o.Issues.Named(ctx, scope, each(all, func(n comment.Notice) int64 { return n.Issue }))
	out := make([]Notice, 0, len(all))
	for _, n := range all {
		if i, there := issues[n.Issue]; there {
			out = append(out, noticeOf(n, NoticeIssue(i), names))
		}
	}
	return out, err
}

func noticeOf(n comment.Notice, about NoticeIssue, names map[int64]string) Notice {
	out := Notice{
		ID: n.ID, Why: n.Why, Detail: orNull(n.Detail), Issue: about, Comment: orNull(n.Comment), At: Time(n.At), ReadAt: timeOrNull(n.Read),
	}
	switch {
	case n.Actor != 0:
		out.Actor = Some(Person{n.Actor, names[n.Actor]})
	case n.Token != "":
		out.Actor = Some(Person{Name: n.Token})
	}
	return out
}

func (o *Ops) readNotices(ctx context.Context, c Caller, in *struct {
	Body struct {
		IDs   []int64 `json:"ids,omitempty" maxItems:"500"`
		Issue int64   `json:"issue_id,omitempty" minimum:"1" doc:"Those about this issue."`
		UpTo  int64   `json:"up_to,omitempty" minimum:"1" doc:"None that came after the one with this id."`
	}
},
) (*struct{}, error) {
	b := in.Body
	return nil, o.Comments.MarkRead(ctx, c.User.ID, comment.Selection{IDs: b.IDs, Issue: b.Issue, UpTo: b.UpTo}, o.now())
}
