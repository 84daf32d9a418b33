package op

import (
	"context"

	"belfry/internal/issue"
	"belfry/internal/telemetry"
)

// Feedback is what a user said about a problem.
type Feedback struct {
	ID      int64          `json:"id"`
	EventID OrNull[string] `json:"event_id"`
	At      Time           `json:"at"`
	Name    string         `json:"name"`
	Email   string         `json:"email"`
	Message string         `json:"message"`
	URL     string         `json:"url"`
	Source  string         `json:"source" doc:"“user_report” or “feedback”."`
}

func feedbackOf(f issue.Feedback) Feedback {
	out := Feedback{ID: f.ID, At: Time(f.Received), Name: f.Name, Email: f.Email, Message: f.Message, URL: f.URL, Source: f.Source}
	if id := f.Event(); id != (telemetry.EventID{}) {
		out.EventID = Some(id.String())
	}
	return out
}

type feedbackOutput struct{ Body Page[Feedback] }

func (o *Ops) listIssueFeedback(ctx context.Context, c Caller, in *struct {
	IssuePath
	Paging
},
) (*feedbackOutput, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	var before int64
	if err := in.after(&before); err != nil {
		return nil, err
	}
	found, err := o.Issues.FeedbackOf(ctx, i.ID, before, in.Limit+1)
	if err != nil {
		return nil, err
	}
	page, err := paged(found, in.Limit, func(f issue.Feedback) any { return f.ID })
	return &feedbackOutput{Page[Feedback]{each(page.Items, feedbackOf), page.NextCursor}}, err
}
