package op

import "net/http"

func (o *Ops) analysisOperations() []Operation {
	notFound := []int{http.StatusNotFound}
	return []Operation{
		define(Operation{
			ID: "getEventTimeline", Method: http.MethodGet, Path: "/projects/{project_id}/events/{event_id}/timeline", Tag: "events", Permission: Read,
			Summary: "What happened around an event and belongs to it",
			Description: "Events, logs, spans and sessions that share its trace, in any project, or its request, session or user, in its own, " +
				"and check-ins of its project.",
			Errors: notFound,
		}, o.getEventTimeline),
		define(Operation{
			ID: "listIssueFacets", Method: http.MethodGet, Path: "/issues/{issue_id}/facets", Tag: "issues", Permission: Read,
			Summary: "How the events of an issue spread over releases, environments, tags and users", Errors: notFound,
		}, o.listIssueFacets),
		define(Operation{
			ID: "listIssueFacetValues", Method: http.MethodGet, Path: "/issues/{issue_id}/facets/{name}", Tag: "issues", Permission: Read,
			Summary: "The values of a facet of an issue, the most frequent first", Errors: notFound,
		}, o.listIssueFacetValues),
		define(Operation{
			ID: "listSimilarIssues", Method: http.MethodGet, Path: "/issues/{issue_id}/similar", Tag: "issues", Permission: Read,
			Summary:     "Issues that are like one, with the reasons",
			Description: "Of the same project: by exception type, place, words of the message, and the frames of their latest events.",
			Errors:      notFound,
		}, o.listSimilarIssues),
		define(Operation{
			ID: "getIssueMarkdown", Method: http.MethodGet, Path: "/issues/{issue_id}.md", Tag: "issues", Permission: Read, Streams: true,
			Summary:     "An issue as Markdown, for people and models",
			Description: "Also at /issues/{issue_id}.md, outside of the API's prefix.",
			Errors:      notFound,
		}, o.getIssueMarkdown),
	}
}
