// Package issue keeps issues: everything that has one fingerprint, or several
// after a merge, with its counters, its state and its history.
//
// Apply is the heart: it counts a batch of occurrences in the transaction of
// its caller, once per event id however often an event comes. It is a fold: the
// issues that a batch touches are read, each occurrence is observed in order by
// plain functions, and the result is written with a few statements per batch,
// never one per event. Batches may be cut anywhere without changing the result.
//
// Fingerprints that share an issue are its parts, and have figures of their own
// that are counted beside the issue's (part.go), so that a merge can be undone
// without counting anything again.
//
// The lake stores fingerprints, never issue ids; issue_fingerprints maps one to
// the other, so that a merge changes nothing that is stored. event_index knows
// every event that was counted and when it happened.
//
// The states and what moves between them are in lifecycle.go. Edit is how people
// change issues, one or many: status, snoozing, assignee, priority, tags.
//
// The package owns the tables issues, issue_*, project_hours, event_index,
// activities, attachments and feedback. It must not import lake: events
// themselves are found by plans of query.
package issue
