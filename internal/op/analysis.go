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
	}
}
