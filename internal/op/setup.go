package op

import (
	"context"
	"net/http"

	"belfry/internal/account"
	"belfry/internal/errs"
	"belfry/internal/secret"
)

// SetupState says whether Belfry waits for its first administrator.
type SetupState struct {
	Needed  bool   `json:"needed"`
	Version string `json:"version"`
}

func (o *Ops) setupOperations() []Operation {
	return []Operation{
		define(Operation{
			ID: "getSetup", Method: http.MethodGet, Path: "/setup", Tag: "setup", Permission: Public,
			Summary:     "Whether set-up is needed",
			Description: "True until the first administrator exists.",
		}, o.getSetup),
		define(Operation{
			ID: "runSetup", Method: http.MethodPost, Path: "/setup", Tag: "setup", Permission: Public,
			Summary:     "Make the first administrator",
			Description: "Takes the token of the link that the server printed when it started, and signs the administrator in. Possible once.",
			Errors:      []int{http.StatusForbidden, http.StatusConflict},
		}, o.runSetup),
	}
}

type setupStateOutput struct{ Body SetupState }

func (o *Ops) getSetup(ctx context.Context, _ Caller, _ *struct{}) (*setupStateOutput, error) {
	needed, err := o.Accounts.SetupNeeded(ctx)
	return &setupStateOutput{SetupState{Needed: needed, Version: o.Version}}, err
}

type setupInput struct {
	Body struct {
		Token    string `json:"token" maxLength:"200" doc:"From the set-up link."`
		Name     string `json:"name" maxLength:"500"`
		Email    string `json:"email" maxLength:"500"`
		Password string `json:"password" maxLength:"1000" doc:"At least 10 characters."`
	}
}

func (o *Ops) runSetup(ctx context.Context, c Caller, in *setupInput) (*sessionOutput, error) {
	needed, err := o.Accounts.SetupNeeded(ctx)
	if err != nil {
		return nil, err
	}
	if !needed {
		return nil, errs.New(errs.Conflict, "Belfry is set up already. Sign in instead.")
	}
	if token := o.SetupToken(); token == "" || !secret.Equal(in.Body.Token, token) {
		return nil, errs.New(errs.Forbidden, "This set-up link is not valid any more. Open the one that the server printed when it last started.")
	}
	u, err := o.Accounts.Setup(ctx, account.Person{Name: in.Body.Name, Email: in.Body.Email, Password: in.Body.Password}, o.now())
	if err != nil {
		return nil, err
	}
	session, err := o.Accounts.OpenSession(ctx, u.ID, c.client(), o.now())
	return o.signedIn(c, session), err
}
