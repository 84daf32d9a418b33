package op

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"belfry/internal/group"
	"belfry/internal/issue"
	"belfry/internal/lake"
	"belfry/internal/query"
)

// Regrouping is what other grouping rules would have done to stored events.
type Regrouping struct {
	Events  int64             `json:"events" doc:"That were looked at, the newest ones."`
	Changed int64             `json:"changed" doc:"That would be in another issue."`
	Rules   []int64           `json:"rules" doc:"How many events each rule decided about."`
	Groups  []RegroupedEvents `json:"groups" doc:"Where the changed ones would be, at most 100, the one with most events first."`
	More    int64             `json:"more" doc:"Groups that are not listed."`
}

// RegroupedEvents are events that would be in one issue, at least some of which
// are in another one now.
type RegroupedEvents struct {
	Effect string            `json:"effect" enum:"join,split,move" doc:"Several issues come together, an issue falls apart, or all events of one go to another."`
	Title  string            `json:"title" doc:"Of the newest event."`
	To     OrNull[IssueName] `json:"to" doc:"Null for a new issue."`
	Rule   OrNull[int]       `json:"rule" doc:"The index of the rule that decides, if one does."`
	Events int64             `json:"events"`
	From   []RegroupedFrom   `json:"from"`
}

// RegroupedFrom is an issue that events would come from.
type RegroupedFrom struct {
	Issue  OrNull[IssueName] `json:"issue" doc:"Null when it was deleted."`
	Title  string            `json:"title"`
	Events int64             `json:"events"`
}

const (
	maxRegrouped     = 100      // groups that are listed
	maxRegroupedRead = 64 << 20 // bytes of compressed payloads
)

type regroupingOutput struct{ Body Regrouping }

func (o *Ops) tryGrouping(ctx context.Context, c Caller, in *struct {
	ProjectPath
	Body struct {
		GroupingChange
		Events int `json:"events,omitempty" minimum:"1" maximum:"5000" default:"1000" doc:"How many of the newest events to look at."`
	}
},
) (*regroupingOutput, error) {
	p, err := o.project(ctx, c, in.Project)
	if err != nil {
		return nil, err
	}
	settings, err := in.Body.change().Apply(p.Settings.Grouping, o.versions())
	if err != nil {
		return nil, err
	}
	t := trial{grouper: group.New(settings, o.versions()), rules: make([]int64, len(settings.Rules)), groups: map[string]*trialGroup{}}
	if err := t.run(ctx, o.Lake, query.Latest(p.ID, cmp.Or(in.Body.Events, 1000))); err != nil {
		return nil, err
	}
	owners, err := o.Issues.ByFingerprint(ctx, p.ID, t.prints())
	if err != nil {
		return nil, err
	}
	return &regroupingOutput{t.result(owners, p.Slug)}, nil
}

// trial groups stored events again.
type trial struct {
	grouper *group.Grouper
	events  int64
	rules   []int64
	groups  map[string]*trialGroup // by the new fingerprint
}

// trialGroup are the events that would have one fingerprint.
type trialGroup struct {
	title  string
	rule   int // -1: none
	events int64
	from   map[string]int64 // by the present fingerprint
}

func (t *trial) run(ctx context.Context, e lake.Engine, p lake.Plan) error {
	var failed error
	read := 0
	err := e.Run(ctx, p, func(r lake.Row) bool {
		var s query.Stored
		if s, failed = query.StoredEvent(r); failed == nil {
			failed = t.add(s)
		}
		read += len(s.Payload)
		return failed == nil && read < maxRegroupedRead
	})
	return cmp.Or(err, failed)
}

func (t *trial) add(s query.Stored) error {
	e, err := eventIn(s.Payload)
	if err != nil {
		return err
	}
	t.grouper.Assign(&e)
	t.events++
	rule := t.grouper.Match(&e)
	if rule >= 0 {
		t.rules[rule]++
	}
	g := t.groups[e.Grouping.Hash]
	if g == nil {
		g = &trialGroup{title: e.Title, rule: rule, from: map[string]int64{}}
		t.groups[e.Grouping.Hash] = g
	}
	g.events++
	g.from[s.Fingerprint]++
	return nil
}

// prints returns all fingerprints that occur, the present and the new ones.
func (t *trial) prints() []string {
	all := map[string]struct{}{}
	for to, g := range t.groups {
		all[to] = struct{}{}
		for from := range g.from {
			all[from] = struct{}{}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// result compares where events would be with where they are. What has the same
// issue before and after, whatever its fingerprint, did not change.
func (t *trial) result(owners map[string]issue.Issue, slug string) Regrouping {
	out := Regrouping{Events: t.events, Rules: t.rules, Groups: []RegroupedEvents{}}
	goals := t.goals(owners)
	for to, g := range t.groups {
		r := RegroupedEvents{Title: g.title, Events: g.events, To: nameIn(owners, to, slug)}
		if g.rule >= 0 {
			r.Rule = Some(g.rule)
		}
		changed, parted := g.leave(owners, to), false
		if changed == 0 {
			continue
		}
		out.Changed += changed
		from := map[string]*RegroupedFrom{}
		for print, n := range g.from {
			key := ownerKey(owners, print)
			parted = parted || goals[key] > 1
			if from[key] == nil {
				from[key] = &RegroupedFrom{Issue: nameIn(owners, print, slug), Title: owners[print].Title}
			}
			from[key].Events += n
		}
		for _, key := range slices.Sorted(maps.Keys(from)) {
			r.From = append(r.From, *from[key])
		}
		switch {
		case len(r.From) > 1:
			r.Effect = "join"
		case parted:
			r.Effect = "split"
		default:
			r.Effect = "move"
		}
		out.Groups = append(out.Groups, r)
	}
	slices.SortFunc(out.Groups, func(x, y RegroupedEvents) int {
		return cmp.Or(cmp.Compare(y.Events, x.Events), cmp.Compare(x.Title, y.Title))
	})
	out.More = int64(max(0, len(out.Groups)-maxRegrouped))
	out.Groups = out.Groups[:min(len(out.Groups), maxRegrouped)]
	return out
}

// leave counts the events of g that are in another issue now than that of a
// fingerprint.
func (g *trialGroup) leave(owners map[string]issue.Issue, to string) (n int64) {
	for print, events := range g.from {
		if ownerKey(owners, print) != ownerKey(owners, to) {
			n += events
		}
	}
	return n
}

// goals counts the issues that the events of each present issue would be in.
func (t *trial) goals(owners map[string]issue.Issue) map[string]int {
	goals := map[string]map[string]struct{}{}
	for to, g := range t.groups {
		for print := range g.from {
			key := ownerKey(owners, print)
			if goals[key] == nil {
				goals[key] = map[string]struct{}{}
			}
			goals[key][ownerKey(owners, to)] = struct{}{}
		}
	}
	n := make(map[string]int, len(goals))
	for key, to := range goals {
		n[key] = len(to)
	}
	return n
}

// ownerKey names the issue of a fingerprint; one without an issue stands for
// itself.
func ownerKey(owners map[string]issue.Issue, print string) string {
	if i, ok := owners[print]; ok {
		return issue.ShortID("", i.Number)
	}
	return print
}

func nameIn(owners map[string]issue.Issue, print, slug string) OrNull[IssueName] {
	i, ok := owners[print]
	if !ok {
		return OrNull[IssueName]{}
	}
	return Some(IssueName{i.ID, issue.ShortID(slug, i.Number)})
}
