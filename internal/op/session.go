package op

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"belfry/internal/account"
	"belfry/internal/errs"
)

// SessionCookie is the name of the cookie of a session in the browser.
const SessionCookie = "belfry_session"

// cookieAge is longer than any session: when one ends is decided here, not in
// the browser.
const cookieAge = 90 * 24 * time.Hour

// User is a person as the API shows one.
type User struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
	Role  string `json:"role" enum:"owner,admin,member,viewer"`
}

// Organization is what users and projects belong to.
type Organization struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// Session is who the caller is and what may be done.
type Session struct {
	User         User          `json:"user"`
	Organization Organization  `json:"organization"`
	BaseURL      string        `json:"base_url" doc:"How this server is reached from outside."`
	Version      string        `json:"version"`
	Scope        string        `json:"scope" enum:"read,write"`
	ProjectID    OrNull[int64] `json:"project_id" doc:"Of a token of a project, which the user then stands for: its id is 0."`
}

func (o *Ops) sessionOperations() []Operation {
	return []Operation{
		define(Operation{
			ID: "createSession", Method: http.MethodPost, Path: "/session", Tag: "session", Permission: Public,
			Summary: "Sign in",
			Description: "Sets the session cookie, or answers 202 when a second factor is asked for: that goes to /session/factor. " +
				"After ten failures from one address for one account it answers 429 for some minutes.",
			Answers: map[int]any{http.StatusOK: Session{}, http.StatusAccepted: SecondFactor{}},
			Errors:  []int{http.StatusUnauthorized, http.StatusTooManyRequests},
		}, o.createSession),
		define(Operation{
			ID: "getSession", Method: http.MethodGet, Path: "/session", Tag: "session", Permission: Read,
			Summary: "Who is signed in",
		}, o.getSession),
		define(Operation{
			ID: "deleteSession", Method: http.MethodDelete, Path: "/session", Tag: "session", Permission: Read,
			Summary:     "Sign out",
			Description: "Ends the session and clears its cookie. With a token it changes nothing.",
		}, o.deleteSession),
	}
}

type sessionOutput struct {
	SetCookie []http.Cookie `header:"Set-Cookie" hidden:"true"`
	Body      Session
}

func (c Caller) client() account.Client {
	return account.Client{Address: c.Address, Agent: c.Agent, BaseURL: c.BaseURL}
}

func userOf(id account.Identity) User {
	if id.Project != 0 {
		return User{Name: id.TokenName, Role: string(id.Role)}
	}
	return User{ID: id.User.ID, Name: id.User.Name, Email: id.User.Email, Role: string(id.Role)}
}

func (o *Ops) session(c Caller, id account.Identity) Session {
	return Session{
		User:         userOf(id),
		Organization: organizationOf(id.Organization),
		BaseURL:      c.BaseURL,
		Version:      o.Version,
		Scope:        string(id.Scope),
		ProjectID:    orNull(id.Project),
	}
}

func (o *Ops) signedIn(c Caller, s account.Session) *sessionOutput {
	return &sessionOutput{SetCookie: c.cookie(s.Token, cookieAge), Body: o.session(c, s.Identity)}
}

// cookie is the session's; a negative age clears it. It is sent with navigations
// from other sites, so that links in mails work, but not with their requests.
func (c Caller) cookie(value string, age time.Duration) []http.Cookie {
	return []http.Cookie{{
		Name: SessionCookie, Value: value, Path: "/", MaxAge: int(age.Seconds()),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(c.BaseURL, "https://"),
	}}
}

type signInInput struct {
	Body struct {
		Email    string `json:"email" maxLength:"500"`
		Password string `json:"password" maxLength:"1000"`
	}
}

func (o *Ops) createSession(ctx context.Context, c Caller, in *signInInput) (*stepOutput, error) {
	s, err := o.Accounts.SignIn(ctx, in.Body.Email, in.Body.Password, c.client(), o.now())
	if err == nil && s.Second != nil {
		return &stepOutput{Status: http.StatusAccepted, Body: secondFactorOf(s.Second)}, nil
	}
	whole := o.signedIn(c, s)
	return &stepOutput{Status: http.StatusOK, SetCookie: whole.SetCookie, Body: whole.Body}, err
}

type whoOutput struct{ Body Session }

func (o *Ops) getSession(_ context.Context, c Caller, _ *struct{}) (*whoOutput, error) {
	return &whoOutput{o.session(c, c.Identity)}, nil
}

type signOutOutput struct {
	SetCookie []http.Cookie `header:"Set-Cookie" hidden:"true"`
}

