package op

import (
	"context"
	"net/http"

	"belfry/internal/account"
	"belfry/internal/dash"
	"belfry/internal/errs"
	"belfry/internal/issue"
)

// View is a search that somebody keeps.
type View struct {
	ID        int64             `json:"id"`
	Name      string            `json:"name"`
	In        string            `json:"in" enum:"issues,events"`
	ProjectID OrNull[int64]     `json:"project_id" doc:"Null when it is about all projects."`
	Shared    bool              `json:"shared" doc:"Seen by everybody who sees the project."`
	Mine      bool              `json:"mine" doc:"The caller made it, and may change it."`
	State     map[string]string `json:"state" doc:"The search parameters of the page: query, status, sort and so on."`
}

// ViewInput is what of a view may be chosen.
type ViewInput struct {
	Name      string            `json:"name" maxLength:"100"`
	ProjectID OrNull[int64]     `json:"project_id,omitzero"`
	Shared    bool              `json:"shared,omitempty"`
	State     map[string]string `json:"state"`
}

func (o *Ops) viewOperations() []Operation {
	notFound := []int{http.StatusNotFound}
	return []Operation{
		define(Operation{
			ID: "listViews", Method: http.MethodGet, Path: "/views", Tag: "search", Permission: Personal,
			Summary: "The caller's saved views, and those that are shared", Errors: notFound,
		}, o.listViews),
		define(Operation{
			ID: "createView", Method: http.MethodPost, Path: "/views", Tag: "search", Permission: Personal, Status: http.StatusCreated,
			Summary: "Save a view", Errors: []int{http.StatusNotFound, http.StatusConflict},
		}, o.createView),
		define(Operation{
			ID: "updateView", Method: http.MethodPatch, Path: "/views/{view_id}", Tag: "search", Permission: Personal,
			Summary: "Change a view of one's own", Errors: notFound,
		}, o.updateView),
		define(Operation{
			ID: "deleteView", Method: http.MethodDelete, Path: "/views/{view_id}", Tag: "search", Permission: Personal,
			Summary: "Delete a view of one's own; administrators may delete shared ones", Errors: notFound,
		}, o.deleteView),
	}
}

type (
	viewsOutput struct{ Body Page[View] }
	viewOutput  struct{ Body View }
)

func viewOf(v dash.View, c Caller) View {
	return View{
		ID: v.ID, Name: v.Name, In: v.Area, ProjectID: orNull(v.Project), Shared: v.Shared, Mine: v.User == c.User.ID, State: v.State,
	}
}

func (o *Ops) listViews(ctx context.Context, c Caller, in *struct {
	ProjectsFilter
	In string `query:"in" enum:"issues,events" default:"issues" doc:"What is searched."`
},
) (*viewsOutput, error) {
	scope, err := o.scope(ctx, c, in.Projects...)
	if err != nil {
		return nil, err
	}
	all, err := o.Views.List(ctx, c.Organization.ID, c.User.ID, in.In)
	shown := []View{}
	for _, v := range all {
		if visible(v, scope) {
			shown = append(shown, viewOf(v, c))
		}
	}
	return &viewsOutput{list(shown)}, err
}

// visible reports whether v is about all projects or one in scope.
func visible(v dash.View, scope []issue.Scope) bool {
	for _, p := range scope {
		if p.Project == v.Project {
			return true
		}
	}
	return v.Project == 0
}

func (o *Ops) createView(ctx context.Context, c Caller, in *struct {
	Body struct {
		ViewInput
		In string `json:"in,omitempty" enum:"issues,events" default:"issues"`
	}
},
) (*viewOutput, error) {
	v := dash.View{Organization: c.Organization.ID, User: c.User.ID, Area: in.Body.In}
	if err := o.setView(ctx, c, &v, in.Body.ViewInput); err != nil {
		return nil, err
	}
	v, err := o.Views.Create(ctx, v, o.now())
	return &viewOutput{viewOf(v, c)}, err
}

func (o *Ops) setView(ctx context.Context, c Caller, v *dash.View, in ViewInput) error {
	v.Name, v.Shared, v.State, v.Project = in.Name, in.Shared, in.State, 0
	if in.ProjectID.Value == nil || *in.ProjectID.Value == 0 {
		return nil
	}
	v.Project = *in.ProjectID.Value
	_, err := o.scope(ctx, c, v.Project)
	return err
}

// ViewPath is part of the input of operations on a view.
type ViewPath struct {
	View int64 `path:"view_id"`
}

// view returns a view that c may see.
func (o *Ops) view(ctx context.Context, c Caller, id int64) (dash.View, error) {
	v, err := o.Views.Get(ctx, c.Organization.ID, c.User.ID, id)
	if err == nil && v.Project != 0 {
		_, err = o.scope(ctx, c, v.Project)
	}
	return v, err
}

func (o *Ops) updateView(ctx context.Context, c Caller, in *struct {
	ViewPath
	Body ViewInput
},
) (*viewOutput, error) {
	v, err := o.view(ctx, c, in.View)
	if err != nil {
		return nil, err
	}
	if v.User != c.User.ID {
		return nil, errs.New(errs.Forbidden, "This view is somebody else's. Save one of your own.")
	}
	if err := o.setView(ctx, c, &v, in.Body); err != nil {
		return nil, err
	}
	v, err = o.Views.Save(ctx, v, o.now())
	return &viewOutput{viewOf(v, c)}, err
}

func (o *Ops) deleteView(ctx context.Context, c Caller, in *ViewPath) (*struct{}, error) {
	v, err := o.view(ctx, c, in.View)
	if err != nil {
		return nil, err
	}
	if v.User != c.User.ID && !c.Role.AtLeast(account.RoleAdmin) {
		return nil, errs.New(errs.Forbidden, "This view is somebody else's. An administrator may delete it.")
	}
	return nil, o.Views.Delete(ctx, v.ID)
}
