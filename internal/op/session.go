package op

import (
	"context"
	"net/http"
	"strings"
	"time"

	"belfry/internal/account"
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
		Organization: Organization{ID: id.Organization.ID, Name: id.Organization.Name},
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
