package op

import (
	"context"
	"net/http"
	"slices"

	"belfry/internal/errs"
	"belfry/internal/issue"
	"belfry/internal/project"
)

// Project is a project with the figures that lists show.
type Project struct {
	ID          int64           `json:"id"`
	Slug        string          `json:"slug"`
	Name        string          `json:"name"`
	Platform    string          `json:"platform"`
	Status      string          `json:"status" enum:"active,archived"`
	CreatedAt   Time            `json:"created_at"`
	OpenIssues  int64           `json:"open_issues"`
	Events24h   int64           `json:"events_24h"`
	Trend       []int64         `json:"trend" doc:"Events per hour of the last 24, oldest first."`
	LastEventAt OrNull[Time]    `json:"last_event_at"`
	Icon        string          `json:"icon" doc:"The name of a sign, or empty: that of the platform."`
	Color       string          `json:"color" doc:"The name of a colour, or empty."`
	Sample      bool            `json:"sample" doc:"It holds sample data."`
	GroupID     OrNull[int64]   `json:"group_id"`
	Favorite    bool            `json:"favorite" doc:"The caller has starred it."`
	Settings    ProjectSettings `json:"settings"`
}

// ProjectSettings say how telemetry is treated before it is stored.
type ProjectSettings struct {
	ScrubIP    bool     `json:"scrub_ip" doc:"Remove the addresses of users."`
	ScrubEmail bool     `json:"scrub_email" doc:"Remove e-mail addresses."`
	ScrubKeys  []string `json:"scrub_keys" doc:"Remove the values under these names, beside the usual ones."`
	SafeKeys   []string `json:"safe_keys" doc:"Keep the values under these names."`
}

// NewProject is a project that was just made, with its first key.
type NewProject struct {
	Project
	Key Key `json:"key"`
}

// Contents is what deleting a project removes.
type Contents struct {
	Issues          int64 `json:"issues"`
	Events          int64 `json:"events"`
	Feedback        int64 `json:"feedback"`
	Attachments     int64 `json:"attachments"`
	AttachmentBytes int64 `json:"attachment_bytes"`
	Keys            int64 `json:"keys"`
}

func (o *Ops) projectOperations() []Operation {
	return []Operation{
		define(Operation{
			ID: "listProjects", Method: http.MethodGet, Path: "/projects", Tag: "projects", Permission: Read,
			Summary: "Projects, by name",
		}, o.listProjects),
		define(Operation{
			ID: "createProject", Method: http.MethodPost, Path: "/projects", Tag: "projects", Permission: Admin, Status: http.StatusCreated,
			Summary:     "Make a project",
			Description: "The project has one key, which the answer holds.",
			Errors:      []int{http.StatusConflict},
		}, o.createProject),
		define(Operation{
			ID: "getProject", Method: http.MethodGet, Path: "/projects/{project_id}", Tag: "projects", Permission: Read,
			Summary: "A project",
			Errors:  []int{http.StatusNotFound},
		}, o.getProject),
		define(Operation{
			ID: "updateProject", Method: http.MethodPatch, Path: "/projects/{project_id}", Tag: "projects", Permission: Write,
			Recording:   RecordAlways,
			Summary:     "Change, archive or restore a project",
			Description: "What is left out stays as it is. An archived project keeps what it has and takes no events.",
			Errors:      []int{http.StatusNotFound, http.StatusConflict},
		}, o.updateProject),
		define(Operation{
			ID: "deleteProject", Method: http.MethodDelete, Path: "/projects/{project_id}", Tag: "projects", Permission: Admin, Status: http.StatusAccepted,
			Summary:     "Delete a project and everything in it",
			Description: "Takes no events from now on; its contents are removed in the background. It cannot be undone.",
			Errors:      []int{http.StatusNotFound},
		}, o.deleteProject),
		define(Operation{
			ID: "getProjectContents", Method: http.MethodGet, Path: "/projects/{project_id}/contents", Tag: "projects", Permission: Read,
			Summary: "What deleting a project would remove",
			Errors:  []int{http.StatusNotFound},
		}, o.getProjectContents),
		define(Operation{
			ID: "sendTestEvent", Method: http.MethodPost, Path: "/projects/{project_id}/test-event", Tag: "projects", Permission: Write, Status: http.StatusAccepted,
			Summary:     "Send a test event",
			Description: "The event takes the same way as one from an SDK.",
			Errors:      []int{http.StatusNotFound, http.StatusConflict, http.StatusTooManyRequests},
		}, o.sendTestEvent),
	}
}

// ProjectPath is part of the input of operations on a project.
type ProjectPath struct {
	Project int64 `path:"project_id"`
}

