package op

import (
	"context"
	"net/http"

	"belfry/internal/group"
	"belfry/internal/project"
)

// Grouping says how the events of a project become issues.
type Grouping struct {
	Version  int               `json:"version"`
	Versions []GroupingVersion `json:"versions" doc:"Those that there are, the oldest first."`
	Rules    []FingerprintRule `json:"rules"`
	Fields   []string          `json:"fields" doc:"What conditions may look at, beside “tags.” and a name."`
}

// GroupingVersion is a set of built-in grouping rules.
type GroupingVersion struct {
	Number  int    `json:"number"`
	Summary string `json:"summary"`
}

// FingerprintRule gives the events for which all its conditions hold a
// fingerprint. The first rule that matches decides.
type FingerprintRule struct {
	If          []FingerprintCondition `json:"if" minItems:"1" maxItems:"10"`
	Fingerprint []string               `json:"fingerprint" minItems:"1" maxItems:"32" doc:"Texts and variables: {{ default }}, {{ transaction }}, {{ tags.NAME }}, …"`
}

// FingerprintCondition holds when a value of the field matches the pattern.
type FingerprintCondition struct {
	Field   string `json:"field" maxLength:"200"`
	Not     bool   `json:"not,omitempty" doc:"Holds when no value matches."`
	Pattern string `json:"pattern" maxLength:"200" doc:"A whole value, without regard to case; * stands for anything."`
}

// GroupingChange leaves alone what is left out.
type GroupingChange struct {
	Version *int               `json:"version,omitempty"`
	Rules   *[]FingerprintRule `json:"rules,omitempty" maxItems:"100"`
}

func (o *Ops) groupingOperations() []Operation {
	notFound := []int{http.StatusNotFound}
	return []Operation{
		define(Operation{
			ID: "getGrouping", Method: http.MethodGet, Path: "/projects/{project_id}/grouping", Tag: "projects", Permission: Read,
			Summary: "How the events of a project become issues", Errors: notFound,
		}, o.getGrouping),
		define(Operation{
			ID: "updateGrouping", Method: http.MethodPatch, Path: "/projects/{project_id}/grouping", Tag: "projects", Permission: Write,
			Summary:     "Change how the events of a project become issues",
			Description: "It concerns the events that come from now on; a dry run shows beforehand what it would do.",
			Errors:      notFound,
		}, o.updateGrouping),
		define(Operation{
			ID: "tryGrouping", Method: http.MethodPost, Path: "/projects/{project_id}/fingerprint-rules/dry-run", Tag: "projects", Permission: Write,
			Summary:     "What other grouping rules would do",
			Description: "Groups the newest stored events again and tells which issues would be split or joined. Nothing is changed.",
			Errors:      notFound,
		}, o.tryGrouping),
	}
}

// versions returns the versions of the built-in grouping rules.
func (o *Ops) versions() []group.Version {
	if o.GroupVersions != nil {
		return o.GroupVersions
	}
	return group.Versions()
}

type groupingOutput struct{ Body Grouping }

func (o *Ops) grouping(s group.Settings) *groupingOutput {
	return &groupingOutput{Grouping{
		Version:  max(s.Version, 1),
		Versions: each(o.versions(), func(v group.Version) GroupingVersion { return GroupingVersion{v.Number, v.Summary} }),
		Rules: each(s.Rules, func(r group.Rule) FingerprintRule {
			return FingerprintRule{each(r.If, func(c group.Condition) FingerprintCondition { return FingerprintCondition(c) }), r.Fingerprint}
		}),
		Fields: group.Fields[:],
	}}
}

func (c GroupingChange) change() project.GroupingChange {
	out := project.GroupingChange{Version: c.Version}
	if c.Rules != nil {
		rules := each(*c.Rules, func(r FingerprintRule) group.Rule {
			return group.Rule{If: each(r.If, func(c FingerprintCondition) group.Condition { return group.Condition(c) }), Fingerprint: r.Fingerprint}
		})
		out.Rules = &rules
	}
	return out
}

func (o *Ops) getGrouping(ctx context.Context, c Caller, in *ProjectPath) (*groupingOutput, error) {
	p, err := o.project(ctx, c, in.Project)
	if err != nil {
		return nil, err
	}
	return o.grouping(p.Settings.Grouping), nil
}

func (o *Ops) updateGrouping(ctx context.Context, c Caller, in *struct {
	ProjectPath
	Body GroupingChange
},
) (*groupingOutput, error) {
	p, err := o.project(ctx, c, in.Project)
	if err != nil {
		return nil, err
	}
	if p, err = o.Projects.SetGrouping(ctx, c.Organization.ID, p.ID, in.Body.change()); err != nil {
		return nil, err
	}
	return o.grouping(p.Settings.Grouping), nil
}
