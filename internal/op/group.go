package op

import (
	"context"
	"net/http"

	"belfry/internal/project"
)

// ProjectGroup is a set of projects that are shown together.
type ProjectGroup struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Projects int64  `json:"projects" doc:"How many active ones the caller may see."`
}

func (o *Ops) groupOperations() []Operation {
	notFound := []int{http.StatusNotFound}
	return []Operation{
		define(Operation{
			ID: "listProjectGroups", Method: http.MethodGet, Path: "/project-groups", Tag: "projects", Permission: Read,
			Summary: "Groups of projects, by name",
		}, o.listProjectGroups),
		define(Operation{
			ID: "createProjectGroup", Method: http.MethodPost, Path: "/project-groups", Tag: "projects", Permission: Admin, Status: http.StatusCreated,
			Summary: "Make a group of projects", Errors: []int{http.StatusConflict},
		}, o.createProjectGroup),
		define(Operation{
			ID: "renameProjectGroup", Method: http.MethodPatch, Path: "/project-groups/{group_id}", Tag: "projects", Permission: Admin,
			Summary: "Rename a group of projects", Errors: []int{http.StatusNotFound, http.StatusConflict},
		}, o.renameProjectGroup),
		define(Operation{
			ID: "deleteProjectGroup", Method: http.MethodDelete, Path: "/project-groups/{group_id}", Tag: "projects", Permission: Admin,
			Summary: "Delete a group of projects", Description: "Its projects stay.", Errors: notFound,
		}, o.deleteProjectGroup),
		define(Operation{
			ID: "addFavorite", Method: http.MethodPut, Path: "/projects/{project_id}/favorite", Tag: "projects", Permission: Personal,
			Summary: "Star a project for oneself", Errors: notFound,
		}, o.addFavorite),
		define(Operation{
			ID: "removeFavorite", Method: http.MethodDelete, Path: "/projects/{project_id}/favorite", Tag: "projects", Permission: Personal,
			Summary: "Take the star away again", Errors: notFound,
		}, o.removeFavorite),
		define(Operation{
			ID: "orderProjects", Method: http.MethodPut, Path: "/projects/order", Tag: "projects", Permission: Personal,
			Summary:     "Put projects into an order for oneself",
			Description: "Projects that are not named come after the others, by name. An empty list takes the order back.",
			Errors:      notFound,
		}, o.orderProjects),
	}
}

// describeGroups counts the projects of each group.
func (o *Ops) describeGroups(ctx context.Context, c Caller, visible []project.Project, groupOf map[int64]int64) ([]ProjectGroup, error) {
	all, err := o.Projects.Groups(ctx, c.Organization.ID)
	n := map[int64]int64{}
	for _, p := range visible {
		n[groupOf[p.ID]]++
	}
	return each(all, func(g project.Group) ProjectGroup { return ProjectGroup{g.ID, g.Name, n[g.ID]} }), err
}

type groupsOutput struct{ Body Page[ProjectGroup] }

func (o *Ops) listProjectGroups(ctx context.Context, c Caller, _ *struct{}) (*groupsOutput, error) {
	out := Overview{}
	_, err := o.overviewProjects(ctx, c, &overviewInput{}, &out)
	return &groupsOutput{list(out.Groups)}, err
}

type groupOutput struct{ Body ProjectGroup }

type groupBody struct {
	Name string `json:"name" maxLength:"500"`
}

func (o *Ops) createProjectGroup(ctx context.Context, c Caller, in *struct{ Body groupBody }) (*groupOutput, error) {
	g, err := o.Projects.CreateGroup(ctx, c.Organization.ID, in.Body.Name)
	return &groupOutput{ProjectGroup{ID: g.ID, Name: g.Name}}, err
}

func (o *Ops) renameProjectGroup(ctx context.Context, c Caller, in *struct {
	Group int64 `path:"group_id"`
	Body  groupBody
},
) (*groupOutput, error) {
	if _, err := o.Projects.RenameGroup(ctx, c.Organization.ID, in.Group, in.Body.Name); err != nil {
		return nil, err
	}
	all, err := o.listProjectGroups(ctx, c, nil)
	if err != nil {
		return nil, err
	}
	for _, g := range all.Body.Items {
		if g.ID == in.Group {
			return &groupOutput{g}, nil
		}
	}
	return &groupOutput{ProjectGroup{ID: in.Group, Name: in.Body.Name}}, nil // deleted meanwhile
}

func (o *Ops) deleteProjectGroup(ctx context.Context, c Caller, in *struct {
	Group int64 `path:"group_id"`
},
) (*struct{}, error) {
	return nil, o.Projects.DeleteGroup(ctx, c.Organization.ID, in.Group)
}

func (o *Ops) addFavorite(ctx context.Context, c Caller, in *ProjectPath) (*struct{}, error) {
	return o.setFavorite(ctx, c, in.Project, true)
}

func (o *Ops) removeFavorite(ctx context.Context, c Caller, in *ProjectPath) (*struct{}, error) {
	return o.setFavorite(ctx, c, in.Project, false)
}

func (o *Ops) setFavorite(ctx context.Context, c Caller, id int64, star bool) (*struct{}, error) {
	p, err := o.project(ctx, c, id)
	if err != nil {
		return nil, err
	}
	return nil, o.Projects.SetFavorite(ctx, c.User.ID, p.ID, star)
}

func (o *Ops) orderProjects(ctx context.Context, c Caller, in *struct {
	Body struct {
		Projects []int64 `json:"projects" maxItems:"5000"`
	}
},
) (*struct{}, error) {
	if len(in.Body.Projects) > 0 {
		if _, err := o.scope(ctx, c, in.Body.Projects...); err != nil {
			return nil, err
		}
	}
	return nil, o.Projects.SetOrder(ctx, c.User.ID, in.Body.Projects)
}