// project returns a project that c may see.
func (o *Ops) project(ctx context.Context, c Caller, id int64) (project.Project, error) {
	access, err := o.Accounts.Access(ctx, c.Identity)
	if err == nil && !access.Sees(id) {
		err = errs.New(errs.NotFound, "There is no such project.")
	}
	if err != nil {
		return project.Project{}, err
	}
	return o.Projects.Get(ctx, c.Organization.ID, id)
}

// projects returns all projects that c may see, of the given statuses or of any.
func (o *Ops) projects(ctx context.Context, c Caller, statuses ...project.Status) ([]project.Project, error) {
	access, err := o.Accounts.Access(ctx, c.Identity)
	if err != nil {
		return nil, err
	}
	all, err := o.Projects.List(ctx, c.Organization.ID, statuses...)
	return slices.DeleteFunc(all, func(p project.Project) bool { return !access.Sees(p.ID) }), err
}

// scope returns the projects that c may see; of wanted ones all or, when one of
// them may not be seen, none.
func (o *Ops) scope(ctx context.Context, c Caller, wanted ...int64) ([]issue.Scope, error) {
	all, err := o.projects(ctx, c)
	if err != nil {
		return nil, err
	}
	slugs := make(map[int64]string, len(all))
	for _, p := range all {
		slugs[p.ID] = p.Slug
	}
	if len(wanted) == 0 {
		return each(all, func(p project.Project) issue.Scope { return issue.Scope{Project: p.ID, Slug: p.Slug} }), nil
	}
	scope := make([]issue.Scope, 0, len(wanted))
	for _, id := range wanted {
		slug, ok := slugs[id]
		if !ok {
			return nil, errs.New(errs.NotFound, "There is no project %d.", id)
		}
		scope = append(scope, issue.Scope{Project: id, Slug: slug})
	}
	return scope, nil
}

// describeProjects adds the figures.
func (o *Ops) describeProjects(ctx context.Context, c Caller, all ...project.Project) ([]Project, error) {
	stats, err := o.Issues.ProjectStats(ctx, each(all, func(p project.Project) int64 { return p.ID }), o.now())
	if err != nil {
		return nil, err
	}
	groups, err := o.Projects.GroupOf(ctx, c.Organization.ID)
	if err != nil {
		return nil, err
	}
	stars, err := o.Projects.Favorites(ctx, c.User.ID)
	return each(all, func(p project.Project) Project {
		described := projectOf(p, stats[p.ID])
		described.GroupID, described.Favorite = orNull(groups[p.ID]), stars[p.ID]
		return described
	}), err
}

func projectOf(p project.Project, s issue.ProjectStats) Project {
	return Project{
		ID: p.ID, Slug: p.Slug, Name: p.Name, Platform: p.Platform, Status: string(p.Status), CreatedAt: Time(p.Created),
		OpenIssues: s.OpenIssues, Events24h: s.Events24h, Trend: orEmpty(s.Trend), LastEventAt: timeOrNull(s.LastEvent),
		Icon: p.Settings.Icon, Color: p.Settings.Color, Sample: p.Settings.Sample,
		Settings: ProjectSettings{
			ScrubIP: p.Settings.ScrubIP, ScrubEmail: p.Settings.ScrubEmail,
			ScrubKeys: orEmpty(p.Settings.ScrubKeys), SafeKeys: orEmpty(p.Settings.SafeKeys),
		},
	}
}

func (o *Ops) describeProject(ctx context.Context, c Caller, p project.Project) (Project, error) {
	all, err := o.describeProjects(ctx, c, p)
	if err != nil {
		return Project{}, err
	}
	return all[0], nil
}

type projectOutput struct{ Body Project }

type projectsOutput struct{ Body Page[Project] }

func (o *Ops) listProjects(ctx context.Context, c Caller, in *struct {
	Status string `query:"status" enum:"active,archived,all" default:"active"`
},
) (*projectsOutput, error) {
	var statuses []project.Status
	if in.Status != "all" {
		statuses = append(statuses, project.Status(in.Status))
	}
	found, err := o.projects(ctx, c, statuses...)
	if err != nil {
		return nil, err
	}
	all, err := o.describeProjects(ctx, c, found...)
	return &projectsOutput{list(all)}, err
}

type newProjectInput struct {
	Body struct {
		Name     string `json:"name" maxLength:"500"`
		Platform string `json:"platform,omitempty" maxLength:"50" doc:"Such as “python-django”; decides which guide is shown."`
	}
}

type newProjectOutput struct{ Body NewProject }