func (o *Ops) deleteSession(ctx context.Context, c Caller, _ *struct{}) (*signOutOutput, error) {
	if c.Session == "" {
		return &signOutOutput{}, nil
	}
	return &signOutOutput{c.cookie("", -time.Second)}, o.Accounts.SignOut(ctx, c.Session)
}

// OwnOrganization is an organization of the caller.
type OwnOrganization struct {
	Organization
	Role    string `json:"role" enum:"owner,admin,member,viewer" doc:"The caller's, there."`
	Home    bool   `json:"home" doc:"The first one, which runs this server."`
	Current bool   `json:"current" doc:"The one that the caller acts in."`
}

func ownOrganizationOf(o account.OwnOrganization, c Caller) OwnOrganization {
	return OwnOrganization{organizationOf(o.Organization), string(o.Role), o.Home, o.ID == c.Organization.ID}
}

func organizationOf(o account.Organization) Organization { return Organization{o.ID, o.Name} }

func (o *Ops) organizationOperations() []Operation {
	return []Operation{
		define(Operation{
			ID: "listOrganizations", Method: http.MethodGet, Path: "/organizations", Tag: "organizations", Permission: Personal,
			Summary:     "The caller's organizations, the oldest first",
			Description: "With a token only the one that it is good for.",
		}, o.listOrganizations),
		define(Operation{
			ID: "createOrganization", Method: http.MethodPost, Path: "/organizations", Tag: "organizations", Permission: Owner, Home: true,
			Status: http.StatusCreated, Recording: RecordElsewhere,
			Summary:     "Make another organization",
			Description: "The caller becomes its owner. It is up to the owners of the organization that runs this server.",
			Errors:      []int{http.StatusConflict},
		}, o.createOrganization),
		define(Operation{
			ID: "updateOrganization", Method: http.MethodPatch, Path: "/organizations/{organization_id}", Tag: "organizations", Permission: Owner,
			Recording:   RecordElsewhere,
			Summary:     "Rename the organization",
			Description: "The one that the caller acts in: switch to another one first.",
			Errors:      []int{http.StatusNotFound},
		}, o.updateOrganization),
		define(Operation{
			ID: "switchOrganization", Method: http.MethodPut, Path: "/session/organization", Tag: "session", Permission: Personal,
			Recording:   RecordElsewhere,
			Summary:     "Act in another organization",
			Description: "Holds for the session of the caller, who must be a member there. Tokens stay with their organization.",
			Errors:      []int{http.StatusNotFound, http.StatusConflict},
		}, o.switchOrganization),
	}
}

type organizationsOutput struct{ Body Page[OwnOrganization] }

func (o *Ops) listOrganizations(ctx context.Context, c Caller, _ *struct{}) (*organizationsOutput, error) {
	all, err := o.Accounts.Organizations(ctx, c.User.ID)
	if c.Session == "" {
		all = slices.DeleteFunc(all, func(one account.OwnOrganization) bool { return one.ID != c.Organization.ID })
	}
	return &organizationsOutput{list(each(all, func(one account.OwnOrganization) OwnOrganization { return ownOrganizationOf(one, c) }))}, err
}

type organizationOutput struct{ Body Organization }

func (o *Ops) createOrganization(ctx context.Context, c Caller, in *struct {
	Body struct {
		Name string `json:"name" maxLength:"500"`
	}
},
) (*organizationOutput, error) {
	made, err := o.Accounts.CreateOrganization(ctx, c.actor(), in.Body.Name, o.now())
	return &organizationOutput{organizationOf(made)}, err
}

func (o *Ops) updateOrganization(ctx context.Context, c Caller, in *struct {
	Organization int64 `path:"organization_id"`
	Body         struct {
		Name string `json:"name" maxLength:"500"`
	}
},
) (*organizationOutput, error) {
	if in.Organization != c.Organization.ID {
		return nil, errs.New(errs.NotFound, "This is not the organization that you act in.")
	}
	renamed, err := o.Accounts.RenameOrganization(ctx, c.actor(), in.Body.Name, o.now())
	return &organizationOutput{organizationOf(renamed)}, err
}

func (o *Ops) switchOrganization(ctx context.Context, c Caller, in *struct {
	Body struct {
		Organization int64 `json:"organization_id" minimum:"1"`
	}
},
) (*whoOutput, error) {
	if c.Session == "" {
		return nil, errs.New(errs.Conflict, "A token stays with its organization. Make one in the other organization.")
	}
	id, err := o.Accounts.SwitchOrganization(ctx, c.actor(), in.Body.Organization, o.now())
	return &whoOutput{o.session(c, id)}, err
}
