package op

import (
	"context"
	"net/http"
	"net/url"

	"belfry/internal/account"
	"belfry/internal/errs"
)

// Invitation lets one person in. It holds for seven days and works once.
type Invitation struct {
	ID          int64          `json:"id"`
	Email       OrNull[string] `json:"email" doc:"Null is good for anybody who has the link."`
	Role        string         `json:"role" enum:"owner,admin,member,viewer"`
	AllProjects bool           `json:"all_projects"`
	Projects    []int64        `json:"projects"`
	Confirm     bool           `json:"confirm" doc:"An administrator has to confirm whoever comes in."`
	CreatedBy   Person         `json:"created_by"`
	CreatedAt   Time           `json:"created_at"`
	ExpiresAt   Time           `json:"expires_at"`
}

// NewInvitation is an invitation that was just made, the only time that its
// link is shown.
type NewInvitation struct {
	Invitation
	URL string `json:"url" doc:"The link to pass on. It is shown this once."`
}

// InvitationOffer is what the holder of a link is told.
type InvitationOffer struct {
	Organization string         `json:"organization"`
	Email        OrNull[string] `json:"email"`
	Role         string         `json:"role" enum:"owner,admin,member,viewer"`
	Confirm      bool           `json:"confirm"`
	ExpiresAt    Time           `json:"expires_at"`
}

// Accepted is what came of accepting an invitation.
type Accepted struct {
	Waits   bool            `json:"waits" doc:"An administrator has to confirm the account first."`
	Session OrNull[Session] `json:"session" doc:"Null while the account waits."`
}

func (o *Ops) invitationOperations() []Operation {
	return []Operation{
		define(Operation{
			ID: "listInvitations", Method: http.MethodGet, Path: "/invitations", Tag: "members", Permission: Admin,
			Summary: "Open invitations, newest first",
		}, o.listInvitations),
		define(Operation{
			ID: "createInvitation", Method: http.MethodPost, Path: "/invitations", Tag: "members", Permission: Admin, Status: http.StatusCreated,
			Recording:   RecordElsewhere,
			Summary:     "Invite somebody",
			Description: "The answer holds the link, which is to be passed on: Belfry sends no mail for it.",
			Errors:      []int{http.StatusConflict},
		}, o.createInvitation),
		define(Operation{
			ID: "deleteInvitation", Method: http.MethodDelete, Path: "/invitations/{invitation_id}", Tag: "members", Permission: Admin,
			Recording: RecordElsewhere,
			Summary:   "Withdraw an invitation",
			Errors:    []int{http.StatusNotFound},
		}, o.deleteInvitation),
		define(Operation{
			ID: "lookUpInvitation", Method: http.MethodGet, Path: "/invitations/lookup", Tag: "members", Permission: Public,
			Summary: "What a link invites to",
			Errors:  []int{http.StatusNotFound},
		}, o.lookUpInvitation),
		define(Operation{
			ID: "acceptInvitation", Method: http.MethodPost, Path: "/invitations/accept", Tag: "members", Permission: Public,
			Recording:   RecordElsewhere,
			Summary:     "Accept an invitation",
			Description: "Somebody who is signed in joins with that account. Others get one, and are signed in.",
			Errors:      []int{http.StatusNotFound, http.StatusConflict, http.StatusForbidden},
		}, o.acceptInvitation),
	}
}

func invitationOf(i account.Invitation, names map[int64]string) Invitation {
	return Invitation{
		ID: i.ID, Email: orNull(i.Email), Role: string(i.Role), AllProjects: i.AllProjects, Projects: orEmpty(i.Projects), Confirm: i.Confirm,
		CreatedBy: Person{i.CreatedBy, names[i.CreatedBy]}, CreatedAt: Time(i.Created), ExpiresAt: Time(i.Expires),
	}
}

type invitationsOutput struct{ Body Page[Invitation] }

