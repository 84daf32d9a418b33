package op

import (
	"context"
	"net/http"
	"slices"

	"belfry/internal/account"
	"belfry/internal/errs"
)

// Member is somebody who belongs to the organization.
type Member struct {
	ID          int64        `json:"id" doc:"Of the user."`
	Name        string       `json:"name"`
	Email       string       `json:"email"`
	Role        string       `json:"role" enum:"owner,admin,member,viewer"`
	AllProjects bool         `json:"all_projects" doc:"Sees every project; owners and admins always do."`
	Projects    []int64      `json:"projects" doc:"Of those who do not see every project; told to administrators only."`
	Disabled    bool         `json:"disabled"`
	Confirmed   bool         `json:"confirmed" doc:"False for somebody who waits for an administrator."`
	JoinedAt    Time         `json:"joined_at"`
	LastSeenAt  OrNull[Time] `json:"last_seen_at" doc:"Told to administrators only."`
}

func memberOf(m account.Member, full bool) Member {
	out := Member{
		ID: m.User, Name: m.Name, Email: m.Email, Role: string(m.Role), AllProjects: m.Access().All, Projects: []int64{},
		Disabled: m.Disabled, Confirmed: m.Confirmed, JoinedAt: Time(m.Joined),
	}
	if full {
		out.Projects, out.LastSeenAt = orEmpty(m.Projects), timeOrNull(m.Seen)
	}
	return out
}

func (o *Ops) memberOperations() []Operation {
	return []Operation{
		define(Operation{
			ID: "listMembers", Method: http.MethodGet, Path: "/members", Tag: "members", Permission: Read,
			Summary: "Members, by name",
			Description: "With a project those who may see it: whom its issues can be assigned to. Others than administrators are " +
				"told of members with whom they share a project.",
			Errors: []int{http.StatusNotFound},
		}, o.listMembers),
		define(Operation{
			ID: "updateMember", Method: http.MethodPatch, Path: "/members/{user_id}", Tag: "members", Permission: Admin,
			Recording:   RecordElsewhere,
			Summary:     "Change role or projects; confirm, disable or enable a member",
			Description: "Only owners change and make owners. An organization always keeps one.",
			Errors:      []int{http.StatusNotFound, http.StatusConflict},
		}, o.updateMember),
		define(Operation{
			ID: "deleteMember", Method: http.MethodDelete, Path: "/members/{user_id}", Tag: "members", Permission: Admin,
			Recording:   RecordElsewhere,
			Summary:     "Remove a member",
			Description: "Ends the sessions and revokes the personal tokens. What the member did stays in the history, by name.",
			Errors:      []int{http.StatusNotFound, http.StatusConflict},
		}, o.deleteMember),
	}
}

type membersOutput struct{ Body Page[Member] }

func (o *Ops) listMembers(ctx context.Context, c Caller, in *struct {
	Project int64 `query:"project" doc:"Only those who may see it."`
},
) (*membersOutput, error) {
	shared, err := o.Accounts.Access(ctx, c.Identity)
	if err != nil {
		return nil, err
	}
	if in.Project != 0 {
		if _, err := o.project(ctx, c, in.Project); err != nil {
			return nil, err
		}
		shared = account.Access{Projects: []int64{in.Project}}
	}
	all, err := o.Accounts.Members(ctx, c.Organization.ID)
	full := c.Project == 0 && c.Role.AtLeast(account.RoleAdmin)
	all = slices.DeleteFunc(all, func(m account.Member) bool {
		return m.User != c.User.ID && !meet(m.Access(), shared)
	})
	if in.Project != 0 {
		all = slices.DeleteFunc(all, func(m account.Member) bool { return !m.Active() || !m.Access().Sees(in.Project) })
	}
	return &membersOutput{list(each(all, func(m account.Member) Member { return memberOf(m, full) }))}, err
}

// meet reports whether there is a project that both may see. Who sees all of
// them meets everybody, even somebody who sees none yet.
func meet(a, b account.Access) bool {
	return b.All || a.All || slices.ContainsFunc(a.Projects, b.Sees)
}

// MemberPath is part of the input of operations on a member.
type MemberPath struct {
	User int64 `path:"user_id"`
}

type memberOutput struct{ Body Member }

func (o *Ops) updateMember(ctx context.Context, c Caller, in *struct {
	MemberPath
	Body struct {
		Role        *string  `json:"role,omitempty" enum:"owner,admin,member,viewer"`
		AllProjects *bool    `json:"all_projects,omitempty"`
		Projects    *[]int64 `json:"projects,omitempty" maxItems:"5000" doc:"Counts without all_projects."`
		Disabled    *bool    `json:"disabled,omitempty"`
		Confirmed   *bool    `json:"confirmed,omitempty" doc:"It cannot be taken back: disable the member instead."`
	}
},
) (*memberOutput, error) {
	b := in.Body
	change := account.MemberChange{Role: (*account.Role)(b.Role), AllProjects: b.AllProjects, Projects: b.Projects, Disabled: b.Disabled}
	change.Confirm = b.Confirmed != nil && *b.Confirmed
	if b.Projects != nil {
		if err := o.checkProjects(ctx, c, *b.Projects); err != nil {
			return nil, err
		}
	}
	m, err := o.Accounts.UpdateMember(ctx, c.actor(), in.User, change, o.now())
	return &memberOutput{memberOf(m, true)}, err
}

// checkProjects refuses projects that c does not see.
func (o *Ops) checkProjects(ctx context.Context, c Caller, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := o.scope(ctx, c, ids...)
	if errs.Is(err, errs.NotFound) {
		return errs.Field("projects", "%s", errs.PublicOf(err))
	}
	return err
}

func (o *Ops) deleteMember(ctx context.Context, c Caller, in *MemberPath) (*struct{}, error) {
	return nil, o.Accounts.RemoveMember(ctx, c.actor(), in.User, o.now())
}
