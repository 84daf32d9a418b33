package op

import (
	"context"
	"net/http"
	"time"

	"belfry/internal/account"
	"belfry/internal/telemetry"
)

func (o *Ops) projectTokenOperations() []Operation {
	return []Operation{
		define(Operation{
			ID: "listProjectTokens", Method: http.MethodGet, Path: "/projects/{project_id}/tokens", Tag: "keys", Permission: Admin, PeopleOnly: true,
			Summary: "A project's tokens, newest first",
			Errors:  []int{http.StatusNotFound},
		}, o.listProjectTokens),
		define(Operation{
			ID: "createProjectToken", Method: http.MethodPost, Path: "/projects/{project_id}/tokens", Tag: "keys", Permission: Admin, PeopleOnly: true,
			Status: http.StatusCreated, Recording: RecordElsewhere,
			Summary: "Make a token of a project",
			Description: "The token acts as the project: it works wherever a member could in it, and nowhere else. " +
				"The answer holds the token itself, which is shown only now.",
			Errors: []int{http.StatusNotFound, http.StatusConflict},
		}, o.createProjectToken),
		define(Operation{
			ID: "deleteProjectToken", Method: http.MethodDelete, Path: "/projects/{project_id}/tokens/{token_id}", Tag: "keys", Permission: Admin, PeopleOnly: true,
			Recording: RecordElsewhere,
			Summary:   "Revoke a token of a project",
			Errors:    []int{http.StatusNotFound},
		}, o.deleteProjectToken),
	}
}

func (o *Ops) listProjectTokens(ctx context.Context, c Caller, in *ProjectPath) (*tokensOutput, error) {
	p, err := o.project(ctx, c, in.Project)
	if err != nil {
		return nil, err
	}
	all, err := o.Accounts.ProjectTokens(ctx, p.ID)
	return &tokensOutput{list(each(all, tokenOf))}, err
}

func (o *Ops) createProjectToken(ctx context.Context, c Caller, in *struct {
	ProjectPath
	newTokenInput
},
) (*newTokenOutput, error) {
	p, err := o.project(ctx, c, in.Project)
	if err != nil {
		return nil, err
	}
	return o.makeToken(ctx, c, in.newTokenInput, p.ID)
}

// makeToken makes a token of c, or of a project.
func (o *Ops) makeToken(ctx context.Context, c Caller, in newTokenInput, project int64) (*newTokenOutput, error) {
	now, expires := o.now(), telemetry.Time(0)
	if days := in.Body.ExpiresInDays; days > 0 {
		expires = now.Add(time.Duration(days) * 24 * time.Hour)
	}
	t, text, err := o.Accounts.CreateToken(ctx, c.actor(), account.Token{
		Name: in.Body.Name, Scope: account.Scope(in.Body.Scope), Expires: expires, Project: project,
	}, now)
	return &newTokenOutput{NewToken{tokenOf(t), text}}, err
}

func (o *Ops) deleteProjectToken(ctx context.Context, c Caller, in *struct {
	ProjectPath
	Token int64 `path:"token_id"`
},
) (*struct{}, error) {
	p, err := o.project(ctx, c, in.Project)
	if err != nil {
		return nil, err
	}
	return nil, o.Accounts.RevokeProjectToken(ctx, c.actor(), p.ID, in.Token, o.now())
}