func (o *Ops) listInvitations(ctx context.Context, c Caller, _ *struct{}) (*invitationsOutput, error) {
	all, err := o.Accounts.Invitations(ctx, c.Organization.ID, o.now())
	if err != nil {
		return nil, err
	}
	names, err := o.Accounts.Names(ctx, each(all, func(i account.Invitation) int64 { return i.CreatedBy }))
	return &invitationsOutput{list(each(all, func(i account.Invitation) Invitation { return invitationOf(i, names) }))}, err
}

type newInvitationOutput struct{ Body NewInvitation }

func (o *Ops) createInvitation(ctx context.Context, c Caller, in *struct {
	Body struct {
		Email       string  `json:"email,omitempty" maxLength:"500" doc:"Then the link is good for this address only."`
		Role        string  `json:"role" enum:"owner,admin,member,viewer"`
		AllProjects bool    `json:"all_projects"`
		Projects    []int64 `json:"projects,omitempty" maxItems:"5000"`
		Confirm     bool    `json:"confirm,omitempty"`
	}
},
) (*newInvitationOutput, error) {
	b := in.Body
	if err := o.checkProjects(ctx, c, b.Projects); err != nil {
		return nil, err
	}
	i, text, err := o.Accounts.Invite(ctx, c.actor(), account.Invitation{
		Email: b.Email, Role: account.Role(b.Role), AllProjects: b.AllProjects, Projects: b.Projects, Confirm: b.Confirm,
	}, o.now())
	if err != nil {
		return nil, err
	}
	link := c.BaseURL + "/invite/" + url.PathEscape(text)
	return &newInvitationOutput{NewInvitation{invitationOf(i, map[int64]string{c.User.ID: c.User.Name}), link}}, nil
}

func (o *Ops) deleteInvitation(ctx context.Context, c Caller, in *struct {
	Invitation int64 `path:"invitation_id"`
},
) (*struct{}, error) {
	return nil, o.Accounts.Withdraw(ctx, c.actor(), in.Invitation, o.now())
}

type offerOutput struct{ Body InvitationOffer }

func (o *Ops) lookUpInvitation(ctx context.Context, _ Caller, in *struct {
	Token string `query:"token" maxLength:"200" required:"true" doc:"From the link."`
},
) (*offerOutput, error) {
	i, to, err := o.Accounts.Invitation(ctx, in.Token, o.now())
	return &offerOutput{InvitationOffer{
		Organization: to.Name, Email: orNull(i.Email), Role: string(i.Role), Confirm: i.Confirm, ExpiresAt: Time(i.Expires),
	}}, err
}

type acceptedOutput struct {
	SetCookie []http.Cookie `header:"Set-Cookie" hidden:"true"`
	Body      Accepted
}

func (o *Ops) acceptInvitation(ctx context.Context, c Caller, in *struct {
	Body struct {
		Token    string `json:"token" maxLength:"200" doc:"From the link."`
		Name     string `json:"name,omitempty" maxLength:"500"`
		Email    string `json:"email,omitempty" maxLength:"500"`
		Password string `json:"password,omitempty" maxLength:"1000" doc:"At least 10 characters."`
	}
},
) (*acceptedOutput, error) {
	if c.Token != 0 {
		return nil, errs.New(errs.Forbidden, "An invitation is for a person. Accept it in the browser.")
	}
	b := in.Body
	u, waits, err := o.Accounts.Accept(ctx, c.actor(), b.Token, account.Person{Name: b.Name, Email: b.Email, Password: b.Password}, o.now())
	if err != nil || waits {
		return &acceptedOutput{Body: Accepted{Waits: waits}}, err
	}
	if c.Known() {
		return &acceptedOutput{Body: Accepted{Session: Some(o.session(c, c.Identity))}}, nil
	}
	s, err := o.Accounts.OpenSession(ctx, u.ID, c.client(), o.now())
	whole := o.signedIn(c, s)
	return &acceptedOutput{SetCookie: whole.SetCookie, Body: Accepted{Session: Some(whole.Body)}}, err
}
