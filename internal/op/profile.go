package op

import (
	"context"
	"net/http"

	"belfry/internal/account"
)

// Token is a token of a person or a project, without its secret.
type Token struct {
	ID         int64        `json:"id"`
	Name       string       `json:"name"`
	Scope      string       `json:"scope" enum:"read,write"`
	Prefix     string       `json:"prefix" doc:"How the token begins, to tell it from others."`
	CreatedAt  Time         `json:"created_at"`
	LastUsedAt OrNull[Time] `json:"last_used_at"`
	ExpiresAt  OrNull[Time] `json:"expires_at"`
}

// NewToken is a token that was just made, the only time that its secret is
// shown.
type NewToken struct {
	Token
	Secret string `json:"token" doc:"The token. It is shown this once."`
}

func tokenOf(t account.Token) Token {
	return Token{
		ID: t.ID, Name: t.Name, Scope: string(t.Scope), Prefix: t.Prefix,
		CreatedAt: Time(t.Created), LastUsedAt: timeOrNull(t.LastUsed), ExpiresAt: timeOrNull(t.Expires),
	}
}

func (o *Ops) profileOperations() []Operation {
	return []Operation{
		define(Operation{
			ID: "updateProfile", Recording: RecordAlways, Method: http.MethodPatch, Path: "/profile", Tag: "profile", Permission: Personal,
			Summary: "Change name or e-mail address",
			Errors:  []int{http.StatusConflict},
		}, o.updateProfile),
		define(Operation{
			ID: "changePassword", Method: http.MethodPost, Path: "/profile/password", Tag: "profile", Permission: Personal,
			Summary:     "Change the password",
			Description: "Ends all other sessions. Tokens stay.",
			Errors:      []int{http.StatusTooManyRequests},
		}, o.changePassword),
		define(Operation{
			ID: "listTokens", Method: http.MethodGet, Path: "/profile/tokens", Tag: "profile", Permission: Personal,
			Summary: "The caller's tokens, newest first",
		}, o.listTokens),
		define(Operation{
			ID: "createToken", Method: http.MethodPost, Path: "/profile/tokens", Tag: "profile", Permission: Personal, Status: http.StatusCreated,
			Summary:     "Make a token",
			Description: "The answer holds the token itself, which is shown only now.",
			Errors:      []int{http.StatusConflict},
		}, o.createToken),
		define(Operation{
			ID: "deleteToken", Method: http.MethodDelete, Path: "/profile/tokens/{token_id}", Tag: "profile", Permission: Personal,
			Summary: "Revoke a token",
			Errors:  []int{http.StatusNotFound},
		}, o.deleteToken),
	}
}

type profileInput struct {
	Body struct {
		Name  *string `json:"name,omitempty" maxLength:"500"`
		Email *string `json:"email,omitempty" maxLength:"500"`
	}
}

type userOutput struct{ Body User }

func (o *Ops) updateProfile(ctx context.Context, c Caller, in *profileInput) (*userOutput, error) {
	u, err := o.Accounts.Rename(ctx, c.User.ID, in.Body.Name, in.Body.Email)
	id := c.Identity
	id.User = u
	return &userOutput{userOf(id)}, err
}

type passwordInput struct {
	Body struct {
		Current string `json:"current" maxLength:"1000"`
		New     string `json:"new" maxLength:"1000" doc:"At least 10 characters."`
	}
}

func (o *Ops) changePassword(ctx context.Context, c Caller, in *passwordInput) (*struct{}, error) {
	err := o.Accounts.ChangePassword(ctx, c.User.ID, in.Body.Current, in.Body.New, c.Session, c.client(), o.now())
	return nil, err
}

type tokensOutput struct{ Body Page[Token] }

func (o *Ops) listTokens(ctx context.Context, c Caller, _ *struct{}) (*tokensOutput, error) {
	all, err := o.Accounts.Tokens(ctx, c.User.ID)
	return &tokensOutput{list(each(all, tokenOf))}, err
}

type newTokenInput struct {
	Body struct {
		Name          string `json:"name" maxLength:"500"`
		Scope         string `json:"scope" enum:"read,write"`
		ExpiresInDays int    `json:"expires_in_days,omitempty" minimum:"1" maximum:"3650" doc:"Never, if left out."`
	}
}

type newTokenOutput struct{ Body NewToken }

func (o *Ops) createToken(ctx context.Context, c Caller, in *newTokenInput) (*newTokenOutput, error) {
	return o.makeToken(ctx, c, *in, 0)
}

func (o *Ops) deleteToken(ctx context.Context, c Caller, in *struct {
	Token int64 `path:"token_id"`
},
) (*struct{}, error) {
	return nil, o.Accounts.RevokeToken(ctx, c.actor(), in.Token, o.now())
}
