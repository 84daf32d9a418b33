package op

import (
	"cmp"
	"context"
	"slices"

	"belfry/internal/issue"
)

// SimilarIssue is an issue that is like another, with the reasons.
type SimilarIssue struct {
	Issue   Issue           `json:"issue"`
	Score   float64         `json:"score" minimum:"0" maximum:"1"`
	Reasons []SimilarReason `json:"reasons"`
}

// SimilarReason says what two issues have in common.
type SimilarReason struct {
	What   string `json:"what" enum:"type,culprit,message,frames"`
	Value  string `json:"value,omitempty" doc:"Of type and culprit."`
	Shared int    `json:"shared,omitempty" doc:"Words or frames that both have."`
	Of     int    `json:"of,omitempty" doc:"Words or frames that either has."`
}

// How many issues are compared frame by frame, which means reading an event of
// each, and how many are shown.
const (
	similarRead  = 15
	similarShown = 10
)

// alike is an issue with how much it is like the one in question.
type alike struct {
	issue.Issue
	traits  issue.Traits
	score   float64
	reasons []issue.Reason
}

type similarOutput struct{ Body Page[SimilarIssue] }

func (o *Ops) listSimilarIssues(ctx context.Context, c Caller, in *IssuePath) (*similarOutput, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	found, err := o.similar(ctx, i)
	if err != nil {
		return nil, err
	}
	described, err := o.describeIssues(ctx, c, each(found, func(a alike) issue.Issue { return a.Issue })...)
	if err != nil {
		return nil, err
	}
	all := make([]SimilarIssue, len(found))
	for n, a := range found {
		all[n] = SimilarIssue{described[n], a.score, each(a.reasons, func(r issue.Reason) SimilarReason { return SimilarReason(r) })}
	}
	return &similarOutput{list(all)}, nil
}

// similar compares an issue with its neighbours by what lists know of them, and
// the likeliest once more with the frames of their latest events.
func (o *Ops) similar(ctx context.Context, i issue.Issue) ([]alike, error) {
	neighbours, err := o.Issues.Neighbours(ctx, i)
	if err != nil {
		return nil, err
	}
	own := i.TraitsOf()
	all := each(neighbours, func(n issue.Issue) alike { return alike{Issue: n, traits: n.TraitsOf()} })
	rank(own, all)
	all = all[:min(len(all), similarRead)]
	if own.Frames, err = o.framesOf(ctx, i); err != nil {
		return nil, err
	}
	for n := range all {
		if len(own.Frames) == 0 || all[n].score == 0 {
			continue
		}
		if all[n].traits.Frames, err = o.framesOf(ctx, all[n].Issue); err != nil {
			return nil, err
		}
	}
	rank(own, all)
	all = slices.DeleteFunc(all, func(a alike) bool { return a.score < issue.SimilarFrom })
	return all[:min(len(all), similarShown)], nil
}

// rank scores all and puts the likeliest first.
func rank(own issue.Traits, all []alike) {
	for n := range all {
		all[n].score, all[n].reasons = issue.Likeness(own, all[n].traits)
	}
	slices.SortStableFunc(all, func(x, y alike) int { return cmp.Compare(y.score, x.score) })
}

// framesOf returns the frames of the app, or all if none is known to be, of the
// latest event of an issue; none when no event is kept.
func (o *Ops) framesOf(ctx context.Context, i issue.Issue) ([]string, error) {
	e, err := o.chosen(ctx, i, "latest")
	if err != nil || e == nil {
		return nil, err
	}
	var own, all []string
	for _, x := range e.Exceptions {
		for _, f := range x.Frames {
			name := cmp.Or(f.Module, f.Filename) + " " + f.Function
			all = append(all, name)
			if f.InApp != nil && *f.InApp {
				own = append(own, name)
			}
		}
	}
	if len(own) == 0 {
		own = all
	}
	slices.Sort(own)
	return slices.Compact(own), nil
}
