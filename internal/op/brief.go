package op

import (
	"context"
	"io"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"belfry/internal/brief"
	"belfry/internal/errs"
	"belfry/internal/issue"
	"belfry/internal/telemetry"
)

// getIssueMarkdown writes an issue down, with one of its events.
func (o *Ops) getIssueMarkdown(ctx context.Context, c Caller, in *struct {
	IssuePath
	Event string `query:"event" maxLength:"36" default:"latest" doc:"“latest”, “oldest”, or the id of an event."`
},
) (*huma.StreamResponse, error) {
	i, err := o.issue(ctx, c, in.Issue)
	if err != nil {
		return nil, err
	}
	b, err := o.brief(ctx, c, i, in.Event)
	if err != nil {
		return nil, err
	}
	text := brief.Markdown(b)
	return &huma.StreamResponse{Body: func(h huma.Context) {
		h.SetHeader("Content-Type", "text/markdown; charset=utf-8")
		h.SetHeader("X-Content-Type-Options", "nosniff")
		h.SetHeader("Cache-Control", "no-store")
		if _, err := io.WriteString(h.BodyWriter(), text); err != nil {
			o.Log.DebugContext(h.Context(), "Markdown was not sent in full", "issue", i.ID, "error", err)
		}
	}}, nil
}

// brief collects what is written of an issue. One whose events are gone is
// written without.
func (o *Ops) brief(ctx context.Context, c Caller, i issue.Issue, which string) (brief.Issue, error) {
	described, err := o.describeIssues(ctx, c, i)
	if err != nil {
		return brief.Issue{}, err
	}
	d := described[0]
	out := brief.Issue{
		ShortID: d.ShortID, Title: i.Title, Culprit: i.Culprit, Project: d.Project.Name, Level: i.Level.String(), Status: string(i.Status),
		Platform: i.Platform, URL: c.BaseURL + "/issues/" + d.ShortID, TimesSeen: i.TimesSeen, UsersSeen: i.UsersSeen,
		FirstSeen: i.FirstSeen, LastSeen: i.LastSeen, FirstRelease: i.FirstRelease, LastRelease: i.LastRelease,
	}
	if out.Event, err = o.chosen(ctx, i, which); err != nil {
		return brief.Issue{}, err
	}
	spreads, err := o.Issues.Distributions(ctx, i.ID, facetTop)
	for _, s := range spreads {
		if !strings.HasPrefix(s.Name, "user.") {
			share := func(f issue.Facet) brief.Share { return brief.Share{Value: f.Value, Events: f.Events} }
			out.Spreads = append(out.Spreads, brief.Spread{Name: s.Name, Events: s.Events, Values: each(s.Top, share)})
		}
	}
	return out, err
}

// chosen reads the event that a path means; nil when the latest or oldest is
// asked for and none is kept.
func (o *Ops) chosen(ctx context.Context, i issue.Issue, which string) (*telemetry.Event, error) {
	of, err := o.events(ctx, i)
	if err != nil {
		return nil, err
	}
	at, err := o.which(ctx, i, of, which)
	if err != nil {
		if errs.Is(err, errs.NotFound) && (which == "latest" || which == "oldest") {
			return nil, nil //nolint:nilnil // there is none, and that is no failure
		}
		return nil, err
	}
	return o.stored(ctx, i.Project, at)
}