func (o *Ops) createProject(ctx context.Context, c Caller, in *newProjectInput) (*newProjectOutput, error) {
	p, k, err := o.Projects.Create(ctx, c.Organization.ID, in.Body.Name, in.Body.Platform, o.now())
	if err != nil {
		return nil, err
	}
	described, err := o.describeProject(ctx, c, p)
	return &newProjectOutput{NewProject{described, keyOf(c, k)}}, err
}

func (o *Ops) getProject(ctx context.Context, c Caller, in *ProjectPath) (*projectOutput, error) {
	p, err := o.project(ctx, c, in.Project)
	if err != nil {
		return nil, err
	}
	described, err := o.describeProject(ctx, c, p)
	return &projectOutput{described}, err
}

// ProjectSettingsChange leaves alone what is left out.
type ProjectSettingsChange struct {
	ScrubIP    *bool     `json:"scrub_ip,omitempty"`
	ScrubEmail *bool     `json:"scrub_email,omitempty"`
	ScrubKeys  *[]string `json:"scrub_keys,omitempty" maxItems:"1000"`
	SafeKeys   *[]string `json:"safe_keys,omitempty" maxItems:"1000"`
}

type changeProjectInput struct {
	ProjectPath
	Body struct {
		Name     *string                `json:"name,omitempty" maxLength:"500"`
		Slug     *string                `json:"slug,omitempty" maxLength:"50" doc:"What the short ids of issues begin with."`
		Platform *string                `json:"platform,omitempty" maxLength:"50"`
		Status   *string                `json:"status,omitempty" enum:"active,archived"`
		GroupID  *int64                 `json:"group_id,omitempty" doc:"0 for none."`
		Icon     *string                `json:"icon,omitempty" maxLength:"50"`
		Color    *string                `json:"color,omitempty" maxLength:"50"`
		Settings *ProjectSettingsChange `json:"settings,omitempty"`
	}
}

func (o *Ops) updateProject(ctx context.Context, c Caller, in *changeProjectInput) (*projectOutput, error) {
	if _, err := o.project(ctx, c, in.Project); err != nil {
		return nil, err
	}
	b := in.Body
	change := project.Change{Name: b.Name, Slug: b.Slug, Platform: b.Platform, Status: (*project.Status)(b.Status), Group: b.GroupID}
	if s := b.Settings; s != nil {
		change.Settings = project.SettingsChange{ScrubIP: s.ScrubIP, ScrubEmail: s.ScrubEmail, ScrubKeys: s.ScrubKeys, SafeKeys: s.SafeKeys}
	}
	change.Settings.Icon, change.Settings.Color = b.Icon, b.Color
	p, err := o.Projects.Update(ctx, c.Organization.ID, in.Project, change)
	if err != nil {
		return nil, err
	}
	described, err := o.describeProject(ctx, c, p)
	return &projectOutput{described}, err
}

func (o *Ops) deleteProject(ctx context.Context, c Caller, in *struct {
	ProjectPath
	Confirm string `query:"confirm" required:"true" doc:"The project's slug, as a safeguard."`
},
) (*struct{}, error) {
	p, err := o.project(ctx, c, in.Project)
	if err != nil {
		return nil, err
	}
	if in.Confirm != p.Slug {
		return nil, errs.Field("query.confirm", "Confirm with the project's slug, “%s”.", p.Slug)
	}
	return nil, o.Projects.Delete(ctx, c.Organization.ID, p.ID, o.now())
}

type contentsOutput struct{ Body Contents }

func (o *Ops) getProjectContents(ctx context.Context, c Caller, in *ProjectPath) (*contentsOutput, error) {
	p, err := o.project(ctx, c, in.Project)
	if err != nil {
		return nil, err
	}
	has, err := o.Issues.Contents(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	keys, err := o.Projects.Keys(ctx, p.ID)
	return &contentsOutput{Contents{
		Issues: has.Issues, Events: has.Events, Feedback: has.Feedback,
		Attachments: has.Attachments, AttachmentBytes: has.AttachmentBytes, Keys: int64(len(keys)),
	}}, err
}

type testEventOutput struct {
	Body struct {
		EventID string `json:"event_id"`
	}
}

func (o *Ops) sendTestEvent(ctx context.Context, c Caller, in *ProjectPath) (*testEventOutput, error) {
	p, err := o.project(ctx, c, in.Project)
	if err != nil {
		return nil, err
	}
	if p.Status != project.Active {
		return nil, errs.New(errs.Conflict, "The project is archived. Restore it first.")
	}
	keys, err := o.Projects.Keys(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		if k.Enabled {
			id, err := o.SendTest(ctx, p, k, o.now())
			out := &testEventOutput{}
			out.Body.EventID = id.String()
			return out, err
		}
	}
	return nil, errs.New(errs.Conflict, "The project has no key that is enabled. Make one, or enable one.")
}
